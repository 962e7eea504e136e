"""The register: what an extract may tell of a person, who was imported when, and the contacts made."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
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


class Contact(Model):
    """That we wrote to someone: what the frequency cap counts and `invited_to` reads."""

    __table_args__ = (Index("ix_contact_citizen_id_at", "citizen_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizen.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    theme: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
