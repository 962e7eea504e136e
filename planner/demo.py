"""The demo municipality: Næstved with places, staff, synthetic citizens, and a few past and coming events."""

import json
import os
import secrets
import sys
import tempfile
from datetime import UTC, date, datetime, time, timedelta

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.db import db
from planner.events.actions import plan_event, publish_event
from planner.events.rules import EventPlan
from planner.localtime import to_local
from planner.partners.actions import add_partner
from planner.places.actions import load_postcodes, refresh_nearest
from planner.places.models import Municipality, Place, Room
from planner.refusal import N_, Refusal
from planner.register.generator import write_register
from planner.register.importing import import_register
from planner.shell import CommandGroup
from planner.staff.actions import add_account, hash_secret
from planner.web import keys, settings

SIGN_INS = "demo-sign-ins.json"
ZONE = "Europe/Copenhagen"
THURSDAY = 3
PHONE = "55 00 00 01"
STAFF = (
    ("admin@example.org", "Astrid Admin", "admin"),
    ("planner@example.org", "Birk Bibliotekar", "planner"),
    ("approver@example.org", "Ane Godkender", "approver"),
    ("desk@example.org", "Maja Borgerservice", "desk"),
    ("partner@example.org", "Poul Partner", "partner"),
)
STEP_FREE = ["step_free", "toilet", "hearing_loop", "guide_dog", "parking"]
#: slug, kind, name, street, postcode, town, latitude, longitude, room, seats, how to get there
PLACES = (
    (
        "naestved",
        "own",
        "Næstved Bibliotek og Borgerservice",
        "Biblioteksgade 1",
        "4700",
        "Næstved",
        55.2299,
        11.7609,
        "Salen",
        120,
        "8 minutter til fods fra stationen. Parkering lige ved døren, også to handicappladser.",
    ),
    (
        "glumsoe",
        "own",
        "Glumsø Bibliotek",
        "Biblioteksvej 2",
        "4171",
        "Glumsø",
        55.3553,
        11.6928,
        "Læsesalen",
        40,
        "6 minutter til fods fra stationen. Parkering lige ved døren, også to handicappladser.",
    ),
    (
        "fensmark",
        "own",
        "Fensmark Bibliotek",
        "Biblioteksstræde 3",
        "4684",
        "Holmegaard",
        55.2833,
        11.8006,
        "Salen",
        30,
        "Bussen holder lige udenfor. Parkering ved døren.",
    ),
    (
        "fuglebjerg",
        "own",
        "Fuglebjerg Bibliotek",
        "Biblioteksvænget 4",
        "4250",
        "Fuglebjerg",
        55.3071,
        11.5461,
        "Salen",
        30,
        "3 minutter til fods fra busstationen. Parkering ved døren.",
    ),
    (
        "fensmark-skole",
        "venue",
        "Fensmark Skole",
        "Skoleprøvevej 5",
        "4684",
        "Holmegaard",
        55.2846,
        11.8052,
        "Aulaen",
        80,
        "Indgang fra gården. Følg skiltene til aulaen.",
    ),
)
group = CommandGroup("demo", help="Demo data for an empty database.")


def is_empty() -> bool:
    """Return whether no municipality has been set up yet."""
    return db.session.scalar(select(Municipality.id).limit(1)) is None


@group.command("load")
@click.option("--citizens", default=88_000, show_default=True, help="How many synthetic citizens.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same citizens.")
def load(citizens: int, seed: int) -> None:
    """Fill an empty, migrated database with a municipality to try the planner on."""
    if not is_empty():
        raise Refusal(N_("The database already holds a municipality; demo data goes into an empty one only."))
    load_demo(citizens, seed)


