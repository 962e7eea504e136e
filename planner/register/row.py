"""The register file: its columns, and one row of it as a value. Pure."""

from datetime import date
from typing import NamedTuple


class RegisterRow(NamedTuple):
    """One person as a register file tells it; the fields are the columns, in their order.

    A tuple rather than a dataclass: a million rows are compared with what is stored, and tuples compare in C.
    An empty text or None means that the file does not say.
    """

    person_id: str
    given_name: str
    family_name: str
    birth_date: date
    street: str = ""
    postcode: str = ""
    town: str = ""
    municipality_code: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""
    moved_in_on: date | None = None
    moved_from_abroad: bool = False
    digital_post_exempt: bool = False
    name_address_protected: bool = False
    marketing_protected: bool = False
    status: str = "resident"
    status_on: date | None = None


COLUMNS = RegisterRow._fields
REQUIRED = ("person_id", "birth_date")
#: Researcher protection ended on 1 April 2014 (law L 110); files still carry the column, and it means nothing.
IGNORED = "forskerbeskyttelse"


def with_days_as_text(row: RegisterRow) -> tuple[str | bool | None, ...]:
    """Return the values of `row` with its days written as YYYY-MM-DD, as a file and SQLite keep them."""
    return (*row[:3], row.birth_date.isoformat(), *row[4:11], _text(row.moved_in_on), *row[12:17], _text(row.status_on))


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def cells(row: RegisterRow) -> list[str]:
    """Return `row` as the texts of a register file, in the order of COLUMNS."""
    return [
        value if isinstance(value, str) else "1" if value else "" if value is None else "0"
        for value in with_days_as_text(row)
    ]
