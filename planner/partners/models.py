"""Organisations that plan and host together with us."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Model


class Partner(Model):
    """One organisation; `commercial` says that it sells something, which turns a campaign into consent only."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(24), default="")
    commercial: Mapped[bool] = mapped_column(default=False)
