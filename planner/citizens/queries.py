"""What is asked of the register."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen


def citizens_by_id(session: Session, citizen_ids: Collection[int]) -> dict[int, Citizen]:
    """Return those of the citizens who are there, by id; a few thousand ids at most."""
    found = session.scalars(select(Citizen).where(Citizen.id.in_(citizen_ids)))
    return {citizen.id: citizen for citizen in found}


def person_ids(session: Session, subjects: Collection[str]) -> dict[str, str]:
    """Return the person id behind each keyed hash the register still knows; a few thousand hashes at most."""
    found = session.execute(select(Citizen.subject, Citizen.person_id).where(Citizen.subject.in_(subjects)))
    return dict(found.all())
