"""`flask deliveries list` and `flask work`, as other programs call them."""

import json
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from planner.delivery.registry import namers
from tests.delivery.make import NOW, posted, row_of, states

LONG_AGO = NOW.replace(year=2020)


@pytest.fixture
def runner(app: Flask, session: Session) -> Iterator[FlaskCliRunner]:
    """A shell; the register still knows everyone but Bo."""
    before = namers.copy()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    namers["person"] = lambda _session, whom: {one: f"person-{one}" for one in whom if one != "bo"}
    yield app.test_cli_runner()
    namers.clear()
    namers.update(before)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_a_campaigns_deliveries_are_one_json_object_a_line(runner: FlaskCliRunner, session: Session) -> None:
    posted(session, "ane", "bo")
    posted(session, "carl", mailing="campaign:8")
    found = [
        json.loads(line)
        for line in runner.invoke(args=["deliveries", "list", "--campaign", "7", "--json"]).output.splitlines()
    ]
    row = row_of(session)
    assert found[0] == {
        "delivery": row.public_id,
        "person": "person-ane",
        "kind": "invitation",
        "channel": "mail",
        "state": "queued",
        "reason": None,
        "attempts": 0,
        "message_id": f"<invitation.{row.public_id}@example.org>",
        "handed_over_at": None,
    }
    assert [one["person"] for one in found] == ["person-ane", None]


def test_people_read_the_same_in_words(runner: FlaskCliRunner, session: Session) -> None:
    posted(session, "ane")
    assert (
        "person-ane  invitation  mail  queued" in runner.invoke(args=["deliveries", "list", "--campaign", "7"]).output
    )


@pytest.mark.parametrize("campaign", ["x", "", "-1", "7; drop", "GlHdsKmYuEnrplF_omF37g"])
def test_what_is_no_campaign_is_refused_in_one_line(runner: FlaskCliRunner, campaign: str) -> None:
    result = runner.invoke(args=["deliveries", "list", f"--campaign={campaign}"])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_work_sends_what_is_due_and_returns(runner: FlaskCliRunner, session: Session) -> None:
    posted(session, "ane", due_at=LONG_AGO)
    assert runner.invoke(args=["work", "--until-idle"]).exit_code == 0
    assert states(session) == {"ane": "accepted"}


@pytest.mark.parametrize(
    ("mail_url", "code", "says"),
    [
        ("sendgrid:", 2, "MAIL_URL must begin with"),
        ("smtp://127.0.0.1:1", 1, "The mail server 127.0.0.1:1 cannot be reached"),
    ],
)
def test_mail_that_cannot_leave_is_told_in_one_line(
    runner: FlaskCliRunner,
    session: Session,
    app: Flask,
    mail_url: str,
    code: int,
    says: str,
) -> None:
    app.extensions["planner.settings"] = replace(app.extensions["planner.settings"], mail_url=mail_url)
    posted(session, "ane", due_at=LONG_AGO)
    result = runner.invoke(args=["work", "--once"])
    assert (result.exit_code, len(result.stderr.splitlines())) == (code, 1)
    assert says in result.stderr
    assert states(session) == {"ane": "queued"}
