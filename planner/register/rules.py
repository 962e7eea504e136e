"""What a register file may hold: its header, and each row of it checked cell by cell. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import call, itemgetter

from planner.national_numbers import MAYBE, is_national_number
from planner.refusal import N_, Refusal
from planner.register.row import COLUMNS, IGNORED, REQUIRED, WHY, RegisterRow

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
MAIL = re.compile(rf"{ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+[A-Za-z][A-Za-z0-9-]{{0,61}}[A-Za-z0-9]")
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
POSTCODE = re.compile(r"\d{4}", re.ASCII)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
OLDEST_YEARS = 130
NAMED_AT_MOST = 5
#: Control characters, and those that turn the direction of the text around them or end a line.
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class BadCellError(Exception):
    """A cell that rejects its row; `reason` says why and never repeats the cell, which may be personal.

    `column` is empty when the row as a whole is wrong.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = ""


class NationalNumberError(BadCellError):
    """A cell reads as a national identity number."""


def header_columns(names: Sequence[str]) -> list[str]:
    """Return the columns of a file, in its order, from the cells of its first line; raises Refusal for a bad header.

    Capital letters and blanks around a name do not matter. Unknown names are repeated only beside a known one, for a
    file without a header begins with a person.
    """
    columns = [name.strip().lower() for name in names]
    if not set(columns) & {*COLUMNS, IGNORED, WHY}:
        raise Refusal(N_("The first line of the file must name its columns, among them person_id and birth_date."))
    if unknown := [column for column in columns if column not in (*COLUMNS, IGNORED, WHY)]:
        raise Refusal(
            N_("The file is refused for columns that must not come in: %(columns)s. Nothing was imported."),
            columns=_listed(unknown),
        )
    if doubled := sorted({column for column in columns if columns.count(column) > 1}):
        raise Refusal(N_("The file is refused: it names a column twice: %(columns)s."), columns=_listed(doubled))
    if missing := [column for column in REQUIRED if column not in columns]:
        raise Refusal(N_("The file is refused: it lacks the column %(columns)s."), columns=_listed(missing))
    return columns


def _listed(columns: Sequence[str]) -> str:
    shown = [(column or "(no name)")[:60] for column in columns[:NAMED_AT_MOST]]
    more = len(columns) - len(shown)
    return ", ".join(shown) + (f" (+{more})" if more else "")


def notes_on(columns: Sequence[str]) -> list[str]:
    """Return words on columns that mean nothing."""
    if IGNORED not in columns:
        return []
    return [N_("The column forskerbeskyttelse was ignored: this protection ended on 1 April 2014.")]


def refuse_national_numbers(found: Mapping[str, int], rows: int) -> None:
    """Raise Refusal where more than a fifth of the cells of a column read as national numbers."""
    for column, count in found.items():
        if count * 5 > rows:
            raise Refusal(
                N_("The file is refused: in its column %(column)s, %(found)s of %(rows)s rows read as national "
                   "identity numbers. Put an id of your own there. Nothing was imported."),
                column=column, found=count, rows=rows,
            )


class RowRules:
    """The rules for the rows of one file: which cell is which column, and what each may hold."""

    def __init__(self, columns: Sequence[str], today: date) -> None:
        self.columns = columns
        #: For each of COLUMNS what turns a cell into a value; raises BadCellError without a column.
        self.checks = {name: _judge(check) for name, check in _checks(today).items()}
        absent = len(columns)  # an empty cell is put behind the last: what the file does not tell
        self.at = {name: columns.index(name) if name in columns else absent for name in COLUMNS}
        self.in_order = itemgetter(*self.at.values())

    def row(self, cells: list[str]) -> RegisterRow:
        """Return the person that `cells` tell of; raises BadCellError with the first column that is wrong."""
        if len(cells) != len(self.columns):
            raise BadCellError(N_("The line has more or fewer cells than the first line names."))
        told = [*cells, ""]
        try:
            return RegisterRow._make(map(call, self.checks.values(), self.in_order(told)))
        except BadCellError as error:
            raise self._first_wrong(told) from error

    def person_id(self, cells: list[str]) -> str:
        """Return the id in a row that may be bad, empty when it cannot be told."""
        if len(cells) != len(self.columns):
            return ""
        found = cells[self.columns.index("person_id")].strip()
        return found if len(found) <= 64 and found.isprintable() else ""

    def _first_wrong(self, told: list[str]) -> BadCellError:
        """Return what is wrong with a bad row: a national number before all else, then the first bad cell."""
        wrong: list[BadCellError] = []
        for name, at in sorted(self.at.items(), key=itemgetter(1)):
            try:
                self.checks[name](told[at])
            except BadCellError as error:
                error.column = name
                wrong.append(error)
        return next((error for error in wrong if isinstance(error, NationalNumberError)), wrong[0])


