"""What is asked of the register's imports, and of the register by them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.refusal import N_, NotFoundError, Refusal
from planner.register.models import ImportStatus, RegisterImport, RegisterRejection
from planner.register.row import COLUMNS, RegisterRow

UNDER_WAY = (ImportStatus.READING, ImportStatus.READY, ImportStatus.TAKING_IN, ImportStatus.UNDOING)
#: What a person looked like before an import is kept this long, or until the next import.
UNDO_FOR = timedelta(days=14)


def lock(session: Session, number: int) -> None:
    """Wait for whoever else holds this lock, until the transaction ends; SQLite lets one writer in at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(number)))


def find_import(session: Session, import_id: int) -> RegisterImport:
    """Return one import; raises NotFoundError."""
    one = session.get(RegisterImport, import_id)
    if one is None:
        raise NotFoundError(N_("There is no such import."))
    return one


def last_imports(session: Session, limit: int = 20) -> Sequence[RegisterImport]:
    """Return the imports of late, newest first."""
    return session.scalars(select(RegisterImport).order_by(RegisterImport.id.desc()).limit(limit)).all()


def import_under_way(session: Session) -> RegisterImport | None:
    """Return the file that staff have handed in and that is neither taken in nor refused nor discarded, if any.

    Imports by command are left out: they wait for their turn by themselves.
    """
    waiting = select(RegisterImport).where(
        RegisterImport.status.in_(UNDER_WAY), RegisterImport.account_id.is_not(None))
    return session.scalar(waiting.order_by(RegisterImport.id).limit(1))


def rejections(session: Session, one: RegisterImport, limit: int) -> Sequence[RegisterRejection]:
    """Return the first `limit` rows that were not taken, by line; none a day later."""
    found = select(RegisterRejection).where(RegisterRejection.import_id == one.id)
    return session.scalars(found.order_by(RegisterRejection.line).limit(limit)).all()


def register_turn(session: Session) -> int:
    """Return how often the register has been changed by an import or by undoing one."""
    return session.scalar(select(func.max(RegisterImport.turn))) or 0


def why_not_undone(session: Session, one: RegisterImport, now: datetime) -> Refusal | None:
    """Return what stands in the way of undoing an import, None when it can be undone."""
    if one.status != ImportStatus.DONE or one.ended_at is None:
        return Refusal(N_("Only an import that was taken in can be undone."))
    if one.turn != register_turn(session):
        return Refusal(N_("A later import stands in between. Only the last one can be undone."))
    if now - one.ended_at > UNDO_FOR:
        return Refusal(N_("What people looked like before is kept for %(days)d days, which are over."),
                       days=UNDO_FOR.days)
    return None


def rows_by_person_id(session: Session, person_ids: Collection[str]) -> dict[str, tuple[int, RegisterRow]]:
    """Return id and register row of those who are known, by person id; a few thousand ids at most."""
    columns = [getattr(Citizen, name) for name in COLUMNS]
    found = session.execute(select(Citizen.id, *columns).where(Citizen.person_id.in_(person_ids)))
    return {row[1]: (row[0], RegisterRow._make(row[1:])) for row in found}
