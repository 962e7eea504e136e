"""What changes when somebody answers: the seats, the waiting list, who may still be invited, and the confirmation."""

import logging
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Status
from planner.delivery.actions import lift, stop
from planner.delivery.models import Kind, SkipReason
from planner.events.models import Event, EventStatus
from planner.invitations.models import Invitation
from planner.refusal import N_
from planner.replies import rules
from planner.replies.models import Reply, Standing
from planner.replies.news import confirm
from planner.replies.queries import reply_to, waiting_for
from planner.themes.pack import SignUp
from planner.themes.reader import find_theme

log = logging.getLogger(__name__)


def lock_event(session: Session, event_id: int) -> Event:
    """Return the event as it is now, locked until this transaction ends.

    One answer at a time per event: so two devices, a double press and a promotion never see each other half done.
    On SQLite every writing transaction holds the only write lock already.
    """
    asked = select(Event).where(Event.id == event_id).with_for_update(of=Event)
    return session.scalars(asked.execution_options(populate_existing=True)).unique().one()


def answer(session: Session, invitation: Invitation, given: rules.Answer, now: datetime) -> Reply:
    """Keep a household's answer and return where it stands; the same answer again changes nothing and writes nothing.

    Raises AnswersClosedError, SeatsTakenError, or Refusals with all that has to be mended.
    """
    assert invitation.event_id is not None, "a link to no event is not opened"
    event = lock_event(session, invitation.event_id)
    sign_up = find_theme(event.theme).sign_up
    if sign_up == SignUp.NONE:
        raise rules.AnswersClosedError(N_("You need not sign up. You are welcome to just come."))
    rules.check_open(event.status, event.starts_at, now)
    given = rules.checked(given, event.capacity, named=sign_up == SignUp.NAMED)
    was_full = event.seats_taken >= event.capacity
    reply = reply_to(session, invitation)
    was = (reply.standing, reply.seats, reply.event_revision) if reply else None
    reply = reply or _first_reply(session, invitation, event, now)
    _settle(session, event, reply, given, now)
    reply.needs, reply.note = given.needs if given.coming else "", given.note
    reply.event_revision = event.revision
    if (reply.standing, reply.seats, reply.event_revision) != was:
        reply.answered_at = now
        _note_change(session, event, reply, was[0] if was else None, now)
        note_fullness(session, event, was_full, now)
    return reply


def _first_reply(session: Session, invitation: Invitation, event: Event, now: datetime) -> Reply:
    reply = Reply(invitation=invitation, event_id=event.id, standing=Standing.DECLINED, seats=0, answered_at=now)
    session.add(reply)
    return reply


def _settle(session: Session, event: Event, reply: Reply, given: rules.Answer, now: datetime) -> None:
    """Move the seats: only the difference to what the household holds, and all of it or nothing."""
    held = reply.seats if reply.standing == Standing.COMING else 0
    queued = reply.seats if reply.standing == Standing.WAITING else 0
    if given.seats <= held:
        give_back(session, event, held - given.seats)
        standing = Standing.COMING if given.coming else Standing.DECLINED
    elif take_seats(session, event, given.seats - held):
        standing = Standing.COMING
    elif held:
        raise rules.SeatsTakenError(
            N_("There are not enough free seats for that. You keep the %(seats)s you have."), field="seats", seats=held)
    else:
        standing = Standing.WAITING
    waits = given.seats if standing == Standing.WAITING else 0
    _change_waiting(session, event, waits - queued)
    if standing == Standing.WAITING and reply.standing != Standing.WAITING:
        reply.waiting_since = now
    if standing != Standing.WAITING:
        reply.waiting_since = None
    reply.standing, reply.seats = standing, given.seats


