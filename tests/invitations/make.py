"""A town with citizens of meaning, and campaigns in it."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.events.rules import EventPlan
from planner.invitations.actions import CampaignPlan, plan_campaign
from planner.invitations.models import Campaign
from planner.keys import Keys
from planner.places.models import Municipality, Place, Postcode, Room
from planner.staff.models import Account, Role
from tests.conftest import KEY

NOW = datetime(2026, 12, 2, 8, tzinfo=UTC)
STARTS = datetime(2027, 2, 10, 17)
KEYS = Keys(KEY)
#: Reaches the Danish state pension age (67) in May 2027, six months on from NOW.
SOON_67 = date(1960, 5, 20)


def town(session: Session) -> Municipality:
    """Næstved with the libraries Næstved and Glumsø."""
    municipality = Municipality(
        code="370",
        name="Næstved",
        country="DK",
        sender_name="Næstved Bibliotek",
        sender_email="hej@naestved.example.org",
        phone="55 00 00 01",
        phone_hours="hverdage 10-16",
        legal_basis="biblioteksloven § 1",
        dpo_contact="dpo@example.org",
        spoken_languages=["da", "en"],
    )
    session.add(municipality)
    session.flush()
    for slug, name, code, latitude, longitude in (
        ("naestved", "Næstved Bibliotek", "4700", 55.23, 11.76),
        ("glumsoe", "Glumsø Bibliotek", "4171", 55.355, 11.69),
    ):
        place = Place(
            municipality_id=municipality.id,
            slug=slug,
            name=name,
            street="Biblioteksvej 1",
            postcode=code,
            town=name,
            latitude=latitude,
            longitude=longitude,
            access=[],
            rooms=[Room(name="Salen", seats=40)],
        )
        session.add(place)
        session.flush()
        session.add(
            Postcode(
                code=code, country="DK", town=name, latitude=latitude, longitude=longitude, nearest_place_id=place.id
            )
        )
    session.flush()
    return municipality


def account(session: Session, email: str, *roles: str) -> Account:
    """Someone who may act in `roles`."""
    there = {role.name: role for role in session.query(Role)}
    found = Account(
        email=email,
        name=email.partition("@")[0].capitalize(),
        fs_uniquifier=email,
        roles=[there.get(name) or Role(name=name) for name in roles],
    )
    session.add(found)
    session.flush()
    return found


def citizen(session: Session, person_id: str, **facts: object) -> Citizen:
    """Someone who soon reaches pension age, lives in Glumsø and has a mail address, but for `facts`."""
    values: dict[str, object] = {
        "given_name": person_id.capitalize(),
        "family_name": "Prøve",
        "birth_date": SOON_67,
        "street": "Prøvevej 1",
        "postcode": "4171",
        "town": "Glumsø",
        "email": f"{person_id}@example.org",
        "status": "resident",
    }
    found = Citizen(person_id=person_id, subject=KEYS.subject(person_id), **(values | facts))
    session.add(found)
    session.flush()
    return found


def event_plan(**changes: object) -> EventPlan:
    """New pensioners at Glumsø on 10 February 2027, 40 seats, but for `changes`."""
    values: dict[str, object] = {
        "theme": "new-pensioners", "place_slug": "glumsoe", "starts_local": STARTS, "minutes": 150, "capacity": 40}
    return EventPlan(**(values | changes))  # type: ignore[arg-type]


def plan(**changes: object) -> CampaignPlan:
    """That event with everyone invited at once, but for `changes`."""
    values: dict[str, object] = {"event": event_plan(), "waves_policy": "all", "at_once": True}
    return CampaignPlan(**(values | changes))  # type: ignore[arg-type]


def campaign(session: Session, maker: Account, **changes: object) -> Campaign:
    """A draft campaign."""
    return plan_campaign(session, plan(**changes), maker.id, NOW)
