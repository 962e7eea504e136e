"""Takes a register file in: new people are added, known ones brought up to date, the missing marked as left."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from sqlalchemy import BindParameter, Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Status
from planner.keys import Keys
from planner.refusal import N_, Refusal
from planner.register.queries import rows_by_person_id
from planner.register.reader import RegisterFile
from planner.register.row import COLUMNS, IGNORED, RegisterRow, with_days_as_text
from planner.register.rules import BadCellError, NationalNumberError, RowRules

CHUNK = 5000  # rows in memory at a time; each is one parameter of a query, and SQLite takes 32,766
LISTED_AT_MOST = 1000
IMPORT_LOCK = 0x706C616E  # any number that no other lock of ours uses
MENTIONED, TAKEN = 1, 2


@dataclass(frozen=True)
class Rejection:
    """A row that was not taken: its line in the file, the column (empty when it is none), and the reason."""

    line: int
    column: str
    reason: str


@dataclass
class ImportReport:
    """What an import did, in rows; `left` are people missing from a full extract; `report` lists the first thousand
    of the rejected; `notes` are words on columns that mean nothing."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    left: int = 0
    report: list[Rejection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Checked(NamedTuple):
    """A row of the file after the rules: who it is about, and either what it tells or why it was refused."""

    line: int
    person_id: str
    row: RegisterRow | None
    column: str = ""
    reason: str = ""


def import_register(
    session: Session, file: BinaryIO, keys: Keys, now: datetime, *,
    full: bool = False, many_left: bool = False, dry_run: bool = False,
    progress: Callable[[int], object] | None = None,
) -> ImportReport:
    """Take the register file in and return what that did; the caller commits, so nobody ever sees half an import.

    `now` is in the municipality's zone: its date is the day on which people missing from a `full` extract left. More
    than a fifth of the residents leave only with `many_left`. With `dry_run` everything is rolled back, as it is before
    a Refusal is raised. `progress` is told how many bytes were read since last. A second import waits for the first.
    """
    try:
        one_run = _Import(session, RegisterFile(file), keys, now, full=full, many_left=many_left)
        done = one_run.run(progress or (lambda _bytes: None))
    except Refusal:
        session.rollback()
        raise
    if dry_run:
        session.rollback()
    session.expire_all()
    return done


class _Import:
    """One run through one file.

    Whom the file has named is kept in one byte for each id that was there before; an id above those was added by this
    import, for imports wait for each other.
    """

    def __init__(
        self, session: Session, file: RegisterFile, keys: Keys, now: datetime, *, full: bool, many_left: bool,
    ) -> None:
        self.session, self.file, self.keys, self.full, self.many_left = session, file, keys, full, many_left
        self.today = now.date()
        self.rules = RowRules(file.columns, self.today)
        told = [name for name in COLUMNS if name in file.columns]
        if full:  # who stands in a full extract lives here, unless it says otherwise
            told += [name for name in ("status", "status_on") if name not in told]
        self.told = told
        self.comparable = itemgetter(*(COLUMNS.index(name) for name in told))
        self.national_numbers: Counter[str] = Counter()
        self.done = ImportReport(notes=_notes(file.columns))
        self.last_before = 0
        self.named = bytearray()

    def run(self, progress: Callable[[int], object]) -> ImportReport:
        """Go through the whole file and return what came of it."""
        if self.session.get_bind().dialect.name == "postgresql":  # SQLite lets one writer in at a time anyway
            self.session.execute(select(func.pg_advisory_xact_lock(IMPORT_LOCK)))
        self.last_before = self.session.scalar(select(func.max(Citizen.id))) or 0
        self.named = bytearray(self.last_before + 1)
        with _indexes_afterwards(self.session) if self.last_before == 0 else nullcontext():
            checked, shown = self._checked(), 0
            while some := list(islice(checked, CHUNK)):
                self._take(some)
                progress(self.file.offset - shown)
                shown = self.file.offset
        self._refuse_national_numbers()
        if self.full:
            self._mark_missing()
        return self.done

    def _checked(self) -> Iterator[_Checked]:
        for line, cells in self.file.rows():
            self.done.rows += 1
            if cells is None:
                yield _Checked(line, "", None, "", N_("A quotation mark is not closed, or stands in the wrong place."))
                continue
            try:
                row = self.rules.row(cells)
                yield _Checked(line, row.person_id, row)
            except BadCellError as error:
                if isinstance(error, NationalNumberError):
                    self.national_numbers[error.column] += 1
                yield _Checked(line, self.rules.person_id(cells), None, error.column, error.reason)

    def _take(self, some: list[_Checked]) -> None:
        """Add, change or reject the rows of one chunk, in the order of the file."""
        stored = rows_by_person_id(self.session, {each.person_id for each in some if each.person_id})
        added: dict[str, RegisterRow] = {}
        changed: list[dict[str, object]] = []
        for each in some:
            citizen_id, before = stored.get(each.person_id, (0, None))
            if each.row is None:
                self._reject(each.line, each.column, each.reason)
                self._name(citizen_id, MENTIONED)
            elif each.person_id in added or self._is_taken(citizen_id):
                self._reject(each.line, "person_id", N_("This person stands on an earlier line, and that one counts."))
            elif before is None:
                added[each.person_id] = each.row
            else:
                self._name(citizen_id, TAKEN)
                changed += self._change(citizen_id, before, each.row)
        self._write(list(added.values()), changed)

    def _is_taken(self, citizen_id: int) -> bool:
        return citizen_id > self.last_before or self.named[citizen_id] == TAKEN

    def _name(self, citizen_id: int, how: int) -> None:
        if 0 < citizen_id <= self.last_before:
            self.named[citizen_id] = max(how, self.named[citizen_id])

    def _change(self, citizen_id: int, before: RegisterRow, row: RegisterRow) -> list[dict[str, object]]:
        """Return the change of someone known, if any; what the file has no column for stays as it was."""
        if "status" not in self.file.columns and before.status == Status.DEAD:
            row = row._replace(status=before.status, status_on=before.status_on)  # nobody rises from the dead unasked
        after = self.comparable(row)
        if after == self.comparable(before):
            self.done.unchanged += 1
            return []
        self.done.changed += 1
        return [{"_id": citizen_id, **{f"_{name}": value for name, value in zip(self.told, after, strict=True)}}]

    def _reject(self, line: int, column: str, reason: str) -> None:
        self.done.rejected += 1
        if len(self.done.report) < LISTED_AT_MOST:
            self.done.report.append(Rejection(line, column, reason))

    def _write(self, added: list[RegisterRow], changed: list[dict[str, object]]) -> None:
        if added:
            _add(self.session, added, self.keys)
            self.done.added += len(added)
        if changed:
            table = _table()
            values: dict[str, BindParameter[object]] = {name: bindparam(f"_{name}") for name in self.told}
            self.session.execute(update(table).where(table.c.id == bindparam("_id")).values(values), changed)

    def _refuse_national_numbers(self) -> None:
        for column, found in self.national_numbers.items():
            if found * 5 > self.done.rows:
                raise Refusal(
                    N_("The file is refused: in its column %(column)s, %(found)d of %(rows)d rows read as national "
                       "identity numbers. Put an id of your own there. Nothing was imported."),
                    column=column, found=found, rows=self.done.rows,
                )

    def _mark_missing(self) -> None:
        """Mark as left, today, the residents whom the file does not name; a rejected row names its person too."""
        if self.done.rejected == self.done.rows:
            raise Refusal(N_("A full extract without a single usable row cannot be right. Nobody was marked as left."))
        here = select(Citizen.id).where(Citizen.status == Status.RESIDENT, Citizen.id <= self.last_before)
        residents = self.session.scalars(here).all()
        missing = [{"_id": citizen_id} for citizen_id in residents if not self.named[citizen_id]]
        if len(missing) * 5 > len(residents) and not self.many_left:  # a torn file rather than a town that moved
            raise Refusal(
                N_("The file is refused: %(missing)d of %(residents)d residents are missing from it. If that is right, "
                   "import it with --many-left. Nothing was imported."),
                missing=len(missing), residents=len(residents))
        if missing:
            table = _table()
            gone = {"status": Status.LEFT.value, "status_on": self.today}
            self.session.execute(update(table).where(table.c.id == bindparam("_id")).values(gone), missing)
        self.done.left = len(missing)


def _add(session: Session, rows: list[RegisterRow], keys: Keys) -> None:
    """Insert new people by the driver's own executemany: measured twice as fast as through SQLAlchemy's parameters."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    columns = (*COLUMNS, "subject", "chose_mail")
    places = ", ".join(["?" if sqlite else "%s"] * len(columns))
    people = [(*(with_days_as_text(row) if sqlite else row), keys.subject(row.person_id), False) for row in rows]
    names = ", ".join(columns)
    statement = f"INSERT INTO citizen ({names}) VALUES ({places})"  # noqa: S608 (column names of ours, no values)
    session.connection().exec_driver_sql(statement, people)


@contextmanager
def _indexes_afterwards(session: Session) -> Iterator[None]:
    """Fill an empty register without its indexes and build them at the end, in the same transaction: a third faster."""
    connection, indexes = session.connection(), sorted(_table().indexes, key=lambda index: str(index.name))
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _table() -> Table:
    table = Citizen.__table__
    assert isinstance(table, Table)  # the type checker knows only a FromClause
    return table


def _notes(columns: list[str]) -> list[str]:
    if IGNORED not in columns:
        return []
    return [N_("The column forskerbeskyttelse was ignored: this protection ended on 1 April 2014.")]
