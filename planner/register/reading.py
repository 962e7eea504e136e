"""Reads a register file and works out what it would change, in slices that each commit; changes nobody in the register.

Rules that always give the same answer: a person_id counts once, by its first good row. Several people may share a
mailbox: each is written to by name, their no is their own, and a bounce belongs to the address; how many addresses
people of the file share is told. Who was erased here stays out, and no row about them is kept. Two ids with the same
name, birth date and address are likely one person: both are taken, never merged, for only the register that gave the
ids can say; how many such people would be added is told.
"""

import gc
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import compress, pairwise
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Status
from planner.keys import Keys
from planner.refusal import N_, Refusal
from planner.register.ahead import sifted_ahead
from planner.register.columns import BadRow, Checked, ColumnRules, People, Sifted
from planner.register.mended import kept, unguarded
from planner.register.models import ImportStatus, What
from planner.register.named import ID, Named, RepeatedError, ids_in, ids_of
from planner.register.queries import erased_people, likenesses_known, missing_residents, register_turn
from planner.register.reader import RegisterFile
from planner.register.row import COLUMNS, WHY, PlainRow
from planner.register.rules import NationalNumberError, notes_on, refuse_national_numbers
from planner.register.staging import keep_hold, keep_rejections, known_rows, read_only, stage, stage_leavers

EMAIL, STATUS, STATUS_ON = (COLUMNS.index(name) for name in ("email", "status", "status_on"))
LIKENESS = [COLUMNS.index(name) for name in ("given_name", "family_name", "birth_date", "street", "postcode")]
NOBODY = People([], [()] * len(COLUMNS))


class Difference(NamedTuple):
    """What a block of the file would change: people to add with their lines, and known ones as they will be."""

    added: People
    changed: People
    bad: list[BadRow]


