"""Takes a prepared import into the register, or undoes it: in one transaction, so that nobody sees half of it.

What files do not hold is never touched: stops, consents, and that somebody chose mail with us.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import ColumnElement, Table, delete, exists, func, insert, literal, or_, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Status
from planner.db import Base
from planner.delivery.models import Stop
from planner.register.models import Holds, ImportStatus, RegisterChange, RegisterImport, RegisterPiece, What
from planner.register.queries import is_of_erased, lock, register_turn
from planner.register.reading import told_columns
from planner.register.row import COLUMNS
from planner.register.staging import STAGED_COLUMNS
from planner.staff.actions import record

IMPORT_LOCK = 0x706C616E  # any number that no other lock of ours uses
GONE = ("status", "status_on")


def take_in(session: Session, import_id: int, now: datetime, *, old: ImportStatus = ImportStatus.TAKING_IN) -> bool:
    """Take in what import `import_id` has staged; False when it must be read anew.

    That is when the register has changed since, or when what is staged is not what was counted and said yes to.

    Another import that is being taken in is waited for. Does nothing, and returns True, where it stands in another
    state than `old`. The caller commits.
    """
    one = _held(session, import_id)
    if one is None or one.status != old:
        return True
    turn = register_turn(session)
    if one.prepared_at_turn != turn or not _is_whole(session, one):
        one.status, one.worker, one.lease_until, one.read_bytes = ImportStatus.READING, None, None, 0
        return False
    _apply(session, one)
    one.status, one.ended_at, one.holds = ImportStatus.DONE, now, Holds.STAGED
    one.turn = turn + 1 if one.added or one.changed or one.left else None
    session.execute(delete(RegisterPiece).where(RegisterPiece.import_id == one.id))
    record(session, one.account_id, "register import taken in", f"import:{one.id}", now)
    return True


def _held(session: Session, import_id: int) -> RegisterImport | None:
    """Return an import whose turn it is to change the register; nobody else changes it before the transaction ends.

    Its own row comes first: who waits for their turn is alive, however long that takes, and is not given up.
    """
    one = session.get(RegisterImport, import_id, populate_existing=True, with_for_update={"of": RegisterImport})
    lock(session, IMPORT_LOCK)
    return one


def _is_whole(session: Session, one: RegisterImport) -> bool:
    """Return whether all that was counted is staged, but for people who were erased meanwhile."""
    counted = {What.ADD: one.added, What.CHANGE: one.changed, What.LEAVE: one.left}
    of_it = select(func.count()).select_from(RegisterChange).where(RegisterChange.import_id == one.id)
    lost = [count - (session.scalar(of_it.where(RegisterChange.what == what)) or 0) for what, count in counted.items()]
    if not any(lost):
        return True
    erased = session.scalar(select(func.count()).select_from(Stop).where(is_of_erased())) or 0
    return min(lost) >= 0 and sum(lost) <= erased


def undo(session: Session, import_id: int, now: datetime, today: date) -> None:
    """Undo the last import: people look as before, and whom it added are gone; the caller commits.

    Whoever was written to since cannot be taken out: they stay, marked as left `today`, and are counted in `kept`.
    """
    one = _held(session, import_id)
    if one is None or one.status != ImportStatus.UNDOING:
        return
    turn = register_turn(session)
    if one.turn != turn:  # another import was taken in between the asking and now
        one.status = ImportStatus.DONE
        return
    told = {*told_columns(one.columns, full=one.full), *GONE} - {"person_id"}
    _bring_up_to_date(session, one.id, What.BEFORE, sorted(told))
    if one.first_added_id is not None:
        theirs = Citizen.id.between(one.first_added_id, one.last_added_id)
        session.execute(delete(Citizen).where(theirs, ~or_(*_refer_to_citizen())))
        gone = {"status": Status.LEFT, "status_on": today}
        session.execute(update(Citizen).where(theirs, Citizen.status == Status.RESIDENT).values(gone))
        one.kept = session.scalar(select(func.count()).select_from(Citizen).where(theirs)) or 0
    one.status, one.turn, one.ended_at, one.holds = ImportStatus.UNDONE, turn + 1, now, Holds.STAGED


def _refer_to_citizen() -> list[ColumnElement[bool]]:
    """Return, for each column in the house that refers to a citizen, whether a row there refers to this one."""
    keys = [key for table in Base.metadata.sorted_tables for key in table.foreign_keys
            if key.column is _table().c.id]
    return [exists().where(key.parent == Citizen.id) for key in keys]


def _apply(session: Session, one: RegisterImport) -> None:
    last_before = session.scalar(select(func.max(Citizen.id))) or 0
    if one.changed or one.left:
        _keep_before(session, one.id)
        _bring_up_to_date(session, one.id, What.CHANGE, told_columns(one.columns, full=one.full))
        _bring_up_to_date(session, one.id, What.LEAVE, GONE)
    if one.added:
        with _indexes_afterwards(session, is_first=last_before == 0):
            _add(session, one.id)
        one.first_added_id = session.scalar(select(func.min(Citizen.id)).where(Citizen.id > last_before))
        one.last_added_id = session.scalar(select(func.max(Citizen.id)))


def _keep_before(session: Session, import_id: int) -> None:
    """Keep what those who change or leave look like now."""
    staged = select(RegisterChange.number).where(
        RegisterChange.import_id == import_id, RegisterChange.what.in_([What.CHANGE, What.LEAVE]))
    now_are = select(
        literal(import_id), literal(What.BEFORE.value), Citizen.id, Citizen.subject,
        *(getattr(Citizen, name) for name in COLUMNS)).where(Citizen.id.in_(staged))
    into = [RegisterChange.__table__.c[name] for name in STAGED_COLUMNS]
    session.execute(insert(RegisterChange).from_select(into, now_are))


def _bring_up_to_date(session: Session, import_id: int, what: What, told: Sequence[str]) -> None:
    """Let those staged as `what` look as staged, in the columns `told`; whoever was erased meanwhile is not there."""
    theirs = RegisterChange.number == Citizen.id, RegisterChange.import_id == import_id, RegisterChange.what == what
    values = {name: getattr(RegisterChange, name) for name in told if name != "person_id"}
    session.execute(update(Citizen).where(*theirs).values(values).execution_options(synchronize_session=False))


def _add(session: Session, import_id: int) -> None:
    """Add whom the import has staged, but for those who were erased since: whoever clears them away may be late."""
    names = (*COLUMNS, "subject")
    erased = select(Stop.whom).where(is_of_erased())
    staged = select(*(getattr(RegisterChange, name) for name in names)).where(
        RegisterChange.import_id == import_id, RegisterChange.what == What.ADD,
        RegisterChange.subject.not_in(erased)).order_by(RegisterChange.number)
    session.execute(insert(Citizen).from_select(names, staged))


@contextmanager
def _indexes_afterwards(session: Session, *, is_first: bool) -> Iterator[None]:
    """Fill an empty register without its indexes and build them at the end, in the same transaction.

    Twice to three times as fast. On SQLite readers go on with what was there. PostgreSQL lets nobody read meanwhile
    (six seconds for a million people), so only a register in which there is nobody yet is filled in this way.
    """
    connection = session.connection()
    indexes = sorted(_table().indexes, key=lambda index: str(index.name))
    if not is_first or not _is_ours_alone(session):
        indexes = []
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _is_ours_alone(session: Session) -> bool:
    """Take the register for ourselves, or return False where somebody is reading in it just now.

    Waiting for a long reader, such as a backup, would make all who come after wait for us.
    """
    if session.connection().dialect.name != "postgresql":
        return True
    try:
        with session.begin_nested():
            session.execute(text("LOCK TABLE citizen IN ACCESS EXCLUSIVE MODE NOWAIT"))
    except OperationalError:
        return False
    session.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
    return True


def _table() -> Table:
    table = Citizen.__table__
    assert isinstance(table, Table)  # the type checker knows only a FromClause
    return table
