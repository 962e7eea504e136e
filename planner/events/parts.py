"""The rows an event's plan names: looked up, refused where there are none such, and written onto the event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planner.db import LARGEST_ID
from planner.events.models import Event
from planner.events.rules import EventPlan, refused, refused_seats_in_room, slugs
from planner.localtime import to_utc
from planner.partners.models import Partner
from planner.places.models import Place, Room
from planner.places.queries import find_place
from planner.refusal import N_, Refusal, Refusals
from planner.themes.reader import find_theme


@dataclass(frozen=True)
class Parts:
    """The rows a plan names."""

    place: Place
    venue: Place | None
    room: Room | None
    co_hosts: list[Partner]

    @property
    def where(self) -> Place:
        """Where people go."""
        return self.venue or self.place


def parts_of(session: Session, plan: EventPlan, now: datetime) -> Parts:
    """Return the rows. Raises NotFoundError for an unknown theme or place, Refusals for what else is wrong."""
    find_theme(plan.theme)
    place = _own_place(session, plan.place_slug)
    venue = find_place(session, plan.venue_slug) if plan.venue_slug not in (None, "", place.slug) else None
    where = venue or place
    room, no_room = _room(session, where, plan)
    partners = session.scalars(select(Partner).where(Partner.slug.in_(plan.co_host_slugs))).all()
    no_partners = _unknown_partners(plan.co_host_slugs, {partner.slug for partner in partners})
    if found := [*refused(plan, where.timezone, now), *no_room, *no_partners]:
        raise Refusals(found)
    return Parts(place, venue, room, list(partners))


def _own_place(session: Session, slug: str) -> Place:
    place = find_place(session, slug)
    if place.kind != "own":
        raise Refusal(N_("%(place)s is not ours. Choose one of our own places to host, and name it as the venue."),
                      field="place", place=place.name)
    return place


def _room(session: Session, where: Place, plan: EventPlan) -> tuple[Room | None, list[Refusal]]:
    if plan.room_id is None:
        return None, []
    asked = min(plan.room_id, LARGEST_ID)  # past it PostgreSQL cannot even look
    room = session.scalar(select(Room).where(Room.id == asked, Room.place_id == where.id))
    if room is None:
        return None, [Refusal(N_("%(place)s has no such room."), field="room", place=where.name)]
    return room, refused_seats_in_room(plan.capacity, room.name, room.seats)


def _unknown_partners(asked: Iterable[str], known: set[str]) -> list[Refusal]:
    return [
        Refusal(N_("There is no partner called “%(slug)s”."), field="co_host", slug=slug)
        for slug in asked if slug not in known
    ]


def write(event: Event, plan: EventPlan, parts: Parts, now: datetime) -> None:
    """Let the event be as planned, but for its address."""
    zone = parts.where.timezone
    event.theme, event.minutes, event.capacity = plan.theme, plan.minutes, plan.capacity
    event.place, event.venue, event.room, event.co_hosts = parts.place, parts.venue, parts.room, parts.co_hosts
    event.starts_local, event.timezone = plan.starts_local, zone
    event.starts_at = to_utc(plan.starts_local, zone)
    event.hosts, event.changed_at = plan.hosts.strip(), now
    event.price, event.sponsor = plan.price, plan.sponsor.strip()


def stem(plan: EventPlan, parts: Parts) -> str:
    """Return what the event's address begins with."""
    return next(slugs(plan.theme, parts.where.slug, plan.starts_local.date()))


def free_slug(session: Session, plan: EventPlan, parts: Parts) -> str:
    """Return an address that no other event has now."""
    taken = set(session.scalars(select(Event.slug).where(Event.slug.startswith(stem(plan, parts), autoescape=True))))
    names = slugs(plan.theme, parts.where.slug, plan.starts_local.date())
    return next(name for name in names if name not in taken)


def add_under_free_slug(session: Session, event: Event, plan: EventPlan, parts: Parts) -> None:
    """Add the event; on PostgreSQL a colleague may take the same address between the look and the insert."""
    for last_try in (False, False, True):
        with session.no_autoflush:
            event.slug = free_slug(session, plan, parts)
        try:
            with session.begin_nested():
                session.add(event)
                session.flush()
        except IntegrityError:
            if last_try:
                raise
        else:
            return
