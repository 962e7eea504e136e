"""What people agree to and what they say no to is written down, and taken back."""

import logging
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from planner.citizens.models import Consent, Purpose, Source
from planner.citizens.queries import consent_holds
from planner.delivery.actions import stop
from planner.delivery.models import ChannelName, Kind, SkipReason, Stop
from planner.staff.actions import record

#: An objection stops what we begin ourselves. What follows from someone's own booking still reaches them.
STOPPED_BY_OBJECTION = (Kind.INVITATION, Kind.INFORMATION, Kind.THANKS)
log = logging.getLogger(__name__)


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
    _record(session, noted_by, f"consent noted: {source}", whom, now)
    return True


def withdraw_consent(
    session: Session, whom: str, purpose: Purpose, now: datetime, *, topic: str | None = None,
    noted_by: int | None = None,
) -> bool:
    """Take back what the person behind `whom` agreed to, and return whether there was anything; the rows stay.

    An interest without a `topic` takes back all of them.
    """
    held = update(Consent).where(Consent.whom == whom, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
    if topic is not None:
        held = held.where(Consent.topic == topic)
    there_was = bool(session.scalars(held.values(withdrawn_at=now).returning(Consent.id)).all())
    if there_was:
        _record(session, noted_by, "consent withdrawn", whom, now)
    return there_was


def object_to(
    session: Session, whom: str, source: str, now: datetime, *, scope: str | None = None,
    channel: ChannelName | None = None, noted_by: int | None = None,
) -> None:
    """Write down that someone wants no more invitations: of the theme `scope`, by `channel`, or (None) of any, by any.

    `whom` is the keyed hash, so it works for somebody whose record is gone, and holds when it comes back. What waits
    in the post is taken out; their own bookings stay.
    """
    stop(
        session, reason=SkipReason.OBJECTED, source=source, whom=whom, kinds=STOPPED_BY_OBJECTION, scope=scope,
        channel=channel, noted_by=noted_by, now=now)
    _record(session, noted_by, f"no noted: {source}", whom, now)
    log.info("an objection was noted, scope %s, channel %s, source %s", scope or "all", channel or "all", source)


def lift_objection(
    session: Session, whom: str, source: Source, now: datetime, *, scope: str | None, channel: ChannelName | None,
    noted_by: int,
) -> bool:
    """Take back exactly that no because the person asked for it, and return whether it stood.

    Nothing that it kept from leaving is sent after all.
    """
    theirs = (Stop.whom == whom, Stop.reason == SkipReason.OBJECTED, Stop.scope.is_not_distinct_from(scope),
              Stop.channel.is_not_distinct_from(channel))
    stood = bool(session.scalars(delete(Stop).where(*theirs).returning(Stop.id)).all())
    if stood:
        _record(session, noted_by, f"no taken back: {source}", whom, now)
        log.info("an objection was lifted, scope %s, channel %s, source %s", scope or "all", channel or "all", source)
    return stood


def record_look_up(session: Session, account_id: int, subjects: list[str], now: datetime, reason: str = "") -> None:
    """Leave a line in the trail for everyone whose record a search has shown, or one for a search without result.

    `reason` is why people with a protected name were looked among too.
    """
    for subject in subjects or ["nobody"]:
        record(session, account_id, "person looked up", f"person:{subject}", now, reason=reason)


def record_reveal(session: Session, account_id: int, subject: str, reason: str, now: datetime) -> None:
    """Leave a line in the trail that a hidden name and address were shown, and why."""
    record(session, account_id, "hidden name shown", f"person:{subject}", now, reason=reason)


def _record(session: Session, account_id: int | None, act: str, whom: str, now: datetime) -> None:
    """Leave a line in the trail of what a colleague did; what people do themselves is no act of staff."""
    if account_id is not None:
        record(session, account_id, act, f"person:{whom}", now)
