"""Criteria as values: who a theme is meant for, as single criteria (leaves.py) joined by all, any and not. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.refusal import N_
from planner.segments.leaves import LEAVES, Leaf, ThemeLately
from planner.segments.parts import Part

DEEPEST, MOST_PARTS = 8, 50
#: Each of these is one more look into everyone's contacts.
MOST_LOOKS_BACK = 5


@dataclass(frozen=True, slots=True)
class AllOf:
    """Fits every part."""

    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Fits at least one part."""

    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Does not fit the part."""

    part: "Criterion"


Criterion = Leaf | AllOf | AnyOf | Not


def parse_criteria(value: object) -> Criterion:
    """Return the criterion that `value`, as read from JSON, says; raises Refusal naming the part that is wrong."""
    criterion = _criterion(Part(value), 1)
    parts = list(walk(criterion))
    if len(parts) > MOST_PARTS:
        raise Part(value).refuse(N_("%(part)s have more than %(most)s parts. Make the rule simpler."), most=MOST_PARTS)
    if sum(isinstance(part, ThemeLately) for part in parts) > MOST_LOOKS_BACK:
        raise Part(value).refuse(
            N_("%(part)s ask more than %(most)s times who was invited or came earlier. Make the rule simpler."),
            most=MOST_LOOKS_BACK)
    return criterion


def to_json(criterion: Criterion) -> dict[str, object]:
    """Return what parse_criteria reads back as the same criterion; every value is written out."""
    match criterion:
        case AllOf(parts) | AnyOf(parts):
            return {"all" if isinstance(criterion, AllOf) else "any": [to_json(part) for part in parts]}
        case Not(part):
            return {"not": to_json(part)}
    return {criterion.key: criterion.written()}


def walk(criterion: Criterion) -> Iterator[Criterion]:
    """Yield the criterion and every one inside it, in the order written."""
    yield criterion
    match criterion:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from walk(part)
        case Not(part):
            yield from walk(part)


def conditions(criterion: Criterion) -> list[Criterion]:
    """Return what must all hold for the criterion to hold, in order: the parts of an all, or the criterion itself."""
    if not isinstance(criterion, AllOf):
        return [criterion]
    return [condition for part in criterion.parts for condition in conditions(part)]


def asked_for(criterion: Criterion) -> Iterator[Leaf]:
    """Yield the single criteria that someone may fit by, in order: all but those under a not."""
    match criterion:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from asked_for(part)
        case Not():
            return
        case leaf:
            yield leaf


def signed(criterion: Criterion, so: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """Yield every single criterion in the order written, and whether it is asked for or, under a not, its opposite."""
    match criterion:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from signed(part, so)
        case Not(part):
            yield from signed(part, not so)
        case leaf:
            yield leaf, so


def _criterion(part: Part, depth: int) -> Criterion:
    keys = part.keys()
    if len(keys) != 1:
        raise part.refuse(N_("%(part)s must have exactly one key, such as turns, reaches, age or all."))
    if depth > DEEPEST:
        raise part.refuse(N_("%(part)s is nested more than %(deepest)s deep. Make the rule simpler."), deepest=DEEPEST)
    key = keys[0]
    inside = part.at(key)
    if key in ("all", "any"):
        group = AllOf if key == "all" else AnyOf
        return group(tuple(_criterion(item, depth + 1) for item in inside.items()))
    if key == "not":
        return Not(_criterion(inside, depth + 1))
    if key not in LEAVES:
        raise inside.refuse(N_("%(part)s is not a criterion we know. Known: %(known)s."),
                            known=", ".join([*LEAVES, "all", "any", "not"]))
    return LEAVES[key].read(inside)
