"""A saved audience today beside an earlier day: who came and went, as far as the register of today can tell.

The register of that day is gone, so what it would have answered is known as numbers only (`KeptCount`). What can be
asked again is asked in one pass: the rule of that day seen from that day, seen from today, by the law of today, and the
rule of today. The differences between neighbours are people who came or went for that reason; between the kept number
and the first of them lies what has changed in the register itself, known as a sum.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from planner.audiences.keeping import Numbers, law_kept, numbers_kept, numbers_now
from planner.audiences.models import KeptCount
from planner.citizens.models import Citizen, Status
from planner.localtime import to_local
from planner.places.queries import own_zone
from planner.register.models import ImportStatus, RegisterImport
from planner.segments.audience import Audience
from planner.segments.criteria import Criterion, parse_criteria
from planner.segments.queries import facts_of, previewed, unprotected
from planner.segments.sql import where


@dataclass(frozen=True)
class Passage:
    """How many fit now that did not before, and the other way round, for one reason."""

    came: int
    went: int


@dataclass(frozen=True)
class Changes:
    """Why the number of those who fit has changed.

    `register` is what the register itself gives more (or, negative, fewer) for the day then. The last three count
    among those who fit now.
    """

    register: int
    time: Passage
    law: Passage
    rule: Passage
    moved_here: int
    died: int
    left: int


@dataclass(frozen=True)
class Comparison:
    """An audience now and on an earlier day.

    `register_on` is when a register file was last taken in since then; None when none was.
    """

    day: date
    today: date
    then: Numbers
    now: Numbers
    changes: Changes
    rule_then: Criterion
    rule_changed: bool
    register_on: date | None = None


def compare(session: Session, audience: Audience, kept: KeptCount, now: datetime) -> Comparison:
    """Return `audience` as it is now beside what was kept of it."""
    then = parse_criteria(kept.criteria)
    return Comparison(
        day=kept.day, today=audience.on, then=numbers_kept(kept), now=numbers_now(session, audience, now),
        changes=_changes(session, audience, kept, then), rule_then=then, rule_changed=then != audience.criterion,
        register_on=_register_on(session, kept.counted_at))


def _changes(session: Session, audience: Audience, kept: KeptCount, then: Criterion) -> Changes:
    facts = facts_of(session, then, audience.on)
    law_then = law_kept(kept)
    seen = (
        where(then, replace(facts, on=kept.day, rules=law_then)),
        where(then, replace(facts, rules=law_then)),
        where(then, facts),
        previewed(session, audience),
    )
    since = (Citizen.moved_in_on > kept.day, _became(Status.DEAD, kept.day), _became(Status.LEFT, kept.day))
    clauses = (*seen, *(and_(seen[-1], one) for one in since))
    flags = [clause.label(f"flag_{number}") for number, clause in enumerate(clauses)]
    # OFFSET keeps SQLite from copying each clause into each of the sums below.
    people = select(*flags).where(or_(*seen), unprotected()).offset(0).subquery()
    then_seen, today, lawful, fits, *told = people.c
    sums = [then_seen, *_passages(then_seen, today), *_passages(today, lawful), *_passages(lawful, fits), *told]
    counts = session.execute(select(*(func.count().filter(one) for one in sums)).select_from(people)).one()
    found, *rest, moved_here, died, left = map(int, counts)
    time, law, rule = (Passage(came, went) for came, went in zip(rest[::2], rest[1::2], strict=True))
    return Changes(found - kept.matching, time, law, rule, moved_here, died, left)


def _register_on(session: Session, since: datetime) -> date | None:
    taken_in = select(func.max(RegisterImport.ended_at)).where(
        RegisterImport.status == ImportStatus.DONE, RegisterImport.ended_at > since)
    at = session.scalar(taken_in)
    return to_local(at, own_zone(session)).date() if at else None


def _became(status: Status, day: date) -> ColumnElement[bool]:
    return and_(Citizen.status == status, Citizen.status_on > day)


def _passages(before: ColumnElement[bool], after: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return and_(after, not_(before)), and_(before, not_(after))
