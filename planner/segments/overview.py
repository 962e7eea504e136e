"""What the audience page shows beside the count: the places, examples without names, and one person explained."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.delivery.models import ChannelName, SkipReason
from planner.places.models import Place, Postcode
from planner.refusal import N_, NotFoundError
from planner.segments.ages import AgeRule, add_months, birthday, rule_of, rules_for
from planner.segments.audience import REASONS, Audience, AudienceCount, Example, Explanation, Neighbourhood, Outcome
from planner.segments.criteria import Criterion, asked_for, conditions
from planner.segments.leaves import Reaches, Turns
from planner.segments.nearness import middle_of, squared_distance
from planner.segments.outcome import INVITED, House, house_of, outcome_of, reasons_of
from planner.segments.queries import count_audience, facts_of, fitting, legal_ages, lot_of
from planner.segments.sql import where

OWN_LANGUAGES = {"DK": ("da",), "NO": ("nb", "nn", "no")}
#: A group smaller than this gives no example: its count is hidden too.
FEWEST = 5


def breakdown(session: Session, audience: Audience, now: datetime) -> list[Neighbourhood]:
    """Return those who may be invited by the nearest place of ours: nearest to `audience.near` first, unknown last."""
    house = house_of(session)
    outcome = outcome_of(audience, house, now).label("outcome")
    judged = select(outcome, _speaks_another(house).label("other"), Citizen.postcode).where(
        fitting(session, audience)).offset(0).subquery()
    place = (Place.slug, Place.name, Place.latitude, Place.longitude)
    query = (
        select(Place.slug, Place.name, func.count().filter(judged.c.outcome == ChannelName.MAIL.value),
               func.count().filter(judged.c.outcome == ChannelName.LETTER.value),
               func.count().filter(judged.c.other), func.count())
        .select_from(judged)
        .outerjoin(Postcode, and_(Postcode.code == judged.c.postcode, Postcode.country == house.country))
        .outerjoin(Place, Place.id == Postcode.nearest_place_id)
        .where(judged.c.outcome.in_(INVITED)).group_by(*place).order_by(Place.slug.is_(None))
    )
    if audience.near and (middle := middle_of(session, audience.near)):
        query = query.order_by(squared_distance(middle, Place.latitude, Place.longitude))
    return [Neighbourhood(*row) for row in session.execute(query.order_by(Place.name))]


def examples(session: Session, audience: Audience, now: datetime, turn: int = 0) -> list[Example]:
    """Return up to three people who fit, without names: one who gets a mail, one who gets a letter, one left out.

    `turn` 1 gives the next three. Nobody with a protected name or address is an example, nor anyone out of a group
    so small that its count is hidden.
    """
    counted = count_audience(session, audience, now)
    rules = legal_ages(session)
    outcomes: list[Outcome] = [name for name, n in _by_channel(counted) if n >= FEWEST]
    left_out = [reason for reason, n in counted.excluded.items() if n >= FEWEST and reason is not SkipReason.PROTECTED]
    if left_out:
        outcomes.append(left_out[turn % len(left_out)])
    found = [_example(session, audience, outcome, now, rules, turn) for outcome in outcomes]
    return [example for example in found if example]


def explain(session: Session, audience: Audience, person_id: str, now: datetime) -> Explanation:
    """Return how the rule and one person meet; refuses a person who is not in the register."""
    parts = list(dict.fromkeys(conditions(audience.criterion)))
    facts = facts_of(session, audience.criterion, audience.on)
    reasons = reasons_of(audience, house_of(session), now)
    clauses = [fitting(session, audience), *(where(part, facts) for part in parts), *reasons.values()]
    row = session.execute(select(*clauses).where(Citizen.person_id == person_id)).one_or_none()
    if row is None:
        raise NotFoundError(N_("There is nobody with that person id in the register."), field="person")
    matches, *held = (bool(value) for value in row)
    return Explanation(
        matches,
        holding=[part for part, holds in zip(parts, held, strict=False) if holds],
        failing=[part for part, holds in zip(parts, held, strict=False) if not holds],
        excluded_because=[reason for reason, holds in zip(REASONS, held[len(parts):], strict=True) if holds],
    )


def _by_channel(counted: AudienceCount) -> list[tuple[Outcome, int]]:
    return [(ChannelName.MAIL, counted.by_channel.mail), (ChannelName.LETTER, counted.by_channel.letter)]


def _example(
    session: Session, audience: Audience, outcome: Outcome, now: datetime, rules: Sequence[AgeRule], turn: int,
) -> Example | None:
    house = house_of(session)
    row = session.execute(
        select(Citizen.birth_date, Place.name)
        .outerjoin(Postcode, and_(Postcode.code == Citizen.postcode, Postcode.country == house.country))
        .outerjoin(Place, Place.id == Postcode.nearest_place_id)
        .where(fitting(session, audience), outcome_of(audience, house, now) == outcome.value,
               not_(Citizen.name_address_protected))
        .order_by(lot_of(audience), Citizen.id).offset(turn).limit(1)
    ).one_or_none()
    return Example(outcome, *_milestone(audience.criterion, row[0], audience.on, rules), row[1]) if row else None


def _milestone(
    criterion: Criterion, born: date, on: date, rules: Sequence[AgeRule],
) -> tuple[date | None, tuple[int, int] | None, str | None]:
    """Return the month, the age and the legal age by which someone fits; of a day only the month is told."""
    for leaf in asked_for(criterion):
        if isinstance(leaf, Turns):
            day = birthday(born, leaf.age)
            if on + timedelta(leaf.within_days[0]) <= day <= on + timedelta(leaf.within_days[1]):
                return day.replace(day=1), (leaf.age, 0), None
        if isinstance(leaf, Reaches):
            law = rule_of(born, rules_for(rules, leaf.country, leaf.milestone))
            first, last = (add_months(on, months) for months in leaf.within_months)
            if law and first <= law.reached_by(born) <= last:
                return law.reached_by(born).replace(day=1), (law.years, law.months), leaf.milestone
    return None, None, None


def _speaks_another(house: House) -> ColumnElement[bool]:
    """Has declared a language that is not the municipality's own; who declared none is taken to read that."""
    declared = func.lower(Citizen.language)
    own = OWN_LANGUAGES.get(house.country, ())
    return and_(declared != "", not_(or_(*(or_(declared == tag, declared.like(f"{tag}-%")) for tag in own))))
