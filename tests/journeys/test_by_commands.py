"""The whole way by commands alone, against a mail server: those mailed are those a plain reading of the file finds."""

import email
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

import pytest
import time_machine
from click.testing import Result
from flask import Flask
from icalendar import Calendar

from planner.app import create_app
from planner.config import Settings
from planner.db import db
from tests.delivery.smtp_server import PostOffice
from tests.journeys import oracle

NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)
RULE = {"reaches": {"milestone": "folkepension", "within_months": [0, 24]}}


class Desk:
    """The commands of one installation, with what they print."""

    def __init__(self, app: Flask) -> None:
        self.runner = app.test_cli_runner()

    def run(self, *words: str, code: int = 0) -> Result:
        result = self.runner.invoke(args=list(words))
        assert result.exit_code == code, result.output
        return result

    def json(self, *words: str) -> dict[str, object]:
        return cast(dict[str, object], json.loads(self.run(*words, "--json").stdout))

    def deliveries(self, campaign: str) -> list[dict[str, object]]:
        lines = self.run("deliveries", "list", "--campaign", campaign, "--json").stdout.splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def desk(settings: Settings, post_office: PostOffice) -> Iterator[Desk]:
    app = create_app(replace(settings, mail_url=post_office.url))
    with time_machine.travel(NOW, tick=True):
        yield Desk(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def campaign(desk: Desk, tmp_path: Path) -> str:
    """Næstved with 8,000 citizens, and a campaign to those who reach pension age within two years, sent."""
    desk.run("demo", "load", "--citizens", "0")
    register, rule = tmp_path / "register.csv", tmp_path / "rule.json"
    desk.run("citizens", "generate", "--count", "8000", "--seed", "7", "--out", str(register))
    desk.run("citizens", "import", str(register))
    rule.write_text(json.dumps(RULE))
    planned = desk.json("campaigns", "plan", "--theme", "new-pensioners", "--place", "glumsoe", "--starts",
                        "2027-02-10T17:00", "--capacity", "40", "--criteria", str(rule), "--send-at", "now",
                        "--waves", "all", "--by", "planner@example.org")
    number = str(planned["campaign"])
    desk.run("campaigns", "submit", number, "--by", "planner@example.org")
    desk.run("campaigns", "approve", number, "--by", "planner@example.org", code=2)
    desk.run("campaigns", "approve", number, "--by", "approver@example.org")
    desk.run("work", "--until-idle")
    return number


def parsed(post_office: PostOffice) -> list[EmailMessage]:
    return [cast(EmailMessage, email.message_from_bytes(raw, policy=default))
            for mails in post_office.mails.values() for raw in mails]


def calendars(mail: EmailMessage) -> list[Calendar]:
    return [Calendar.from_ical(part.get_payload(decode=True)) for part in mail.walk()
            if part.get_content_type() in ("text/calendar", "application/ics")]


def test_those_mailed_are_those_a_plain_reading_finds_and_hear_of_every_change(
    desk: Desk, campaign: str, post_office: PostOffice, tmp_path: Path,
):
    expected = oracle.mailed(tmp_path / "register.csv", date(2026, 12, 2), 0, 24)
    assert len(expected) >= 100
    check_who_was_mailed(desk, campaign, post_office, expected)
    check_each_mail(post_office)
    check_the_count(desk, campaign, tmp_path / "rule.json")
    check_changes_are_heard(desk, campaign, post_office, len(expected))


def check_who_was_mailed(desk: Desk, campaign: str, post_office: PostOffice, expected: set[str]) -> None:
    """Two people may share a mailbox; each has an invitation of their own there."""
    rows = desk.deliveries(campaign)
    assert {row["person"] for row in rows if row["channel"] == "mail" and row["state"] == "accepted"} == expected
    assert sum(post_office.copies.values()) == len(expected)


def check_each_mail(post_office: PostOffice) -> None:
    for mail in parsed(post_office):
        inline, attached = calendars(mail)
        (event,) = inline.events
        assert inline.to_ical() == attached.to_ical()
        assert (inline["METHOD"], event["SEQUENCE"]) == ("REQUEST", 0)
        assert event.start.isoformat() == "2027-02-10T17:00:00+01:00"
        assert event["ATTENDEE"] == f"mailto:{mail['To'].addresses[0].addr_spec}"


def check_the_count(desk: Desk, campaign: str, rule: Path) -> None:
    """Counted after the wave, those invited are capped, and nobody else is."""
    counted = desk.json("segments", "count", "--criteria", str(rule))
    status = desk.json("campaigns", "status", campaign)
    invited = sum(cast(dict[str, int], status["counts"]).values())
    assert cast(dict[str, int], counted["excluded"])["capped"] == invited
    assert counted["invitable"] == 0


def check_changes_are_heard(desk: Desk, campaign: str, post_office: PostOffice, invited: int) -> None:
    event = str(desk.json("campaigns", "status", campaign)["event"])
    desk.run("events", "move", event, "--starts", "2027-02-10T18:00", "--by", "planner@example.org")
    desk.run("work", "--until-idle")
    desk.run("events", "cancel", event, "--reason", "Sygdom", "--by", "planner@example.org")
    desk.run("work", "--until-idle")
    heard = Counter((str(found["METHOD"]), int(found.events[0]["SEQUENCE"]), str(found.events[0]["UID"]))
                    for mail in parsed(post_office) for found in calendars(mail)[:1])
    assert {(method, sequence): number for (method, sequence, _uid), number in heard.items()} == {
        ("REQUEST", 0): invited, ("REQUEST", 1): invited, ("CANCEL", 2): invited}
    assert len({uid for _method, _sequence, uid in heard}) == 1
