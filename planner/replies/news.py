"""Queues what citizens are told: confirmations of answers, and that an event has moved or is cancelled."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.delivery.actions import NewLetter, post, recall
from planner.delivery.models import ChannelName, Kind
from planner.events.models import Event, EventStatus
from planner.invitations.models import Invitation
from planner.replies.models import Reply
from planner.replies.queries import Addressee, addressees, was_confirmed_since
from planner.replies.rules import CALM, FLURRY, concerns
from planner.web import keys, settings

log = logging.getLogger(__name__)


def confirm(session: Session, event: Event, reply: Reply, now: datetime, *, quietly: bool = False) -> None:
    """Count the change of answer and queue its confirmation; `quietly` counts only (a first no needs no letter)."""
    invitation = reply.invitation
    counted = update(Invitation).where(Invitation.id == invitation.id).values(answers=Invitation.answers + 1)
    number = session.execute(counted.returning(Invitation.answers)).scalar_one()
    if quietly:
        return
    what = f"reply:{invitation.id}:{number}"
    letter = _letter(event, invitation, invitation.citizen, Kind.CONFIRMATION, now, what=what, number=number)
    if was_confirmed_since(session, invitation, now - FLURRY):
        letter = replace(letter, due_at=now + CALM)
    post(session, [letter], settings().reply_domain, now)


def tell(session: Session, event: Event, now: datetime) -> int:
    """Queue the news of the event's last change for everyone it concerns, and return how many letters are new.

    The event is locked by the caller. Moved and then cancelled before this runs: only the cancellation is told.
    """
    kind = Kind.CANCELLED if event.status == EventStatus.CANCELLED else Kind.MOVED
    # A wave may have been launched while the event moved: what a worker holds of it is written anew, too.
    recall(session, topic=event.topic)
    concerned = [one for one in addressees(session, event) if concerns(one.known)]
    letters = _once_each(event, kind, concerned, now)
    told = post(session, letters, settings().reply_domain, now) if letters else 0
    event.told_revision = event.revision
    log.info("event %s, revision %s: %s letters %s queued", event.id, event.revision, told, kind)
    return told


def _once_each(event: Event, kind: Kind, concerned: Sequence[Addressee], now: datetime) -> list[NewLetter]:
    """Return one letter per person, also for somebody invited by two campaigns; who answered is written to as such."""
    answered_last = sorted(concerned, key=lambda one: one.known.standing is not None)
    what, revision = f"{event.topic}:{event.revision}", event.revision
    letters = {
        one.invitation.subject: _letter(event, one.invitation, one.citizen, kind, now, what=what, number=revision)
        for one in answered_last
    }
    return list(letters.values())


def _letter(
    event: Event, invitation: Invitation, citizen: Citizen | None, kind: Kind, now: datetime, *, what: str, number: int,
) -> NewLetter:
    email = citizen.email if citizen else ""
    return NewLetter(
        what=what, whom=invitation.subject, kind=kind, channel=ChannelName(invitation.channel),
        ref=f"{invitation.public_id}:{number}", due_at=now, mailing=f"campaign:{invitation.campaign_id}",
        topic=event.topic, scope=event.theme, address=keys().address(email) if email else None,
        expires_at=None if kind == Kind.CANCELLED else event.starts_at)
