"""The numbers of a saved audience on a day: counted, kept once a day, and read back. No person is ever kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.audiences.models import KeptCount, SavedAudience
from planner.audiences.queries import audience_to_ask
from planner.places.queries import own_zone
from planner.segments.ages import AgeRule
from planner.segments.audience import Audience, AudienceCount
from planner.segments.criteria import Criterion, walk
from planner.segments.leaves import Reaches
from planner.segments.makeup import makeup
from planner.segments.queries import legal_ages


@dataclass(frozen=True)
class Numbers:
    """How many fit an audience, and what becomes of them; `places` by slug, empty where none is known."""

    matching: int
    mail: int
    letter: int
    excluded: dict[str, int]
    places: dict[str, int]

    @property
    def invitable(self) -> int:
        """How many may be invited."""
        return self.mail + self.letter


def numbers_of(counted: AudienceCount, places: dict[str, int]) -> Numbers:
    """Return a count and its places as numbers; reasons that leave nobody out are not named."""
    excluded = {reason.value: number for reason, number in counted.excluded.items() if number}
    return Numbers(counted.matching, counted.by_channel.mail, counted.by_channel.letter, excluded, places)


def numbers_now(session: Session, audience: Audience, now: datetime) -> Numbers:
    """Count the audience, and by the nearest place."""
    found = makeup(session, audience, now)
    return numbers_of(found.count, {place.key: place.people for place in found.places})


def numbers_kept(kept: KeptCount) -> Numbers:
    """Return the numbers of that day."""
    return Numbers(kept.matching, kept.by_mail, kept.by_letter, dict(kept.excluded), dict(kept.places))


def keep_count(session: Session, saved: SavedAudience, now: datetime) -> date:
    """Count the audience, keep its numbers, and return their day.

    A later count of the same day takes the place of an earlier one of the same rule.
    """
    audience = audience_to_ask(saved, own_zone(session), now)
    found = numbers_now(session, audience, now)
    for earlier in _of_the_day(session, saved, audience.on):
        if earlier.criteria == saved.criteria:
            session.delete(earlier)
    session.add(KeptCount(
        audience_id=saved.id, day=audience.on, counted_at=now, criteria=saved.criteria,
        law=rows_of_law(audience.criterion, legal_ages(session)), matching=found.matching, by_mail=found.mail,
        by_letter=found.letter, excluded=found.excluded, places=found.places))
    session.flush()
    return audience.on


def kept_counts(session: Session, saved: SavedAudience, before: date) -> Sequence[KeptCount]:
    """Return what was kept on days before `before`, the last of each day, latest first."""
    asked = select(KeptCount).where(KeptCount.audience_id == saved.id, KeptCount.day < before)
    last_first = session.scalars(asked.order_by(KeptCount.day.desc(), KeptCount.counted_at.desc())).all()
    return [next(of_day) for _day, of_day in groupby(last_first, key=lambda kept: kept.day)]


def counts_to_compare(session: Session, saved: SavedAudience, today: date) -> Sequence[KeptCount]:
    """Return what the audience of today can be compared with, latest first: by an earlier rule today, then by days."""
    by_another_rule = [kept for kept in _of_the_day(session, saved, today) if kept.criteria != saved.criteria]
    return [*by_another_rule[:1], *kept_counts(session, saved, today)]


def _of_the_day(session: Session, saved: SavedAudience, day: date) -> Sequence[KeptCount]:
    asked = select(KeptCount).where(KeptCount.audience_id == saved.id, KeptCount.day == day)
    return session.scalars(asked.order_by(KeptCount.counted_at.desc())).all()


def rows_of_law(criterion: Criterion, rules: Sequence[AgeRule]) -> list[list[str | int]]:
    """Return the legal ages that `criterion` asks for, as they can be kept in JSON."""
    asked = {(part.country, part.milestone) for part in walk(criterion) if isinstance(part, Reaches)}
    return [[rule.country, rule.milestone, rule.born_from.isoformat(), rule.born_to.isoformat(), rule.years,
             rule.months] for rule in rules if (rule.country, rule.milestone) in asked]


def law_kept(kept: KeptCount) -> list[AgeRule]:
    """Return the legal ages that held for the rule on that day."""
    return [AgeRule(str(country), str(milestone), date.fromisoformat(str(first)), date.fromisoformat(str(last)),
                    int(years), int(months))
            for country, milestone, first, last, years, months in kept.law]
