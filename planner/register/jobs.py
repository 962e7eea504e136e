"""Does what staff have asked for with register files, and forgets what must not be kept."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BufferedReader
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from planner.db import db
from planner.keys import fresh_id
from planner.places.actions import load_postcodes
from planner.refusal import Refusal
from planner.register.actions import discard_import, give_up_abandoned
from planner.register.importing import refuse
from planner.register.models import Holds, ImportStatus, RegisterImport, RegisterPiece
from planner.register.pieces import PieceFile
from planner.register.queries import register_turn
from planner.register.reader import RegisterFile
from planner.register.reading import Reading
from planner.register.staging import LEASE, SupersededError, clear_all, keep_hold, tidy
from planner.register.taking import take_in, undo
from planner.web import keys, settings

#: How long letters wait for a file that is being read, before they have their turn.
TURN_S = 2.0
CONFIRM_WITHIN = timedelta(hours=24)
OVER = (ImportStatus.DONE, ImportStatus.UNDONE, ImportStatus.REFUSED, ImportStatus.DISCARDED)
log = logging.getLogger(__name__)


class ImportWorker:
    """What one process does about register files; it holds at most one reading, which goes on at each turn.

    Two processes may meet: a file is read by whoever has the lease, and taken in by whoever comes first.
    """

    def __init__(self, turn_s: float = TURN_S, clock_s: Callable[[], float] = time.monotonic) -> None:
        self.turn_s, self.clock_s = turn_s, clock_s
        self.name = fresh_id()
        self.reading: Reading | None = None

    def import_registers(self, session: Session, now: datetime) -> int:
        """Read, take in, undo what waits, for some seconds at most; return how much was done. Commits as it goes."""
        for status, act in ((ImportStatus.TAKING_IN, _take_in), (ImportStatus.UNDOING, _undo)):
            waiting = select(RegisterImport.id).where(
                RegisterImport.status == status, RegisterImport.account_id.is_not(None))
            if (import_id := session.scalar(waiting.order_by(RegisterImport.id).limit(1))) is not None:
                session.rollback()
                act(session, import_id, now)
                return 1
        return self._read(session, now)

    def _read(self, session: Session, now: datetime) -> int:
        import_id = self._claimed(session, now)
        if import_id is None:
            self.reading = None
            return 0
        try:
            self._go_on(session, import_id, now)
        except SupersededError:
            session.rollback()
        except Refusal as refusal:
            session.rollback()
            session.execute(delete(RegisterPiece).where(RegisterPiece.import_id == import_id))
            refuse(session, import_id, refusal, now)
            log.info("import %s refused", import_id)
        return 1

    def _claimed(self, session: Session, now: datetime) -> int | None:
        """Take or keep the lease on the oldest file that waits to be read; return its import's id."""
        free = or_(RegisterImport.lease_until.is_(None), RegisterImport.lease_until < now,
                   RegisterImport.worker == self.name)
        waiting = select(RegisterImport.id).where(
            RegisterImport.status == ImportStatus.READING, RegisterImport.account_id.is_not(None), free)
        import_id = session.scalar(waiting.order_by(RegisterImport.id).limit(1))
        if import_id is None:
            return None
        ours = update(RegisterImport).where(RegisterImport.id == import_id, free).values(
            worker=self.name, lease_until=now + LEASE)
        claimed = session.scalar(ours.returning(RegisterImport.id))
        session.commit()
        return claimed

    def _go_on(self, session: Session, import_id: int, now: datetime) -> None:
        begun_s = self.clock_s()
        reading, self.reading = self.reading, None  # whatever breaks it off: it has counted what it may not have kept
        if reading is None or reading.import_id != import_id:
            reading = self._begun(session, import_id, now)
        while reading.step(session, now):
            if self.clock_s() - begun_s > self.turn_s:
                self.reading = reading
                return
        log.info("import %s is ready", import_id)

    def _begun(self, session: Session, import_id: int, now: datetime) -> Reading:
        """Return a reading of the file from its beginning; what a worker left half done is cleared away."""
        clear_all(session, import_id)
        load_postcodes(session)
        full = session.scalar(select(RegisterImport.full).where(RegisterImport.id == import_id)) or False
        keep_hold(session, import_id, self.name, now, read_bytes=0)
        session.commit()
        file = RegisterFile(BufferedReader(PieceFile(db.engine, import_id), 1 << 20))
        today = now.astimezone(ZoneInfo(settings().timezone)).date()
        return Reading(import_id, self.name, file, keys(), today, full=full)


def _take_in(session: Session, import_id: int, now: datetime) -> None:
    """Take in what somebody said yes to, or have it read anew where the register has changed since."""
    is_in = take_in(session, import_id, now)
    session.commit()
    log.info("import %s %s", import_id, "taken in" if is_in else "is read anew")


def _undo(session: Session, import_id: int, now: datetime) -> None:
    undo(session, import_id, now, now.astimezone(ZoneInfo(settings().timezone)).date())
    session.commit()
    log.info("import %s undone", import_id)


def forget_old_imports(session: Session, now: datetime) -> int:
    """Throw away previews nobody said yes to, and what an import that is over has no use for any more. Commits.

    How long rejected rows and the values before an import are kept is chosen in the settings; see planner.privacy.
    """
    done = _throw_away(session, now)
    last = register_turn(session)
    over = select(RegisterImport.id, RegisterImport.holds, RegisterImport.status, RegisterImport.turn).where(
        RegisterImport.status.in_(OVER), RegisterImport.holds != Holds.NOTHING).limit(100)
    found = session.execute(over).all()
    session.commit()
    for one in found:
        may_be_undone = one.status == ImportStatus.DONE and one.turn == last
        holds = Holds.BEFORE if may_be_undone else Holds.NOTHING
        if one.holds != holds:
            tidy(session, one.id, holds)
            done += 1
    return done


def _throw_away(session: Session, now: datetime) -> int:
    """Discard what waited a day for a yes, and what a killed command left behind; return how many."""
    found = session.scalars(select(RegisterImport).where(
        RegisterImport.status == ImportStatus.READY, RegisterImport.account_id.is_not(None),
        RegisterImport.ready_at < now - CONFIRM_WITHIN)).all()
    for one in found:
        discard_import(session, one, None, now)
    given_up = give_up_abandoned(session, now)
    session.commit()
    return len(found) + len(given_up)
