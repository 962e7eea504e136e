"""What is asked about events: the public programme, one event, and what staff see."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from planner.db import LARGEST_ID
from planner.events.models import Event, EventStatus
from planner.places.models import Place
from planner.refusal import N_, NotFoundError

#: A feed goes on telling of an event this long after it; clients forget what is gone, so cancellations must stay.
FEED_KEEPS = timedelta(days=31)
LONGEST_PAST = 50


def find_event(session: Session, event_id: int) -> Event:
    """Return the event, of whatever status; raises NotFoundError."""
    found = session.get(Event, event_id) if event_id <= LARGEST_ID else None
    if found is None:
        raise NotFoundError(N_("There is no event with the number %(number)s."), number=str(event_id))
    return found


def find_public_event(session: Session, slug: str) -> Event | None:
    """Return the event at the public address `slug`, or None where nothing may be shown."""
    return session.scalar(select(Event).where(Event.slug == slug, _is_public()))


def programme(session: Session, since: datetime, place_slug: str | None = None) -> Sequence[Event]:
    """Return what the public may see from `since` on, soonest first, cancelled ones among them."""
    coming = select(Event).where(Event.starts_at >= since, _is_public()).order_by(Event.starts_at, Event.id)
    if place_slug is not None:
        coming = coming.join(Place, Place.id == Event.place_id).where(Place.slug == place_slug)
    return session.scalars(coming).all()


def feed_events(session: Session, now: datetime, place_slug: str | None = None) -> Sequence[Event]:
    """Return what a subscribed calendar holds: all that is coming, and the last month."""
    return programme(session, now - FEED_KEEPS, place_slug)


def coming_for_staff(session: Session, now: datetime) -> Sequence[Event]:
    """Return drafts, published and cancelled events that have not begun, soonest first."""
    return session.scalars(select(Event).where(Event.starts_at > now).order_by(Event.starts_at, Event.id)).all()


def past_for_staff(session: Session, now: datetime) -> Sequence[Event]:
    """Return the latest events that have begun, newest first."""
    past = select(Event).where(Event.starts_at <= now).order_by(Event.starts_at.desc(), Event.id)
    return session.scalars(past.limit(LONGEST_PAST)).all()


def _is_public() -> ColumnElement[bool]:
    """Published, or cancelled after people had heard of it: only then has the revision risen. A draft never shows."""
    told_once = (Event.status == EventStatus.CANCELLED) & (Event.revision > 0)
    return or_(Event.status == EventStatus.PUBLISHED, told_once)
