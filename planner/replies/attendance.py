"""Who came: a tick per household at the event and after it, kept as a contact so that `came_to` can find it."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from planner.citizens.models import CAME, Contact
from planner.events.models import Event, EventStatus
from planner.invitations.models import Invitation
from planner.refusal import N_, Refusal
from planner.replies.actions import lock_event
from planner.replies.models import Reply, Standing
from planner.themes.pack import Reach, SignUp
from planner.themes.reader import find_theme

#: The doors open before it begins.
DOORS = timedelta(hours=1)


def takes_ticks(event: Event, now: datetime) -> bool:
    """Return whether it can be noted who comes: never for a theme without names, nor before the doors open."""
    theme = find_theme(event.theme)
    has_names = theme.sign_up is SignUp.NAMED and theme.reach is not Reach.MEDIATED
    return has_names and event.status == EventStatus.PUBLISHED and now >= event.starts_at - DOORS


def tick(session: Session, event_id: int, reply_id: int, now: datetime, *, came: bool) -> None:
    """Note that the household came, or take that back; twice is once. Someone whose record is gone leaves no tick."""
    event = lock_event(session, event_id)
    if not takes_ticks(event, now):
        raise Refusal(N_("Who came can be noted from an hour before the event begins, where people sign up by name."))
    asked = select(Invitation.citizen_id).join(Reply, Reply.invitation_id == Invitation.id).where(
        Reply.id == reply_id, Reply.event_id == event_id, Reply.standing == Standing.COMING)
    citizen_id = session.scalar(asked)
    if citizen_id is None:
        return
    same = (Contact.citizen_id == citizen_id, *_of(event))
    if not came:
        session.execute(delete(Contact).where(*same))
    elif session.scalar(select(Contact.id).where(*same)) is None:
        session.add(Contact(citizen_id=citizen_id, kind=CAME, theme=event.theme, at=event.starts_at))


def came_to(session: Session, event: Event) -> set[int]:
    """Return the citizens who are noted as having come to `event`."""
    invited = select(Invitation.citizen_id).where(Invitation.event_id == event.id)
    asked = select(Contact.citizen_id).where(*_of(event), Contact.citizen_id.in_(invited))
    return set(session.scalars(asked))


def _of(event: Event) -> tuple[ColumnElement[bool], ...]:
    """Return the clauses of a tick of this event: its theme, at the moment it began."""
    return Contact.kind == CAME, Contact.theme == event.theme, Contact.at == event.starts_at
