"""Audiences that people keep under a name, to use again."""

from datetime import datetime

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
