"""A browser at the desk, in English, and the people its tests look up."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.staff.models import AuditEntry
from planner.web import keys
from tests.segments.make import citizen
from tests.staff.make import account, sign_in

BORN = date(1960, 3, 1)
HIDDEN = {"name_address_protected": True}


def at(app: Flask, session: Session, role: str) -> FlaskClient:
    """A browser in which someone who is a `role` has signed in; pages in English."""
    someone = account(session, role, email=f"{role}@example.org", name="Gry Prøve")
    someone.language = "en"
    session.commit()
    client = app.test_client()
    sign_in(client, someone.email)
    return client


def person(session: Session, person_id: str = "SYN-1", **known: object) -> Citizen:
    """Inger Prøve of Lindevej 1, Glumsø, born on 1 March 1960, but for what is `known`; committed."""
    values = {"given_name": "Inger Marie", "family_name": "Prøve", "birth_date": BORN, "phone": "12 34 56 78",
              "subject": keys().subject(person_id)}
    made = citizen(session, person_id, **(values | known))
    session.commit()
    return made


def trail(session: Session) -> list[tuple[str, str, str]]:
    """What the trail says of people: act, about whom, and why; oldest first."""
    session.rollback()
    asked = select(AuditEntry.act, AuditEntry.about, AuditEntry.reason).where(AuditEntry.about.startswith("person:"))
    return [(act, about.removeprefix("person:"), reason) for act, about, reason in
            session.execute(asked.order_by(AuditEntry.id))]


def page_of(someone: Citizen) -> str:
    """The address of someone's page."""
    return f"/staff/citizens/{someone.subject}"
