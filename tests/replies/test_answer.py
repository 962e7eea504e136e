"""Seats, waiting list and confirmations when somebody answers."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from planner.delivery.models import Kind, SkipReason, State
from planner.events.actions import move_event
from planner.events.models import Event
from planner.refusal import Refusals
from planner.replies.models import Standing
from planner.replies.rules import Answer, AnswersClosedError, SeatsTakenError
from tests.replies.make import LATER, NO, NOW, YES, invite, letters, say, stops


def test_a_yes_for_two_takes_two_seats_and_is_confirmed(session: Session, event: Event) -> None:
    inger = invite(session, event)
    reply = say(session, inger, Answer(True, 2))
    assert (reply.standing, reply.seats, event.seats_taken) == (Standing.COMING, 2, 2)
    assert [letter.kind for letter in letters(session, inger)] == [Kind.CONFIRMATION]


def test_a_first_no_thanks_takes_nothing_and_gets_no_letter(session: Session, event: Event) -> None:
    inger = invite(session, event)
    assert say(session, inger, NO).standing == Standing.DECLINED
    assert letters(session, inger) == []


def test_a_yes_that_becomes_a_no_frees_the_seats_and_is_confirmed(session: Session, event: Event) -> None:
    inger = invite(session, event)
    say(session, inger, Answer(True, 2))
    say(session, inger, NO, LATER)
    assert event.seats_taken == 0
    assert len(letters(session, inger, Kind.CONFIRMATION)) == 2


def test_the_same_answer_twice_is_one_answer_and_one_letter(session: Session, event: Event) -> None:
    inger = invite(session, event)
    for _press in range(3):
        say(session, inger, Answer(True, 2))
    session.refresh(inger)
    assert (event.seats_taken, inger.answers, len(letters(session, inger))) == (2, 1, 1)


def test_a_changed_answer_moves_only_the_difference(session: Session, event: Event) -> None:
    inger = invite(session, event)
    taken = []
    for seats in (1, 3, 2):
        say(session, inger, Answer(True, seats))
        taken.append(event.seats_taken)
    assert taken == [1, 3, 2]


def test_a_household_too_large_for_what_is_left_waits_whole(session: Session, event: Event) -> None:
    say(session, invite(session, event), Answer(True, 2))
    bo = invite(session, event, "Bo")
    assert say(session, bo, Answer(True, 2)).standing == Standing.WAITING
    assert (event.seats_taken, event.seats_waiting) == (2, 2)
    assert len(letters(session, bo, Kind.CONFIRMATION)) == 1


def test_freed_seats_go_to_the_first_who_fits_and_they_are_told(session: Session, event: Event) -> None:
    inger, bo, kim = (invite(session, event, name) for name in ("Inger", "Bo", "Kim"))
    say(session, inger, Answer(True, 3))
    say(session, bo, Answer(True, 2))
    kims = say(session, kim, YES, LATER)
    say(session, inger, Answer(True, 2), LATER)
    assert (kims.standing, event.seats_taken, event.seats_waiting) == (Standing.COMING, 3, 2)
    assert len(letters(session, kim, Kind.CONFIRMATION)) == 2


def test_the_waiting_list_keeps_its_order(session: Session, event: Event) -> None:
    inger, *others = (invite(session, event, name) for name in ("Inger", "Bo", "Kim", "Liv", "Ali"))
    say(session, inger, Answer(True, 3))
    replies = [say(session, other, YES) for other in others]
    say(session, inger, NO, LATER)
    assert [reply.standing for reply in replies] == [Standing.COMING] * 3 + [Standing.WAITING]


def test_who_is_coming_never_loses_a_seat_by_asking_for_more(session: Session, event: Event) -> None:
    inger = invite(session, event)
    say(session, inger, YES)
    say(session, invite(session, event, "Bo"), Answer(True, 2))
    with pytest.raises(SeatsTakenError, match="keep the 1"):
        say(session, inger, Answer(True, 2))
    session.rollback()
    assert (event.seats_taken, event.seats_waiting) == (3, 0)


def test_leaving_the_waiting_list_leaves_the_count_right(session: Session, event: Event) -> None:
    say(session, invite(session, event), Answer(True, 3))
    bo = invite(session, event, "Bo")
    say(session, bo, Answer(True, 2))
    say(session, bo, Answer(True, 1))
    assert event.seats_waiting == 1
    say(session, bo, NO)
    assert event.seats_waiting == 0


def test_a_full_event_invites_nobody_until_a_seat_is_free_again(session: Session, event: Event) -> None:
    inger, bo = invite(session, event), invite(session, event, "Bo", state=State.QUEUED)
    say(session, inger, Answer(True, 3))
    assert letters(session, bo, Kind.INVITATION)[0].reason == SkipReason.EVENT_FULL
    say(session, inger, Answer(True, 2))
    assert letters(session, bo, Kind.INVITATION)[0].state == State.QUEUED
    assert stops(session, SkipReason.EVENT_FULL) == []


def test_a_yes_after_a_move_is_a_yes_to_the_new_time(session: Session, event: Event) -> None:
    inger = invite(session, event)
    reply = say(session, inger)
    move_event(session, event, event.starts_local.replace(hour=18), NOW)
    assert reply.event_revision < event.revision
    say(session, inger)
    assert reply.event_revision == event.revision
    assert len(letters(session, inger, Kind.CONFIRMATION)) == 2


def test_of_a_flurry_of_answers_only_the_first_and_the_last_are_confirmed(session: Session, event: Event) -> None:
    inger, bo = invite(session, event), invite(session, event, "Bo")
    for press in range(6):
        say(session, inger, YES if press % 2 == 0 else NO, NOW + timedelta(seconds=press))
    say(session, bo, YES, NOW)
    waits = [(row.due_at - row.created_at).seconds for row in letters(session, inger, Kind.CONFIRMATION)]
    assert waits == [0, 30, 30, 30, 30, 30]
    assert letters(session, bo)[0].due_at == NOW


def test_an_answer_after_some_quiet_is_confirmed_at_once(session: Session, event: Event) -> None:
    inger = invite(session, event)
    say(session, inger, YES)
    say(session, inger, NO, NOW + timedelta(minutes=1))
    assert [row.due_at for row in letters(session, inger)] == [NOW, NOW + timedelta(minutes=1)]


def test_needs_can_change_without_another_letter(session: Session, event: Event) -> None:
    inger = invite(session, event)
    say(session, inger, Answer(True, 1, needs="Tolk"))
    reply = say(session, inger, Answer(True, 1, needs="Teleslynge"))
    assert (reply.needs, len(letters(session, inger))) == ("Teleslynge", 1)


def test_what_someone_needs_is_not_kept_after_a_no(session: Session, event: Event) -> None:
    inger = invite(session, event)
    say(session, inger, Answer(True, 1, needs="Tolk"))
    assert say(session, inger, NO).needs == ""


def test_a_refused_answer_changes_nothing(session: Session, event: Event) -> None:
    inger = invite(session, event)
    with pytest.raises(Refusals):
        say(session, inger, Answer(True, 4))
    session.rollback()
    assert event.seats_taken == 0


def test_nothing_is_answered_once_it_has_begun(session: Session, event: Event) -> None:
    with pytest.raises(AnswersClosedError):
        say(session, invite(session, event), YES, event.starts_at)


def test_a_theme_without_sign_up_takes_no_answers(session: Session, event: Event) -> None:
    event.theme = "fresh-start"
    with pytest.raises(AnswersClosedError, match="just come"):
        say(session, invite(session, event))


def test_the_confirmation_goes_the_way_of_the_invitation(session: Session, event: Event) -> None:
    inger = invite(session, event, channel="letter")
    say(session, inger)
    letter = letters(session, inger)[0]
    assert (letter.channel, letter.topic, letter.mailing) == ("letter", event.topic, campaign_of(session, inger))


def campaign_of(session: Session, invitation: object) -> str:
    return invitation.campaign.mailing  # type: ignore[attr-defined,no-any-return]
