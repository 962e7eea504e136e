"""Who hears of a change: the table in the surfaces, cell by cell."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from planner.citizens.actions import object_to
from planner.citizens.models import Contact
from planner.db import db
from planner.delivery.actions import hold, stop
from planner.delivery.ledger import Ledger
from planner.delivery.models import ChannelName, Kind, SkipReason, State
from planner.delivery.registry import Composed, Envelope
from planner.events.actions import cancel_event, move_event
from planner.events.models import Event
from planner.invitations.models import Invitation
from planner.replies.jobs import tell_changes
from planner.replies.letters import compose_changes, compose_confirmations
from planner.replies.rules import Answer
from tests.replies.make import LATER, NO, NOW, YES, invite, letters, posting, say

#: How someone stands, and whether a change is told to them.
CELLS = [
    ("accepted", None, False, True), ("delivered", None, False, True), ("uncertain", None, False, True),
    ("handing_over", None, False, True), ("accepted", "yes", False, True), ("accepted", "waits", False, True),
    ("accepted", "no", False, False), ("accepted", None, True, False), ("failed", None, False, False),
    ("accepted", "yes", True, True), ("accepted", "waits", True, False), ("accepted", "no", True, False),
    ("queued", None, False, False), ("leased", None, False, False), ("skipped", None, False, False),
]


def move(session: Session, event: Event, hour: int = 18) -> None:
    move_event(session, event, event.starts_local.replace(hour=hour), NOW)
    session.commit()


def cancel(session: Session, event: Event) -> None:
    cancel_event(session, event, "Underviseren er syg", NOW)
    session.commit()


def standing(session: Session, event: Event, state: str, said: str | None, objected: bool) -> Invitation:
    """Someone whose invitation is in `state`, who said `said`, and who has perhaps objected."""
    someone = invite(session, event, state=State(state))
    if said == "waits":
        say(session, invite(session, event, "Bo", state=State.SKIPPED), Answer(True, 3))
    if said is not None:
        say(session, someone, NO if said == "no" else YES)
    if objected:
        object_to(session, someone.subject, "web", NOW)
    session.commit()
    return someone


@pytest.mark.parametrize(("state", "said", "objected", "hears"), CELLS)
@pytest.mark.parametrize("kind", [Kind.MOVED, Kind.CANCELLED])
def test_who_hears_of_a_change(
    session: Session, event: Event, kind: Kind, state: str, said: str | None, objected: bool, hears: bool,
) -> None:
    someone = standing(session, event, state, said, objected)
    (move if kind is Kind.MOVED else cancel)(session, event)
    tell_changes(session, LATER)
    heard = [letter.kind for letter in letters(session, someone, Kind.MOVED, Kind.CANCELLED)]
    assert heard == ([kind] if hears else [])


@pytest.mark.parametrize("kind", [Kind.MOVED, Kind.CANCELLED])
def test_who_was_reached_by_letter_gets_a_letter(session: Session, event: Event, kind: Kind) -> None:
    inger = invite(session, event, channel="letter")
    (move if kind is Kind.MOVED else cancel)(session, event)
    tell_changes(session, LATER)
    assert [(letter.kind, letter.channel) for letter in letters(session, inger)] == [(kind, "letter")]


def test_who_is_erased_hears_nothing(session: Session, event: Event) -> None:
    inger = invite(session, event)
    session.delete(inger.citizen)
    move(session, event)
    assert tell_changes(session, LATER) == 0


def test_a_queued_invitation_waits_on_and_one_in_hand_is_written_anew(session: Session, event: Event) -> None:
    waiting, in_hand = (invite(session, event, state=state) for state in (State.QUEUED, State.LEASED))
    move(session, event)
    tell_changes(session, LATER)
    assert [letters(session, one, Kind.INVITATION)[0].state for one in (waiting, in_hand)] == [State.QUEUED] * 2


def handed_over(session: Session, invitation: Invitation, at: datetime) -> None:
    row = letters(session, invitation, Kind.INVITATION)[0]
    row.state, row.handed_over_at = State.ACCEPTED, at
    session.commit()


def test_who_was_invited_with_the_new_time_hears_of_no_move(session: Session, event: Event) -> None:
    before, during, after = (invite(session, event, state=State.QUEUED) for _ in range(3))
    handed_over(session, before, NOW - timedelta(hours=1))
    handed_over(session, during, NOW + timedelta(seconds=1))  # after the mover read the clock, before the move
    move(session, event)
    handed_over(session, after, NOW + timedelta(seconds=2))
    tell_changes(session, LATER)
    assert [len(letters(session, one, Kind.MOVED)) for one in (before, during, after)] == [1, 1, 0]
    cancel(session, event)
    tell_changes(session, LATER)
    assert [len(letters(session, one, Kind.CANCELLED)) for one in (before, during, after)] == [1, 1, 1]


def test_a_letter_in_hand_is_written_anew_before_anybody_is_told(session: Session, event: Event) -> None:
    in_hand = invite(session, event, state=State.LEASED)
    move(session, event)
    assert letters(session, in_hand, Kind.INVITATION)[0].state == State.QUEUED


@pytest.mark.parametrize("days", [2, -2])
def test_what_waits_expires_by_the_new_time(session: Session, event: Event, days: int) -> None:
    ends = {State.QUEUED: timedelta(hours=2), State.LEASED: timedelta(days=2), State.SKIPPED: timedelta(0)}
    rows = {}
    for state, early in ends.items():
        rows[state] = letters(session, invite(session, event, state=state), Kind.INVITATION)[0]
        rows[state].expires_at = event.starts_at - early
    session.commit()
    move_event(session, event, event.starts_local + timedelta(days=days), NOW)
    session.commit()
    session.expire_all()
    assert {state: row.expires_at for state, row in rows.items()} == {
        state: event.starts_at - early for state, early in ends.items()}


def test_a_queued_invitation_to_a_cancelled_event_is_stopped(session: Session, event: Event) -> None:
    inger = invite(session, event, state=State.QUEUED)
    cancel(session, event)
    tell_changes(session, LATER)
    row = letters(session, inger, Kind.INVITATION)[0]
    assert (row.state, row.reason) == (State.SKIPPED, SkipReason.EVENT_CANCELLED)


def test_moved_and_then_cancelled_before_anyone_was_told_is_only_a_cancellation(session: Session, event: Event) -> None:
    inger = invite(session, event)
    move(session, event)
    cancel(session, event)
    tell_changes(session, LATER)
    assert [letter.kind for letter in letters(session, inger)] == [Kind.CANCELLED]


def test_a_change_is_told_once_and_the_next_one_again(session: Session, event: Event) -> None:
    inger = invite(session, event)
    move(session, event)
    assert [tell_changes(session, LATER), tell_changes(session, LATER)] == [1, 0]
    move(session, event, hour=19)
    assert tell_changes(session, LATER) == 1
    assert len(letters(session, inger, Kind.MOVED)) == 2


def test_the_news_of_a_move_is_worth_nothing_once_the_event_begins(session: Session, event: Event) -> None:
    inger = invite(session, event)
    move(session, event)
    tell_changes(session, LATER)
    assert letters(session, inger)[0].expires_at == event.starts_at


def written_news(session: Session, event: Event, answer: Answer | None) -> Composed:
    """What is written of the news of a move to someone who answered so and then objected, before it could leave."""
    inger = invite(session, event)
    if answer:
        say(session, inger, answer)
    move(session, event)
    tell_changes(session, LATER)
    object_to(session, inger.subject, "web", LATER)
    session.commit()
    row = letters(session, inger, Kind.MOVED)[0]
    return compose_changes(session, [posting(row)])[row.id]


def test_waiting_news_is_not_written_to_an_objector_without_a_seat(session: Session, event: Event) -> None:
    assert written_news(session, event, None) == SkipReason.OBJECTED


def test_news_of_the_own_booking_is_written_all_the_same(session: Session, event: Event) -> None:
    assert isinstance(written_news(session, event, YES), Envelope)


@pytest.mark.parametrize(("refused", "told"), [(ChannelName.MAIL, 0), (ChannelName.LETTER, 1)])
def test_a_no_to_mails_is_a_no_to_news_by_mail_of_what_one_has_not_signed_up_for(
    session: Session, event: Event, refused: ChannelName, told: int,
) -> None:
    inger = invite(session, event)
    stop(session, reason=SkipReason.OBJECTED, source="desk", now=NOW, whom=inger.subject, channel=refused)
    move(session, event)
    assert tell_changes(session, LATER) == told


def test_what_is_about_the_own_booking_is_outside_the_frequency_cap(session: Session, event: Event) -> None:
    inger = invite(session, event)
    session.add_all([
        Contact(citizen_id=inger.citizen_id, kind=Kind.INVITATION, theme=event.theme, at=NOW) for _ in range(3)])
    say(session, inger, YES)
    move(session, event)
    tell_changes(session, LATER)
    confirmation, moved = letters(session, inger)
    assert isinstance(compose_confirmations(session, [posting(confirmation)])[confirmation.id], Envelope)
    assert isinstance(compose_changes(session, [posting(moved)])[moved.id], Envelope)


def test_an_objection_to_another_theme_is_no_objection_here(session: Session, event: Event) -> None:
    inger = invite(session, event)
    object_to(session, inger.subject, "web", NOW, scope="travel")
    move(session, event)
    assert tell_changes(session, LATER) == 1


def test_a_paused_campaign_still_tells_those_invited_that_the_event_moves(session: Session, event: Event) -> None:
    inger, bo = invite(session, event), invite(session, event, "Bo", state=State.QUEUED)
    hold(session, inger.campaign.mailing, "paused", NOW)
    say(session, inger)
    move(session, event)
    tell_changes(session, LATER)
    session.rollback()
    taken = Ledger(db.engine, timedelta(minutes=15)).claim(LATER)
    assert {one.posting.kind for one in taken} == {Kind.CONFIRMATION, Kind.MOVED}
    assert letters(session, bo, Kind.INVITATION)[0].state == State.QUEUED
