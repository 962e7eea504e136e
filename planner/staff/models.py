"""Accounts, their roles, and the trail of what was done."""

from datetime import datetime
from enum import StrEnum

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.db import Base, Model, UtcDateTime


class RoleName(StrEnum):
    """What an account may be; one account may hold several."""

    ADMIN = "admin"
    PLANNER = "planner"
    APPROVER = "approver"
    DESK = "desk"
    PARTNER = "partner"


account_role = Table(
    "account_role", Base.metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(Model, RoleMixin):
    """One row per RoleName."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(16), unique=True)


class Account(Model, UserMixin):
    """Someone who signs in: staff of the municipality, or of a partner organisation."""

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str | None] = mapped_column(String(8))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)

    roles: Mapped[list[Role]] = relationship(secondary=account_role, lazy="selectin")


class AuditEntry(Model):
    """One line of the trail: who did what to what, with ids and no personal data; a few acts ask for a reason."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    act: Mapped[str] = mapped_column(String(60), index=True)
    about: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(160), default="")
