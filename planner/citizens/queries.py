"""What is asked of the register."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Consent, Purpose


def citizens_by_id(session: Session, citizen_ids: Collection[int]) -> dict[int, Citizen]:
    """Return those of the citizens who are there, by id; a few thousand ids at most."""
    found = session.scalars(select(Citizen).where(Citizen.id.in_(citizen_ids)))
    return {citizen.id: citizen for citizen in found}


def find_citizen(session: Session, person_id: str) -> Citizen | None:
    """Return the person with that id of the register, None if there is nobody."""
    return session.scalar(select(Citizen).where(Citizen.person_id == person_id))


def person_ids(session: Session, subjects: Collection[str]) -> dict[str, str]:
    """Return the person id behind each keyed hash the register still knows; a few thousand hashes at most."""
    found = session.execute(select(Citizen.subject, Citizen.person_id).where(Citizen.subject.in_(subjects)))
    return dict(found.all())


def consent_holds(at: datetime) -> ColumnElement[bool]:
    """Return the clause on Consent that it holds at the moment `at`."""
    return and_(
        Consent.given_at <= at, or_(Consent.withdrawn_at.is_(None), Consent.withdrawn_at > at),
        or_(Consent.expires_at.is_(None), Consent.expires_at > at))


def has_consent(purpose: Purpose, at: datetime, topics: Collection[str] = ()) -> ColumnElement[bool]:
    """Return the clause on Citizen that they have agreed to `purpose`, and that holds at the moment `at`.

    With `topics`: to one of these at least.
    """
    asked = exists().where(Consent.whom == Citizen.subject, Consent.purpose == purpose, consent_holds(at))
    return asked.where(Consent.topic.in_(topics)) if topics else asked
