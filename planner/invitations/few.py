"""Numbers as the planning pages may show them: what a table hides stands nowhere beside it either."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_decimal
from flask_babel import gettext as _

from planner.invitations.rules import WavePlan
from planner.segments.audience import AudienceCount
from planner.segments.masking import FEWEST, Cell, Hidden, mask_list


@dataclass(frozen=True)
class ShownCount:
    """A count as it may be shown beside its tables."""

    mail: Cell
    letter: Cell
    invitable: Cell
    left_out: Cell
    matching: Cell

    @property
    def is_whole(self) -> bool:
        """Whether every number may be shown."""
        return not any(map(is_hidden, (self.mail, self.letter, self.invitable, self.left_out, self.matching)))


def is_hidden(cell: Cell) -> bool:
    """Return whether a cell shows no number."""
    return isinstance(cell, Hidden)


def shown_count(count: AudienceCount, table: Sequence[Sequence[Cell]]) -> ShownCount:
    """Return `count` as it may be shown beside `table`: the masked places, their sum last; empty without any.

    How many fit stands nowhere else, so it is what is hidden when the invitable or the left out are.
    """
    mail, letter, _other, invitable = table[-1] if table else (0, 0, 0, 0)
    _shown, left_out = mask_list([number for number in count.excluded.values() if number] or [0])
    matching: Cell = count.matching
    if 0 < count.matching < FEWEST:
        matching = Hidden.SMALL
    elif is_hidden(invitable) or is_hidden(left_out):
        matching = Hidden.BESIDE
    return ShownCount(mail, letter, invitable, left_out, matching)


def wave_cells(waves: Sequence[WavePlan], shown: ShownCount) -> list[Cell]:
    """Return how many each wave is, as it may be shown: nothing where the invitable are hidden."""
    if is_hidden(shown.invitable):
        return [Hidden.BESIDE for _wave in waves]
    return mask_list([wave.size for wave in waves])[0] if waves else []


def cell_words(cell: Cell) -> str:
    """Return a number as anyone may see it."""
    match cell:
        case Hidden.SMALL:
            return str(_("under 5"))
        case Hidden.BESIDE:
            return str(_("hidden"))
    return str(format_decimal(cell))


def reserve_words(shown: ShownCount, sizes: Sequence[Cell]) -> str:
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
