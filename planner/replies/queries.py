"""Reads for answers: the invitation a link opens, who is waiting, and whom a change of an event concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import Session, joinedload

from planner.citizens.models import Citizen, Status
from planner.delivery.models import Delivery, Kind, SkipReason, Stop
from planner.events.models import Event, EventStatus
from planner.invitations.models import Invitation
from planner.replies.models import Reply, Standing
from planner.replies.rules import Known


@dataclass(frozen=True, slots=True)
class Addressee:
    """Someone with an invitation to an event, with what decides whether a change concerns them."""

    invitation: Invitation
    citizen: Citizen
    known: Known


def find_invitation(session: Session, public_id: str) -> Invitation | None:
    """Return the invitation a link names, with its event and person; None if there is none, or nothing to answer."""
    asked = (
        select(Invitation).where(Invitation.public_id == public_id, Invitation.event_id.is_not(None))
        .options(joinedload(Invitation.event), joinedload(Invitation.citizen))
    )
    return session.scalar(asked)


def language_of(session: Session, subject: str) -> str:
    """Return the language the person was last written to in, "" when nothing of that is left."""
    latest = select(Invitation.language).where(Invitation.subject == subject).order_by(Invitation.id.desc()).limit(1)
    return session.scalar(latest) or ""


def reply_to(session: Session, invitation: Invitation) -> Reply | None:
    """Return what was answered to `invitation` so far, as the database has it now."""
    asked = select(Reply).where(Reply.invitation_id == invitation.id).execution_options(populate_existing=True)
    return session.scalar(asked)


def waiting_for(session: Session, event: Event) -> Sequence[Reply]:
    """Return the households that wait for seats at `event`, oldest first, their invitations read along.

    Whoever has died meanwhile is passed over: nobody is there to be told of the seats.
    """
    asked = (
        select(Reply).join(Reply.invitation).outerjoin(Invitation.citizen)
        .where(Reply.event_id == event.id, Reply.standing == Standing.WAITING,
               or_(Citizen.id.is_(None), Citizen.status != Status.DEAD))
        .order_by(Reply.waiting_since, Reply.id).options(joinedload(Reply.invitation))
        .execution_options(populate_existing=True)
    )
    return session.scalars(asked).all()


def was_confirmed_since(session: Session, invitation: Invitation, since: datetime) -> bool:
    """Return whether a confirmation of an answer to `invitation` was put into the post after `since`."""
    asked = select(Delivery.id).where(
        Delivery.whom == invitation.subject, Delivery.kind == Kind.CONFIRMATION, Delivery.created_at > since,
        Delivery.ref.startswith(f"{invitation.public_id}:", autoescape=True))
    return session.scalar(asked.limit(1)) is not None


def events_to_tell_of(session: Session) -> Sequence[int]:
    """Return the ids of the events whose last change nobody has been told yet, oldest change first."""
    asked = select(Event.id).where(Event.told_revision < Event.revision).order_by(Event.changed_at, Event.id)
    return session.scalars(asked).all()


def has_objected() -> ColumnElement[bool]:
    """Return the clause on Invitation and its Event that the person wants no invitations like this one."""
    return exists().where(
        Stop.whom == Invitation.subject, Stop.reason == SkipReason.OBJECTED,
        or_(Stop.kind.is_(None), Stop.kind == Kind.INVITATION), or_(Stop.scope.is_(None), Stop.scope == Event.theme),
        or_(Stop.channel.is_(None), Stop.channel == Invitation.channel)).correlate(Invitation, Event)


def addressees(session: Session, event: Event) -> list[Addressee]:
    """Return everyone living who was invited to `event` and whose record is there, in order of invitation."""
    sent = (Delivery.whom == Invitation.subject) & (Delivery.kind == Kind.INVITATION)
    sent &= Delivery.ref == Invitation.public_id
    # A move is the last change then, and move_event leaves no letter with the old time after `changed_at`.
    is_new = false() if event.status == EventStatus.CANCELLED else Delivery.handed_over_at > event.changed_at
    asked = (
        select(Invitation, Citizen, Reply.standing, Delivery.state, has_objected(), is_new).join(Invitation.event)
        .join(Invitation.citizen).outerjoin(Reply, Reply.invitation_id == Invitation.id).outerjoin(Delivery, sent)
        .where(Invitation.event_id == event.id, Citizen.status != Status.DEAD).order_by(Invitation.id)
    )
    return [
        Addressee(invitation, citizen, Known(standing, state, said_no, read_new=bool(says_new)))
        for invitation, citizen, standing, state, said_no, says_new in session.execute(asked)
    ]
