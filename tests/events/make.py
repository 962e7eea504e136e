"""Occasions, places and events for tests of events."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from planner.events.actions import plan_event, publish_event
from planner.events.calendar import Attendee, Occasion
from planner.events.models import Event
from planner.events.rules import EventPlan
from planner.partners.models import Partner
from planner.places.models import Municipality, Place, Room

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
EVENING = datetime(2027, 2, 10, 17, 0)
BIRTE = Attendee("Birte Øster", "birte@example.org")
OFFICE = ("rsvp+x7@reply.example.org", "Næstved Bibliotek og Borgerservice")


def occasion(**changes: object) -> Occasion:
    """An evening in Glumsø, in Danish."""
    base = Occasion(
        uid="2f1c@example.org", sequence=0, starts_local=EVENING, timezone="Europe/Copenhagen", minutes=150,
        summary="Snart pensionist? Kom og få svar", description="Pension, skat; og tilskud.\nDer er kaffe.",
        location="Glumsø Bibliotek, Biblioteksvej 1, 4171 Glumsø", url="https://events.example.org/events/a",
        stamp=NOW, created=NOW, changed=NOW)
    return replace(base, **changes)  # type: ignore[arg-type]


def town(session: Session) -> None:
    """A municipality with two places, a school and a co-host."""
    sender = Municipality(
        code="0370", name="Næstved Kommune", sender_name="Næstved Bibliotek og Borgerservice",
        sender_email="bibliotek@post.example.org", phone="12 34 56 78", phone_hours="hverdage 10-16",
        legal_basis="Biblioteksloven", dpo_contact="dpo@example.org")
    session.add(sender)
    session.flush()
    session.add_all([
        _place(sender, "naestved", "own", "Næstved Bibliotek"),
        _place(sender, "glumsoe", "own", "Glumsø Bibliotek"),
        _place(sender, "ungdomsskolen", "venue", "Ungdomsskolen i Fensmark"),
        Partner(slug="aeldre-sagen", name="Ældre Sagen"),
    ])
    session.flush()


def _place(sender: Municipality, slug: str, kind: str, name: str) -> Place:
    return Place(
        municipality=sender, slug=slug, kind=kind, name=name, street="Biblioteksvej 1", postcode="4171", town="Glumsø",
        latitude=55.353, longitude=11.694, phone="12 34 56 78", directions="6 minutter fra stationen.",
        access=["step_free", "hearing_loop"], rooms=[Room(name="Salen", seats=60)])


def plan(**changes: object) -> EventPlan:
    """New pensioners in Glumsø on a Wednesday evening, 40 seats."""
    base = EventPlan(theme="new-pensioners", place_slug="glumsoe", starts_local=EVENING, minutes=150, capacity=40,
                     co_host_slugs=("aeldre-sagen",), hosts="Maja fra borgerservice og Birk fra biblioteket")
    return replace(base, **changes)  # type: ignore[arg-type]


def published(session: Session, **changes: object) -> Event:
    """A published event; the town must be there."""
    event = plan_event(session, plan(**changes), None, NOW)
    publish_event(session, event, NOW)
    return event
