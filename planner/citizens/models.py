"""The register: what an extract may tell of a person, what people have agreed to, and the contacts made."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Model, UtcDateTime


class Status(StrEnum):
    """Whether a person lives here."""

    RESIDENT = "resident"
    LEFT = "left"
    DEAD = "dead"


class Citizen(Model):
    """One person of the register; the columns are those of the register file, and no others may come in."""

    __table_args__ = (
        CheckConstraint("status IN ('resident', 'left', 'dead')", name="status_is_known"),
        Index("ix_citizen_birth_date_postcode", "birth_date", "postcode"),
        Index("ix_citizen_moved_in", "moved_in_on", "moved_from_abroad"),
        # All that a count asks of newcomers, who live spread over the table. (SQLite asks for moved_from_abroad too.)
        Index("ix_citizen_from_abroad", "moved_in_on", "language", "subject", "status", "birth_date", "street",
              "postcode", "town", "email", "digital_post_exempt", "chose_mail", "name_address_protected",
              "marketing_protected", "moved_from_abroad", "id", sqlite_where=text("moved_from_abroad IS 1"),
              postgresql_where=text("moved_from_abroad IS TRUE")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(String(64), unique=True)
    #: The keyed hash that stands for the person in the post office (`Keys.subject`).
    subject: Mapped[str] = mapped_column(String(22), index=True)
    given_name: Mapped[str] = mapped_column(String(120), default="")
    family_name: Mapped[str] = mapped_column(String(120), default="")
    birth_date: Mapped[date]
    street: Mapped[str] = mapped_column(String(120), default="")
    postcode: Mapped[str] = mapped_column(String(8), default="", index=True)
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
    status: Mapped[str] = mapped_column(String(8), default=Status.RESIDENT)
    status_on: Mapped[date | None]
    #: Exempt from Digital Post, yet asked us for mail.
    chose_mail: Mapped[bool] = mapped_column(default=False)


#: The kind of a contact that was no letter: someone was there, as ticked on the guest list.
CAME = "came"


class Contact(Model):
    """That we wrote to someone or met them: what the frequency cap counts, `invited_to` and `came_to` read."""

    __table_args__ = (Index("ix_contact_citizen_id_at", "citizen_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizen.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    theme: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Purpose(StrEnum):
    """What someone may agree to."""

    #: Offers that cost something or sell something: a commercial campaign writes to nobody without it.
    PAID_OFFERS = "paid_offers"
    #: News of a topic, such as it-help; `Consent.topic` says which.
    INTEREST = "interest"
    #: To be written to once more after an event.
    WRITE_AGAIN = "write_again"


class Source(StrEnum):
    """Which way a yes or a no reached us."""

    CODE = "code"
    PHONE = "phone"
    DESK = "desk"
    PAPER = "paper"
    WEB = "web"
    FILE = "file"


class Consent(Model):
    """One yes of one person, kept when it is withdrawn. It names a keyed hash, so it knows nobody by name.

    It holds from `given_at` until it is withdrawn or expires; several rows may say the same, and one that holds is
    enough. `noted_by` is who wrote it down; None where the person did.
    """

    __table_args__ = (
        CheckConstraint("purpose IN ('paid_offers', 'interest', 'write_again')", name="purpose_is_known"),
        CheckConstraint("(purpose = 'interest') = (topic IS NOT NULL)", name="an_interest_names_its_topic"),
        # Whether a yes holds, without a look at the row: a count of a commercial audience asks of everyone.
        Index("ix_consent_holds", "whom", "purpose", "given_at", "withdrawn_at", "expires_at"),
        Index("ix_consent_purpose_topic", "purpose", "topic"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    whom: Mapped[str] = mapped_column(String(22))
    purpose: Mapped[str] = mapped_column(String(40))
    topic: Mapped[str | None] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(40))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
