"""Builders of register files and imports."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum.no import fodselsnummer

from planner.citizens.models import Citizen
from planner.keys import Keys
from planner.register.importing import ImportReport, import_register

KEYS = Keys("a-key-for-tests-only-never-for-a-real-installation")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BO = {"person_id": "P-1", "given_name": "Bo", "birth_date": "1960-05-20", "email": "bo@example.org", "street": "Vej 4"}
EVA = {"person_id": "P-2", "given_name": "Eva",
       "birth_date": "1951-01-01", "email": "eva@example.org", "street": "Vej 1"}


def file(*people: Mapping[str, str], delimiter: str = ",", **same: str) -> bytes:
    """A register file of `people`, whose columns are those of the first and of `same`, which all share."""
    rows = [{**person, **same} for person in people]
    lines = [delimiter.join(rows[0]), *(delimiter.join(row.values()) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def danish_number(serial: int = 0) -> str:
    """Ten digits that read as the number of someone born on 1 January 1858; put together here, nowhere written."""
    return "".join(("01", "01", "58", f"{5000 + serial}"))


def norwegian_number() -> str:
    """Eleven digits whose two check digits are right, of someone born in January 1955; put together here."""
    for serial in range(500, 750):
        stem = "".join(("11", "01", "55", str(serial)))
        first = fodselsnummer.calc_check_digit1(stem)
        number = stem + first + fodselsnummer.calc_check_digit2(stem + first)
        if len(number) == 11:
            return number
    raise AssertionError("there is always one")


def crowd(count: int) -> bytes:
    """A register file of `count` people who differ in their ids."""
    return file(*({**BO, "person_id": f"P-{number}"} for number in range(count)))


def take_in(
    session: Session, content: bytes, *, full: bool = False, many_left: bool = False, dry_run: bool = False,
) -> ImportReport:
    """Import `content` and commit."""
    report = import_register(session, io.BytesIO(content), KEYS, NOW, full=full, many_left=many_left, dry_run=dry_run)
    session.commit()
    return report


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    """Added, changed, unchanged, rejected, left."""
    return report.added, report.changed, report.unchanged, report.rejected, report.left


def citizen(session: Session, person_id: str) -> Citizen:
    """The citizen with that id, freshly read."""
    return session.scalars(select(Citizen).where(Citizen.person_id == person_id)).one()
