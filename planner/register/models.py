"""What an import leaves behind while it is under way: itself, the upload, what it would change, what it refused."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.db import Model, UtcDateTime
from planner.staff.models import Account


class ImportStatus(StrEnum):
    """Where an import stands."""

    READING = "reading"  # waits to be read and checked, or is being read
    READY = "ready"  # the difference is known, and somebody must say yes
    TAKING_IN = "taking_in"  # somebody said yes
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    REFUSED = "refused"  # `refusal` says why
    DISCARDED = "discarded"


class What(StrEnum):
    """What a staged row is: someone to add, someone as they will be, someone who left, or someone as they were."""

    ADD = "a"
    CHANGE = "c"
    LEAVE = "l"
    BEFORE = "b"


class Holds(StrEnum):
    """Which rows of people an import still has beside the register."""

    STAGED = "staged"
    BEFORE = "before"
    NOTHING = ""


class RegisterImport(Model):
    """One register file on its way in, and afterwards what came of it; counts are of rows or people."""

    __table_args__ = (
        CheckConstraint(
            "status IN ('reading', 'ready', 'taking_in', 'done', 'undoing', 'undone', 'refused', 'discarded')",
            name="import_status_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Who brought the file; None when a command did.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file_name: Mapped[str] = mapped_column(String(120))
    #: SHA-256 in hexadecimal, empty until the file has been read once.
    file_hash: Mapped[str] = mapped_column(String(64), default="")
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    read_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    full: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(10), default=ImportStatus.READING, index=True)
    holds: Mapped[str] = mapped_column(String(8), default=Holds.STAGED, index=True)
    #: Whoever works on it just now, and until when nobody else may; a killed worker's lease runs out.
    worker: Mapped[str | None] = mapped_column(String(22))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The register's turn (see `turn`) against which the difference was worked out.
    prepared_at_turn: Mapped[int] = mapped_column(default=0)
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When it was taken in, undone, refused or discarded.
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Imports and undoings change the register one after the other; this is the number of the last one of this import.
    #: None for one that changed nothing: it stands in nobody's way.
    turn: Mapped[int | None] = mapped_column(index=True)
    rows: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    #: Rows about people who were erased here: neither taken in nor kept among the rejected.
    kept_out: Mapped[int] = mapped_column(default=0)
    left: Mapped[int] = mapped_column(default=0)
    #: Residents before the import, counted for a full extract only.
    residents: Mapped[int] = mapped_column(default=0)
    #: How many people change in each column, by its name.
    changed_columns: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    #: Mail addresses that several people of the file share.
    shared_mailboxes: Mapped[int] = mapped_column(default=0)
    #: People of the file who look like an earlier one under another id.
    possible_duplicates: Mapped[int] = mapped_column(default=0)
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: The sentence of the refusal in English, with its places, and what fills them.
    refusal: Mapped[str | None] = mapped_column(String(400))
    refusal_values: Mapped[dict[str, str | int]] = mapped_column(JSON, default=dict)
    #: The header of the file as it was understood, and what stands between its cells.
    columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    delimiter: Mapped[str] = mapped_column(String(1), default=",")
    #: The ids in `citizen` of the people it added: from the first to the last, one after the other.
    first_added_id: Mapped[int | None]
    last_added_id: Mapped[int | None]
    #: People an undoing could not take out again, since they had been written to; they are marked as left.
    kept: Mapped[int] = mapped_column(default=0)

    account: Mapped[Account | None] = relationship(lazy="joined")

    @property
    def would_many_leave(self) -> bool:
        """Whether more than a fifth of the residents are missing: a torn file rather than a town that moved."""
        return self.left * 5 > self.residents


class RegisterPiece(Model):
    """A piece of an uploaded file, kept until it has been read, so that any worker can."""

    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class RegisterChange(Model):
    """A staged row. `number` is the citizen's id, but for someone to add the line in the file.

    Clustered by its key and without foreign keys: a million are written and read in that order.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)

    import_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(1), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(22), default="")
    given_name: Mapped[str] = mapped_column(String(120), default="")
    family_name: Mapped[str] = mapped_column(String(120), default="")
    birth_date: Mapped[date | None]
    street: Mapped[str] = mapped_column(String(120), default="")
    postcode: Mapped[str] = mapped_column(String(8), default="")
    town: Mapped[str] = mapped_column(String(80), default="")
    municipality_code: Mapped[str] = mapped_column(String(8), default="")
    language: Mapped[str] = mapped_column(String(16), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(32), default="")
    moved_in_on: Mapped[date | None]
    moved_from_abroad: Mapped[bool] = mapped_column(default=False)
    digital_post_exempt: Mapped[bool] = mapped_column(default=False)
    name_address_protected: Mapped[bool] = mapped_column(default=False)
    marketing_protected: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(8), default="resident")
    status_on: Mapped[date | None]


class RegisterRejection(Model):
    """A row that was not taken, kept for some days to be mended; `cells` never hold a national number."""

    import_id: Mapped[int] = mapped_column(
        ForeignKey("register_import.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: Empty when it is none in particular.
    column: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(200))
    #: Where the person stands already, for a row that repeats somebody.
    earlier_line: Mapped[int | None]
    #: None when the row is too long to be kept.
    cells: Mapped[list[str] | None] = mapped_column(JSON)
    #: Whom it is about: the keyed hash of the id; of two, with a blank between, where a row has cells too many or few.
    subjects: Mapped[str] = mapped_column(String(60), default="")
