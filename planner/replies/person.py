"""The part of a person's page that tells what they were invited to, what became of it, and what they answered."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from planner.citizens.person import Person, Section
from planner.delivery.models import ChannelName, Delivery, Kind, State
from planner.delivery.shown import STATES, explained, short_date
from planner.events.shown import listed
from planner.invitations.models import Invitation
from planner.localtime import to_local
from planner.refusal import N_
from planner.replies.models import Reply, Standing
from planner.web import reader_language, settings

WAYS = {ChannelName.MAIL: N_("By mail, %(day)s"), ChannelName.LETTER: N_("By letter, %(day)s")}


@dataclass(frozen=True, slots=True)
class Invited:
    """One invitation of a person: to what, how it went out and what became of it, and the answer."""

    title: str
    href: str
    when: str
    sent: str
    state: str
    tone: str
    why: str
    answer: str


def invitations_of(session: Session, person: Person, _now: datetime) -> Section:
    """Return the invitations and answers of `person`, the newest first."""
    sent = (Delivery.whom == Invitation.subject) & (Delivery.kind == Kind.INVITATION)
    sent &= Delivery.ref == Invitation.public_id
    asked = (
        select(Invitation, Delivery, Reply).outerjoin(Delivery, sent)
        .outerjoin(Reply, Reply.invitation_id == Invitation.id).options(joinedload(Invitation.event))
        .where(Invitation.subject == person.subject, Invitation.event_id.is_not(None)).order_by(Invitation.id.desc())
    )
    return Section("replies/person.html", [_invited(*row) for row in session.execute(asked)])


def _invited(invitation: Invitation, delivery: Delivery | None, reply: Reply | None) -> Invited:
    event, zone = invitation.event, settings().timezone
    assert event is not None, "only asked of invitations to an event"
    line = listed(event, reader_language())
    at = short_date(to_local((delivery and delivery.handed_over_at) or invitation.created_at, zone))
    state, tone = STATES[State(delivery.state)] if delivery else (N_("Sent"), "")
    return Invited(
        title=line.said.title, href=url_for("events.staff_event", event_id=event.id),
        when=str(_("%(date)s, %(hours)s", date=line.date, hours=line.hours)),
        sent=str(_(WAYS[ChannelName(invitation.channel)], day=at)), state=str(_(state)), tone=tone,
        why=explained(delivery, zone) if delivery else "", answer=_answer(reply))


def _answer(reply: Reply | None) -> str:
    if reply is None:
        return str(_("No answer yet"))
    if reply.standing == Standing.DECLINED:
        return str(_("Answered no"))
    if reply.standing == Standing.WAITING:
        return str(ngettext("Waits for %(num)d seat", "Waits for %(num)d seats", reply.seats))
    return str(ngettext("Comes, %(num)d seat", "Comes, %(num)d seats", reply.seats))
