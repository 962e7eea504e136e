"""What privacy itself must remember: erasures under way."""

from datetime import datetime

from sqlalchemy import String
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
