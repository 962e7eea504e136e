"""Whatever forbids a letter is read at its hand-over: stops, holds, an event that began, an event that moved."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.delivery import actions
from planner.delivery.ledger import Ledger
from planner.delivery.models import ChannelName, Kind, Stop
from tests.delivery.make import NOW, posted, row_of, states


def test_a_hold_between_claim_and_hand_over_puts_the_letter_back(session: Session, ledger: Ledger) -> None:
    posted(session, "ane")
    taken = ledger.claim(NOW)
    actions.hold(session, "campaign:7", "paused", NOW)
    session.commit()
    assert ledger.turn([], taken, NOW) == set()
    assert states(session) == {"ane": "queued"}


STOPS = {"whom": "ane", "address": "at-ane", "topic": "event:3"}


@pytest.mark.parametrize("names", STOPS)
@pytest.mark.parametrize(
    "also",
    [{}, {"kinds": [Kind.INVITATION]}, {"scope": "new-pensioners"}, {"channel": ChannelName.MAIL}],
    ids=["all", "kind", "scope", "channel"],
)
def test_a_stop_committed_before_the_hand_over_wins(
    session: Session,
    ledger: Ledger,
    names: str,
    also: dict[str, object],
) -> None:
    posted(session, "ane")
    taken = ledger.claim(NOW)
    actions.stop(session, reason="objected", source="test", now=NOW, **{names: STOPS[names]}, **also)
    session.commit()
    assert ledger.turn([], taken, NOW) == set()
    row = row_of(session)
    assert (row.state, row.reason, row.lease_until) == ("skipped", "objected", None)


@pytest.mark.parametrize(
    "also",
    [{"kinds": [Kind.REMINDER]}, {"scope": "travel"}, {"whom": "bo"}, {"channel": ChannelName.LETTER}],
    ids=["kind", "scope", "whom", "channel"],
)
def test_a_stop_for_something_else_holds_nothing_back(
    session: Session, ledger: Ledger, also: dict[str, object]
) -> None:
    posted(session, "ane")
    actions.stop(session, reason="objected", source="test", now=NOW, **({"whom": "ane"} | also))
    session.commit()
    taken = ledger.claim(NOW)
    assert ledger.turn([], taken, NOW) == {taken[0].key}


def test_a_no_to_letters_skips_the_letter_that_waits_to_be_printed_and_not_the_mail(session: Session) -> None:
    posted(session, "ane", channel=ChannelName.LETTER)
    posted(session, "bo")
    for whom in ("ane", "bo"):
        actions.stop(session, reason="objected", source="test", now=NOW, whom=whom, channel=ChannelName.LETTER)
    session.commit()
    assert states(session) == {"ane": "skipped", "bo": "queued"}


def test_what_is_queued_shows_at_once_that_it_is_stopped(session: Session) -> None:
    posted(session, "ane", "bo")
    actions.stop(session, reason="event_cancelled", source="test", now=NOW, topic="event:3")
    session.commit()
    assert states(session) == {"ane": "skipped", "bo": "skipped"}
    assert row_of(session).reason == "event_cancelled"


def test_the_same_stop_is_written_once(session: Session) -> None:
    for _ in range(2):
        actions.stop(session, reason="objected", source="test", now=NOW, whom="ane", kinds=[Kind.REMINDER, Kind.THANKS])
        session.commit()
    assert sorted(str(stop.kind) for stop in session.scalars(select(Stop))) == ["reminder", "thanks"]


def test_lifting_a_stop_queues_what_it_skipped_and_nothing_else(session: Session, ledger: Ledger) -> None:
    posted(session, "ane", "bo")
    actions.stop(session, reason="objected", source="test", now=NOW, whom="bo")
    actions.stop(session, reason="event_full", source="test", now=NOW, topic="event:3")
    actions.lift(session, reason="event_full", topic="event:3")
    session.commit()
    assert states(session) == {"ane": "queued", "bo": "skipped"}
    assert [taken.posting.whom for taken in ledger.claim(NOW)] == ["ane"]


def test_a_lot_that_is_stopped_as_a_whole_does_not_hide_the_next(session: Session, ledger: Ledger) -> None:
    posted(session, "ane", expires_at=NOW)
    posted(session, "bo")
    assert [taken.posting.whom for taken in ledger.claim(NOW, lot=1)] == ["bo"]


def test_an_invitation_after_the_event_began_is_too_late(session: Session, ledger: Ledger) -> None:
    posted(session, "ane", expires_at=NOW + timedelta(seconds=10))
    taken = ledger.claim(NOW)
    assert ledger.turn([], taken, NOW + timedelta(seconds=10)) == set()
    assert (row_of(session).state, row_of(session).reason) == ("skipped", "too_late")


def test_a_letter_in_hand_is_written_anew_when_its_event_has_moved(session: Session, ledger: Ledger) -> None:
    posted(session, "ane")
    stale = ledger.claim(NOW)
    actions.recall(session, topic="event:3")
    session.commit()
    fresh = ledger.claim(NOW)
    assert ledger.turn([], stale, NOW) == set()
    assert ledger.turn([], fresh, NOW) == {fresh[0].key}
