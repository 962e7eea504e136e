"""A criterion as SQL on the register: ages become spans of birth dates, so that an index can answer."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import singledispatch
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal

from planner.citizens.models import CAME, Citizen, Contact, Purpose
from planner.citizens.queries import has_consent
from planner.delivery.models import Delivery, Kind, SkipReason, State, Stop
from planner.segments import leaves
from planner.segments.ages import (
    DAY,
    AgeRule,
    Span,
    add_months,
    born_range_aged,
    born_range_turning,
    born_ranges_reaching,
    rules_for,
)
from planner.segments.criteria import AllOf, AnyOf, Criterion, Not
from planner.segments.facts import Facts

T = TypeVar("T")

#: More years of age than this are a good part of the register.
WIDE_YEARS = 15


class Unindexed(ColumnElement[T]):
    """A column that SQLite looks up in no index: it knows no spread of values, and would fetch row by row what it reads
    faster in order (760,000 of 1,000,000: 2.7 s against 0.8 s), or find those near a place before those of an age
    (95 ms against 4 ms). PostgreSQL, which knows better, sees the plain column.
    """

    inherit_cache = True
    _traverse_internals = [("column", InternalTraversal.dp_clauseelement)]  # noqa: RUF012 (what SQLAlchemy asks for)

    def __init__(self, column: InstrumentedAttribute[T]) -> None:
        self.column = column.__clause_element__()
        self.type = column.type


@compiles(Unindexed)
def _as_it_is(element: Unindexed[object], compiler: SQLCompiler, **asked: object) -> str:
    return compiler.process(element.column, **asked)


@compiles(Unindexed, "sqlite")
def _with_a_plus(element: Unindexed[object], compiler: SQLCompiler, **asked: object) -> str:
    return "+" + compiler.process(element.column, **asked)


def born_spans(criterion: leaves.Turns | leaves.Reaches | leaves.Age, on: date, rules: Sequence[AgeRule]) -> list[Span]:
    """Return the birth dates that fit on the day `on`, as spans in order; empty when none can."""
    match criterion:
        case leaves.Turns(age, (first, last)):
            turning = born_range_turning(age, on + timedelta(first), on + timedelta(last))
            return [turning] if turning else []
        case leaves.Reaches(milestone, (first, last), country):
            law = rules_for(rules, country, milestone)
            return born_ranges_reaching(add_months(on, first), add_months(on, last), law)
        case leaves.Age(low, high):
            return [born_range_aged(low, high, on)]


@singledispatch
def where(criterion: Criterion, facts: Facts) -> ColumnElement[bool]:
    """Return the clause on Citizen that holds for those whom `criterion` fits, read against `facts`.

    It is true or false, never NULL, so that a not around it means the rest of the register.
    """
    raise NotImplementedError(type(criterion))


@where.register
def _born(criterion: leaves.Turns | leaves.Reaches | leaves.Age, facts: Facts) -> ColumnElement[bool]:
    wide = isinstance(criterion, leaves.Age) and criterion.max - criterion.min > WIDE_YEARS
    born = Unindexed(Citizen.birth_date) if wide else Citizen.birth_date
    return _any(born.between(*span) for span in born_spans(criterion, facts.on, facts.rules))


@where.register
def _moved_in(criterion: leaves.MovedIn, facts: Facts) -> ColumnElement[bool]:
    last, first = (facts.on - timedelta(days) for days in criterion.within_days)
    clauses = [Citizen.moved_in_on.is_not(None), Citizen.moved_in_on.between(first, last)]
    if criterion.from_abroad is not None:
        clauses.append(Citizen.moved_from_abroad.is_(criterion.from_abroad))
    return and_(*clauses)


@where.register
def _near(criterion: leaves.LivesNear | leaves.NearestPlace, facts: Facts) -> ColumnElement[bool]:
    return Unindexed(Citizen.postcode).in_(facts.postcodes[criterion])


@where.register
def _postcode(criterion: leaves.PostcodeIn, facts: Facts) -> ColumnElement[bool]:
    return _any(_within(span) for span in criterion.spans)


@where.register
def _language(criterion: leaves.LanguageIn, facts: Facts) -> ColumnElement[bool]:
    declared = func.lower(Citizen.language)
    return _any(or_(declared == tag, declared.like(f"{tag}-%")) for tag in criterion.languages)


@where.register
def _interest(criterion: leaves.InterestIn, facts: Facts) -> ColumnElement[bool]:
    """By the end of the day asked: a consent taken back that day, or ending on it, is not relied on any more."""
    return has_consent(Purpose.INTEREST, _midnight(facts.on + DAY), criterion.topics)


@where.register
def _invited_to(criterion: leaves.InvitedTo, facts: Facts) -> ColumnElement[bool]:
    return exists().where(_contact(Kind.INVITATION, criterion, facts.on), ~never_left(), ~event_cancelled())


@where.register
def _came_to(criterion: leaves.CameTo, facts: Facts) -> ColumnElement[bool]:
    return exists().where(_contact(CAME, criterion, facts.on))


def _contact(kind: str, asked: leaves.ThemeLately, on: date) -> ColumnElement[bool]:
    """Days are UTC days here: an hour or two at midnight decides nothing about a year."""
    return and_(
        Contact.citizen_id == Citizen.id, Contact.kind == kind, Contact.theme == asked.theme,
        Contact.at >= _midnight(on - timedelta(asked.within_days)), Contact.at < _midnight(on + DAY),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def never_left() -> ColumnElement[bool]:
    """Whether the invitation behind a Contact was skipped or refused: then nobody has been written to."""
    return exists().where(_its_letter(), Delivery.state.in_((State.SKIPPED, State.FAILED))).correlate(Citizen, Contact)


def event_cancelled() -> ColumnElement[bool]:
    """Whether the event of the invitation behind a Contact is cancelled: those people may be invited to the next."""
    is_off = exists().where(Stop.topic == Delivery.topic, Stop.reason == SkipReason.EVENT_CANCELLED)
    return exists().where(_its_letter(), is_off).correlate(Citizen, Contact)


def _its_letter() -> ColumnElement[bool]:
    """The ledger row written together with a Contact: same person, same moment."""
    return and_(Delivery.whom == Citizen.subject, Delivery.kind == Kind.INVITATION, Delivery.created_at == Contact.at)


@where.register
def _all_of(criterion: AllOf, facts: Facts) -> ColumnElement[bool]:
    return and_(*(where(part, facts) for part in criterion.parts))


@where.register
def _any_of(criterion: AnyOf, facts: Facts) -> ColumnElement[bool]:
    return or_(*(where(part, facts) for part in criterion.parts))


@where.register
def _not(criterion: Not, facts: Facts) -> ColumnElement[bool]:
    return not_(where(criterion.part, facts))


def _any(clauses: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(false(), *clauses)


def _within(span: tuple[str, str]) -> ColumnElement[bool]:
    """A postcode longer than four digits, in an untidy register, lies in no span."""
    first, last = span
    if first == last:
        return Citizen.postcode == first
    return and_(Unindexed(Citizen.postcode).between(first, last), func.length(Citizen.postcode) == len(first))
