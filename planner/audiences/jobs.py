"""What the clock does for saved audiences: keeps their numbers once a month, so that there is a last time."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from planner.audiences.keeping import keep_count
from planner.audiences.models import KeptCount, SavedAudience
from planner.localtime import to_local
from planner.places.queries import own_zone
from planner.refusal import Refusal


def keep_monthly_count(session: Session, now: datetime) -> int:
    """Keep the numbers of one audience in use that has none of this month, and return 1; 0 when there is none.

    One that cannot be counted, because its place or theme is gone, is passed over; its page says why. The caller
    commits.
    """
    month = to_local(now, own_zone(session)).date().replace(day=1)
    this_month = exists().where(KeptCount.audience_id == SavedAudience.id, KeptCount.day >= month)
    due = select(SavedAudience).where(SavedAudience.archived_at.is_(None), ~this_month).order_by(SavedAudience.id)
    for saved in session.scalars(due):
        try:
            keep_count(session, saved, now)
        except Refusal:
            continue
        return 1
    return 0
