"""Checks rows of a register file by the column, as fast as a million rows ask for; doubtful ones go to the row rules.

Most cells repeat (towns, names, dates, marks), so each distinct cell of a column is judged once. Where hardly a cell
comes twice one pattern goes over the whole column, and is narrower than the rule: what it does not match is judged.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from planner.national_numbers import MAYBE
from planner.refusal import N_
from planner.register.reader import Block
from planner.register.row import COLUMNS, PlainRow, plain, plain_value
from planner.register.rules import MAIL, BadCellError, RowRules

REMEMBERED_AT_MOST = 100_000
#: For the columns in which hardly a cell comes twice: what is certainly good, if nothing in it may be a number.
CERTAINLY_GOOD = {
    "person_id": r"[A-Za-z0-9_.-]{1,64}",
    "email": rf"(?:(?=[^@\n]{{1,64}}@)(?=[^\n]{{1,254}}(?:\n|\Z)){MAIL.pattern})?",
    "phone": r"(?:(?:\+4[5-7] ?)?(?:[0-9] ?){7}[0-9])?",
}
MAY_HOLD_NUMBERS = ("person_id", "email")  # the pattern of phones leaves no room for one


class BadRow(NamedTuple):
    """A row that cannot be taken: where it stands, whom it seems to be about, what it holds, and what is wrong."""

    line: int
    person_id: str
    cells: list[str] | None
    error: BadCellError


class Checked(NamedTuple):
    """The good rows of a block with their lines, and the bad ones."""

    lines: list[int]
    rows: list[PlainRow]
    bad: list[BadRow]


class ColumnRules:
    """The rules for one file, applied block by block."""

    def __init__(self, columns: Sequence[str], today: date) -> None:
        self.rules = RowRules(columns, today)
        self.at = {name: at for name, at in self.rules.at.items() if at < len(columns)}
        self.certain = {name: re.compile(rf"(?:{one})(?:\n(?:{one}))*") for name, one in CERTAINLY_GOOD.items()}
        self.meanings = {name: _Meanings(self.rules, name) for name in COLUMNS}

    def check(self, block: Block) -> Checked:
        """Return what RowRules says of each row of the block."""
        doubtful: set[int] = set()
        count = len(block.lines)
        values = [self._values(name, block, count, doubtful) for name in COLUMNS]
        lines, rows = block.lines, list(zip(*values, strict=True))
        bad = [_odd(self.rules, line, cells) for line, cells in block.odd]
        if doubtful:
            bad += self._judged_by_row(block, rows, doubtful)
            spoiled = {row.line for row in bad}
            good = [(line, row) for line, row in zip(lines, rows, strict=True) if line not in spoiled]
            lines, rows = [line for line, _ in good], [row for _, row in good]
        return Checked(lines, rows, sorted(bad, key=lambda row: row.line))

    def _values(self, name: str, block: Block, count: int, doubtful: set[int]) -> Sequence[str | None]:
        """Return the plain values of a column, and note the rows whose cell in it is bad."""
        meanings = self.meanings[name]
        if name not in self.at:
            return [meanings[""]] * count
        cells = block.columns[self.at[name]]
        if name in self.certain:
            if self._is_certainly_good(name, cells):
                return cells
            meanings.clear()
        distinct = meanings.learn(cells)
        if not distinct.isdisjoint(meanings.bad):
            doubtful.update(at for at, cell in enumerate(cells) if cell in meanings.bad)
        return cells if distinct.isdisjoint(meanings.altered) else [meanings[cell] for cell in cells]

    def _is_certainly_good(self, name: str, cells: list[str]) -> bool:
        joined = "\n".join(cells)
        if joined.count("\n") != len(cells) - 1 or not self.certain[name].fullmatch(joined):
            return False
        return name not in MAY_HOLD_NUMBERS or not MAYBE.search(joined)

    def _judged_by_row(self, block: Block, rows: list[PlainRow], doubtful: set[int]) -> list[BadRow]:
        bad = []
        for at in sorted(doubtful):
            cells = [column[at] for column in block.columns]
            try:
                rows[at] = plain(self.rules.row(cells))
            except BadCellError as error:
                bad.append(BadRow(block.lines[at], self.rules.person_id(cells), cells, error))
        return bad


def _odd(rules: RowRules, line: int, cells: list[str] | None) -> BadRow:
    if cells is None:
        unpaired = BadCellError(N_("A quotation mark is not closed, or stands in the wrong place."))
        return BadRow(line, "", None, unpaired)
    try:
        rules.row(cells)
    except BadCellError as error:
        return BadRow(line, "", cells, error)
    raise AssertionError("an odd row has passed the rules")


class _Meanings(dict[str, str | None]):
    """What the cells of a column mean, each judged once; which are bad, and which mean another text than their own."""

    def __init__(self, rules: RowRules, name: str) -> None:
        super().__init__()
        self.check = rules.checks[name]
        self.bad: set[str] = set()
        self.altered: set[str] = set()

    def learn(self, cells: list[str]) -> set[str]:
        """Judge what is new among `cells` and return the distinct ones."""
        if len(self) >= REMEMBERED_AT_MOST:
            self.clear()
        distinct = set(cells)
        for cell in distinct.difference(self):
            self[cell]
        return distinct

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        self.bad.clear()
        self.altered.clear()

    def __missing__(self, cell: str) -> str | None:
        try:
            value = plain_value(self.check(cell))
        except BadCellError:
            self.bad.add(cell)
            value = cell
        if value != cell:
            self.altered.add(cell)
        self[cell] = value
        return value
