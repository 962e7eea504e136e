"""Numbers as the planning pages may show them: what a table hides stands nowhere beside it either."""

from collections.abc import Sequence

from flask_babel import format_decimal
from flask_babel import gettext as _

from planner.audiences.shown import Shown
from planner.invitations.rules import WavePlan
from planner.segments.cells import is_hidden
from planner.segments.masking import Cell, Hidden, mask_list


def wave_cells(waves: Sequence[WavePlan], shown: Shown) -> list[Cell]:
    """Return how many each wave is, as it may be shown: nothing where the invitable are hidden."""
    if is_hidden(shown.invitable):
        return [Hidden.BESIDE for _wave in waves]
    return mask_list([wave.size for wave in waves])[0] if waves else []


def reserve_words(shown: Shown, sizes: Sequence[Cell]) -> str:
    """Return how many of the invitable are shared out over the waves, if not all; empty where a number is hidden."""
    given = sum(size for size in sizes if not isinstance(size, Hidden))
    if isinstance(shown.invitable, Hidden) or any(map(is_hidden, sizes)) or not 0 < given < shown.invitable:
        return ""
    spared = shown.invitable - given
    return str(
        _(
            "%(given)s of them are shared out over the waves; %(spared)s are kept in reserve.",
            given=format_decimal(given),
            spared=format_decimal(spared),
        )
    )
