"""Why a person was chosen, kept as short codes per person: "reaches:folkepension:2027", "turns:18:2027". Pure."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from planner.segments.ages import AgeRule, birthday, reach_date, rules_for
from planner.segments.criteria import AllOf, AnyOf, Criterion, Not
from planner.segments.leaves import Age, Leaf, MovedIn, Reaches, Turns


def because(criterion: Criterion, held: AbstractSet[Leaf], born: date, rules: Sequence[AgeRule]) -> list[str]:
    """Return the codes of what made `criterion` fit someone `born` that day, for whom `held` hold; shown as sentences.

    Only what the letter may say: ages and having moved here. Postcodes and languages choose, they are no reason.
    """
    return list(dict.fromkeys(code for leaf in _grounds(criterion, held) for code in _codes(leaf, born, rules)))


def _grounds(criterion: Criterion, held: AbstractSet[Leaf]) -> Iterator[Leaf]:
    """Yield the single criteria someone fits by: of an any-of only the parts that fit, and nothing under a not."""
    if not _fits(criterion, held):
        return
    match criterion:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _grounds(part, held)
        case Not():
            return
        case leaf:
            yield leaf


def _fits(criterion: Criterion, held: AbstractSet[Leaf]) -> bool:
    match criterion:
        case AllOf(parts):
            return all(_fits(part, held) for part in parts)
        case AnyOf(parts):
            return any(_fits(part, held) for part in parts)
        case Not(part):
            return not _fits(part, held)
        case leaf:
            return leaf in held


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
