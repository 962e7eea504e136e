"""Posting: everyone once, whatever happens, with an id and a Message-ID that last."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner import wake
from planner.delivery import actions
from planner.delivery.models import Delivery, Kind
from tests.delivery.make import NOW, letter, row_of, states


def test_nobody_is_posted_the_same_message_twice(session: Session) -> None:
    first = [letter("ane"), letter("bo"), letter("ane")]
    assert actions.post(session, first, "example.org", NOW) == 2
    session.commit()
    kept = row_of(session).public_id
    again = [letter("ane"), letter("carl"), letter("ane", kind=Kind.REMINDER), letter("ane", what="campaign:8")]
    assert actions.post(session, again, "example.org", NOW) == 3
    session.commit()
    assert session.scalar(select(Delivery.public_id).where(Delivery.public_id == kept)) == kept


def test_many_are_posted_at_once_and_each_has_an_id_of_its_own(session: Session) -> None:
    crowd = [letter(f"citizen-{number}") for number in range(12_000)]
    assert actions.post(session, crowd, "example.org", NOW) == 12_000
    assert actions.post(session, crowd, "example.org", NOW) == 0
    session.commit()
    assert len(set(session.scalars(select(Delivery.message_id)))) == 12_000


def test_the_message_id_names_kind_row_and_sender(session: Session) -> None:
    actions.post(session, [letter("ane", kind=Kind.MOVED)], "bibliotek.example.org", NOW)
    session.commit()
    row = row_of(session)
    assert row.message_id == f"<moved.{row.public_id}@bibliotek.example.org>"
    assert (row.state, row.created_at, row.due_at, row.attempts) == ("queued", NOW, NOW, 0)


def test_posting_and_freeing_say_that_there_is_work(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Session] = []
    monkeypatch.setattr(wake, "_engine", heard.append)
    actions.post(session, [letter("ane")], "example.org", NOW)
    actions.post(session, [letter("ane")], "example.org", NOW)
    assert heard == [session]
    actions.release(session, "campaign:7")
    actions.lift(session, reason="event_full", topic="event:3")
    assert len(heard) == 3


def test_letters_leave_with_the_transaction_that_posts_them(session: Session) -> None:
    actions.post(session, [letter("ane")], "example.org", NOW)
    session.rollback()
    assert states(session) == {}


@pytest.mark.parametrize("names", [{}, {"whom": "ane", "topic": "event:3"}])
def test_a_stop_names_exactly_one_thing(session: Session, names: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        actions.stop(session, reason="objected", source="test", now=NOW, **names)
