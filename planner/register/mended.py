"""The rows that were not taken, as a file that can be mended in a spreadsheet and imported again. Pure.

The first column says what is wrong, and is passed over when the file comes back; the others are those of the original,
with its delimiter. Cells that read as national numbers are empty: they must neither be kept nor handed out. A cell that
a spreadsheet would take for a formula has an apostrophe before it, which is taken away again; so has what would be one
where the spreadsheet splits the line at other signs than ours.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planner.national_numbers import MAYBE, is_national_number
from planner.register.reader import Block
from planner.register.row import WHY

LONGEST_KEPT = 10_000  # characters of a row
BEGIN, FORMULA = r'(\A *|[;,"\t\r\n] *)', r"(?='*[=+\-@\t\r＝＋－＠])"
TO_GUARD, GUARDED = re.compile(BEGIN + FORMULA), re.compile(f"{BEGIN}'{FORMULA}")
MARK = "\ufeff"


class Told(NamedTuple):
    """A rejected row as it is handed out: `why` is a whole sentence in the reader's language."""

    why: str
    cells: Sequence[str]


class _Line:
    """A file that keeps what was last written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def kept(cells: Sequence[str]) -> list[str] | None:
    """Return the cells of a rejected row as they may be stored, None for a row too long to be kept."""
    if sum(map(len, cells)) > LONGEST_KEPT:
        return None
    return ["" if MAYBE.search(cell) and is_national_number(cell) else cell for cell in cells]


def mended_file(columns: Sequence[str], delimiter: str, rows: Iterable[Told]) -> Iterator[str]:
    """Yield the file piece by piece, with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(_Line(), delimiter=delimiter)
    told = [at for at, name in enumerate(columns) if name != WHY]
    yield MARK + str(writer.writerow([WHY, *(columns[at] for at in told)]))
    for why, cells in rows:
        even = [cells[at] for at in told] if len(cells) == len(columns) else cells
        yield str(writer.writerow([why, *map(guarded, even)]))


def guarded(cell: str) -> str:
    """Return `cell` so that no spreadsheet calculates with it, wherever it may split it."""
    return TO_GUARD.sub(r"\1'", cell)


def unguarded_cell(cell: str) -> str:
    """Return what `guarded` was given."""
    return GUARDED.sub(r"\1", cell) if "'" in cell else cell


def unguarded(block: Block) -> Block:
    """Return a block of a file that came back mended without the apostrophes that `guarded` has put in."""
    odd = [(line, cells and list(map(unguarded_cell, cells))) for line, cells in block.odd]
    return block._replace(columns=[list(map(unguarded_cell, column)) for column in block.columns], odd=odd)
