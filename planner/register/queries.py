"""What is asked of the register's imports, and of the register by them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from planner.citizens.models import Citizen, Status
from planner.delivery.models import SkipReason, Stop
from planner.refusal import N_, NotFoundError, Refusal
from planner.register.mended import Told, mended_file
from planner.register.models import Holds, ImportStatus, RegisterChange, RegisterImport, RegisterRejection, What

UNDER_WAY = (ImportStatus.READING, ImportStatus.READY, ImportStatus.TAKING_IN, ImportStatus.UNDOING)


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
    """Return the first `limit` rows that were not taken, by line; none once their time is over."""
    found = select(RegisterRejection).where(RegisterRejection.import_id == one.id)
    return session.scalars(found.order_by(RegisterRejection.line).limit(limit)).all()


def rejected_file(session: Session, one: RegisterImport, say: Callable[..., str]) -> Iterator[str]:
    """Yield, piece by piece, the rows that were not taken as a file that can be mended and imported again.

    `say` turns an English sentence and what fills its places into the reader's, as gettext does.
    """
    found = select(RegisterRejection).where(RegisterRejection.import_id == one.id).order_by(RegisterRejection.line)
    rows = session.scalars(found.execution_options(yield_per=1000))
    return mended_file(one.columns, one.delimiter, (Told(_why(row, say), row.cells or []) for row in rows))


def _why(row: RegisterRejection, say: Callable[..., str]) -> str:
    reason = reason_of(row, say)
    if not row.column:
        return say(N_("Line %(line)s: %(reason)s"), line=row.line, reason=reason)
    return say(N_("Line %(line)s, %(column)s: %(reason)s"), line=row.line, column=row.column, reason=reason)


def reason_of(row: RegisterRejection, say: Callable[..., str]) -> str:
    """Return why a row was not taken, as `say` puts it."""
    if row.earlier_line is not None:
        return say(N_("This person stands on line %(earlier)s already, and that line counts."),
                   earlier=row.earlier_line)
    return say(row.reason)


def register_turn(session: Session) -> int:
    """Return how often the register has been changed by an import or by undoing one."""
    return session.scalar(select(func.max(RegisterImport.turn))) or 0


def last_brought_up_to_date(session: Session) -> datetime | None:
    """Return when the last import that still stands was taken in, None when there is none."""
    done = select(RegisterImport.ended_at).where(RegisterImport.status == ImportStatus.DONE)
    return session.scalar(done.order_by(RegisterImport.ended_at.desc()).limit(1))


def erased_people(session: Session) -> set[str]:
    """Return the keyed hashes of all who were erased here."""
    return set(session.scalars(select(Stop.whom).where(is_of_erased())))


def is_of_erased() -> ColumnElement[bool]:
    """Return the clause on Stop that it is the mark of an erasure."""
    return and_(Stop.reason == SkipReason.ERASED, Stop.whom.is_not(None))


def why_not_undone(session: Session, one: RegisterImport, now: datetime) -> Refusal | None:
    """Return what stands in the way of undoing an import, None when it can be undone."""
    if one.status != ImportStatus.DONE or one.ended_at is None:
        return Refusal(N_("Only an import that was taken in can be undone."))
    if one.turn is None:
        return Refusal(N_("This import has changed nothing, so there is nothing to undo."))
    if one.turn != register_turn(session):
        return Refusal(N_("A later import stands in between. Only the last one can be undone."))
    if one.holds == Holds.NOTHING:
        return Refusal(N_("What people looked like before has had its time and is cleared."))
    return None


def missing_residents(session: Session, named: Collection[str]) -> tuple[list[int], int]:
    """Return the ids of the residents whom a full extract does not name, and how many residents there are."""
    residents = session.execute(select(Citizen.id, Citizen.person_id).where(Citizen.status == Status.RESIDENT))
    missing, count = [], 0
    for citizen_id, person_id in residents.yield_per(10_000):
        count += 1
        if person_id not in named:
            missing.append(citizen_id)
    return missing, count


def likenesses_known(session: Session, import_id: int) -> int:
    """Return how many likenesses (name, birth date and address) of people to be added someone in the register has.

    Each likeness counts once: whoever shares theirs with an earlier person of the file is told of for that already.
    """
    new = aliased(RegisterChange)
    names = ("birth_date", "postcode", "given_name", "family_name", "street")
    other = select(Citizen.id).where(*(getattr(Citizen, name) == getattr(new, name) for name in names)).exists()
    alike = select(*(getattr(new, name) for name in names)).where(
        new.import_id == import_id, new.what == What.ADD, other).distinct()
    return session.scalar(select(func.count()).select_from(alike.subquery())) or 0
