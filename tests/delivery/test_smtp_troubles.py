"""A mail server that stalls, drops, refuses us or says no halfway: what becomes of the letters on the line."""

import shutil
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.db import db
from planner.delivery import actions
from planner.delivery.channels.contract import ChannelDownError
from planner.delivery.channels.smtp import Smtp
from planner.delivery.channels.smtp_server import Server
from planner.delivery.ledger import Key, Ledger, Outcome, Taken
from planner.delivery.models import Delivery, Kind
from planner.delivery.worker import Worker
from tests.conftest import make_settings
from tests.delivery.conftest import Clock
from tests.delivery.make import HOLD, NOW, posted, row_of, states
from tests.delivery.smtp_server import HangUpError, PostOffice, answering

HUNDRED = [f"citizen-{number}" for number in range(100)]


@pytest.fixture
def settings(migrated_file: Path, tmp_path: Path) -> Settings:
    """One database is enough here: what is tested is the dialogue; the ledger's own tests run on both."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


@pytest.mark.parametrize(
    ("phase", "wanted"),
    [("RCPT", {"accepted"}), ("DATA", {"accepted"}), ("body", {"accepted", "uncertain"}), ("dot", {"uncertain"})],
)
def test_a_line_that_breaks_gives_its_letter_back_unless_the_dot_has_left(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
    phase: str,
    wanted: set[str],
) -> None:
    server.script = answering(phase, "hang up", "bo@example.org", times=1)
    posted(session, "ane", "bo", "carl")
    send(2)
    found = states(session)
    assert (found["ane"], found["carl"]) == ("accepted", "accepted")
    assert found["bo"] in wanted
    assert max(server.copies.values()) == 1


def test_an_answer_that_comes_with_the_end_of_the_line_still_counts(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
    clock: Clock,
) -> None:
    server.script = answering("answered", "hang up")
    posted(session, "ane", "bo", "carl")
    for _ in range(3):
        send(1)
        clock.now += timedelta(minutes=2)
    assert set(states(session).values()) == {"accepted"}
    assert max(server.copies.values()) == 1


@pytest.mark.parametrize(("phase", "wanted"), [("RCPT", "queued"), ("dot", "uncertain")])
def test_a_silent_server_is_left_and_only_a_letter_beyond_its_dot_is_unknown(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
    phase: str,
    wanted: str,
) -> None:
    done = threading.Event()

    def script(at: str, _recipient: str) -> str | None:
        if at == phase:
            done.wait(20)
        return None

    server.script = script
    posted(session, "ane")
    send(1, dialogue_s=0.3, answer_s=0.6)
    assert states(session) == {"ane": wanted}
    done.set()


def test_a_cancellation_whose_answer_was_lost_is_sent_again_at_once_and_is_the_same_letter(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
) -> None:
    def script(phase: str, recipient: str) -> str | None:
        if phase == "dot" and not server.copies:
            server.accept(recipient, b"")
            raise HangUpError
        return None

    server.script = script
    posted(session, "ane", kind=Kind.CANCELLED)
    send(1)
    assert states(session) == {"ane": "accepted"}
    assert server.copies == {"ane@example.org": 2}


def test_a_server_that_refuses_our_sender_costs_no_letter_an_attempt(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
) -> None:
    server.script = answering("MAIL", "550 5.7.1 sender not allowed")
    posted(session, *HUNDRED)
    with pytest.raises(ChannelDownError, match="refuses us as the sender: 550"):
        send()
    assert set(states(session).values()) == {"queued"}
    assert row_of(session, "citizen-0").attempts == 0


def test_a_server_that_breaks_every_session_is_left_alone_after_a_few(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
) -> None:
    server.script = answering("DATA", "hang up")
    posted(session, *HUNDRED)
    with pytest.raises(ChannelDownError, match="breaks off every session"):
        send(1)
    assert server.seen["DATA"] <= 5
    assert server.copies == {}


def test_a_server_that_grants_fewer_sessions_gets_fewer(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
) -> None:
    sessions = []

    def script(phase: str, _recipient: str) -> str | None:
        if phase == "connect":
            sessions.append(1)
            return "421 4.7.0 too many sessions" if len(sessions) > 2 else None
        return None

    server.script = script
    posted(session, *HUNDRED)
    send(4)
    assert len(server.copies) == 100
    assert set(states(session).values()) == {"accepted"}


def test_a_stop_between_claim_and_dot_means_that_no_dot_is_written(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
    app: Flask,
) -> None:
    def script(phase: str, recipient: str) -> str | None:
        if phase == "RCPT" and recipient == "bo@example.org":
            with app.app_context(), Session(session.get_bind()) as other:
                actions.stop(other, reason="objected", source="test", now=NOW, whom="bo")
                other.commit()
        return None

    server.script = script
    posted(session, "ane", "bo", "carl")
    send(1)
    assert states(session) == {"ane": "accepted", "bo": "skipped", "carl": "accepted"}
    assert server.copies["bo@example.org"] == 0


def test_a_poisoned_row_fails_alone_after_three_tries(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
    clock: Clock,
) -> None:
    posted(session, "ane", "b\no", "carl")
    for _ in range(3):
        send()
        clock.now += timedelta(minutes=5)
    row = row_of(session, "b\no")
    assert (row.state, row.attempts, row.reply) == (
        "failed",
        3,
        "not written: a line break or control character in name",
    )
    assert server.copies == {"ane@example.org": 1, "carl@example.org": 1}


@pytest.mark.parametrize("phase", ["RCPT", "dot"])
@pytest.mark.parametrize("lines", [1, 4])
def test_a_server_that_refuses_every_letter_costs_none_of_them_anything(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
    phase: str,
    lines: int,
) -> None:
    server.script = answering(phase, "554 5.7.1 <ane@example.org>: Relay access denied")
    posted(session, *HUNDRED)
    with pytest.raises(ChannelDownError, match=r"refuses every letter: 554 5.7.1 \[address\] Relay access denied"):
        send(lines)
    assert set(states(session).values()) == {"queued"}
    assert set(session.scalars(select(Delivery.attempts))) == {0}
    assert server.seen["RCPT"] < 20


def test_a_few_refusals_among_successes_and_any_number_of_bad_addresses_concern_their_own_rows(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
) -> None:
    bad = {f"{whom}@example.org": "550 5.1.1 no such user" for whom in HUNDRED[:20]}
    odd = {f"{whom}@example.org": "554 5.7.1 no" for whom in HUNDRED[30:34]}
    server.script = lambda phase, recipient: (bad | odd).get(recipient) if phase == "RCPT" else None
    posted(session, *HUNDRED)
    send(1)
    failed = {whom for whom, state in states(session).items() if state == "failed"}
    assert failed == {*HUNDRED[:20], *HUNDRED[30:34]}
    assert len(server.copies) == 76


class AwayOnce(Ledger):
    """A ledger whose database is away for a moment, when answers have come."""

    times = 1

    def turn(self, outcomes: Sequence[Outcome], loaded: Sequence[Taken], now: datetime) -> set[Key]:
        if outcomes and self.times:
            self.times -= 1
            raise OperationalError("UPDATE delivery", {}, ConnectionError("gone"))
        return super().turn(outcomes, loaded, now)


def test_what_the_server_accepted_is_known_though_the_database_was_away_when_it_answered(
    app: Flask, session: Session, server: PostOffice
) -> None:
    posted(session, "ane", "bo")
    channel = Smtp(Server("127.0.0.1", server.port, "test", connections=1))
    ledger = AwayOnce(db.engine, HOLD)
    worker = Worker(app.extensions["planner.settings"], clock=lambda: NOW, channel=channel, ledger=ledger)
    with pytest.raises(OperationalError):
        worker.do_due()
    assert states(session) == {"ane": "accepted", "bo": "queued"}
    worker.do_due()
    assert server.copies == {"ane@example.org": 1, "bo@example.org": 1}
