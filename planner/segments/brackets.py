"""How a row fits among those of its legal age without overlap or gap, and what a year brings. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from planner.refusal import N_, Refusal
from planner.segments.ages import DAY, AgeRule, Span, born_ranges_reaching

#: An age in years and months.
Age = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a new row goes: `cut` is the open-ended row that now ends the day before, `gap` births without an age."""

    cut: AgeRule | None
    gap: Span | None


@dataclass(frozen=True, slots=True)
class Years:
    """Years that are alike, both ends in: reached at `ages`; or by nobody because the age `rises_to`; or unknown."""

    first: int
    last: int
    ages: tuple[Age, ...]
    rises_to: Age | None


def fit(there: Sequence[AgeRule], new: AgeRule) -> Fit:
    """Return how `new` fits among the rows of its legal age, earliest births first; refuses an overlap.

    A law that raises an age names only a first day. So a row that begins within the last one, when that is
    open-ended, ends it the day before.
    """
    if new.born_from > new.born_to:
        raise Refusal(N_("The last day lies before the first."), field="born_to")
    meets = [rule for rule in there if rule.born_from <= new.born_to and new.born_from <= rule.born_to]
    cut = meets[0] if meets and _may_be_cut(meets[0], there, new) else None
    if meets and cut is None:
        raise Refusal(
            N_("The table already has an age for those born on %(date)s. Choose days that no row has."),
            field="born_from", date=max(meets[0].born_from, new.born_from))
    return Fit(cut, _gap(there, new, cut))


def year_by_year(rules: Sequence[AgeRule], first: int, last: int) -> list[Years]:
    """Return what the years from `first` to `last` bring, those that are alike joined; `rules` are of one legal age."""
    told = [(year, _ages_reached(rules, year), _rises_to(rules, year)) for year in range(first, last + 1)]
    found = []
    for (ages, rises_to), some in groupby(told, key=lambda year: year[1:]):
        years = [year for year, _, _ in some]
        found.append(Years(years[0], years[-1], ages, None if ages else rises_to))
    return found


def _may_be_cut(met: AgeRule, there: Sequence[AgeRule], new: AgeRule) -> bool:
    return met == there[-1] and met.born_to == date.max and met.born_from < new.born_from


def _gap(there: Sequence[AgeRule], new: AgeRule, cut: AgeRule | None) -> Span | None:
    """Return the births beside the new row that then have no age, though some on both sides of them do, or did."""
    if cut is not None:
        return None if new.born_to == date.max else (new.born_to + DAY, date.max)
    before = [rule.born_to for rule in there if rule.born_to < new.born_from]
    after = [rule.born_from for rule in there if rule.born_from > new.born_to]
    if before and before[-1] + DAY < new.born_from:
        return before[-1] + DAY, new.born_from - DAY
    if after and new.born_to + DAY < after[0]:
        return new.born_to + DAY, after[0] - DAY
    return None


def _ages_reached(rules: Sequence[AgeRule], year: int) -> tuple[Age, ...]:
    reached = (rule for rule in rules if born_ranges_reaching(date(year, 1, 1), date(year, 12, 31), [rule]))
    return tuple(dict.fromkeys((rule.years, rule.months) for rule in reached))


def _rises_to(rules: Sequence[AgeRule], year: int) -> Age | None:
    """Return the age that lets nobody reach it in `year`, None when the table is simply silent."""
    for before, after in _neighbours(rules):
        last, next_one = before.reached_by(before.born_to), after.reached_by(after.born_from)
        if last < date(year, 1, 1) and date(year, 12, 31) < next_one:
            return after.years, after.months
    return None


def _neighbours(rules: Sequence[AgeRule]) -> Iterator[tuple[AgeRule, AgeRule]]:
    """Yield each two rows between which nobody is born without an age."""
    return ((one, other) for one, other in pairwise(rules) if one.born_to + DAY == other.born_from)
