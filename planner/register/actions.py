"""What staff do with a register file: hand it in, say yes to what it would change, throw it away, undo it."""

from datetime import datetime
from hashlib import sha256
from itertools import count
from typing import BinaryIO

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from planner.refusal import N_, Refusal
from planner.register.models import ImportStatus, RegisterImport, RegisterPiece
from planner.register.queries import import_under_way, lock, why_not_undone
from planner.staff.actions import record
from planner.wake import there_is_work

PIECE = 1 << 20
LARGEST_UPLOAD = 2 << 30  # more than ten million people
UPLOAD_LOCK = 0x706C616F  # any number that no other lock of ours uses


def begin_import(
    session: Session, upload: BinaryIO, *, name: str, full: bool, account_id: int, now: datetime,
) -> RegisterImport:
    """Keep an uploaded file, to be read by a worker, and return its import; flushed.

    Refused while another file is on its way in, and when it is empty.
    """
    lock(session, UPLOAD_LOCK)
    if import_under_way(session) is not None:
        raise Refusal(N_("Another register file is on its way in. Say yes to it or discard it first."), field="file")
    one = RegisterImport(
        account_id=account_id, begun_at=now, file_name=plain_name(name), full=full, status=ImportStatus.READING)
    session.add(one)
    session.flush()
    one.size_bytes, one.file_hash = _keep(session, one.id, upload)
    if not one.size_bytes:
        raise Refusal(N_("The file is empty."), field="file")
    record(session, account_id, "register file handed in", f"import:{one.id}", now)
    there_is_work(session)
    return one


def plain_name(name: str) -> str:
    """Return the last part of a file's name, no longer than the table holds, without what cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-120:] or "-"


def _keep(session: Session, import_id: int, upload: BinaryIO) -> tuple[int, str]:
    """Store the upload in pieces; return its size in bytes and its SHA-256."""
    digest, size = sha256(), 0
    for number in count():
        content = upload.read(PIECE)
        if not content:
            return size, digest.hexdigest()
        digest.update(content)
        size += len(content)
        session.execute(insert(RegisterPiece).values(import_id=import_id, number=number, content=content))
    raise AssertionError("count() has no end")


def confirm_import(
    session: Session, one: RegisterImport, account_id: int, now: datetime, *, many_left: bool = False,
) -> None:
    """Say yes to what a prepared import would change; a worker takes it in.

    Without `many_left` refused when more than a fifth of the residents would be marked as left.
    """
    if one.would_many_leave and not many_left:
        raise Refusal(N_("Tick that so many have left, or throw the file away."), field="many_left")
    if one.account_id is None:
        raise Refusal(N_("A command on the server takes this file in by itself. There is nothing to say yes to."))
    _step(session, one, (ImportStatus.READY,), ImportStatus.TAKING_IN,
          Refusal(N_("There is nothing to say yes to: the import is not ready, or somebody was faster.")))
    record(session, account_id, "register import confirmed", f"import:{one.id}", now)
    there_is_work(session)


def discard_import(session: Session, one: RegisterImport, account_id: int | None, now: datetime) -> None:
    """Throw an import away before it has changed anything; `account_id` is None when nobody said yes in time."""
    _step(session, one, (ImportStatus.READING, ImportStatus.READY), ImportStatus.DISCARDED,
          Refusal(N_("It is too late to discard this import.")))
    one.ended_at = now
    session.execute(delete(RegisterPiece).where(RegisterPiece.import_id == one.id))
    record(session, account_id, "register import discarded", f"import:{one.id}", now)
    there_is_work(session)


def give_up_abandoned(session: Session, now: datetime) -> list[RegisterImport]:
    """Discard what commands that were killed have left behind, and return it; it had changed nothing.

    A command that lives prolongs its lease, or holds on to its import while it waits to take it in.
    """
    abandoned = select(RegisterImport).where(
        RegisterImport.account_id.is_(None), RegisterImport.lease_until < now,
        RegisterImport.status.in_([ImportStatus.READING, ImportStatus.READY]))
    found = session.scalars(abandoned.with_for_update(skip_locked=True, of=RegisterImport)).all()
    for one in found:
        discard_import(session, one, None, now)
    return list(found)


def undo_import(session: Session, one: RegisterImport, account_id: int, now: datetime) -> None:
    """Ask for the last import to be undone by a worker; refused with what stands in the way."""
    lock(session, UPLOAD_LOCK)
    if (refusal := why_not_undone(session, one, now)) is not None:
        raise refusal
    _step(session, one, (ImportStatus.DONE,), ImportStatus.UNDOING, Refusal(N_("This import is being undone already.")))
    record(session, account_id, "register import undone", f"import:{one.id}", now)
    there_is_work(session)


def _step(
    session: Session, one: RegisterImport, old: tuple[ImportStatus, ...], new: ImportStatus, otherwise: Refusal,
) -> None:
    """Go from one of the states `old` to `new`; raises `otherwise` when it stands elsewhere."""
    stands = update(RegisterImport).where(RegisterImport.id == one.id, RegisterImport.status.in_(old))
    if session.scalar(stands.values(status=new, worker=None, lease_until=None).returning(RegisterImport.id)) is None:
        raise otherwise
    session.refresh(one)
