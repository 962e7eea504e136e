"""`flask events move` and `flask events cancel`."""

import pytest
import time_machine
from sqlalchemy import select

from planner.events.models import EventStatus
from planner.staff.models import AuditEntry, RoleName
from tests.events.make import NOW, published
from tests.staff.make import account

LATER = "2027-02-10T18:00"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(town):
    """A published event, and Ane who plans and Bo at the desk."""
    found = published(town)
    account(town)
    account(town, RoleName.DESK, email="bo@example.org")
    return found


def run(app, *words):
    return app.test_cli_runner().invoke(args=["events", *words])


def test_a_move_says_when_it_now_starts(app, town, event):
    answer = run(app, "move", str(event.id), "--starts", LATER, "--by", "ane@example.org")
    assert answer.output == f"Event {event.id} now starts {LATER} (Europe/Copenhagen).\n"
    assert answer.exit_code == 0
    town.refresh(event)
    assert (event.starts_local.hour, event.sequence) == (18, 1)


def test_a_cancellation_is_done_in_the_name_of_the_account(app, town, event):
    answer = run(app, "cancel", str(event.id), "--reason", "Snestorm", "--by", "ANE@example.org")
    assert (answer.exit_code, answer.output) == (0, f"Event {event.id} is cancelled.\n")
    town.refresh(event)
    assert (event.status, event.cancel_reason) == (EventStatus.CANCELLED, "Snestorm")
    assert town.scalar(select(AuditEntry.account_id).where(AuditEntry.act == "event cancelled")) is not None


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("words", "why"), [
    (["move", "ID", "--starts", "2026-01-01T17:00", "--by", "ane@example.org"], "The date has passed"),
    (["move", "ID", "--starts", "2027-03-28T02:30", "--by", "ane@example.org"], "the clocks go forward"),
    (["move", "ID", "--starts", "tomorrow", "--by", "ane@example.org"], "tomorrow is not a date and time"),
    (["move", "404", "--starts", LATER, "--by", "ane@example.org"], "no event with the number 404"),
    (["move", "x1", "--starts", LATER, "--by", "ane@example.org"], "no event with the number x1"),
    (["move", "ID", "--starts", LATER, "--by", "bo@example.org"], "bo@example.org may not do this"),
    (["cancel", "ID", "--reason", "Snestorm", "--by", "nobody@example.org"], "no account for nobody@example.org"),
    (["cancel", "ID", "--reason", "  ", "--by", "ane@example.org"], "Write why it is cancelled"),
])
def test_a_refusal_is_one_line_and_exit_2(app, town, event, words, why):
    answer = run(app, *[str(event.id) if word == "ID" else word for word in words])
    assert answer.exit_code == 2
    assert why in answer.stderr
    assert answer.stderr.count("\n") == 1
    town.refresh(event)
    assert (event.status, event.sequence) == (EventStatus.PUBLISHED, 0)
