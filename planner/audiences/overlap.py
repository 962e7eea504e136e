"""Two audiences beside each other: how many are in both, and whom the frequency cap would spare the second letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from planner.segments.audience import Audience
from planner.segments.masking import Cell, mask
from planner.segments.outcome import INVITED, capped_after_one_more, house_of, outcome_of
from planner.segments.queries import previewed


@dataclass(frozen=True)
class Shares:
    """How many are in both audiences, only in the first, and only in the second."""

    both: int
    first: int
    second: int


@dataclass(frozen=True)
class Overlap:
    """Two audiences: whom they fit, who may be invited, and how many of both would be stopped before the second."""

    fit: Shares
    may: Shares
    stopped: int


def overlap(session: Session, first: Audience, second: Audience, now: datetime) -> Overlap:
    """Count both audiences and what they share in one pass, without people of protected name and address."""
    house = house_of(session)
    fits = [previewed(session, audience) for audience in (first, second)]
    may = [and_(clause, outcome_of(audience, house, now).in_(INVITED))
           for clause, audience in zip(fits, (first, second), strict=True)]
    clauses = (*fits, *may, and_(*may, capped_after_one_more(house, now)))
    # OFFSET keeps SQLite from copying each clause into each of the sums below.
    people = select(*(clause.label(f"flag_{number}") for number, clause in enumerate(clauses))).where(
        or_(*fits)).offset(0).subquery()
    in_first, in_second, may_first, may_second, stopped = people.c
    sums = (*_shares(in_first, in_second), *_shares(may_first, may_second), stopped)
    counts = session.execute(select(*(func.count().filter(one) for one in sums)).select_from(people)).one()
    found = list(map(int, counts))
    return Overlap(Shares(*found[:3]), Shares(*found[3:6]), found[6])


def shown(found: Overlap) -> Mapping[str, Cell]:
    """Return the numbers as they may be shown, by names such as "fit both" and "may first"; and "stopped"."""
    numbers: dict[str, int] = {"stopped": found.stopped, "spared": found.may.both - found.stopped}
    lines = [["stopped", "spared", "may both"]]
    for name, shares in (("fit", found.fit), ("may", found.may)):
        numbers |= {f"{name} both": shares.both, f"{name} first": shares.first, f"{name} second": shares.second}
        for which in ("first", "second"):
            numbers[f"all {name} {which}"] = numbers[f"{name} {which}"] + shares.both
            lines.append([f"{name} {which}", f"{name} both", f"all {name} {which}"])
    for which in ("both", "first", "second"):
        numbers[f"out {which}"] = max(numbers[f"fit {which}"] - numbers[f"may {which}"], 0)
        if numbers[f"fit {which}"] >= numbers[f"may {which}"]:
            lines.append([f"may {which}", f"out {which}", f"fit {which}"])
    return mask(numbers, lines)


def _shares(first: ColumnElement[bool], second: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return and_(first, second), and_(first, not_(second)), and_(second, not_(first))
