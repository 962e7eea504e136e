"""Letters over SMTP: everyone gets their own once, and a refusal concerns whom it concerns."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.delivery.worker import Worker
from tests.conftest import make_settings
from tests.delivery.conftest import Clock
from tests.delivery.make import posted, row_of, states
from tests.delivery.smtp_server import PostOffice, answering

HUNDRED = [f"citizen-{number}" for number in range(100)]


@pytest.fixture
def settings(migrated_file: Path, tmp_path: Path) -> Settings:
    """One database is enough here: what is tested is the dialogue; the ledger's own tests run on both."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("lines", [1, 4])
def test_everyone_gets_their_own_mail_once(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
    pipelining: bool,
    lines: int,
) -> None:
    server.pipelining = pipelining
    posted(session, *HUNDRED)
    send(lines)
    assert server.copies == {f"{whom}@example.org": 1 for whom in HUNDRED}
    assert set(states(session).values()) == {"accepted"}
    for recipient, (mail,) in server.mails.items():
        assert message_from_bytes(mail)["To"].endswith(f"<{recipient}>")
        assert (
            f"Åse {recipient.partition('@')[0]}"
            in message_from_bytes(mail).get_payload()[0].get_payload()[0].get_payload(decode=True).decode()
        )


def test_no_more_sessions_are_opened_than_asked_and_each_carries_many(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
) -> None:
    posted(session, *HUNDRED)
    send(4)
    assert server.seen["connect"] == 4


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize(
    ("phase", "reply"), [("RCPT", "550 no"), ("DATA", "554 no"), ("dot", "554 no"), ("dot", "552 no")]
)
def test_a_definite_refusal_fails_that_row_alone(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
    phase: str,
    reply: str,
    pipelining: bool,
) -> None:
    server.pipelining = pipelining
    server.script = answering(phase, reply, "bo@example.org")
    posted(session, "ane", "bo", "carl", "dora")
    send(1)
    assert states(session) == {"ane": "accepted", "bo": "failed", "carl": "accepted", "dora": "accepted"}
    assert server.seen["connect"] == 1
    assert server.copies["bo@example.org"] == 0
    assert row_of(session, "bo").reply == reply


def test_data_let_through_without_a_recipient_is_ended_with_nothing_in_it(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
) -> None:
    server.is_lax = True
    server.script = answering("RCPT", "550 no", "bo@example.org")
    posted(session, "ane", "bo", "carl")
    send(1)
    assert states(session) == {"ane": "accepted", "bo": "failed", "carl": "accepted"}
    assert server.copies == {"ane@example.org": 1, "carl@example.org": 1}
    assert server.seen["connect"] == 1


@pytest.mark.parametrize("phase", ["RCPT", "DATA", "dot"])
def test_a_refusal_for_now_is_tried_later_with_the_same_message_id(
    session: Session,
    server: PostOffice,
    send: Callable[..., Worker],
    clock: Clock,
    phase: str,
) -> None:
    server.script = answering(phase, "451 4.7.1 greylisted", times=2)
    posted(session, "ane")
    for _ in range(3):
        send()
        clock.now += timedelta(minutes=2)
    row = row_of(session)
    assert (row.state, row.attempts, server.copies["ane@example.org"]) == ("accepted", 3, 1)
    assert message_from_bytes(server.mails["ane@example.org"][0])["Message-ID"] == row.message_id
