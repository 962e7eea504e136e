"""Takes a register file in from one end to the other, for commands: what staff do in steps, done at once."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from planner.keys import Keys, fresh_id
from planner.refusal import N_, Refusal, in_english
from planner.register.actions import plain_name
from planner.register.models import Holds, ImportStatus, RegisterImport
from planner.register.queries import find_import, reason_of, rejections
from planner.register.reader import RegisterFile
from planner.register.reading import Reading
from planner.register.staging import LEASE, SupersededError, clear_all, tidy
from planner.register.taking import take_in

LISTED_AT_MOST = 1000


@dataclass(frozen=True)
class Rejection:
    """A row that was not taken: its line in the file, the column (empty when it is none), and the reason."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class ImportReport:
    """What an import did, in rows; `left` are people missing from a full extract; `report` lists the first thousand
    of the rejected; `notes` are words on columns that mean nothing; `kept_out` are rows about people erased here."""

    rows: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    left: int
    report: list[Rejection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changed_columns: dict[str, int] = field(default_factory=dict)
    shared_mailboxes: int = 0
    possible_duplicates: int = 0
    kept_out: int = 0


def import_register(
    session: Session, file: BinaryIO, keys: Keys, now: datetime, *,
    full: bool = False, many_left: bool = False, dry_run: bool = False, name: str = "-",
    progress: Callable[[int], object] | None = None, rejected: Callable[[RegisterImport], object] | None = None,
) -> ImportReport:
    """Take the register file in and return what that did; commits as it goes, the register in one single transaction.

    `now` is in the municipality's zone: its date is the day on which people missing from a `full` extract left. More
    than a fifth of the residents leave only with `many_left`. With `dry_run` nothing stays. `progress` is told how many
    bytes were read since last; `rejected` gets the import while the rows it could not take are there to be shown.
    """
    one_run = _Straight(session, file, keys, now, full=full, progress=progress or (lambda _bytes: None))
    import_id = one_run.begin(plain_name(name))
    try:
        report = one_run.through(import_id, many_left=many_left, dry_run=dry_run, rejected=rejected)
    except SupersededError as error:
        session.rollback()
        raise Refusal(N_("The import was given up meanwhile, from a page or since it stood still for a minute. Nothing "
                         "was imported: run the command again.")) from error
    except Refusal as refusal:
        session.rollback()
        refuse(session, import_id, refusal, now)
        tidy(session, import_id, Holds.NOTHING)
        raise
    if dry_run:
        session.rollback()
        clear_all(session, import_id)
        session.execute(delete(RegisterImport).where(RegisterImport.id == import_id))
        session.commit()
    else:
        tidy(session, import_id, Holds.BEFORE)
    session.expire_all()
    return report


def refuse(session: Session, import_id: int, refusal: Refusal, now: datetime) -> None:
    """Note why a file was refused, in words that can be translated; commits."""
    values = {name: value if isinstance(value, int) else str(value) for name, value in refusal.values.items()}
    session.execute(update(RegisterImport).where(RegisterImport.id == import_id).values(
        status=ImportStatus.REFUSED, ended_at=now, refusal=refusal.message, refusal_values=values, worker=None))
    session.commit()


def refuse_many_left(one: RegisterImport) -> None:
    """Raise Refusal for a full extract from which more than a fifth of the residents are missing."""
    if one.would_many_leave:
        raise Refusal(
            N_("The file is refused: %(missing)s of %(residents)s residents are missing from it, more than one in "
               "five. If that is right, import it with --many-left. Nothing was imported."),
            missing=one.left, residents=one.residents)


class _Straight:
    """One file on its way straight through."""

    def __init__(
        self, session: Session, file: BinaryIO, keys: Keys, now: datetime, *, full: bool,
        progress: Callable[[int], object],
    ) -> None:
        self.session, self.file, self.keys, self.now, self.full, self.progress = (
            session, file, keys, now, full, progress)
        self.worker, self.begun_s = fresh_id(), time.monotonic()

    def begin(self, name: str) -> int:
        """Note that an import has begun, and return its id."""
        one = RegisterImport(
            begun_at=self.now, file_name=name, full=self.full, status=ImportStatus.READING, worker=self.worker,
            lease_until=self.now + LEASE)
        self.session.add(one)
        self.session.flush()
        import_id = one.id
        self.session.commit()
        return import_id

    def through(
        self, import_id: int, *, many_left: bool, dry_run: bool, rejected: Callable[[RegisterImport], object] | None,
    ) -> ImportReport:
        """Read and take in; read anew as often as another import gets in first."""
        while True:
            self._read(import_id)
            one = find_import(self.session, import_id)
            if not many_left:
                refuse_many_left(one)
            report = _report(self.session, one)
            if rejected is not None:
                rejected(one)
            self.session.rollback()
            if dry_run or take_in(self.session, import_id, self._time(), old=ImportStatus.READY):
                self._be_sure_of(import_id, ImportStatus.READY if dry_run else ImportStatus.DONE)
                self.session.commit()
                return report
            self._begin_anew(import_id)

    def _be_sure_of(self, import_id: int, status: ImportStatus) -> None:
        """Raise SupersededError unless the import stands where this run has brought it."""
        if find_import(self.session, import_id).status != status:
            raise SupersededError

    def _read(self, import_id: int) -> None:
        file = RegisterFile(self.file)
        reading = Reading(import_id, self.worker, file, self.keys, self.now.date(), full=self.full)
        shown = 0
        while reading.step(self.session, self._time()):
            self.progress(file.offset - shown)
            shown = file.offset

    def _begin_anew(self, import_id: int) -> None:
        one = find_import(self.session, import_id)
        one.worker, one.lease_until = self.worker, self._time() + LEASE
        self.session.commit()
        clear_all(self.session, import_id)
        self.file.seek(0)

    def _time(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self.begun_s)


def _report(session: Session, one: RegisterImport) -> ImportReport:
    listed = [Rejection(row.line, row.column, reason_of(row, in_english))
              for row in rejections(session, one, LISTED_AT_MOST)]
    return ImportReport(
        rows=one.rows, added=one.added, changed=one.changed, unchanged=one.unchanged, rejected=one.rejected,
        left=one.left, report=listed, notes=list(one.notes), changed_columns=dict(one.changed_columns),
        shared_mailboxes=one.shared_mailboxes, possible_duplicates=one.possible_duplicates,
        kept_out=one.kept_out)
