"""Builders of a small municipality and its citizens, and a crowd with every kind of person in it."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Consent, Contact
from planner.delivery.models import Stop
from planner.places.models import Municipality, Postcode
from planner.segments.audience import Audience
from planner.segments.criteria import parse_criteria
from tests.places import make as places

NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
TODAY = date(2026, 11, 25)
EVERYONE = {"age": {"min": 0}}
PLACES = {"glumsoe": (55.35, 11.70), "fensmark": (55.28, 11.86), "naestved": (55.23, 11.76)}
#: Postcode, degrees north and east, and the place of ours that is nearest to it; invented middles.
POSTCODES = {
    "4171": (55.36, 11.69, "glumsoe"),
    "4684": (55.27, 11.86, "fensmark"),
    "4700": (55.23, 11.76, "naestved"),
    "4733": (55.20, 11.99, "naestved"),
    "4750": (55.15, 11.95, None),
}


def town(session: Session, **decided: object) -> Municipality:
    """Næstved with three places of its own and a school as venue, and its postcodes."""
    found = places.municipality(session)
    for name, value in decided.items():
        setattr(found, name, value)
    ids = {
        slug: places.place(session, found, slug, at).id
        for slug, at in PLACES.items()
    }
    places.place(session, found, "skolen", None, kind="venue")
    for code, (north, east, slug) in POSTCODES.items():
        session.add(
            Postcode(
                code=code, country="DK", town=code, latitude=north, longitude=east, nearest_place_id=ids.get(slug or "")
            )
        )
    # The same code in another country must not be mistaken for ours.
    abroad = Postcode(
        code="4733", country="NO", town="Elsewhere", latitude=58.0, longitude=7.0, nearest_place_id=ids["glumsoe"]
    )
    session.add(abroad)
    session.flush()
    return found


def citizen(session: Session, person_id: str, **known: object) -> Citizen:
    """A resident of Glumsø, born in 1980, with a mail address."""
    values: dict[str, object] = {
        "person_id": person_id,
        "subject": f"subject-{person_id}",
        "birth_date": date(1980, 5, 1),
        "street": "Lindevej 1",
        "postcode": "4171",
        "town": "Glumsø",
        "email": f"{person_id}@example.org",
    }
    person = Citizen(**(values | known))
    session.add(person)
    session.flush()
    return person


def objection(
    session: Session, person: Citizen, *, kind: str | None = None, scope: str | None = None, channel: str | None = None
) -> None:
    """A standing no of the person."""
    session.add(
        Stop(whom=person.subject, kind=kind, scope=scope, channel=channel, reason="objected", source="test", at=NOW)
    )
    session.flush()


def invited(session: Session, person: Citizen, ago: timedelta, theme: str = "travel", kind: str = "invitation") -> None:
    """That we wrote to the person."""
    session.add(Contact(citizen_id=person.id, kind=kind, theme=theme, at=NOW - ago))
    session.flush()


def audience(criteria: object = EVERYONE, **asked: object) -> Audience:
    """The audience that `criteria` names today."""
    return Audience(criterion=parse_criteria(criteria), **({"on": TODAY} | asked))  # type: ignore[arg-type]


def crowd(session: Session, count: int, seed: int = 1) -> list[dict[str, object]]:
    """`count` citizens of every kind, the same for the same seed, many born around days that matter; as rows."""
    chance = random.Random(seed)
    people = [dict(_person(chance, number)) for number in range(1, count + 1)]
    session.execute(insert(Citizen), people)
    contacts = [
        {
            "citizen_id": chance.randint(1, count),
            "kind": chance.choice(["invitation", "invitation", "moved", "came"]),
            "theme": chance.choice(["travel", "new-pensioners"]),
            "at": NOW - timedelta(hours=chance.choice([chance.randint(1, 60), chance.randint(1, 9500)])),
        }
        for _ in range(count)
    ]
    session.execute(insert(Contact), contacts)
    stops = [
        {
            "whom": f"subject-{chance.randint(1, count)}",
            "kind": chance.choice([None, "invitation", "reminder"]),
            "scope": chance.choice([None, "travel", "new-pensioners"]),
            "channel": chance.choice([None, "mail", "letter"]),
            "reason": "objected",
            "source": "test",
            "at": NOW,
        }
        for _ in range(count // 4)
    ]
    session.execute(insert(Stop), stops)
    consents = [dict(_consent(chance, count)) for _ in range(count)]
    session.execute(insert(Consent), consents)
    rows = [person | {"contacts": [], "stops": [], "consents": []} for person in people]
    for contact in contacts:
        rows[contact["citizen_id"] - 1]["contacts"].append(contact)
    for name, kept in (("stops", stops), ("consents", consents)):
        for one in kept:
            rows[int(one["whom"].removeprefix("subject-")) - 1][name].append(one)
    return rows


def _consent(chance: random.Random, count: int) -> Iterator[tuple[str, object]]:
    """A consent that may have been taken back, have ended, or be about to."""
    purpose = chance.choice(["interest", "interest", "paid_offers", "write_again"])
    given = NOW - timedelta(hours=chance.randint(1, 9500))
    yield from {
        "whom": f"subject-{chance.randint(1, count)}",
        "purpose": purpose,
        "topic": chance.choice(["it-help", "pension", "talks"]) if purpose == "interest" else None,
        "source": "desk",
        "given_at": given,
        "withdrawn_at": chance.choice([None, None, given + timedelta(hours=chance.randint(1, 3000))]),
        "expires_at": chance.choice([None, NOW + timedelta(hours=chance.randint(-3000, 3000))]),
    }.items()


def _person(chance: random.Random, number: int) -> Iterator[tuple[str, object]]:
    born = chance.choice(
        [
            date(1926, 1, 1) + timedelta(chance.randint(0, 36850)),
            date(2008, 11, 20) + timedelta(chance.randint(0, 110)),
            date(1960, 3, 25) + timedelta(chance.randint(0, 130)),
            date(chance.choice([1960, 2008, 2012]), 2, 29),
        ]
    )
    hidden, homeless = chance.random() < 0.1, chance.random() < 0.1
    yield from {
        "id": number,
        "person_id": f"SYN-{number}",
        "subject": f"subject-{number}",
        "given_name": "",
        "family_name": "",
        "birth_date": born,
        "street": "" if homeless else "Lindevej 1",
        "postcode": "" if homeless else chance.choice([*POSTCODES, "9999", "47001"]),
        "town": "" if homeless else "By",
        "municipality_code": "370",
        "language": chance.choice(["", "da", "DA-dk", "uk", "uk-UA", "ar", "dak"]),
        "email": f"p{number}@example.org" if chance.random() < 0.7 else "",
        "phone": "",
        "moved_in_on": chance.choice([None, TODAY - timedelta(chance.randint(0, 250))]),
        "moved_from_abroad": chance.random() < 0.5,
        "digital_post_exempt": chance.random() < 0.2,
        "name_address_protected": hidden,
        "marketing_protected": chance.random() < 0.2,
        "status": chance.choices(["resident", "left", "dead"], [8, 1, 1])[0],
        "status_on": None,
        "chose_mail": chance.random() < 0.3,
    }.items()
