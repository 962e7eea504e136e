"""What pages of earlier features list of events: staff's today and the partner's page; app.py plugs them in."""

from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from planner.events.models import Event
from planner.events.queries import coming_for_staff, programme
from planner.events.shown import Listed, listed
from planner.events.wording import where_line
from planner.partners.hosted import SEEN_AFTER, HostedEvent
from planner.staff.models import Account
from planner.staff.today import ComingEvent
from planner.themes.pack import SignUp
from planner.themes.reader import find_theme
from planner.web import reader_language

#: The longest an event may last, so that one that began before the partner's access ends is still looked at.
LONGEST = timedelta(days=1)


def coming_events(session: Session, _account: Account, now: datetime) -> list[ComingEvent]:
    """Return what has not begun, drafts and cancelled events too, soonest first, as today's page lists it."""
    language = reader_language()
    return [_as_coming(event, listed(event, language)) for event in coming_for_staff(session, now)]


def hosted_events(session: Session, partner_id: int, now: datetime) -> list[HostedEvent]:
    """Return the events that the partner hosts with us and may still see; drafts are for staff alone."""
    language = reader_language()
    announced = programme(session, now - SEEN_AFTER - LONGEST)
    theirs = [event for event in announced if partner_id in {partner.id for partner in event.co_hosts}]
    return [_as_hosted(event, listed(event, language), now) for event in theirs if _ends_at(event) > now - SEEN_AFTER]


def _as_coming(event: Event, shown: Listed) -> ComingEvent:
    word, tone = shown.state
    return ComingEvent(
        title=shown.said.title, href=url_for("events.staff_event", event_id=event.id), starts_at=event.starts_at,
        leaf=_leaf(shown), when=_when(shown), place=shown.place, state=word, tone=tone,
        seats_taken=event.seats_taken, seats=_seats(event))


def _as_hosted(event: Event, shown: Listed, now: datetime) -> HostedEvent:
    return HostedEvent(
        title=shown.said.title, href=url_for("events.event_page", slug=event.slug), starts_at=event.starts_at,
        leaf=_leaf(shown), when=_when(shown), where=where_line(event), hosts=event.hosts,
        seats=_seats(event), seats_taken=event.seats_taken, is_cancelled=shown.cancelled,
        is_over=_ends_at(event) <= now)


def _leaf(shown: Listed) -> tuple[str, str, str]:
    return shown.leaf.month, shown.leaf.day, shown.leaf.weekday


def _when(shown: Listed) -> str:
    return f"{shown.date}, {shown.hours}"


def _seats(event: Event) -> int:
    return 0 if find_theme(event.theme).sign_up is SignUp.NONE else event.capacity


def _ends_at(event: Event) -> datetime:
    return event.starts_at + timedelta(minutes=event.minutes)
