"""What people agree to is written down, and taken back."""

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from planner.citizens.models import Consent, Purpose, Source
from planner.citizens.queries import consent_holds


def give_consent(
    session: Session, whom: str, purpose: Purpose, source: Source, now: datetime, *, topic: str | None = None,
    expires_at: datetime | None = None, noted_by: int | None = None,
) -> bool:
    """Note that the person behind the keyed hash `whom` agrees, and return whether that is new.

    What holds already, and as long as this would, is not written again. An interest, and nothing else, has a `topic`.
    """
    for_ever = Consent.expires_at.is_(None)
    lasts = for_ever if expires_at is None else or_(for_ever, Consent.expires_at >= expires_at)
    same = (Consent.whom == whom, Consent.purpose == purpose, Consent.topic.is_not_distinct_from(topic))
    if session.scalar(select(Consent.id).where(*same, consent_holds(now), lasts).limit(1)) is not None:
        return False
    session.add(Consent(
        whom=whom, purpose=purpose, topic=topic, source=source, given_at=now, expires_at=expires_at, noted_by=noted_by))
    session.flush()
    return True


def withdraw_consent(
    session: Session, whom: str, purpose: Purpose, now: datetime, *, topic: str | None = None,
) -> bool:
    """Take back what the person behind `whom` agreed to, and return whether there was anything; the rows stay.

    An interest without a `topic` takes back all of them.
    """
    held = update(Consent).where(Consent.whom == whom, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
    if topic is not None:
        held = held.where(Consent.topic == topic)
    return bool(session.scalars(held.values(withdrawn_at=now).returning(Consent.id)).all())
