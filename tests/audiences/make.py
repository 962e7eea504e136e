"""Builders of saved audiences in the small municipality of tests.segments.make."""

from datetime import datetime

from sqlalchemy.orm import Session

from planner.audiences.actions import AudienceDraft, save_audience
from planner.audiences.models import SavedAudience
from planner.staff.queries import find_account
from tests.segments.make import NOW
from tests.staff.make import account

NEAR_GLUMSOE = {"all": [{"turns": {"age": 18, "within_days": [0, 90]}}, {"nearest_place": ["glumsoe"]}]}


def draft(**changes: object) -> AudienceDraft:
    """Those near Glumsø who turn 18 soon, but for `changes`."""
    values: dict[str, object] = {"name": "Eighteen at Glumsø", "criteria": NEAR_GLUMSOE, "note": ""}
    return AudienceDraft(**(values | changes))  # type: ignore[arg-type]


def saved(session: Session, theme: str = "turning-18", now: datetime = NOW, **changes: object) -> SavedAudience:
    """An audience that Ane has saved."""
    return save_audience(session, theme, draft(**changes), ane(session), now)


def ane(session: Session) -> int:
    """The number of the account that saves audiences."""
    found = find_account(session, "ane@example.org") or account(session)
    return found.id
