"""Checks rows of a register file by the column, as fast as a million rows ask for; doubtful ones go to the row rules.

Most cells repeat (towns, names, dates, marks), so each distinct cell of a column is judged once. Where hardly a cell
comes twice one pattern goes over the whole column, and is narrower than the rule: what it does not match is judged.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import compress
from typing import NamedTuple

from planner.national_numbers import MAYBE
from planner.refusal import N_
from planner.register.reader import Block, Row
from planner.register.row import COLUMNS, PlainRow, plain_value
from planner.register.rules import MAIL, BadCellError, RowRules

REMEMBERED_AT_MOST = 100_000
#: For the columns in which hardly a cell comes twice: what is certainly good, if nothing in it may be a number.
CERTAINLY_GOOD = {
    "person_id": r"[A-Za-z0-9_.-]{1,64}",
    "email": rf"(?:(?=[^@\n]{{1,64}}@)(?=[^\n]{{1,254}}(?:\n|\Z)){MAIL.pattern})?",
    "phone": r"(?:(?:\+4[5-7] ?)?(?:[0-9] ?){7}[0-9])?",
    "street": r"(?:[^\W_](?:[\w .,:/&()'’-]{0,118}[\w.)])?)?",
}
MAY_HOLD_NUMBERS = ("person_id", "email", "street")  # the pattern of phones leaves no room for one


class BadRow(NamedTuple):
    """A row that cannot be taken: where it stands, whom it seems to be about, what it holds, and what is wrong."""

    line: int
    person_id: str
    cells: list[str] | None
    error: BadCellError


class People(NamedTuple):
    """Some people, turned: a number of each (their line, or their id), and for each of COLUMNS all their values."""

    numbers: Sequence[int]
    columns: Sequence[Sequence[str | None]]

    def rows(self) -> list[PlainRow]:
        """Return them one by one."""
        return list(zip(*self.columns, strict=True))

    def only(self, wanted: Sequence[bool]) -> "People":
        """Return those of them who are wanted."""
        return People(list(compress(self.numbers, wanted)), [list(compress(one, wanted)) for one in self.columns])


class Sifted(NamedTuple):
    """The people of a block, numbered by their lines, and the rows in which something is wrong, in their order."""

    people: People
    bad: Sequence[Row]


class Checked(NamedTuple):
    """The people of a block, numbered by their lines, and the rows that are bad."""

    people: People
    bad: list[BadRow]


class ColumnRules:
    """The rules for one file, applied block by block."""

    def __init__(self, columns: Sequence[str], today: date) -> None:
        self.rules = RowRules(columns, today)
        self.at = {name: at for name, at in self.rules.at.items() if at < len(columns)}
        self.certain = {name: re.compile(rf"(?:{one})(?:\n(?:{one}))*") for name, one in CERTAINLY_GOOD.items()}
        self.meanings = {name: _Meanings(self.rules, name) for name in COLUMNS}

    def sift(self, block: Block) -> Sifted:
        """Part the rows of the block."""
        bad: set[int] = set()
        people = People(block.lines, [self._values(name, block, bad) for name in COLUMNS])
        if not bad:
            return Sifted(people, block.odd)
        rows = [(block.lines[at], [column[at] for column in block.columns]) for at in bad]
        return Sifted(people.only([at not in bad for at in range(len(block.lines))]), sorted([*block.odd, *rows]))

    def check(self, sifted: Sifted) -> Checked:
        """Return what RowRules says of each row."""
        return Checked(sifted.people, [_bad(self.rules, line, cells) for line, cells in sifted.bad])

    def _values(self, name: str, block: Block, bad: set[int]) -> Sequence[str | None]:
        """Return the plain values of a column, and note the rows whose cell in it is bad."""
        meanings = self.meanings[name]
        if name not in self.at:
            return [meanings.of("")] * len(block.lines)
        cells = block.columns[self.at[name]]
        if name in self.certain:
            if self._is_certainly_good(name, cells):
                return cells
            meanings.forget()
        distinct = meanings.learn(cells)
        if not distinct.isdisjoint(meanings.bad):
            bad.update(at for at, cell in enumerate(cells) if cell in meanings.bad)
        return cells if distinct.isdisjoint(meanings.altered) else list(map(meanings.known.__getitem__, cells))

    def _is_certainly_good(self, name: str, cells: Sequence[str]) -> bool:
        joined = "\n".join(cells)
        if joined.count("\n") != len(cells) - 1 or not self.certain[name].fullmatch(joined):
            return False
        return name not in MAY_HOLD_NUMBERS or not MAYBE.search(joined)


def _bad(rules: RowRules, line: int, cells: list[str] | None) -> BadRow:
    """Return what is wrong with a row in which something is."""
    if cells is None:
        unpaired = BadCellError(N_("A quotation mark is not closed, or stands in the wrong place."))
        return BadRow(line, "", None, unpaired)
    try:
        rules.row(cells)
    except BadCellError as error:
        return BadRow(line, rules.person_id(cells), cells, error)
    raise AssertionError("a bad row has passed the rules")


def possible_ids(cells: Sequence[str], delimiter: str) -> set[str]:
    """Return what in the cells of a row that fell apart may be the id of the person it is about."""
    text = delimiter.join(cells).replace('"', "").replace("\n", delimiter)
    return {cell for cell in map(str.strip, text.split(delimiter)) if 0 < len(cell) <= 64}


class _Meanings:
    """What the cells of a column mean, each judged once; which are bad, and which mean another text than their own."""

    def __init__(self, rules: RowRules, name: str) -> None:
        self.check = rules.checks[name]
        self.known: dict[str, str | None] = {}
        self.bad: set[str] = set()
        self.altered: set[str] = set()

    def learn(self, cells: Sequence[str]) -> set[str]:
        """Judge what is new among `cells` and return the distinct ones."""
        if len(self.known) >= REMEMBERED_AT_MOST:
            self.forget()
        distinct = set(cells)
        for cell in distinct.difference(self.known):
            self.of(cell)
        return distinct

    def forget(self) -> None:
        """Forget everything."""
        self.known.clear()
        self.bad.clear()
        self.altered.clear()

    def of(self, cell: str) -> str | None:
        """Judge a cell and return what it means; a bad one is noted, and means itself."""
        try:
            value = plain_value(self.check(cell))
        except BadCellError:
            self.bad.add(cell)
            value = cell
        if value != cell:
            self.altered.add(cell)
        self.known[cell] = value
        return value
