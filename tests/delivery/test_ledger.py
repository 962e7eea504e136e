"""The ledger: who holds a row, and what an answer, a death or a late answer does to it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.delivery import actions
from planner.delivery.ledger import LEASE, Ledger, Outcome, Taken
from planner.delivery.models import ChannelName, Kind, SkipReason, Stop
from planner.delivery.rules import Phase, Verdict
from tests.delivery.make import HOLD, NOW, posted, row_of, states

LATER = NOW + LEASE + timedelta(seconds=1)


def handed_over(ledger: Ledger, now: datetime = NOW) -> list[Taken]:
    """All that is due, claimed and marked as handing over."""
    taken = ledger.claim(now)
    assert ledger.turn([], taken, now) == {one.key for one in taken}
    return taken


def answer(ledger: Ledger, taken: Taken, verdict: Verdict, now: datetime = NOW, reply: str = "") -> None:
    ledger.turn([Outcome(taken, verdict, Phase.DOT, reply)], [], now)


def test_a_letter_goes_from_queued_to_accepted(session: Session, ledger: Ledger) -> None:
    posted(session, "ane")
    (taken,) = ledger.claim(NOW)
    assert states(session) == {"ane": "leased"}
    assert ledger.turn([], [taken], NOW) == {taken.key}
    assert states(session) == {"ane": "handing_over"}
    answer(ledger, taken, Verdict.ACCEPTED)
    row = row_of(session)
    assert (row.state, row.attempts, row.handed_over_at, row.settled_at, row.lease_until) == (
        "accepted",
        1,
        NOW,
        NOW,
        None,
    )


def test_letters_on_paper_future_letters_and_held_mailings_are_not_claimed(session: Session, ledger: Ledger) -> None:
    posted(session, "bo", channel=ChannelName.LETTER)
    posted(session, "carl", due_at=NOW + timedelta(seconds=1))
    posted(session, "dora", mailing="campaign:8")
    actions.hold(session, "campaign:8", "paused by staff", NOW)
    session.commit()
    assert ledger.claim(NOW) == []
    assert set(states(session).values()) == {"queued"}


def test_a_mailing_goes_on_when_it_is_released(session: Session, ledger: Ledger) -> None:
    posted(session, "ane")
    actions.hold(session, "campaign:7", "paused", NOW)
    actions.hold(session, "campaign:7", "paused again", NOW)
    session.commit()
    assert ledger.claim(NOW) == []
    actions.release(session, "campaign:7")
    session.commit()
    assert len(ledger.claim(NOW)) == 1


def test_the_longest_due_is_claimed_first_and_no_more_than_asked(session: Session, ledger: Ledger) -> None:
    posted(session, "bo", due_at=NOW)
    posted(session, "ane", due_at=NOW - timedelta(hours=1))
    assert [taken.posting.whom for taken in ledger.claim(NOW, lot=1)] == ["ane"]


def test_a_dead_workers_unsent_letter_is_queued_and_its_attempts_are_not_charged(
    session: Session, ledger: Ledger
) -> None:
    posted(session, "ane")
    ledger.claim(NOW)
    ledger.sweep(NOW)
    assert states(session) == {"ane": "leased"}
    ledger.sweep(LATER)
    assert row_of(session).attempts == 0
    assert states(session) == {"ane": "queued"}


def test_an_overslept_worker_may_not_hand_over_what_is_no_longer_its_own(session: Session, ledger: Ledger) -> None:
    posted(session, "ane")
    mine = ledger.claim(NOW)
    ledger.sweep(LATER)
    theirs = ledger.claim(LATER)
    assert ledger.turn([], mine, LATER) == set()
    assert ledger.turn([], theirs, LATER) == {theirs[0].key}


def test_a_worker_that_lives_keeps_its_letters(session: Session, ledger: Ledger) -> None:
    posted(session, "ane")
    taken = ledger.claim(NOW)
    ledger.renew({taken[0].posting.fence}, NOW + timedelta(seconds=50))
    ledger.sweep(LATER)
    assert ledger.turn([], taken, LATER) == {taken[0].key}


def test_an_unknown_invitation_is_held_then_sent_once_more_then_left_for_a_person(
    session: Session, ledger: Ledger
) -> None:
    posted(session, "ane")
    handed_over(ledger)
    ledger.sweep(LATER)
    assert states(session) == {"ane": "uncertain"}
    ledger.sweep(LATER + HOLD - timedelta(seconds=1))
    assert states(session) == {"ane": "uncertain"}
    ledger.sweep(LATER + HOLD)
    handed_over(ledger, LATER + HOLD)
    ledger.sweep(LATER + HOLD + LEASE)
    ledger.sweep(LATER + 10 * HOLD)
    assert states(session) == {"ane": "uncertain"}


@pytest.mark.parametrize("kind", [Kind.CANCELLED, Kind.MOVED, Kind.CONFIRMATION])
def test_an_unknown_cancellation_is_sent_again_at_once_but_once(session: Session, ledger: Ledger, kind: Kind) -> None:
    posted(session, "ane", kind=kind)
    handed_over(ledger)
    ledger.sweep(LATER)
    (second,) = handed_over(ledger, LATER)
    answer(ledger, second, Verdict.UNKNOWN, LATER)
    ledger.sweep(LATER + 10 * HOLD)
    assert states(session) == {"ane": "uncertain"}


@pytest.mark.parametrize("kind", [Kind.INVITATION, Kind.CANCELLED])
def test_a_late_answer_still_settles_what_the_sweeper_gave_up(session: Session, ledger: Ledger, kind: Kind) -> None:
    posted(session, "ane", kind=kind)
    (taken,) = handed_over(ledger)
    ledger.sweep(LATER)
    answer(ledger, taken, Verdict.ACCEPTED, LATER)
    assert states(session) == {"ane": "accepted"}


def test_a_late_answer_does_not_touch_somebody_elses_try(session: Session, ledger: Ledger) -> None:
    posted(session, "ane", kind=Kind.MOVED)
    (first,) = handed_over(ledger)
    ledger.sweep(LATER)
    ledger.claim(LATER)
    answer(ledger, first, Verdict.REFUSED, LATER)
    assert states(session) == {"ane": "leased"}


def test_a_stop_after_an_unknown_first_try_does_not_hide_that_it_may_have_arrived(
    session: Session, ledger: Ledger
) -> None:
    posted(session, "ane")
    handed_over(ledger)
    ledger.sweep(LATER)
    ledger.sweep(LATER + HOLD)
    actions.stop(session, reason="objected", source="test", now=LATER, whom="ane")
    session.commit()
    assert (row_of(session).state, row_of(session).reason) == ("uncertain", "objected")
    ledger.sweep(LATER + 10 * HOLD)
    assert states(session) == {"ane": "uncertain"}


def test_a_letter_given_back_is_as_if_never_taken(session: Session, ledger: Ledger) -> None:
    posted(session, "ane")
    ledger.give_back(ledger.claim(NOW))
    row = row_of(session)
    assert (row.state, row.attempts, row.lease_until) == ("queued", 0, None)
    assert not ledger.someone_works()


def test_a_refusal_for_now_comes_back_later_and_one_for_good_does_not(session: Session, ledger: Ledger) -> None:
    posted(session, "ane", "bo")
    ane, bo = handed_over(ledger)
    answer(ledger, ane, Verdict.LATER, reply="451 try later <ane@example.org>")
    answer(ledger, bo, Verdict.REFUSED, reply="554 no")
    assert states(session) == {"ane": "queued", "bo": "failed"}
    row = row_of(session)
    assert NOW + timedelta(seconds=45) <= row.due_at <= NOW + timedelta(seconds=60)
    assert row.reply == "451 try later [address]"


def test_an_address_that_does_not_exist_gets_no_further_mail(session: Session, ledger: Ledger) -> None:
    posted(session, "ane")
    (taken,) = ledger.claim(NOW)
    ledger.turn([Outcome(taken, Verdict.REFUSED, Phase.RCPT, "550 5.1.1 no such user")], [], NOW)
    posted(session, "ane", what="campaign:9")
    posted(session, "bo", what="campaign:9", address="at-ane")
    assert ledger.claim(NOW) == []
    assert session.scalars(select(Stop)).one().reason == SkipReason.NO_CHANNEL


def test_a_cancellation_does_not_wait_behind_a_backlog_of_invitations(session: Session, ledger: Ledger) -> None:
    posted(session, "ane", "bo", due_at=NOW - timedelta(hours=1))
    posted(session, "carl", kind=Kind.CANCELLED)
    posted(session, "dora", kind=Kind.CONFIRMATION)
    assert [taken.posting.whom for taken in ledger.claim(NOW)] == ["carl", "dora"]
    assert [taken.posting.whom for taken in ledger.claim(NOW)] == ["ane", "bo"]


def test_a_bounce_is_about_the_address_the_mail_went_to(session: Session, ledger: Ledger) -> None:
    posted(session, "ane")
    taken = replace(ledger.claim(NOW)[0], goes_to="at-new")
    assert ledger.turn([], [taken], NOW) == {taken.key}
    ledger.turn([Outcome(taken, Verdict.REFUSED, Phase.DOT, "550 5.1.1 no such user")], [], NOW)
    assert row_of(session).address == "at-new"
    assert session.scalars(select(Stop)).one().address == "at-new"


def test_a_stop_on_the_address_a_mail_now_goes_to_is_seen_at_hand_over(session: Session, ledger: Ledger) -> None:
    posted(session, "ane", "bo")
    ane, bo = ledger.claim(NOW)
    actions.stop(session, reason="no_channel", source="test", now=NOW, address="at-new")
    session.commit()
    assert ledger.turn([], [replace(ane, goes_to="at-new"), replace(bo, goes_to="at-other")], NOW) == {bo.key}
    assert states(session) == {"ane": "skipped", "bo": "handing_over"}


def test_a_letter_denied_with_all_others_is_queued_again_and_costs_nothing(session: Session, ledger: Ledger) -> None:
    posted(session, "ane")
    (taken,) = handed_over(ledger)
    answer(ledger, taken, Verdict.DENIED, reply="554 5.7.1 Relay access denied")
    row = row_of(session)
    assert (row.state, row.attempts, row.settled_at) == ("queued", 0, None)
    assert NOW < row.due_at <= NOW + timedelta(minutes=1)
