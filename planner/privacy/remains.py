"""What a database keeps of a deleted row in its own pages, and how that goes too.

SQLite writes zeros over what is deleted (`secure_delete`), yet leaves a copy where a page was split earlier: measured
once in a thousand people. So after the write-ahead log is emptied the file itself is searched for what was erased, and
written anew (VACUUM) if anything of it is left. PostgreSQL keeps dead rows until VACUUM; their space is written over
later. Its log files and backups keep what they hold until they are dropped: see docs/privacy.md.
"""

import mmap
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Consent, Contact
from planner.delivery.models import Delivery, Stop
from planner.invitations.models import Invitation
from planner.register.models import RegisterChange, RegisterRejection
from planner.replies.models import Reply
from planner.staff.models import AuditEntry

#: Where rows of one person lie.
TABLES = tuple(model.__tablename__ for model in (
    Citizen, Contact, Consent, Invitation, Reply, Delivery, Stop, RegisterChange, RegisterRejection, AuditEntry))
#: How long to wait for readers and writers before leaving it to the next round.
PATIENCE_MS = 5_000
#: A shorter text stands somewhere in any large file.
SHORTEST_MARK = 8


def marks_of(citizen: Citizen) -> list[bytes]:
    """Return byte sequences that stand in the database file only where this person's row does.

    SQLite writes the columns of a row one after another, so two neighbours make a mark that no relative shares.
    """
    born = citizen.birth_date.isoformat()
    marks = (
        citizen.person_id, f"{citizen.given_name}{citizen.family_name}{born}",
        f"{citizen.family_name}{born}{citizen.street}", f"{citizen.email}{citizen.phone}",
    )
    return _as_bytes(marks)


def written_about(session: Session, subject: str) -> list[bytes]:
    """Return what the person wrote to us, and what staff wrote of them in the trail: the file is searched for it too.

    Somebody else may have written the same; then the file is written anew without need, and no harm is done.
    """
    answered = select(Reply.needs, Reply.note).join(Reply.invitation).where(Invitation.subject == subject)
    reasons = select(AuditEntry.reason).where(
        AuditEntry.reason != "", AuditEntry.about.startswith(f"person:{subject}", autoescape=True))
    return _as_bytes([*(text for row in session.execute(answered) for text in row), *session.scalars(reasons)])


def _as_bytes(marks: Iterable[str]) -> list[bytes]:
    return [mark.encode() for mark in marks if len(mark) >= SHORTEST_MARK]


def wipe(engine: Engine, marks: Sequence[bytes] | None) -> bool:
    """Remove what the pages keep of deleted rows; False when somebody stood in the way, so try again.

    `marks` None: nobody knows any more what to search for, so the file is written anew whatever is in it.
    """
    if engine.dialect.name == "sqlite":
        return _wipe_file(engine, marks)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as link:
        link.execute(text(f"VACUUM (SKIP_LOCKED) {', '.join(TABLES)}"))
    return True


def _wipe_file(engine: Engine, marks: Sequence[bytes] | None) -> bool:
    if not _empty_log(engine):
        return False
    path = Path(engine.url.database or "")
    if marks is not None and not _holds(path, marks):
        return True
    try:
        _run(engine, "VACUUM")
    except sqlite3.OperationalError:  # locked for longer than we wait
        return False
    return _empty_log(engine)


def _empty_log(engine: Engine) -> bool:
    """Bring the write-ahead log into the file and cut it to nothing; False when a reader or a writer held on to it."""
    busy, _frames, _moved = _run(engine, "PRAGMA wal_checkpoint(TRUNCATE)")
    return not busy


def _run(engine: Engine, statement: str) -> tuple[int, ...]:
    """Run a statement outside any transaction, on a connection of its own."""
    link = engine.raw_connection()
    try:
        cursor = link.cursor()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        row: tuple[int, ...] | None = cursor.execute(statement).fetchone()
        return row or ()
    finally:
        link.detach()
        link.close()


def _holds(path: Path, marks: Sequence[bytes]) -> bool:
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as pages:
        return any(pages.find(mark) >= 0 for mark in marks)
