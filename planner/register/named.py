"""Whom a register file has named: each counts once, and whom a bad row may be about is not missing. Pure."""

from collections.abc import Sequence, Set

from planner.refusal import N_
from planner.register.columns import BadRow, Checked, People, possible_ids
from planner.register.mended import LONGEST_KEPT
from planner.register.reader import RegisterFile
from planner.register.row import COLUMNS, PlainRow
from planner.register.rules import BadCellError

ID = COLUMNS.index("person_id")


class RepeatedError(BadCellError):
    """A row about somebody who stands on `earlier_line` already."""

    def __init__(self, earlier_line: int) -> None:
        super().__init__(N_("This person stands on an earlier line, and that one counts."))
        self.column, self.earlier_line = "person_id", earlier_line


class Named:
    """Whom `file` has named as far as it was read; about a hundred bytes for each are kept in memory.

    `is_somebody_lost` when a row is so long that nobody can see whom it is about.
    """

    def __init__(self, file: RegisterFile) -> None:
        self.file = file
        self.line_of: dict[str, int] = {}
        self.mentioned: set[str] = set()
        self.is_somebody_lost = False

    def all(self) -> Set[str]:
        """Return the ids of all who stand in the file, and all that may be an id in rows that fell apart."""
        return self.line_of.keys() | self.mentioned

    def once(self, checked: Checked) -> tuple[People, list[BadRow]]:
        """Return the people whom the file has not named before, and the other rows as bad; notes them all."""
        people, bad = checked
        ids = ids_of(people)
        if len(set(ids)) == len(ids) and self.line_of.keys().isdisjoint(ids):
            self.line_of.update(zip(ids, people.numbers, strict=True))
        else:
            people, repeated = self._parted(people)
            bad = [*bad, *repeated]
        for row in bad:
            self._mention(row)
        return people, bad

    def _parted(self, people: People) -> tuple[People, list[BadRow]]:
        is_first, repeated = [], []
        for line, row in zip(people.numbers, people.rows(), strict=True):
            person_id = row[ID] or ""
            earlier = self.line_of.setdefault(person_id, line)
            is_first.append(earlier == line)
            if earlier != line:
                repeated.append(BadRow(line, person_id, self._as_told(row), RepeatedError(earlier)))
        return people.only(is_first), repeated

    def _mention(self, row: BadRow) -> None:
        """Note whom a bad row is about; where that cannot be told, all it may be about."""
        cells = [self.file.torn.get(row.line, "")] if row.cells is None else row.cells
        if row.person_id and not any("\n" in cell for cell in cells):
            self.mentioned.add(row.person_id)
        elif len(self.file.delimiter.join(cells)) > LONGEST_KEPT:
            self.is_somebody_lost = True
        else:
            self.mentioned |= possible_ids(cells, self.file.delimiter)

    def _as_told(self, row: PlainRow) -> list[str]:
        return [row[COLUMNS.index(name)] or "" if name in COLUMNS else "" for name in self.file.columns]


def ids_of(people: People) -> list[str]:
    """Return the ids of people, in their order."""
    return [person_id or "" for person_id in people.columns[ID]]


def ids_in(cells: Sequence[str], columns: Sequence[str]) -> list[str]:
    """Return the id in a rejected row; two where cells too many or few may stand on either side of it."""
    first = columns.index("person_id")
    places = sorted({first, first + len(cells) - len(columns)})
    ids = [cells[at].strip() for at in places if 0 <= at < len(cells)]
    return [one for one in ids if one]
