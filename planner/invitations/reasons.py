"""Why a person was chosen, kept as short codes per person: "reaches:folkepension:2027", "turns:18:2027". Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from planner.segments.ages import AgeRule, birthday, reach_date, rules_for
from planner.segments.criteria import Criterion, asked_for
from planner.segments.leaves import Age, Leaf, MovedIn, Reaches, Turns


def because(criterion: Criterion, born: date, rules: Sequence[AgeRule]) -> list[str]:
    """Return the codes of what made `criterion` fit someone `born` that day; shown as sentences later.

    Only what the letter may say: ages and having moved here. Postcodes and languages choose, they are no reason.
    """
    return list(dict.fromkeys(code for leaf in asked_for(criterion) for code in _codes(leaf, born, rules)))


def _codes(leaf: Leaf, born: date, rules: Sequence[AgeRule]) -> Iterator[str]:
    match leaf:
        case Turns(age=age):
            yield f"turns:{age}:{birthday(born, age).year}"
        case Reaches(milestone=milestone, country=country):
            reached = reach_date(born, rules_for(rules, country, milestone))
            if reached is not None:
                yield f"reaches:{milestone}:{reached.year}"
        case Age():
            yield "age"
        case MovedIn(from_abroad=from_abroad):
            yield "moved_from_abroad" if from_abroad else "moved_in"
