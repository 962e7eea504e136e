"""Themes that a rule may name: those there are, but for those whose people no rule may look for."""

from collections.abc import Callable, Collection, Sequence

from planner.refusal import N_, NotFoundError, Refusal
from planner.segments.criteria import Criterion, walk
from planner.segments.leaves import ThemeLately
from planner.segments.parts import shown

Slugs = Callable[[], Collection[str]]
#: Each returns the slugs of themes there are; app.py fills it, since themes stand above rules.
known_themes: list[Slugs] = []
#: Each returns the slugs of themes that to have come to could tell what nobody may know of somebody.
closed_themes: list[Slugs] = []


def refuse_themes(criterion: Criterion) -> None:
    """Raise Refusal when a rule looks for those who were invited to a theme, or came, that is closed or unknown."""
    asked = [part for part in walk(criterion) if isinstance(part, ThemeLately)]
    if not asked:
        return
    closed, known = _slugs(closed_themes), _slugs(known_themes)
    for part in asked:
        if part.theme in closed:
            raise Refusal(
                N_("%(part)s may not decide who is invited: nobody is looked for by %(theme)s. Leave it out; partners "
                   "reach those it is for."), field="theme", part=f"{part.key}.theme", theme=part.theme)
        if part.theme not in known:
            raise NotFoundError(
                N_("%(part)s: there is no theme called %(theme)s. Known: %(known)s."), field="theme",
                part=f"{part.key}.theme", theme=shown(part.theme), known=", ".join(sorted(known - closed)))


def _slugs(found_by: Sequence[Slugs]) -> set[str]:
    return {slug for find in found_by for slug in find()}
