"""Themes whose people no rule may look for: to have come to one could tell what nobody may know of them."""

from collections.abc import Callable, Collection

from planner.refusal import N_, Refusal
from planner.segments.criteria import Criterion, walk
from planner.segments.leaves import CameTo, InvitedTo

#: Each returns the slugs of such themes; app.py fills it, since themes stand above rules.
closed_themes: list[Callable[[], Collection[str]]] = []


def refuse_closed(criterion: Criterion) -> None:
    """Raise Refusal when a rule looks for those who were invited to a closed theme, or came to it, or were not."""
    for part in walk(criterion):
        if isinstance(part, (CameTo, InvitedTo)) and any(part.theme in find() for find in closed_themes):
            raise Refusal(
                N_("%(part)s may not decide who is invited: nobody is looked for by %(theme)s. Leave it out; partners "
                   "reach those it is for."), field="theme", part=f"{part.key}.theme", theme=part.theme)