class Reading:
    """One pass through one file for the import `import_id`, on which `worker` has the lease.

    Whom the file has named is kept in memory; a reading that was broken off begins anew.
    """

    def __init__(
        self, import_id: int, worker: str, file: RegisterFile, keys: Keys, today: date, *, full: bool,
    ) -> None:
        self.import_id, self.worker, self.file, self.keys, self.today, self.full = (
            import_id, worker, file, keys, today, full)
        self.rules = ColumnRules(file.columns, today)
        self.sifted = self._sifted()
        self.told = told_columns(file.columns, full=full)
        self.untold = [at for at, name in enumerate(COLUMNS) if name not in self.told]
        self.turn: int | None = None
        self.is_first = False
        self.erased: set[str] = set()
        self.rows = self.added = self.changed = self.unchanged = self.rejected = self.kept_out = 0
        self.changed_columns: Counter[str] = Counter()
        self.national_numbers: Counter[str] = Counter()
        self.named = Named(file)
        self.mailboxes, self.likenesses = array("q"), array("q")

    def step(self, session: Session, now: datetime) -> bool:
        """Read, check and stage one block, or finish; False when it is finished. Commits.

        Raises Refusal for a file that cannot be taken, SupersededError when the import is no longer ours.
        """
        with _without_garbage_collection():
            return self._step(session, now)

    def _step(self, session: Session, now: datetime) -> bool:
        sifted = next(self.sifted, None)
        if sifted is None:
            self._finish(session, now)
            return False
        self.rows += len(sifted.people.numbers) + len(sifted.bad)
        checked = self.rules.check(sifted)
        read_only(session)
        if self.turn is None:
            self.turn = register_turn(session)
            self.is_first = session.scalar(select(func.max(Citizen.id))) is None
            self.erased = erased_people(session)
        found = self._difference(session, checked)
        session.rollback()
        self._write(session, found, now)
        session.commit()
        return True

    def _sifted(self) -> Iterator[Sifted]:
        if WHY in self.file.columns:
            return (self.rules.sift(unguarded(block)) for block in self.file.blocks())
        return sifted_ahead(self.file, self.rules, self.today)

    def _difference(self, session: Session, checked: Checked) -> Difference:
        people, bad = self.named.once(checked)
        self.mailboxes.extend(_hashes_of_mailboxes(people.columns[EMAIL]))
        known = {} if self.is_first else known_rows(session, ids_of(people))
        if not known:
            return Difference(people, NOBODY, bad)
        is_new = [person_id not in known for person_id in ids_of(people)]
        changed: list[tuple[int, PlainRow]] = []
        for row in people.only([not new for new in is_new]).rows():
            citizen_id, before = known[row[ID] or ""]
            if (after := self._after(before, row)) == before:
                self.unchanged += 1
            else:
                changed.append((citizen_id, after))
                self.changed_columns.update(
                    name for name, old, new in zip(COLUMNS, before, after, strict=True) if old != new)
        return Difference(people.only(is_new), _turned(changed), bad)

    def _after(self, before: PlainRow, row: PlainRow) -> PlainRow:
        """Return what someone known will look like; what the file has no column for stays as it was."""
        keep = list(self.untold)
        if "status" not in self.file.columns and before[STATUS] == Status.DEAD:
            keep += [STATUS, STATUS_ON]  # nobody rises from the dead unasked
        if not keep:
            return row
        after = list(row)
        for at in keep:
            after[at] = before[at]
        return tuple(after)

    def _write(self, session: Session, found: Difference, now: datetime) -> None:
        added, subjects = self._without_erased(found.added)
        rejected = self._rejected(found.bad)
        self.added += len(added.numbers)
        self.changed += len(found.changed.numbers)
        self.rejected += len(rejected)
        keep_hold(session, self.import_id, self.worker, now, read_bytes=self.file.offset, **self._counts())
        self.likenesses.extend(map(hash, zip(*(added.columns[at] for at in LIKENESS), strict=True)))
        stage(session, self.import_id, What.ADD, added, subjects)
        stage(session, self.import_id, What.CHANGE, found.changed, self.keys.subjects(ids_of(found.changed)))
        keep_rejections(session, rejected)

    def _without_erased(self, people: People) -> tuple[People, list[str]]:
        """Return people to be added, and their keyed hashes, but for those who were erased here: these are counted."""
        subjects = self.keys.subjects(ids_of(people))
        if self.erased.isdisjoint(subjects):
            return people, subjects
        may_come = [subject not in self.erased for subject in subjects]
        self.kept_out += may_come.count(False)
        return people.only(may_come), list(compress(subjects, may_come))

    def _rejected(self, bad: Sequence[BadRow]) -> list[dict[str, object]]:
        """Return bad rows as they are kept; one about somebody who was erased here is counted, and not kept."""
        rejections = [self._rejection(row) for row in bad]
        theirs = [row for row in rejections if self.erased.isdisjoint(str(row["subjects"]).split())]
        self.kept_out += len(rejections) - len(theirs)
        return theirs

    def _rejection(self, row: BadRow) -> dict[str, object]:
        if isinstance(row.error, NationalNumberError):
            self.national_numbers[row.error.column] += 1
        cells = row.cells
        if cells is None:
            cells = self.file.torn.pop(row.line, "").replace('"', "").split(self.file.delimiter)
        stored = kept(cells)
        about = " ".join(self.keys.subjects(ids_in(stored or [], self.file.columns)))
        earlier = row.error.earlier_line if isinstance(row.error, RepeatedError) else None
        return {"import_id": self.import_id, "line": row.line, "column": self.file.named(row.error.column),
                "reason": row.error.reason, "earlier_line": earlier, "cells": stored, "subjects": about}

    def _counts(self) -> dict[str, object]:
        return {"rows": self.rows, "added": self.added, "changed": self.changed, "unchanged": self.unchanged,
                "rejected": self.rejected, "kept_out": self.kept_out}

    def _finish(self, session: Session, now: datetime) -> None:
        refuse_national_numbers(self.national_numbers, self.rows)
        if self.full and self.rejected + self.kept_out == self.rows:
            raise Refusal(
                N_("A full extract without a single usable row cannot be right. Nobody was marked as left."))
        read_only(session)
        missing, residents = missing_residents(session, self.named.all()) if self.full else ([], 0)
        notes = notes_on(self.file.columns)
        if self.full and self.named.is_somebody_lost:
            missing = []
            notes.append(N_("A row is too long to see whom it is about. So nobody is marked as left."))
        alike = _repeated(self.likenesses) + (0 if self.is_first else likenesses_known(session, self.import_id))
        turn = register_turn(session) if self.turn is None else self.turn
        session.rollback()
        stage_leavers(session, self.import_id, missing, self.today)
        keep_hold(
            session, self.import_id, self.worker, now, status=ImportStatus.READY, ready_at=now, prepared_at_turn=turn,
            left=len(missing), residents=residents, changed_columns=dict(self.changed_columns),
            shared_mailboxes=_shared(self.mailboxes), possible_duplicates=alike, notes=notes,
            columns=self.file.columns, delimiter=self.file.delimiter, file_hash=self.file.digest.hexdigest(),
            size_bytes=self.file.offset, read_bytes=self.file.offset, **self._counts())
        session.commit()


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Let the search for cycles rest: a block makes ten thousands of cells and rows, and not one cycle.

    Set off by their number it would go through all objects of the process again and again: a sixth of the reading.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def told_columns(columns: Sequence[str], *, full: bool) -> list[str]:
    """Return what an import of these columns may change; who stands in a full extract lives here, by default."""
    implied = ("status", "status_on") if full else ()
    return [name for name in COLUMNS if name in columns or name in implied]


def _turned(rows: Sequence[tuple[int, PlainRow]]) -> People:
    return People([number for number, _ in rows], list(zip(*(row for _, row in rows), strict=True))) if rows else NOBODY


def _hashes_of_mailboxes(addresses: Sequence[str | None]) -> Iterable[int]:
    return map(hash, filter(None, "\n".join(filter(None, addresses)).lower().split("\n")))


def _repeated(hashes: "array[int]") -> int:
    """Return how many came up before."""
    return len(hashes) - len(set(hashes))


def _shared(hashes: "array[int]") -> int:
    """Return how many came up more than once."""
    ordered = sorted(hashes)
    return len({one for one, other in pairwise(ordered) if one == other})
