"""Rows of law that somebody has added."""

from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.segments.actions import add_legal_age
from planner.segments.ages import AgeRule
from planner.segments.forms import Checked, NewAge
from planner.segments.models import LegalAge
from planner.staff.models import Account

NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)


def added_age(
    session: Session, born_from: date = date(1975, 1, 1), born_to: date = date.max, years: int = 71, *,
    gap: bool = False,
) -> LegalAge:
    """A Danish pension age for those born from a day on, added by the first account there is."""
    rule = AgeRule("DK", "folkepension", born_from, born_to, years)
    new = NewAge(rule, Checked("a later act", date(2026, 11, 20)), None, gap)
    return add_legal_age(session, new, session.scalars(select(Account.id)).first() or 0, NOW)
