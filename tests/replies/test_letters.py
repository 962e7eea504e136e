"""Confirmations and news as mails: who they are for, what they say, and the calendar file in them."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from icalendar import Calendar
from sqlalchemy import event as hooks
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.delivery.models import Delivery, Kind, SkipReason, State
from planner.delivery.registry import Envelope
from planner.delivery.worker import Worker
from planner.events.actions import cancel_event, move_event
from planner.events.models import Event
from planner.invitations.models import Invitation
from planner.replies.jobs import tell_changes
from planner.replies.letters import compose_changes, compose_confirmations
from planner.replies.rules import Answer
from tests.replies.make import LATER, NO, NOW, YES, invite, letters, posting, say


def composed(session: Session, row: Delivery) -> Envelope | SkipReason:
    write = compose_confirmations if row.kind == Kind.CONFIRMATION else compose_changes
    return write(session, [posting(row)])[row.id]


def mail(session: Session, row: Delivery) -> EmailMessage:
    envelope = composed(session, row)
    assert isinstance(envelope, Envelope)
    return message_from_bytes(envelope.message, policy=policy.default)


def calendar_of(message: EmailMessage) -> Calendar | None:
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return Calendar.from_ical(parts[0].get_content()) if parts else None


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def inger(session: Session, event: Event) -> Invitation:
    """Inger, invited in English so that these tests can read it."""
    return invite(session, event, language="en")


def move_and_tell(session: Session, event: Event) -> None:
    move_event(session, event, event.starts_local.replace(hour=18), LATER)
    session.commit()
    tell_changes(session, LATER)


def cancel_and_tell(session: Session, event: Event) -> None:
    cancel_event(session, event, "The speaker is ill", LATER)
    session.commit()
    tell_changes(session, LATER)


def test_a_confirmation_says_the_seats_and_carries_an_accepted_calendar_entry(
    session: Session, inger: Invitation, event: Event,
) -> None:
    say(session, inger, Answer(True, 2))
    message = mail(session, letters(session, inger)[0])
    file = calendar_of(message)
    assert file is not None
    entry = file.events[0]
    assert "You have 2 seats." in text_of(message)
    assert (file["METHOD"], entry["UID"], entry["SEQUENCE"]) == ("REQUEST", event.uid, 0)
    assert (entry["ATTENDEE"].params["PARTSTAT"], entry["ATTENDEE"].params["RSVP"]) == ("ACCEPTED", "FALSE")


def test_the_answer_address_is_the_organizer_and_the_attendee_is_the_recipient(
    session: Session, inger: Invitation,
) -> None:
    say(session, inger)
    message = mail(session, letters(session, inger)[0])
    file = calendar_of(message)
    assert file is not None
    reply_to, to = (message[name].addresses[0].addr_spec for name in ("Reply-To", "To"))
    assert reply_to.startswith("rsvp+")
    assert file.events[0]["ORGANIZER"] == f"mailto:{reply_to}"
    assert file.events[0]["ATTENDEE"] == f"mailto:{to}"


def test_a_receipt_is_no_list_mail(session: Session, inger: Invitation) -> None:
    say(session, inger)
    message = mail(session, letters(session, inger)[0])
    assert message["List-Unsubscribe"] is None
    assert "/u/" not in text_of(message)
    assert message["Auto-Submitted"] == "auto-generated"


def test_it_answers_the_invitation_in_the_readers_mailbox(session: Session, inger: Invitation) -> None:
    say(session, inger)
    first = letters(session, inger, Kind.INVITATION)[0]
    assert mail(session, letters(session, inger)[0])["In-Reply-To"] == first.message_id


@pytest.mark.parametrize("name", ["Inger\x07", "Inger\r\nBcc: alle@example.org", "\x00"])
def test_an_odd_name_in_the_register_holds_up_no_confirmation(session: Session, event: Event, name: str) -> None:
    inger = invite(session, event)
    say(session, inger)
    assert inger.citizen is not None
    with session.no_autoflush:  # PostgreSQL keeps no NUL, SQLite does
        inger.citizen.given_name = name
        message = mail(session, letters(session, inger)[0])
        session.expire(inger.citizen)
    assert message["Bcc"] is None


def test_a_place_on_the_waiting_list_is_no_calendar_entry(session: Session, inger: Invitation, event: Event) -> None:
    say(session, invite(session, event, "Bo"), Answer(True, 3))
    say(session, inger, Answer(True, 2))
    message = mail(session, letters(session, inger)[0])
    assert "waiting list" in message["Subject"]
    assert "You wait for 2 seats." in text_of(message)
    assert calendar_of(message) is None


def test_signing_off_is_confirmed_without_a_calendar_file(session: Session, inger: Invitation) -> None:
    say(session, inger)
    say(session, inger, NO)
    message = mail(session, letters(session, inger)[1])
    assert "signed off" in message["Subject"]
    assert calendar_of(message) is None


def test_a_confirmation_that_a_later_answer_has_overtaken_is_not_sent(session: Session, inger: Invitation) -> None:
    say(session, inger)
    say(session, inger, Answer(True, 2))
    first, second = letters(session, inger)
    assert composed(session, first) == SkipReason.TOO_LATE
    assert isinstance(composed(session, second), Envelope)


def test_a_retry_is_byte_for_byte_the_same(session: Session, inger: Invitation) -> None:
    say(session, inger)
    row = letters(session, inger)[0]
    assert composed(session, row) == composed(session, row)


@pytest.mark.parametrize("answer", [None, YES])
def test_a_move_asks_everyone_again_with_the_same_uid_and_a_higher_sequence(
    session: Session, inger: Invitation, event: Event, answer: Answer | None,
) -> None:
    if answer:
        say(session, inger, answer)
    move_and_tell(session, event)
    message = mail(session, letters(session, inger, Kind.MOVED)[0])
    file = calendar_of(message)
    assert file is not None
    entry = file.events[0]
    assert (file["METHOD"], entry["UID"], entry["SEQUENCE"], entry["DTSTART"].dt.hour) == ("REQUEST", event.uid, 1, 18)
    assert entry["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert "18:00" in text_of(message)
    assert ("/u/" in text_of(message)) is (answer is None)


def test_a_cancellation_takes_the_event_out_of_the_calendar_and_says_why(
    session: Session, inger: Invitation, event: Event,
) -> None:
    cancel_and_tell(session, event)
    message = mail(session, letters(session, inger)[0])
    file = calendar_of(message)
    assert file is not None
    assert (file["METHOD"], file.events[0]["SEQUENCE"], file.events[0]["STATUS"]) == ("CANCEL", 1, "CANCELLED")
    assert "The speaker is ill" in text_of(message)


def test_news_of_a_move_is_dropped_when_the_event_is_cancelled_meanwhile(
    session: Session, inger: Invitation, event: Event,
) -> None:
    move_and_tell(session, event)
    cancel_and_tell(session, event)
    moved, cancelled = letters(session, inger, Kind.MOVED, Kind.CANCELLED)
    assert composed(session, moved) == SkipReason.EVENT_CANCELLED
    assert isinstance(composed(session, cancelled), Envelope)


def test_the_letter_of_an_erased_person_is_left_out(session: Session, inger: Invitation) -> None:
    say(session, inger)
    row = letters(session, inger)[0]
    session.delete(inger.citizen)
    session.commit()
    assert compose_confirmations(session, [posting(row)]) == {}


def test_a_letter_in_arabic_reads_from_the_right_and_keeps_phone_numbers_in_order(
    session: Session, event: Event,
) -> None:
    samira = invite(session, event, "Samira", language="ar")
    say(session, samira)
    message = mail(session, letters(session, samira)[0])
    html = message.get_body(("html",))
    assert html is not None
    assert '<html lang="ar" dir="rtl">' in html.get_content()
    assert "\u206812 34 56 78\u2069" in text_of(message)


def test_a_lot_of_letters_is_read_with_a_handful_of_queries(session: Session, inger: Invitation, event: Event) -> None:
    rows = []
    for number in range(12):
        someone = invite(session, event, f"Gæst {number}", language="en")
        say(session, someone, YES if number < 3 else NO, NOW + timedelta(minutes=number))
        rows += letters(session, someone)
    session.expire_all()
    postings = [posting(row) for row in rows]
    seen: list[str] = []
    hooks.listen(session.get_bind(), "before_cursor_execute", lambda *call: seen.append(call[2]))
    assert len(compose_confirmations(session, postings)) == 3
    assert len(seen) <= 4


def test_all_letters_reach_the_mailbox(session: Session, settings: Settings, inger: Invitation, event: Event) -> None:
    worker = Worker(settings, clock=lambda: LATER)
    say(session, inger)
    worker.work_until_idle()
    for change in (move_and_tell, cancel_and_tell):
        change(session, event)
        worker.work_until_idle()
    assert [(letter.kind, letter.state) for letter in letters(session, inger)] == [
        (Kind.CONFIRMATION, State.ACCEPTED), (Kind.MOVED, State.ACCEPTED), (Kind.CANCELLED, State.ACCEPTED)]
    mails = (settings.instance / "outbox" / "new").iterdir()
    boxed = [message_from_bytes(mail.read_bytes(), policy=policy.default) for mail in mails]
    files = [file for message in boxed if (file := calendar_of(message))]
    assert sorted((file.events[0]["SEQUENCE"], file["METHOD"]) for file in files) == [
        (0, "REQUEST"), (1, "REQUEST"), (2, "CANCEL")]


@pytest.mark.parametrize(("facts", "reason"), [
    ({"status": "left"}, SkipReason.LEFT),
    ({"name_address_protected": True, "street": "", "postcode": "", "town": ""}, SkipReason.PROTECTED),
])
def test_who_left_or_is_hidden_hears_of_a_change_only_about_a_booking_of_their_own(session, event, facts, reason):
    booked, silent = (invite(session, event, name) for name in ("Ane", "Bo"))
    say(session, booked)
    for invitation in (booked, silent):
        for name, value in facts.items():
            setattr(invitation.citizen, name, value)
    move_and_tell(session, event)
    assert composed(session, letters(session, silent, Kind.MOVED)[0]) == reason
    assert isinstance(composed(session, letters(session, booked, Kind.MOVED)[0]), Envelope)
