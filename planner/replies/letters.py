"""Writes what follows an answer: confirmations, and news that an event moved or was cancelled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Status
from planner.citizens.naming import has_special_protection
from planner.delivery.mime import MailTemplate, Personal
from planner.delivery.models import Delivery, Kind, SkipReason
from planner.delivery.registry import Composed, Envelope, Posting
from planner.events import calendar
from planner.events.calendar import Method
from planner.events.models import Event, EventStatus
from planner.invitations.models import Invitation
from planner.invitations.wording import (
    Links,
    Sender,
    attendee_of,
    draft_of,
    links_of,
    occasion_of,
    on_one_line,
    organizer_of,
    sender_of,
)
from planner.replies.models import Reply, Standing
from planner.replies.phrases import change_letter, confirmation_letter, greeting, seats_sentence
from planner.replies.queries import has_objected
from planner.themes.pack import spoken
from planner.themes.reader import find_theme
from planner.web import keys, settings

BOOKED = (Standing.COMING, Standing.WAITING)
Moulds = dict[tuple[str, int, str, str | None], MailTemplate]


@dataclass(frozen=True, slots=True)
class Case:
    """A letter to be written, with all the rows it speaks of. `number` is the answer's or the event's revision."""

    posting: Posting
    number: int
    invitation: Invitation
    citizen: Citizen
    event: Event
    reply: Reply | None
    first_message_id: str | None
    #: Wants no invitations like this one.
    objected: bool

    @property
    def standing(self) -> str | None:
        """Where the household stands now; None when it has not answered."""
        return self.reply.standing if self.reply else None

    @property
    def given_name(self) -> str:
        """The reader's name as a letter can carry it."""
        return on_one_line(self.citizen.given_name)

    @property
    def language(self) -> str:
        """The language of the interface for this reader."""
        return spoken(self.invitation.language)

    @property
    def links(self) -> Links:
        """The reader's own links."""
        return links_of(keys(), settings(), self.invitation.public_id, self.invitation.subject)

    @property
    def sender(self) -> Sender:
        """Who writes."""
        return sender_of(self.event.place.municipality)


def compose_confirmations(session: Session, postings: Sequence[Posting]) -> dict[int, Composed]:
    """Return the confirmations of `postings`; one that a later answer has overtaken is skipped as too late."""
    return _compose(session, postings, _why_no_confirmation)


def compose_changes(session: Session, postings: Sequence[Posting]) -> dict[int, Composed]:
    """Return the moved and cancelled letters of `postings`; one that a later change has overtaken is skipped."""
    return _compose(session, postings, _why_no_change)


def _compose(
    session: Session, postings: Sequence[Posting], why_not: Callable[[Case], SkipReason | None],
) -> dict[int, Composed]:
    """Return a letter or the reason for none per posting; one whose person is gone is left out, which means erased."""
    moulds: Moulds = {}
    found: dict[int, Composed] = {}
    for case in _cases(session, postings):
        with force_locale(case.language):
            found[case.posting.id] = why_not(case) or _written(case, moulds)
    return found


def _cases(session: Session, postings: Sequence[Posting]) -> list[Case]:
    """Read the rows of all postings at once: two queries, whatever their number."""
    refs = {posting.id: posting.ref.partition(":") for posting in postings}
    asked = (
        select(Invitation, Citizen, Event, Reply, Delivery.message_id, has_objected())
        .join(Citizen, Invitation.citizen_id == Citizen.id).join(Event, Invitation.event_id == Event.id)
        .outerjoin(Reply, Reply.invitation_id == Invitation.id)
        .outerjoin(Delivery, (Delivery.whom == Invitation.subject) & (Delivery.kind == Kind.INVITATION)
                   & (Delivery.ref == Invitation.public_id))
        .where(Invitation.public_id.in_({public_id for public_id, _, _ in refs.values()}))
    )
    rows = {row[0].public_id: row for row in session.execute(asked)}
    return [
        Case(posting, int(refs[posting.id][2]), *rows[refs[posting.id][0]])
        for posting in postings if refs[posting.id][0] in rows
    ]


def _why_no_letter(case: Case) -> SkipReason | None:
    if case.citizen.status == Status.DEAD:
        return SkipReason.DEAD
    return None if case.citizen.email else SkipReason.NO_CHANNEL


def _why_no_confirmation(case: Case) -> SkipReason | None:
    if case.event.status == EventStatus.CANCELLED:
        return SkipReason.EVENT_CANCELLED
    return SkipReason.TOO_LATE if case.number < case.invitation.answers else _why_no_letter(case)


def _why_no_change(case: Case) -> SkipReason | None:
    if case.posting.kind == Kind.MOVED and case.event.status == EventStatus.CANCELLED:
        return SkipReason.EVENT_CANCELLED
    if case.objected and case.standing != Standing.COMING:
        return SkipReason.OBJECTED  # said between the telling and now; an own booking is told of all the same
    if case.standing not in BOOKED and (gone := _why_not_invited(case.citizen)):
        return gone
    overtaken = case.number < case.event.revision or case.standing == Standing.DECLINED
    return SkipReason.TOO_LATE if overtaken else _why_no_letter(case)


def _why_not_invited(citizen: Citizen) -> SkipReason | None:
    """Return why someone without a booking hears nothing more: they left, or are hidden. A booking is their own."""
    if citizen.status == Status.LEFT:
        return SkipReason.LEFT
    return SkipReason.PROTECTED if has_special_protection(citizen) else None


def _written(case: Case, moulds: Moulds) -> Envelope:
    links, invitation = case.links, case.invitation
    key = (case.posting.kind, case.event.id, invitation.language, case.standing)
    if key not in moulds:
        moulds[key] = _mould(case)
    method, file = _calendar(case)
    personal = Personal(
        to_name=case.given_name, to_email=case.citizen.email, message_id=case.posting.message_id,
        date=case.posting.created_at, seed=case.posting.public_id, reply_to=links.rsvp,
        references=case.first_message_id, calendar=file, method=method,
        values={
            "greeting": greeting(case.given_name), "answer_url": links.answer,
            "seats": seats_sentence(case.reply), "unsubscribe_url": links.unsubscribe,
        })
    return Envelope(case.citizen.email, moulds[key].write(personal), keys().address(case.citizen.email))


def _mould(case: Case) -> MailTemplate:
    theme = find_theme(case.event.theme)
    write = confirmation_letter if case.posting.kind == Kind.CONFIRMATION else change_letter
    return MailTemplate(draft_of(write(case.event, theme, case.sender, case.invitation.language, case.standing)))


def _calendar(case: Case) -> tuple[str | None, bytes | None]:
    """Return the calendar file and its method; none with a place on the waiting list or when signed off.

    After a move everyone is asked again, also those who said yes (RFC 5546, 3.2.2.1).
    """
    confirms = case.posting.kind == Kind.CONFIRMATION
    if confirms and case.standing != Standing.COMING:
        return None, None
    words = find_theme(case.event.theme).words(case.invitation.language)
    occasion = occasion_of(case.event, words.title, case.invitation.language, case.posting.created_at, words.lead)
    attendee = attendee_of(case.given_name or case.citizen.email, case.citizen.email, coming=confirms)
    organizer = organizer_of(case.links, case.sender)
    if case.posting.kind == Kind.CANCELLED:
        return Method.CANCEL, calendar.cancel(occasion, *organizer, attendee)
    return Method.REQUEST, calendar.request(occasion, *organizer, attendee)
