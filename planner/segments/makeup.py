"""What an audience is made up of, in one pass over the register: outcomes, places, ages, languages and examples."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from time import perf_counter
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, case, cast, extract, func, null, select
from sqlalchemy.orm import Mapped, Session

from planner.citizens.models import Citizen
from planner.delivery.models import ChannelName
from planner.places.models import Place, Postcode
from planner.places.rules import Point, distance_km
from planner.segments.ages import born_by
from planner.segments.audience import REASONS, Audience, AudienceCount, ByChannel, Outcome
from planner.segments.criteria import AnyOf, Criterion, asked_for, conditions
from planner.segments.examples import Example, examples_among
from planner.segments.leaves import Leaf, MovedIn, Reaches, Turns
from planner.segments.nearness import middle_of
from planner.segments.outcome import INVITED, House, house_of, outcome_of
from planner.segments.queries import known_facts, unprotected
from planner.segments.sql import where

#: The youngest of each band of ages but the first, in completed years.
BANDS = (18, 25, 35, 50, 65, 75, 85)
OUTCOMES: tuple[Outcome, ...] = (*REASONS, *ChannelName)


@dataclass(frozen=True, slots=True)
class Share:
    """Some of the invitable: those nearest to a place (its slug; empty where none is known), or a language (a code)."""

    key: str
    name: str = ""
    mail: int = 0
    letter: int = 0

    @property
    def people(self) -> int:
        """How many they are."""
        return self.mail + self.letter


@dataclass(frozen=True, slots=True)
class Makeup:
    """An audience counted, and its invitable by nearest place, by band of ages (its number) and by language.

    People of protected name and address are in none of it: it is made for pages.
    A language is a plain code in small letters, empty for those who have told us none.
    """

    count: AudienceCount
    places: list[Share]
    ages: Mapping[int, int]
    languages: Mapping[str, int]
    examples: list[Example] = field(default_factory=list)


class Tally(NamedTuple):
    """How many share all of this."""

    outcome: Outcome
    postcode: str
    band: int
    language: str
    alternative: int | None
    born: int | None
    moved: int | None
    people: int


def makeup(session: Session, audience: Audience, now: datetime) -> Makeup:
    """Return what the audience is made up of; places nearest to `audience.near` first, unknown last."""
    house = house_of(session)
    tallies, ms = _tallied(session, audience, house, now)
    nearest = _nearest(session, {one.postcode for one in tallies}, house)
    invitable = [one for one in tallies if one.outcome in INVITED]
    ages, languages = Counter[int](), Counter[str]()
    for one in invitable:
        ages[one.band] += one.people
        languages[one.language.partition("-")[0]] += one.people
    return Makeup(
        _count(tallies, ms), _by_place(session, audience, invitable, nearest), ages, languages,
        examples_among((_as_example(one, nearest), one.people) for one in tallies),
    )


def alternatives(criterion: Criterion) -> list[Leaf]:
    """Return the single criteria of which one is enough, in order: by these examples tell who fits by what."""
    offered = next((part for part in conditions(criterion) if isinstance(part, AnyOf)), None)
    return list(dict.fromkeys(asked_for(offered))) if offered else []


def _tallied(session: Session, audience: Audience, house: House, now: datetime) -> tuple[list[Tally], float]:
    """Return the tallies and how many milliseconds the database took."""
    facts = known_facts(session, audience)
    asked = list(asked_for(audience.criterion))
    ways = [(where(leaf, facts), number) for number, leaf in enumerate(alternatives(audience.criterion))]
    alike = [
        outcome_of(audience, house, now).label("outcome"), Citizen.postcode, _band(audience.on).label("band"),
        func.lower(Citizen.language).label("language"),
        (case(*ways) if ways else cast(null(), Integer)).label("alternative"),
        _month(Citizen.birth_date, any(isinstance(leaf, (Turns, Reaches)) for leaf in asked)).label("born"),
        _month(Citizen.moved_in_on, any(isinstance(leaf, MovedIn) for leaf in asked)).label("moved"),
    ]
    # OFFSET keeps SQLite from working everything out once more for each time it is named.
    fits = where(audience.criterion, facts), unprotected()
    judged = select(*alike).where(*fits).offset(0).subquery()
    shared = [judged.c[column.name] for column in alike]
    began = perf_counter()
    rows = session.execute(select(*shared, func.count()).group_by(*shared)).all()
    ms = round((perf_counter() - began) * 1000, 1)
    named: dict[str, Outcome] = {one.value: one for one in OUTCOMES}
    return [Tally(named[outcome], *alike_and_counted) for outcome, *alike_and_counted in rows], ms


def _band(on: date) -> ColumnElement[int]:
    bounds = [(Citizen.birth_date > born_by(age, on), number) for number, age in enumerate(BANDS)]
    return case(*bounds, else_=len(BANDS))


def _month(day: Mapped[date] | Mapped[date | None], told: bool) -> ColumnElement[int]:
    """Return a month as a number that grows by one from month to month, where it is told at all."""
    return extract("year", day) * 12 + extract("month", day) - 1 if told else cast(null(), Integer)


def _count(tallies: Iterable[Tally], ms: float) -> AudienceCount:
    found = Counter[Outcome]()
    for one in tallies:
        found[one.outcome] += one.people
    by_channel = ByChannel(found[ChannelName.MAIL], found[ChannelName.LETTER])
    return AudienceCount(found.total(), by_channel, {reason: found[reason] for reason in REASONS}, ms)


class Near(NamedTuple):
    """One of our places as the nearest one of a postcode."""

    slug: str
    name: str
    latitude: float | None
    longitude: float | None


def _nearest(session: Session, postcodes: Iterable[str], house: House) -> dict[str, Near]:
    rows = session.execute(
        select(Postcode.code, Place.slug, Place.name, Place.latitude, Place.longitude)
        .join(Place, Place.id == Postcode.nearest_place_id)
        .where(Postcode.country == house.country, Postcode.code.in_(sorted(postcodes))))
    return {code: Near(slug, name, latitude, longitude) for code, slug, name, latitude, longitude in rows}


def _by_place(
    session: Session, audience: Audience, invitable: Sequence[Tally], nearest: Mapping[str, Near],
) -> list[Share]:
    """Return the invitable by nearest place: near ones first where the audience is near something, else by name."""
    counted = Counter[tuple[Near | None, Outcome]]()
    for one in invitable:
        counted[nearest.get(one.postcode), one.outcome] += one.people
    middle = middle_of(session, audience.near) if audience.near else None

    def order(place: Near | None) -> tuple[bool, float, str]:
        if place is None or middle is None or place.latitude is None or place.longitude is None:
            return place is None, 0.0, place.name if place else ""
        return False, distance_km(middle, Point(place.latitude, place.longitude)), place.name

    places = sorted({place for place, _outcome in counted}, key=order)
    return [Share(place.slug if place else "", place.name if place else "", counted[place, ChannelName.MAIL],
                  counted[place, ChannelName.LETTER]) for place in places]


def _as_example(one: Tally, nearest: Mapping[str, Near]) -> Example:
    place = nearest.get(one.postcode)
    return Example(one.outcome, place.slug if place else None, one.alternative, _year_and_month(one.born),
                   _year_and_month(one.moved))


def _year_and_month(months: int | None) -> tuple[int, int] | None:
    if months is None:
        return None
    year, month = divmod(int(months), 12)
    return year, month + 1
