"""What privacy itself must remember: erasures under way, periods chosen, and when data were last cleared."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Model, UtcDateTime


class Erasure(Model):
    """A person whose traces are not all gone yet; the row goes with the last of them.

    Committed together with the erasing itself, so that a process that dies half-way leaves nothing behind: the clock
    takes up what is here. `searched`: the database's own pages have been looked through for what was erased.
    """

    whom: Mapped[str] = mapped_column(String(22), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    searched: Mapped[bool] = mapped_column(default=False)


class RetentionPeriod(Model):
    """How many days a kind of data is kept where the municipality has chosen otherwise than the default."""

    __table_args__ = (CheckConstraint("days >= 0", name="days_not_negative"),)

    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    days: Mapped[int]


class RetentionRun(Model):
    """One run of the retention: when, and how many rows of each kind were cleared."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    cleared: Mapped[dict[str, int]] = mapped_column(JSON)
