"""Ages in law and on birthdays: when someone reaches one, and which birth dates reach it in a span of days. Pure."""

import calendar
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
#: No one may be written to before this age, whatever the theme.
YOUNGEST = 15

#: A first and a last day, both in.
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class AgeRule:
    """People born in the span, both ends in, reach `milestone` at `years` and `months`. A row of the legal ages."""

    country: str
    milestone: str
    born_from: date
    born_to: date
    years: int
    months: int = 0

    def reached_by(self, born: date) -> date:
        """Return the day someone born on `born` reaches it, whether or not the rule is meant for them."""
        return add_months(born, self.years * 12 + self.months) if self.months else birthday(born, self.years)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later (earlier when negative), at most the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def birthday(born: date, age: int) -> date:
    """Return the day someone turns `age`; born on 29 February, that is 1 March in a common year."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def rules_for(rules: Iterable[AgeRule], country: str, milestone: str) -> list[AgeRule]:
    """Return the rules of one legal age, earliest births first."""
    return sorted((rule for rule in rules if (rule.country, rule.milestone) == (country, milestone)),
                  key=lambda rule: rule.born_from)


def reach_date(born: date, rules: Sequence[AgeRule]) -> date | None:
    """Return the day someone reaches the legal age of `rules` (one milestone); None where the law says nothing."""
    rule = rule_of(born, rules)
    return rule.reached_by(born) if rule else None


def rule_of(born: date, rules: Sequence[AgeRule]) -> AgeRule | None:
    """Return the rule that is meant for someone born on `born`; `rules` are those of one milestone."""
    return next((rule for rule in rules if rule.born_from <= born <= rule.born_to), None)


def born_ranges_reaching(first: date, last: date, rules: Sequence[AgeRule]) -> list[Span]:
    """Return the birth dates that reach the legal age of `rules` from `first` to `last`, as spans in order.

    Spans that touch are joined. Empty when nobody does: when an age rises by a year, a year passes without anyone.
    """
    found = []
    for rule in rules:
        span = _born_between(first, last, rule.reached_by, rule.years * 12 + rule.months)
        if span and span[0] <= rule.born_to and rule.born_from <= span[1]:
            found.append((max(span[0], rule.born_from), min(span[1], rule.born_to)))
    return _joined(sorted(found))


def born_range_turning(age: int, first: date, last: date) -> Span | None:
    """Return the birth dates that turn `age` from `first` to `last`; None when only a 29 February lies between."""
    return _born_between(first, last, lambda born: birthday(born, age), age * 12)


def born_range_aged(low: int, high: int, on: date) -> Span:
    """Return the birth dates of those who are `low` to `high` years old on `on`, in completed years, both in."""
    return born_by(high + 1, on) + DAY, born_by(low, on)


def born_by(age: int, on: date) -> date:
    """Return the latest birth date of those who are at least `age` on `on`."""
    return _first_born(on + DAY, lambda born: birthday(born, age), age * 12) - DAY


def _born_between(first: date, last: date, reach: Callable[[date], date], months: int) -> Span | None:
    born_first = _first_born(first, reach, months)
    born_last = _first_born(last + DAY, reach, months) - DAY
    return (born_first, born_last) if born_first <= born_last else None


def _first_born(day: date, reach: Callable[[date], date], months: int) -> date:
    """Return the earliest birth date that reaches not before `day`. `reach` never falls as births get later.

    Counting `months` back from `day` is at most a few days off, because months differ in length.
    """
    born = add_months(day, -months)
    while reach(born) < day:
        born += DAY
    while reach(born - DAY) >= day:
        born -= DAY
    return born


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + DAY:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
