"""How many reach the age a rule asks for in each of the months to come, among those who live here today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Status
from planner.refusal import N_, Refusal
from planner.segments.ages import AgeRule, add_months, birthday, reach_date, rules_for
from planner.segments.audience import Audience
from planner.segments.criteria import AllOf, Criterion, conditions
from planner.segments.leaves import Reaches, Turns
from planner.segments.queries import legal_ages, previewed
from planner.segments.words import explain_empty

#: Far enough for the next season and the one after; further, those who will move here outweigh those who live here.
MOST_MONTHS = 24
LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """A month by its first day, and how many reach the age in it."""

    first: date
    number: int


def age_asked_for(criterion: Criterion) -> Turns | Reaches | None:
    """Return the birthday or legal age that must be reached for the rule to fit; None when it asks for none."""
    return next((part for part in conditions(criterion) if isinstance(part, (Turns, Reaches))), None)


def look_ahead(session: Session, audience: Audience, months: int) -> list[MonthAhead]:
    """Return how many reach the age in each of the `months` after the one of `audience.on`, the next one first.

    The window of the age gives way to the month; every other condition is asked as of `audience.on`. Those who have
    died or left are not counted, nor are those of protected name and address. Raises Refusal when the rule asks for no
    age to be reached.
    """
    asked = age_asked_for(audience.criterion)
    if asked is None:
        raise Refusal(N_("This rule asks for no birthday and no legal age to be reached, so there is nothing to look "
                         "ahead to. Add turns or reaches."), field="criteria")
    firsts = [add_months(audience.on.replace(day=1), number) for number in range(1, months + 1)]
    wide = replace(audience, criterion=_instead(audience.criterion, asked, _through(asked, months)))
    born = select(Citizen.birth_date, func.count()).where(
        previewed(session, wide), Citizen.status == Status.RESIDENT).group_by(Citizen.birth_date)
    law = rules_of(asked, legal_ages(session))
    reached: Counter[date] = Counter()
    for birth_date, number in session.execute(born):
        day = birthday(birth_date, asked.age) if isinstance(asked, Turns) else reach_date(birth_date, law)
        if day is not None:
            reached[day.replace(day=1)] += number
    return [MonthAhead(first, reached[first]) for first in firsts]


def explain_months(criterion: Criterion, firsts: Sequence[date], rules: Sequence[AgeRule]) -> list[str]:
    """Return why the law lets nobody reach the age in some of the months, in the reader's language; empty otherwise."""
    asked = age_asked_for(criterion)
    if not isinstance(asked, Reaches):
        return []
    one_month = replace(asked, within_months=(0, 1))
    said = (explain_empty(one_month, first, rules) for first in firsts)
    return list(dict.fromkeys(words for words in said if words))


def rules_of(asked: Turns | Reaches, rules: Sequence[AgeRule]) -> list[AgeRule]:
    """Return the law on the age asked for; empty for a birthday."""
    return rules_for(rules, asked.country, asked.milestone) if isinstance(asked, Reaches) else []


def _through(asked: Turns | Reaches, months: int) -> Turns | Reaches:
    """Return the age with a window that holds all the months, and a little more on both sides."""
    if isinstance(asked, Turns):
        return replace(asked, within_days=(0, LONGEST_MONTH * (months + 1)))
    return replace(asked, within_months=(0, months + 1))


def _instead(criterion: Criterion, old: Criterion, new: Criterion) -> Criterion:
    """Return the rule with `new` where `old` stands among what must all hold."""
    return AllOf(tuple(new if part is old else part for part in conditions(criterion)))
