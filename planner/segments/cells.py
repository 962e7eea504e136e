"""How a number of people that may have to be hidden is told to the reader."""

from flask_babel import format_decimal
from flask_babel import gettext as _

from planner.segments.masking import Cell, Hidden


def is_hidden(cell: Cell) -> bool:
    """Return whether a cell shows no number."""
    return isinstance(cell, Hidden)


def cell_words(cell: Cell) -> str:
    """Return a number as anyone may see it."""
    match cell:
        case Hidden.SMALL:
            return str(_("under 5"))
        case Hidden.BESIDE:
            return str(_("hidden"))
    return str(format_decimal(cell))


def some_words(cell: Cell) -> str:
    """Return a number at the beginning of a sentence."""
    match cell:
        case Hidden.SMALL:
            return str(_("Fewer than 5"))
        case Hidden.BESIDE:
            return str(_("Some"))
    return str(format_decimal(cell))
