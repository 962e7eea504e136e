"""What the clock does for answers: tells those concerned when an event has changed."""

from datetime import datetime

from sqlalchemy.orm import Session

from planner.replies.actions import lock_event
from planner.replies.news import tell
from planner.replies.queries import events_to_tell_of


def tell_changes(session: Session, now: datetime) -> int:
    """Queue the news of every event that changed, commit after each, and return how many letters are new.

    Should run before invitations are handed over: what is still queued then carries the new time by itself.
    """
    told = 0
    for event_id in events_to_tell_of(session):
        event = lock_event(session, event_id)
        if event.told_revision < event.revision:  # else another worker got there first
            told += tell(session, event, now)
        session.commit()
    return told
