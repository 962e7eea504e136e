"""Legal ages are added, checked again and taken out; each act leaves a line in the trail."""

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from planner.refusal import N_, Refusal
from planner.segments.ages import DAY, Span
from planner.segments.brackets import fit
from planner.segments.forms import Checked, NewAge
from planner.segments.legal_ages import rows_of, rule_of_row, why_not_removed
from planner.segments.models import LegalAge, Milestone
from planner.staff.actions import record

ADDED, CHECKED, REMOVED = "legal age added", "legal age checked", "legal age removed"
ACTS = (ADDED, CHECKED, REMOVED)


def add_legal_age(session: Session, new: NewAge, account_id: int, now: datetime) -> LegalAge:
    """Return the new row of law, flushed. Refuses an overlap, and a gap that is not meant.

    A row that begins within the last, open-ended one ends that the day before.
    """
    _one_at_a_time(session)
    rows = rows_of(session, new.rule.country, new.rule.milestone)
    rules = {rule_of_row(row): row for row in rows}
    place = fit(list(rules), new.rule)
    if place.gap and not new.gap_is_meant:
        raise _gap_refused(place.gap)
    row = LegalAge(
        country=new.rule.country, milestone=new.rule.milestone, born_from=new.rule.born_from, born_to=new.rule.born_to,
        years=new.rule.years, months=new.rule.months, source=new.checked.source, checked_on=new.checked.checked_on,
        added_by=account_id, added_at=now)
    if place.cut:
        rules[place.cut].born_to = new.rule.born_from - DAY
        row.cut_id = rules[place.cut].id
    if new.names:
        session.add(Milestone(slug=new.rule.milestone, names=new.names))
    session.add(row)
    session.flush()
    record(session, account_id, ADDED, f"legal_age:{row.id}", now)
    return row


def check_again(session: Session, row: LegalAge, checked: Checked, account_id: int, now: datetime) -> None:
    """Note on `row` where the law stands and when that was read."""
    row.source, row.checked_on = checked.source, checked.checked_on
    record(session, account_id, CHECKED, f"legal_age:{row.id}", now)


def remove_legal_age(session: Session, row: LegalAge, account_id: int, now: datetime) -> None:
    """Take out a row that was added by mistake; the row that it ended goes on as before.

    Refuses a row that came with the planner, and the last row of a legal age that somebody still asks for.
    """
    _one_at_a_time(session)
    if (refusal := why_not_removed(session, row)) is not None:
        raise refusal
    rows = rows_of(session, row.country, row.milestone)
    cut = next((one for one in rows if one.id == row.cut_id), None)
    if cut is not None:
        later_births = [one.born_from for one in rows if one.born_from > row.born_from]
        cut.born_to = min(later_births) - DAY if later_births else date.max
    for later in rows:
        if later.cut_id == row.id:
            later.cut_id = row.cut_id
    session.flush()
    session.delete(row)
    record(session, account_id, REMOVED, f"legal_age:{row.id}", now)


def _gap_refused(gap: Span) -> Refusal:
    first, last = gap
    tick = N_("Those born from %(first)s on would then have no age. Choose other days, or tick that the law says "
              "nothing of them.")
    if last == date.max:
        return Refusal(tick, field="gap", first=first)
    return Refusal(N_("Those born from %(first)s to %(last)s would then have no age. Choose other days, or tick that "
                      "the law says nothing of them."), field="gap", first=first, last=last)


def _one_at_a_time(session: Session) -> None:
    """Let two admins change the table one after the other; SQLite lets one writer in at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE legal_age IN SHARE ROW EXCLUSIVE MODE"))
