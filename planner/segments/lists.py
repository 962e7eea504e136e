"""A rule laid out so that nobody can misread it: what must hold, then lists of which one must hold, or none may."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from planner.refusal import N_
from planner.segments.criteria import AllOf, AnyOf, Criterion, Not, conditions
from planner.segments.phrases import Names, all_of, phrase

#: What stands above a list: when it is the first thing said, and when something stands before it.
ANY = N_("at least one of these:"), N_("and at least one of these:")
NONE = N_("none of these:"), N_("but none of these:")
NOT_ALL = N_("not all of these at once:"), N_("but not all of these at once:")


@dataclass(frozen=True)
class Listed:
    """A heading and what stands below it; a rule without lists is one heading."""

    title: str
    items: Sequence[str] = ()


def laid_out(criterion: Criterion, names: Names) -> list[Listed]:
    """Return the rule as a page shows it: everyone who …, and at least one of these: …, but none of these: …."""
    must: list[str] = []
    lists: list[tuple[tuple[str, str], list[str]]] = []
    for condition in conditions(criterion):
        titles, parts = _taken_apart(condition)
        said = [phrase(part, names) for part in parts]
        if titles and len(said) > 1:
            lists.append((titles, said))
        else:
            must.append(phrase(condition, names))
    if not lists:
        return [Listed(str(_("Everyone who %(rule)s.", rule=all_of(must))))]
    found = listed(lists, begun=bool(must))
    return [Listed(_first(must, found[0].title), found[0].items), *found[1:]]


def listed(lists: Sequence[tuple[tuple[str, str], Sequence[str]]], *, begun: bool) -> list[Listed]:
    """Return the lists below their titles; `begun` when something is said before them."""
    return [Listed(str(_(titles[begun or number > 0])), items) for number, (titles, items) in enumerate(lists)]


def in_a_sentence(blocks: Sequence[Listed]) -> str:
    """Return the lists one after the other, as they stand within a sentence."""
    return "; ".join(f"{block.title} {'; '.join(block.items)}" if block.items else block.title for block in blocks)


def _first(must: Sequence[str], title: str) -> str:
    if must:
        return str(_("Everyone who %(rule)s, %(list)s", rule=all_of(must), list=title))
    return str(_("Everyone who fits %(list)s", list=title))


def _taken_apart(condition: Criterion) -> tuple[tuple[str, str] | None, Sequence[Criterion]]:
    """Return how a condition counts its parts, and the parts; None for what is said in one go."""
    match condition:
        case AnyOf(parts):
            return ANY, parts
        case Not(AnyOf(parts)):
            return NONE, parts
        case Not(AllOf(parts)):
            return NOT_ALL, parts
    return None, [condition]
