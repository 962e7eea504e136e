"""Audiences that people keep under a name, to use again, and how many they were on which day."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Model, UtcDateTime

LONGEST_NAME, LONGEST_NOTE = 80, 500


class SavedAudience(Model):
    """A rule under a name; whom it fits is asked anew each time, never kept. Archived, it can be put back.

    `criteria` is a segment as in the surfaces; `theme` decides who may object and how old one must be.
    """

    __table_args__ = (
        # Without letter case, among those in use: an archived name is free again.
        Index("one_audience_of_each_name", text("lower(name)"), unique=True,
              sqlite_where=text("archived_at IS NULL"), postgresql_where=text("archived_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    theme: Mapped[str] = mapped_column(String(60), index=True)
    criteria: Mapped[dict[str, object]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def about(self) -> str:
        """What the trail calls it."""
        return f"audience:{self.id}"


class AudienceUse(Model):
    """That a mailing (campaign:7) took the rule of a saved audience; it keeps the rule as it was then."""

    mailing: Mapped[str] = mapped_column(String(40), primary_key=True)
    audience_id: Mapped[int] = mapped_column(ForeignKey("saved_audience.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class KeptCount(Model):
    """How many a saved audience was on a day by its rule: numbers alone, so that a later look can say what has changed.

    `criteria` and `law` (rows of the legal ages it asks for) are what was asked then. `places` counts those who could
    be invited by the slug of the nearest place, an empty slug where none is known.
    """

    __table_args__ = (Index("ix_kept_count_audience_id_day", "audience_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audience_id: Mapped[int] = mapped_column(ForeignKey("saved_audience.id", ondelete="CASCADE"))
    day: Mapped[date]
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    criteria: Mapped[dict[str, object]] = mapped_column(JSON)
    law: Mapped[list[list[str | int]]] = mapped_column(JSON)
    matching: Mapped[int]
    by_mail: Mapped[int]
    by_letter: Mapped[int]
    excluded: Mapped[dict[str, int]] = mapped_column(JSON)
    places: Mapped[dict[str, int]] = mapped_column(JSON)

    @property
    def invitable(self) -> int:
        """How many could be invited."""
        return self.by_mail + self.by_letter
