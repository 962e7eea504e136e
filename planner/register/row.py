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
#: A row as both databases and a file keep it: days as YYYY-MM-DD, flags as 0 or 1, in the order of COLUMNS.
PlainRow = tuple[str | None, ...]
FLAGS = ("moved_from_abroad", "digital_post_exempt", "name_address_protected", "marketing_protected")
DAYS = ("birth_date", "moved_in_on", "status_on")
#: Written into the file of rejected rows, and passed over when that comes back mended.
WHY = "rejected_because"
#: Researcher protection ended on 1 April 2014 (law L 110); files still carry the column, and it means nothing.
IGNORED = "forskerbeskyttelse"


def plain_value(value: object) -> str | None:
    """Return what stands for the value of a cell in a plain row."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else None


def plain(row: RegisterRow) -> PlainRow:
    """Return `row` as both databases and a file keep it."""
    return tuple(map(plain_value, row))


def cells(row: RegisterRow) -> list[str]:
    """Return `row` as the texts of a register file, in the order of COLUMNS."""
    return [text or "" for text in plain(row)]
