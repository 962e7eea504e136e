"""Planning, publishing, moving and cancelling an event; whom to tell is read off `revision` later."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from planner.delivery.actions import recall, stop
from planner.delivery.models import Delivery, Kind, SkipReason
from planner.events.models import Event, EventStatus
from planner.events.parts import add_under_free_slug, free_slug, parts_of, stem, write
from planner.events.rules import (
    LONGEST_REASON,
    Appointment,
    EventPlan,
    must_be_told,
    refused_start,
)
from planner.localtime import to_utc
from planner.national_numbers import refused_numbers
from planner.refusal import N_, Refusal, Refusals
from planner.staff.actions import record
from planner.wake import there_is_work

#: What is never sent for a cancelled event; the word of the cancellation itself still goes out.
STOPPED_BY_CANCELLING = (
    Kind.INVITATION, Kind.REMINDER, Kind.OFFER, Kind.RECONFIRM, Kind.THANKS, Kind.CONFIRMATION, Kind.MOVED,
)


class ChangedMeanwhileError(Refusal):
    """Somebody else was first; nothing has been changed."""


def plan_event(session: Session, plan: EventPlan, account_id: int | None, now: datetime) -> Event:
    """Return a new draft, flushed. Raises NotFoundError for an unknown theme or place, Refusals for the rest."""
    parts = parts_of(session, plan, now)
    domain = parts.place.municipality.sender_email.rpartition("@")[2]
    event = Event(uid=f"{uuid4()}@{domain}", status=EventStatus.DRAFT, created_at=now, made_by=account_id)
    write(event, plan, parts, now)
    add_under_free_slug(session, event, plan, parts)
    record(session, account_id, "event planned", event.topic, now)
    return event


def edit_event(session: Session, event: Event, plan: EventPlan, account_id: int | None, now: datetime) -> None:
    """Rewrite a draft after `plan`; refuses what is published: that can be moved or cancelled, so that people hear.

    Price and sponsor alone may still change: whoever is invited afterwards reads them.
    """
    if event.status == EventStatus.PUBLISHED and _differs_in_terms_only(event, plan):
        event.price, event.sponsor, event.changed_at = plan.price, plan.sponsor.strip(), now
        record(session, account_id, "event price changed", event.topic, now)
        return
    if event.status != EventStatus.DRAFT:
        raise Refusal(N_("The event is published. Move it or cancel it, so that everybody hears of it."))
    parts = parts_of(session, plan, now)
    write(event, plan, parts, now)
    if not event.slug.startswith(stem(plan, parts)):
        event.slug = free_slug(session, plan, parts)
    record(session, account_id, "event edited", event.topic, now)


def _differs_in_terms_only(event: Event, plan: EventPlan) -> bool:
    """Return whether `plan` is the event as it stands but for price and sponsor."""
    as_it_stands = EventPlan(
        theme=event.theme, place_slug=event.place.slug, venue_slug=event.venue.slug if event.venue else None,
        room_id=event.room_id, starts_local=event.starts_local, minutes=event.minutes, capacity=event.capacity,
        co_host_slugs=tuple(sorted(partner.slug for partner in event.co_hosts)), hosts=event.hosts,
        price=plan.price, sponsor=plan.sponsor)
    return replace(plan, co_host_slugs=tuple(sorted(plan.co_host_slugs)), hosts=plan.hosts.strip()) == as_it_stands


def publish_event(session: Session, event: Event, now: datetime, account_id: int | None = None) -> None:
    """Put a draft on the public programme; one that is there already stays as it is, a cancelled one is refused."""
    session.refresh(event, ["status"])
    if event.status == EventStatus.PUBLISHED:
        return
    if event.status == EventStatus.CANCELLED:
        raise Refusal(N_("The event is cancelled and cannot be published again. Plan a new one."))
    _change(session, event, now, status=EventStatus.PUBLISHED)
    record(session, account_id, "event published", event.topic, now)


def move_event(
    session: Session, event: Event, starts_local: datetime, now: datetime, account_id: int | None = None,
) -> None:
    """Let `event` start at the naive wall time `starts_local`; UID stays, SEQUENCE and revision rise.

    Refuses a draft: its time is part of what a second pair of eyes approves. No letter with the old time leaves after
    this transaction, and what waits expires by the new time.
    """
    _refuse_closed(session, event, now)
    if event.status == EventStatus.DRAFT:
        raise Refusal(N_("The event is still a draft. Change its time where it is planned."))
    before = _appointment(event)
    after = Appointment(starts_local, event.timezone, event.minutes, event.where.id)
    if not must_be_told(before, after):
        raise Refusal(N_("The event begins at that time already."), field="time")
    if found := refused_start(starts_local, event.timezone, now):
        raise Refusals(found)
    began = event.starts_at
    _change(session, event, now, starts_local=starts_local, starts_at=to_utc(starts_local, event.timezone),
            sequence=event.sequence + 1, revision=event.revision + 1)
    recall(session, topic=event.topic, later=event.starts_at - began)
    event.changed_at = max(now, _last_hand_over(session, event) or now)
    record(session, account_id, "event moved", event.topic, now)
    there_is_work(session)


def cancel_event(session: Session, event: Event, reason: str, now: datetime, account_id: int | None = None) -> None:
    """Cancel `event` for good; `reason` is what guests read. What waits to be sent for it is stopped here and now."""
    _refuse_closed(session, event, now)
    words = " ".join(reason.split())
    if not words or len(words) > LONGEST_REASON or not words.isprintable():
        raise Refusal(
            N_("Write why it is cancelled, in at most %(most)s characters."), field="reason", most=LONGEST_REASON)
    for refusal in refused_numbers(reason=words):
        raise refusal
    seen = int(event.status == EventStatus.PUBLISHED)
    _change(session, event, now, status=EventStatus.CANCELLED, cancel_reason=words,
            sequence=event.sequence + seen, revision=event.revision + seen)
    stop(session, topic=event.topic, kinds=STOPPED_BY_CANCELLING, reason=SkipReason.EVENT_CANCELLED,
         source="event cancelled", now=now)
    record(session, account_id, "event cancelled", event.topic, now)
    there_is_work(session)


def _change(session: Session, event: Event, now: datetime, **values: object) -> None:
    """Write `values` if nobody has changed the event since it was read; a colleague may meet us here."""
    as_read = (Event.id == event.id, Event.status == event.status, Event.sequence == event.sequence,
               Event.starts_local == event.starts_local)
    written = update(Event).where(*as_read).values(changed_at=now, **values).returning(Event.id)
    if session.scalar(written.execution_options(synchronize_session=False)) is None:
        raise ChangedMeanwhileError(N_("Somebody else has just changed this event. Look at it again."))
    session.refresh(event)


def _last_hand_over(session: Session, event: Event) -> datetime | None:
    """Return when the last invitation left; after `recall` none follows with the old time.

    One may have left since the caller read the clock. It says the old time, so the change must not seem older than it.
    """
    left = select(func.max(Delivery.handed_over_at))
    return session.scalar(left.where(Delivery.topic == event.topic, Delivery.kind == Kind.INVITATION))


def _refuse_closed(session: Session, event: Event, now: datetime) -> None:
    session.refresh(event, ["status", "sequence", "revision", "starts_local", "starts_at"])
    if event.status == EventStatus.CANCELLED:
        raise Refusal(N_("The event is already cancelled."))
    if event.starts_at <= now:
        raise Refusal(N_("The event has begun or is over; it can no longer be changed."))


def _appointment(event: Event) -> Appointment:
    return Appointment(event.starts_local, event.timezone, event.minutes, event.where.id)