def _judge(check: Callable[[str], object]) -> Callable[[str], object]:
    """Return `check` behind what no cell may hold: line breaks, control characters, national identity numbers."""
    def judged(cell: str) -> object:
        if not cell.isprintable():
            _refuse_control_characters(cell)
        if len(cell) >= 10 and MAYBE.search(cell) and is_national_number(cell):
            raise NationalNumberError(N_("It reads as a national identity number, which must not come in."))
        return check(cell.strip())
    return judged


def _refuse_control_characters(cell: str) -> None:
    if "\n" in cell or "\r" in cell:
        raise BadCellError(N_("There is a line break in it."))
    if FORBIDDEN.search(cell):
        raise BadCellError(N_("There is a control character in it."))


def _checks(today: date) -> dict[str, Callable[[str], object]]:
    """Return what each column may hold; the lengths are those of the table `citizen`."""
    return {
        "person_id": _required(_text(64)), "given_name": _text(120), "family_name": _text(120),
        "birth_date": _required(_birth_date(today)), "street": _text(120), "postcode": _postcode, "town": _text(80),
        "municipality_code": _text(8), "language": _language, "email": mail_address, "phone": _text(32),
        "moved_in_on": _moved_in(today), "moved_from_abroad": _flag, "digital_post_exempt": _flag,
        "name_address_protected": _flag, "marketing_protected": _flag, "status": _status, "status_on": _day,
    }


def _required(check: Callable[[str], object]) -> Callable[[str], object]:
    def checked(text: str) -> object:
        if not text:
            raise BadCellError(N_("It is empty, and no row can do without it."))
        return check(text)
    return checked


def _text(longest: int) -> Callable[[str], str]:
    def checked(text: str) -> str:
        if len(text) > longest:
            raise BadCellError(N_("It is too long."))
        return text
    return checked


def _birth_date(today: date) -> Callable[[str], date]:
    def checked(text: str) -> date:
        born = _date(text)
        if born > today:
            raise BadCellError(N_("The birth date lies ahead."))
        if today.year - born.year > OLDEST_YEARS:
            raise BadCellError(N_("The birth date lies more than 130 years back."))
        return born
    return checked


def _moved_in(today: date) -> Callable[[str], date | None]:
    """Return the check of a day of moving in: a register enters a move once it has been made, not before."""
    def checked(text: str) -> date | None:
        if (moved := _day(text)) and moved > today:
            raise BadCellError(N_("The day of moving in lies ahead."))
        return moved
    return checked


def _day(text: str) -> date | None:
    return _date(text) if text else None


def _date(text: str) -> date:
    if not DATE.fullmatch(text):
        raise BadCellError(N_("It must be a date written like 1960-05-31."))
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadCellError(N_("There is no such day.")) from error


def _postcode(text: str) -> str:
    if text and not POSTCODE.fullmatch(text):
        raise BadCellError(N_("A postcode has four digits."))
    return text


def _language(text: str) -> str:
    """Return the language itself (uk of uk-UA), which is what criteria ask for; Norwegian nb, nn and no stay apart."""
    if text and (len(text) > 16 or not LANGUAGE.fullmatch(text)):
        raise BadCellError(N_("A language is written as a code like da, nb or uk."))
    return text.partition("-")[0].lower()


def mail_address(text: str) -> str:
    """Return the address, the domain in the ASCII form in which it travels; raises BadCellError when it is none.

    Lengths after RFC 5321, section 4.5.3.1; quoted local parts are refused.
    """
    if not text:
        return ""
    local, _, domain = text.rpartition("@")
    if not domain.isascii():
        try:
            text = f"{local}@" + domain.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise BadCellError(N_("The mail address cannot be used.")) from error
    if len(local) > 64 or len(text) > 254 or not MAIL.fullmatch(text):
        raise BadCellError(N_("The mail address cannot be used."))
    return text


def _flag(text: str) -> bool:
    if text not in ("", "0", "1"):
        raise BadCellError(N_("It must be 0 or 1."))
    return text == "1"


def _status(text: str) -> str:
    if text not in ("", "resident", "left", "dead"):
        raise BadCellError(N_("It must be resident, left or dead."))
    return text or "resident"
