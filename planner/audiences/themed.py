"""The rule a theme brings, and whether it still stands in the sentences as it was."""

from collections.abc import Sequence

from planner.audiences.sentences import Sentence
from planner.audiences.typed import criterion_of
from planner.refusal import Refusal, Refusals
from planner.segments.criteria import Criterion, conditions, parse_criteria
from planner.themes.pack import Theme


def own_rule(theme: Theme) -> Criterion:
    """Return whom a theme of the register was made for."""
    assert theme.audience is not None, "a theme of the register has an audience"
    return parse_criteria(theme.audience.criteria)


def says_own_rule(sentences: Sequence[Sentence], theme: Theme) -> bool:
    """Return whether the sentences mean what the theme brought, and nothing else."""
    try:
        return conditions(criterion_of(sentences)) == conditions(own_rule(theme))
    except (Refusal, Refusals):
        return False
