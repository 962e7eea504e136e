"""Where an import keeps what it would change until it is taken in: written and read by the thousand."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

import psycopg
from sqlalchemy import ColumnElement, Connection, Integer, String, cast, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Status
from planner.register.models import Holds, ImportStatus, RegisterChange, RegisterImport, RegisterRejection, What
from planner.register.row import COLUMNS, DAYS, FLAGS, PlainRow

LOT = 5_000  # rows in a query at a time; each is one parameter, and SQLite takes 32,766
LEASE = timedelta(seconds=60)
STAGED_COLUMNS = ("import_id", "what", "number", "subject", *COLUMNS)

Staged = tuple[int | str | None, ...]
"""A row of `register_change`, in the order of STAGED_COLUMNS."""


class SupersededError(Exception):
    """The import is not ours any more: it was discarded, or our lease ran out and another worker has it."""


def read_only(session: Session) -> None:
    """Let the transaction that begins now read only: on SQLite it holds up no writer."""
    session.connection(execution_options={"read_only": True})


def keep_hold(session: Session, import_id: int, worker: str, now: datetime, **values: object) -> None:
    """Prolong our lease and note `values` with it; raises SupersededError when the import is no longer ours to read."""
    ours = update(RegisterImport).where(
        RegisterImport.id == import_id, RegisterImport.worker == worker,
        RegisterImport.status == ImportStatus.READING)
    held = ours.values(lease_until=now + LEASE, **values).returning(RegisterImport.id)
    if session.scalar(held) is None:
        raise SupersededError


def known_rows(session: Session, person_ids: Sequence[str]) -> dict[str, tuple[int, PlainRow]]:
    """Return id and plain row of those who are in the register, by person id."""
    found: dict[str, tuple[int, PlainRow]] = {}
    columns = [_as_text(name) for name in COLUMNS]
    for start in range(0, len(person_ids), LOT):
        some = select(Citizen.id, *columns).where(Citizen.person_id.in_(person_ids[start:start + LOT]))
        for row in session.execute(some):
            found[row[1]] = (row[0], tuple(row[1:]))
    return found


def _as_text(name: str) -> ColumnElement[str]:
    column = getattr(Citizen, name)
    if name in FLAGS:
        return cast(cast(column, Integer), String)
    return cast(column, String) if name in DAYS else column


def stage(session: Session, rows: Collection[Staged]) -> None:
    """Write rows to `register_change` by the driver's own way for many."""
    if not rows:
        return
    connection, names = session.connection(), ", ".join(STAGED_COLUMNS)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY register_change ({names}) FROM STDIN", rows)
        return
    places = ", ".join("?" * len(STAGED_COLUMNS))
    statement = f"INSERT INTO register_change ({names}) VALUES ({places})"  # noqa: S608 (names of ours, no values)
    connection.exec_driver_sql(statement, list(rows))


def _copy(connection: Connection, statement: str, rows: Iterable[Staged]) -> None:
    """COPY in PostgreSQL's text format; no cell holds a tab or a line break, so only backslashes need care."""
    text = "\n".join(["\t".join(["\\N" if cell is None else str(cell).replace("\\", "\\\\") for cell in row])
                      for row in rows])
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text + "\n")


def stage_leavers(session: Session, import_id: int, citizen_ids: Sequence[int], today: date) -> None:
    """Stage that these residents, missing from a full extract, left `today`."""
    into = [RegisterChange.__table__.c[name] for name in STAGED_COLUMNS]
    left = {"status": literal(Status.LEFT.value), "status_on": literal(today)}
    told = [left.get(name, getattr(Citizen, name)) for name in COLUMNS]
    for start in range(0, len(citizen_ids), LOT):
        leaving = select(literal(import_id), literal(What.LEAVE.value), Citizen.id, Citizen.subject, *told)
        some = leaving.where(Citizen.id.in_(citizen_ids[start:start + LOT]))
        session.execute(insert(RegisterChange).from_select(into, some))


def keep_rejections(session: Session, rejected: Sequence[dict[str, object]]) -> None:
    """Keep rows that were not taken."""
    if rejected:
        session.execute(insert(RegisterRejection), rejected)


def clear(session: Session, import_id: int, kinds: Sequence[What]) -> None:
    """Delete staged rows of an import, a lot at a time, and commit after each: nobody waits for long."""
    for what in kinds:
        of_it = RegisterChange.import_id == import_id, RegisterChange.what == what
        while True:
            last = session.scalar(
                select(RegisterChange.number).where(*of_it).order_by(RegisterChange.number).offset(4 * LOT).limit(1))
            up_to = () if last is None else (RegisterChange.number < last,)
            session.execute(delete(RegisterChange).where(*of_it, *up_to))
            session.commit()
            if last is None:
                break


def clear_all(session: Session, import_id: int) -> None:
    """Delete all that a reading has staged and rejected, as before it began; commits."""
    clear(session, import_id, tuple(What))
    session.execute(delete(RegisterRejection).where(RegisterRejection.import_id == import_id))
    session.commit()


def tidy(session: Session, import_id: int, holds: Holds) -> None:
    """Delete what an import that is over need not hold any longer, and note what it still holds."""
    clear(session, import_id, [what for what in What if what != What.BEFORE or holds != Holds.BEFORE])
    session.execute(update(RegisterImport).where(RegisterImport.id == import_id).values(holds=holds))
    session.commit()
