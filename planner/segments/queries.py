"""Who an audience is, read from the register in one pass each: counted, listed in inviting order, and by place."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from hashlib import blake2b
from time import perf_counter

from sqlalchemy import BigInteger, ColumnElement, and_, cast, func, not_, select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.delivery.models import ChannelName
from planner.places.models import Place, Postcode
from planner.refusal import N_, NotFoundError
from planner.segments.ages import AgeRule, rules_for
from planner.segments.audience import REASONS, Audience, AudienceCount, ByChannel, Invitee
from planner.segments.closed import refuse_themes
from planner.segments.criteria import Criterion, walk
from planner.segments.facts import Facts
from planner.segments.leaves import LivesNear, NearestPlace, Reaches
from planner.segments.models import LegalAge
from planner.segments.nearness import middle_of, postcodes_near, squared_distance
from planner.segments.outcome import INVITED, house_of, outcome_of
from planner.segments.sql import where

#: A prime above every id: multiplying by a number below it and taking the rest shuffles ids without repeating any.
PRIME = 2**31 - 1


def legal_ages(session: Session) -> list[AgeRule]:
    """Return every legal age we know, earliest births first."""
    rows = session.execute(
        select(LegalAge.country, LegalAge.milestone, LegalAge.born_from, LegalAge.born_to, LegalAge.years,
               LegalAge.months)
        .order_by(LegalAge.country, LegalAge.milestone, LegalAge.born_from))
    return [AgeRule(*row) for row in rows]


def own_place_names(session: Session) -> dict[str, str]:
    """Return the names of the municipality's own places by slug."""
    rows = session.execute(select(Place.slug, Place.name).where(Place.kind == "own").order_by(Place.name))
    return {place.slug: place.name for place in rows}


def fitting(session: Session, audience: Audience) -> ColumnElement[bool]:
    """Return the clause on Citizen for those whom the rule fits; refuses a place or a legal age we do not know."""
    return where(audience.criterion, known_facts(session, audience))


def known_facts(session: Session, audience: Audience) -> Facts:
    """Return what the rule has to be read against; refuses a place or a legal age we do not know."""
    facts = facts_of(session, audience.criterion, audience.on)
    asks_for_places = any(isinstance(part, NearestPlace) for part in walk(audience.criterion))
    refuse_unknown(audience.criterion, facts.rules, own_place_names(session) if asks_for_places else {})
    return facts


def previewed(session: Session, audience: Audience) -> ColumnElement[bool]:
    """Return the clause on Citizen for those of whom the rule fits that a page may count."""
    return and_(fitting(session, audience), unprotected())


def unprotected() -> ColumnElement[bool]:
    """Return the clause on Citizen that every number keeps to which follows a rule on a page.

    Whoever may ask any rule finds one person by what a number is with and without a birthday or a postcode. So nobody
    is counted there who has protection of name and address, which special protection is part of.
    """
    return not_(Citizen.name_address_protected)


def facts_of(session: Session, criterion: Criterion, on: date) -> Facts:
    """Return what `criterion` has to be read against; refuses a distance to a place we do not know or cannot find."""
    asked = list(walk(criterion))
    rules = legal_ages(session) if any(isinstance(part, Reaches) for part in asked) else []
    nearness = [part for part in asked if isinstance(part, LivesNear | NearestPlace)]
    return Facts(on, rules, {part: postcodes_near(session, part) for part in nearness})


def refuse_unknown(criterion: Criterion, rules: Sequence[AgeRule], places: Collection[str]) -> None:
    """Raise Refusal when a criterion names a place that is not ours, an age in no law, or a theme we may not ask."""
    refuse_themes(criterion)
    for part in walk(criterion):
        if isinstance(part, NearestPlace):
            for slug in part.places:
                if slug not in places:
                    raise NotFoundError(N_("nearest_place: we have no place called %(place)s. Known: %(known)s."),
                                        field="nearest_place", place=slug, known=", ".join(sorted(places)) or "–")
        if isinstance(part, Reaches) and not rules_for(rules, part.country, part.milestone):
            raise NotFoundError(N_("reaches.milestone: the table of legal ages has no %(milestone)s for %(country)s."),
                                field="reaches.milestone", milestone=part.milestone, country=part.country)


def count_audience(session: Session, audience: Audience, now: datetime) -> AudienceCount:
    """Return how many match, how many may be invited by which channel, and how many are left out for which reason."""
    return _count(session, audience, fitting(session, audience), now)


def preview_audience(session: Session, audience: Audience, now: datetime) -> AudienceCount:
    """Count the audience as pages show it: without the people of protected name and address, who are invited too."""
    return _count(session, audience, previewed(session, audience), now)


def _count(session: Session, audience: Audience, fits: ColumnElement[bool], now: datetime) -> AudienceCount:
    outcome = outcome_of(audience, house_of(session), now).label("outcome")
    # OFFSET keeps SQLite from copying the outcome into each of the sums below, which would work it out ten times.
    judged = select(outcome).where(fits).offset(0).subquery()
    names = (*REASONS, *ChannelName)
    sums = [func.count().filter(judged.c.outcome == name.value) for name in names]
    began = perf_counter()
    matching, *counts = session.execute(select(func.count(), *sums).select_from(judged)).one()
    ms = round((perf_counter() - began) * 1000, 1)
    found = dict(zip(names, counts, strict=True))
    by_channel = ByChannel(found[ChannelName.MAIL], found[ChannelName.LETTER])
    return AudienceCount(matching, by_channel, {reason: found[reason] for reason in REASONS}, ms)


def select_audience(
    session: Session, audience: Audience, now: datetime, *, limit: int | None = None, offset: int = 0,
    unless: ColumnElement[bool] | None = None,
) -> list[Invitee]:
    """Return those who may be invited, in inviting order, without those for whom `unless` (on Citizen) holds.

    Nearest to `audience.near` first, by the middle of the postcode; those without a known postcode last. Within a
    postcode by lot: the same each time for the same `audience.lot`, so that a second wave goes on where the first
    ended.
    """
    house = house_of(session)
    outcome = outcome_of(audience, house, now).label("outcome")
    query = select(Citizen.id, Citizen.subject, Citizen.language, outcome, Citizen.postcode).where(
        fitting(session, audience), outcome.in_(INVITED))
    if unless is not None:
        query = query.where(not_(unless))
    if audience.near and (middle := middle_of(session, audience.near)):
        near = squared_distance(middle, Postcode.latitude, Postcode.longitude)
        where_they_live = and_(Postcode.code == Citizen.postcode, Postcode.country == house.country)
        query = query.outerjoin(Postcode, where_they_live).order_by(near.is_(None), near)
    query = query.order_by(lot_of(audience), Citizen.id).limit(limit).offset(offset)
    return [Invitee(id_, subject, language, ChannelName(channel), postcode)
            for id_, subject, language, channel, postcode in session.execute(query)]


def lot_of(audience: Audience) -> ColumnElement[int]:
    """Return the number drawn for each citizen: by `audience.lot`, so that nobody is first in every campaign."""
    drawn = blake2b(f"{audience.lot}:{audience.theme}".encode(), digest_size=8).digest()
    return (cast(Citizen.id, BigInteger) * (int.from_bytes(drawn) % (PRIME - 1) + 1)) % PRIME