def load_demo(citizens: int, seed: int) -> None:
    """Fill the database; the sign-ins are written to the instance folder, readable by its owner only."""
    now = datetime.now(UTC)
    session = db.session()
    click.echo("Making the demo municipality ...")
    hashes = {email: (secret, hash_secret(secret)) for email, _, _ in STAFF if (secret := _password())}
    _municipality(session)
    partner = add_partner(
        session,
        slug="aeldre-sagen",
        name="Ældre Sagen",
        kind="association",
        email="aeldresagen@example.org",
        phone="55 00 00 02",
    )
    session.flush()
    home = session.scalar(select(Place.id).where(Place.slug == "glumsoe"))
    for email, name, role in STAFF:
        add_account(
            session,
            email=email,
            name=name,
            roles=[role],
            password=hashes[email][1],
            place_id=home if role == "planner" else None,
            partner_id=partner.id if role == "partner" else None,
            now=now,
        )
    _events(session, now)
    session.commit()
    _keep_sign_ins({email: secret for email, (secret, _) in hashes.items()})
    _citizens(session, citizens, seed, now)
    session.commit()
    click.echo("The demo is ready.")


def _password() -> str:
    return secrets.token_urlsafe(12)


def _municipality(session: Session) -> None:
    naestved = Municipality(
        code="370",
        name="Næstved",
        country="DK",
        sender_name="Næstved Bibliotek og Borgerservice",
        sender_email="arrangementer@naestved.example.org",
        phone=PHONE,
        phone_hours="hverdage 10-16",
        legal_basis="databeskyttelsesforordningens artikel 6, stk. 1, litra e, og biblioteksloven § 1, stk. 3",
        dpo_contact="dpo@naestved.example.org",
        spoken_languages=["da", "en", "ar", "uk"],
    )
    session.add(naestved)
    session.flush()
    for slug, kind, name, street, postcode, town, latitude, longitude, room, seats, directions in PLACES:
        session.add(
            Place(
                municipality_id=naestved.id,
                slug=slug,
                kind=kind,
                name=name,
                street=street,
                postcode=postcode,
                town=town,
                latitude=latitude,
                longitude=longitude,
                timezone=ZONE,
                phone=PHONE,
                directions=directions,
                access=STEP_FREE,
                rooms=[Room(name=room, seats=seats)],
            )
        )
    session.flush()
    load_postcodes(session)
    refresh_nearest(session)


def _events(session: Session, now: datetime) -> None:
    """Two past events and three open ones to come: the programme is never empty at first sight."""
    today = to_local(now, ZONE).date()
    for theme, place, venue, days, hour, minutes, seats in (
        ("digital-help", "naestved", None, -21, 16, 90, 12),
        ("wedding", "naestved", None, -8, 17, 150, 60),
        ("digital-help", "naestved", None, 10, 16, 90, 12),
        ("travel", "fuglebjerg", None, 24, 16, 150, 30),
        ("low-vision", "fensmark", "fensmark-skole", 52, 13, 180, 24),
    ):
        starts = datetime.combine(_thursday(today + timedelta(days=days)), time(hour))
        plan = EventPlan(
            theme=theme,
            place_slug=place,
            venue_slug=venue,
            room_id=None,
            starts_local=starts,
            minutes=minutes,
            capacity=seats,
            co_host_slugs=(),
            hosts="Maja fra borgerservice og Birk fra biblioteket",
        )
        event = plan_event(session, plan, None, min(now, now + timedelta(days=days - 30)))
        publish_event(session, event, now)


def _thursday(day: date) -> date:
    """Return the Thursday of that week: no demo event falls on a Sunday."""
    return day + timedelta(days=THURSDAY - day.weekday())


def _citizens(session: Session, count: int, seed: int, now: datetime) -> None:
    with tempfile.TemporaryFile() as file:
        with click.progressbar(length=count, label=f"Making {count:,} citizens", file=sys.stderr) as bar:
            write_register(file, count=count, seed=seed, progress=bar.update)
        size = file.tell()
        file.seek(0)
        with click.progressbar(length=size, label="Reading them in     ", file=sys.stderr) as bar:
            import_register(session, file, keys(), now, name="demo.csv", progress=bar.update)


def _keep_sign_ins(sign_ins: dict[str, str]) -> None:
    path = settings().instance / SIGN_INS
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        json.dump(sign_ins, file, indent=1)
