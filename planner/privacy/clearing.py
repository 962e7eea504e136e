"""The nightly clearing: once a day, lot by lot, written down; and not at all when the clock cannot be believed."""

import logging
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.privacy.models import RetentionPeriod, RetentionRun
from planner.privacy.retention import CLEARINGS
from planner.privacy.rules import RULES, ClockJumpedError, Kept, check_clock, cut_off, next_run, periods
from planner.privacy.unlinking import Turn
from planner.staff.actions import record
from planner.staff.models import AuditEntry
from planner.web import settings

REFUSED = "clearing refused"
log = logging.getLogger(__name__)


def chosen_periods(session: Session) -> dict[Kept, int]:
    """Return how many days each kind is kept here."""
    return periods(dict(session.execute(select(RetentionPeriod.kind, RetentionPeriod.days)).all()))


def last_run(session: Session) -> RetentionRun | None:
    """Return the last clearing, None before the first."""
    return session.scalar(select(RetentionRun).order_by(RetentionRun.at.desc(), RetentionRun.id.desc()).limit(1))


def count_due(session: Session, here: Settings, now: datetime) -> dict[Kept, int]:
    """Return how much of each kind a clearing would take out now; changes nothing."""
    return {kind: CLEARINGS[kind].count(turn) for kind, turn in _turns(session, here, now)}


def clear_due(
    session: Session, here: Settings, now: datetime, *, by: int | None = None, clock_is_right: bool = False,
) -> dict[Kept, int]:
    """Clear all that has had its time, commit after each lot, and return how much of each kind.

    Raises ClockJumpedError when the clock is more than a day past the time this was due, unless a person says that it
    is right. The run is written down first, so a second process does not begin another; one that is killed leaves the
    rest to the next.
    """
    last = last_run(session)
    if not clock_is_right:
        check_clock(last.at if last else None, now, here.timezone)
    run = RetentionRun(at=now, cleared={})
    session.add(run)
    record(session, by, "data cleared", "retention", now)
    session.commit()
    cleared: dict[Kept, int] = {}
    for kind, turn in _turns(session, here, now):
        cleared[kind] = 0
        while done := CLEARINGS[kind].clear(turn):
            cleared[kind] += done
            session.commit()
    run.cleared = {kind.value: number for kind, number in cleared.items() if number}
    session.commit()
    log.info("data whose time was over are cleared: %s", run.cleared)
    return cleared


def clear_nightly(session: Session, now: datetime) -> int:
    """Clear once a day, in the night or as soon after it as the machine is on, and return how many rows; a chore.

    The first time nothing is cleared: it is noted from when on the clock was seen.
    """
    here, last = settings(), last_run(session)
    if last is None:
        session.add(RetentionRun(at=now, cleared={}))
        return 0
    if now < next_run(last.at, here.timezone):
        return 0
    try:
        return sum(clear_due(session, here, now).values())
    except ClockJumpedError:
        _note_refusal(session, last.at, now)
        return 0


def _note_refusal(session: Session, since: datetime, now: datetime) -> None:
    """Say once, not every second, that a person has to look at the clock."""
    said = select(AuditEntry.id).where(AuditEntry.act == REFUSED, AuditEntry.at >= since).limit(1)
    if session.scalar(said) is None:
        record(session, None, REFUSED, "retention", now)
        log.warning("The clock is far ahead of the last clearing: nothing was cleared. Is it right?")


def _turns(session: Session, here: Settings, now: datetime) -> Iterator[tuple[Kept, Turn]]:
    days = chosen_periods(session)
    for rule in RULES:
        yield rule.kind, Turn(session, here, cut_off(rule, days[rule.kind], now, here.timezone), now)
