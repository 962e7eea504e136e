"""An audience as sentences: which there are, the criteria they mean, and the sentences that say given criteria. Pure.

A rule that can be said is a list of conditions that must all hold: a sentence, a list of which at least one must fit,
or a list of which none may.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from planner.audiences.fields import Values, values_of
from planner.segments.criteria import AllOf, AnyOf, Criterion, Not, conditions
from planner.segments.leaves import InvitedTo


class Part(StrEnum):
    """The sentences a librarian can build with."""

    REACHES = "reaches"
    TURNS = "turns"
    AGE = "age"
    MOVED_IN = "moved_in"
    NEAREST_PLACE = "nearest_place"
    LIVES_NEAR = "lives_near"
    POSTCODE = "postcode"
    LANGUAGE = "language"
    INTEREST = "interest"
    CAME_TO = "came_to"
    INVITED_TO = "invited_to"
    NOT_INVITED = "not_invited"


class Way(StrEnum):
    """How a sentence counts: it must fit, or it stands in a list of which one must, or of which none may."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True)
class Group:
    """Where a sentence stands: lists of the same way are told apart by their number."""

    way: Way = Way.ALL
    number: int = 0

    def __str__(self) -> str:
        return f"{self.way}-{self.number}"


EVERYONE = Group()


@dataclass(frozen=True)
class Sentence:
    """One sentence, what stands in its fields, and its group; a removed one counts nothing and can be put back."""

    part: Part
    values: Values = field(default_factory=dict)
    group: Group = EVERYONE
    removed: bool = False


#: The fields of each sentence, as they follow each other in it, with what a new sentence starts from.
FIELDS: dict[Part, dict[str, str]] = {
    Part.REACHES: {"from": "5", "to": "7", "law": "DK:folkepension"},
    Part.TURNS: {"age": "18", "from": "0", "to": "90"},
    Part.AGE: {"min": "18", "max": "24"},
    Part.MOVED_IN: {"from": "30", "to": "180", "whence": "abroad"},
    Part.NEAREST_PLACE: {"places": ""},
    Part.LIVES_NEAR: {"km": "5", "place": ""},
    Part.POSTCODE: {"codes": ""},
    Part.LANGUAGE: {"languages": "en"},
    Part.INTEREST: {"topics": "it-help"},
    Part.CAME_TO: {"theme": "", "days": "365"},
    Part.INVITED_TO: {"theme": "", "days": "365"},
    Part.NOT_INVITED: {"theme": "", "days": "365"},
}


def new_sentence(part: Part, here: Values, group: Group = EVERYONE) -> Sentence:
    """Return a sentence that can be counted as it stands; `here` is what fields start from in this municipality."""
    return Sentence(part, {name: here.get(name, start) for name, start in FIELDS[part].items()}, group)


def groups_of(sentences: Iterable[Sentence]) -> list[tuple[Group, list[Sentence]]]:
    """Return the sentences that count, each list together; those that must fit stand alone."""
    found: list[tuple[Group, list[Sentence]]] = []
    for group, together in groupby((one for one in sentences if not one.removed), key=lambda one: one.group):
        if group.way is Way.ALL:
            found += [(group, [one]) for one in together]
        else:
            found.append((group, list(together)))
    return found


def together(group: Group, criteria: Sequence[object]) -> object:
    """Return the condition that the criteria of one group make."""
    if group.way is Way.ALL:
        return criteria[0]
    if group.way is Way.ANY:
        return {"any": list(criteria)}
    return {"not": criteria[0] if len(criteria) == 1 else {"any": list(criteria)}}


def sentences_of(criterion: Criterion) -> list[Sentence] | None:
    """Return the sentences that mean `criterion`; None when it is too rich for them."""
    found: list[Sentence] = []
    for number, condition in enumerate(conditions(criterion), start=1):
        group, leaves = _taken_apart(condition, number)
        said = [sentence_of(leaf, group) for leaf in leaves]
        if None in said:
            return None
        found += [one for one in said if one is not None]
    return found


def _taken_apart(condition: Criterion, number: int) -> tuple[Group, Sequence[Criterion]]:
    """Return the group a condition makes, and what stands in it."""
    match condition:
        case AnyOf(parts):
            return Group(Way.ANY, number), parts
        case Not(AnyOf(parts)):
            return Group(Way.NONE, number), parts
        case Not(part) if sentence_of(condition) is None:
            return Group(Way.NONE, number), [part]
    return EVERYONE, [condition]


def sentence_of(criterion: Criterion, group: Group = EVERYONE) -> Sentence | None:
    """Return the sentence that says a single criterion, or that somebody was not invited; None for anything else."""
    match criterion:
        case Not(InvitedTo() as invited):
            return Sentence(Part.NOT_INVITED, values_of(invited), group)
        case AllOf() | AnyOf() | Not():
            return None
    return Sentence(Part(criterion.key), values_of(criterion), group)