def take_seats(session: Session, event: Event, seats: int) -> bool:
    """Take `seats` if they are all free and the event is on, else False. One statement decides, not what was read."""
    free = update(Event).where(
        Event.id == event.id, Event.status == EventStatus.PUBLISHED, Event.seats_taken + seats <= Event.capacity)
    taken = session.scalar(
        free.values(seats_taken=Event.seats_taken + seats).returning(Event.id),
        execution_options={"synchronize_session": False})
    session.refresh(event, ["seats_taken"])
    return taken is not None


def give_back(session: Session, event: Event, seats: int) -> None:
    """Free `seats`; also where the event holds more than its capacity, because that was lowered."""
    if seats:
        freed = update(Event).where(Event.id == event.id).values(seats_taken=Event.seats_taken - seats)
        session.execute(freed, execution_options={"synchronize_session": False})
        session.refresh(event, ["seats_taken"])


def _change_waiting(session: Session, event: Event, seats: int) -> None:
    if seats:
        changed = update(Event).where(Event.id == event.id).values(seats_waiting=Event.seats_waiting + seats)
        session.execute(changed, execution_options={"synchronize_session": False})
        session.refresh(event, ["seats_waiting"])


def _note_change(session: Session, event: Event, reply: Reply, before: str | None, now: datetime) -> None:
    """Confirm what came of it, and let others in where seats came free."""
    session.flush()
    was_yes = before in (Standing.COMING, Standing.WAITING)
    confirm(session, event, reply, now, quietly=reply.standing == Standing.DECLINED and not was_yes)
    promote(session, event, now)
    log.info("reply %s to event %s: %s, seats %s", reply.id, event.id, reply.standing, reply.seats)


def promote(session: Session, event: Event, now: datetime) -> int:
    """Give free seats to those who wait, first come first served, tell them, and return how many households came in."""
    free = event.capacity - event.seats_taken
    if free <= 0 or not event.seats_waiting or event.status != EventStatus.PUBLISHED or now >= event.starts_at:
        return 0
    waiting = {reply.id: reply for reply in waiting_for(session, event)}
    offered = rules.offer_seats(free, [rules.Party(reply.id, reply.seats) for reply in waiting.values()])
    for party in offered:
        reply = waiting[party.reply_id]
        if take_seats(session, event, party.seats):
            _change_waiting(session, event, -party.seats)
            reply.standing, reply.waiting_since = Standing.COMING, None
            confirm(session, event, reply, now)
    return len(offered)


def free_seats(session: Session, event_id: int, reply_id: int, now: datetime) -> None:
    """Give back the seats of a household whose answerer has died, and offer them to those who wait.

    Nothing is sent to the dead. Done already, or answered otherwise meanwhile: nothing changes.
    """
    event = lock_event(session, event_id)
    asked = select(Reply).join(Reply.invitation).join(Invitation.citizen).where(
        Reply.id == reply_id, Reply.event_id == event_id, Citizen.status == Status.DEAD)
    reply = session.scalar(asked.execution_options(populate_existing=True))
    if reply is None or reply.standing == Standing.DECLINED:
        return
    was_full = event.seats_taken >= event.capacity
    if reply.standing == Standing.COMING:
        give_back(session, event, reply.seats)
    else:
        _change_waiting(session, event, -reply.seats)
    reply.standing, reply.seats, reply.waiting_since, reply.needs = Standing.DECLINED, 0, None, ""
    session.flush()
    promote(session, event, now)
    note_fullness(session, event, was_full, now)
    log.info("the seats of reply %s to event %s were given back", reply_id, event_id)


def note_fullness(session: Session, event: Event, was_full: bool, now: datetime) -> None:
    """Stop invitations to an event that has become full, and let them go on when seats have come free."""
    is_full = event.seats_taken >= event.capacity
    if is_full and not was_full:
        stop(
            session, reason=SkipReason.EVENT_FULL, source="replies", topic=event.topic, kinds=[Kind.INVITATION],
            now=now)
    elif was_full and not is_full:
        lift(session, reason=SkipReason.EVENT_FULL, topic=event.topic)
