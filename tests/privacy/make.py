"""A person whose every datum can be told from all others', and ways to look for it everywhere."""

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.actions import give_consent
from planner.citizens.models import Citizen, Contact, Purpose, Source
from planner.db import db
from planner.delivery.models import Kind
from planner.events.models import Event
from planner.invitations.models import Invitation
from planner.replies.rules import Answer
from planner.web import keys
from tests.replies import make

PERSON = "SYN-ERASE-7781"
MARKS = {
    "person_id": PERSON, "given_name": "Quintilia", "family_name": "Xylofonsen", "street": "Zebrastribestien 77",
    "email": "quintilia.xylofonsen@example.org", "phone": "7781003399",
}
NEEDS, NOTE = "Kørestol og kvikstol", "Hilsen fra Quintilia"


def quintilia(session: Session, event: Event, **changes: object) -> Invitation:
    """Quintilia with all her data, invited to `event`. Committed."""
    invitation = make.invite(session, event, **changes)
    citizen = invitation.citizen
    for name, value in MARKS.items():
        setattr(citizen, name, value)
    citizen.birth_date, citizen.postcode, citizen.town = date(1960, 5, 20), "4171", "Glumsø"
    subject = keys().subject(PERSON)
    for row in make.letters(session, invitation, *Kind):
        row.whom, row.address = subject, keys().address(MARKS["email"])
    citizen.subject = invitation.subject = subject
    session.add(Contact(citizen_id=citizen.id, kind=Kind.INVITATION, theme=event.theme, at=make.NOW))
    give_consent(session, subject, Purpose.PAID_OFFERS, Source.DESK, make.NOW)
    session.commit()
    return invitation


def comes(session: Session, invitation: Invitation, seats: int = 2) -> None:
    """She says yes, and writes what she needs."""
    make.say(session, invitation, Answer(coming=True, seats=seats, needs=NEEDS, note=NOTE))


def found_in_files(folder: Path, more: tuple[str, ...] = ()) -> list[str]:
    """What of her the files of the installation hold: database, log, shared memory, outbox, whatever else is there."""
    return [f"{mark} in {path.name}" for path in sorted(folder.rglob("*")) if path.is_file()
            for mark in (*MARKS.values(), NEEDS, NOTE, *more) if mark.encode() in path.read_bytes()]


def found_in_tables(session: Session, more: tuple[str, ...] = ()) -> list[str]:
    """What of her any column of any table holds."""
    found = []
    for table in db.metadata.sorted_tables:
        for row in session.execute(select(table)):
            found += [f"{mark} in {table.name}" for mark in (*MARKS.values(), NEEDS, NOTE, *more) if mark in str(row)]
    session.rollback()
    return found


def person(session: Session, person_id: str = PERSON) -> Citizen | None:
    """The register row of that id as it is now."""
    return session.scalar(select(Citizen).where(Citizen.person_id == person_id))
