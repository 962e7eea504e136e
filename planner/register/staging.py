"""Where an import keeps what it would change until it is taken in: written and read by the thousand."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import psycopg
from sqlalchemy import ColumnElement, Connection, Integer, String, cast, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Status
from planner.register.columns import People
from planner.register.models import Holds, ImportStatus, RegisterChange, RegisterImport, RegisterRejection, What
from planner.register.row import COLUMNS, DAYS, FLAGS, PlainRow

LOT = 5_000  # rows in a query at a time; each is one parameter, and SQLite takes 32,766
LEASE = timedelta(seconds=60)
STAGED_COLUMNS = ("import_id", "what", "number", "subject", *COLUMNS)

BETWEEN, NOT_TOLD = "\x1f", "\x1e"
FORMAT = r"(FORMAT csv, DELIMITER E'\x1f', NULL E'\x1e', QUOTE E'\x1d')"


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


def stage(session: Session, import_id: int, what: What, people: People, subjects: Sequence[str]) -> None:
    """Write people to `register_change` by the driver's own way for many; `subjects` are their keyed hashes.

    The driver takes the rows from zip one by one, which makes them all in one and the same tuple.
    """
    if not people.numbers:
        return
    connection, names = session.connection(), ", ".join(STAGED_COLUMNS)
    if connection.dialect.name == "postgresql":
        cells = [list(map(str, people.numbers)), subjects, *map(_told, people.columns)]
        _copy(connection, f"COPY register_change ({names}) FROM STDIN {FORMAT}", [str(import_id), what.value], cells)
        return
    places = ", ".join("?" * (len(STAGED_COLUMNS) - 2))
    statement = f"INSERT INTO register_change ({names}) VALUES ({import_id:d}, '{what.value}', {places})"  # noqa: S608
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.executemany(statement, zip(people.numbers, subjects, *people.columns, strict=True))


def _told(column: Sequence[str | None]) -> Sequence[str]:
    return [NOT_TOLD if cell is None else cell for cell in column]


def _copy(connection: Connection, statement: str, same: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    """COPY rows that begin with the `same` cells and go on with those of `columns`.

    Between the cells stand characters that no cell may hold, so that nothing has to be escaped.
    """
    begin = "".join(cell + BETWEEN for cell in same)
    text = begin + ("\n" + begin).join(map(BETWEEN.join, zip(*columns, strict=True))) + "\n"
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


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
