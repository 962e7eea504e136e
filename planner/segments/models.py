"""Law as rows: from which day on who reaches which age, with the source and the day someone checked it."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Model, UtcDateTime


class LegalAge(Model):
    """People born in the span, both ends in, reach `milestone` at `years` and `months`."""

    __table_args__ = (CheckConstraint("born_from <= born_to", name="born_from_before_born_to"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2))
    milestone: Mapped[str] = mapped_column(String(40))
    born_from: Mapped[date]
    born_to: Mapped[date]
    years: Mapped[int]
    months: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    checked_on: Mapped[date]
    #: Who added the row, and when; None for those that came with the planner.
    added_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The row that was open-ended and ends the day before since this one was added.
    cut_id: Mapped[int | None] = mapped_column(ForeignKey("legal_age.id"))


class Milestone(Model):
    """A legal age that staff have added, and what people call it, by language."""

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    names: Mapped[dict[str, str]] = mapped_column(JSON)
