"""Law as rows: from which day on who reaches which age, with the source and the day someone checked it."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Model


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
