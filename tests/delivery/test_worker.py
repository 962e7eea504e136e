"""The worker: chores before letters, poisoned rows alone, and an end that leaves nothing half done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.db import db
from planner.delivery import actions
from planner.delivery.ledger import Key, Ledger, Outcome, Taken
from planner.delivery.models import Kind, SkipReason
from planner.delivery.registry import Composed, Posting, chores, composers
from planner.delivery.worker import Worker, deliver_due, finish_delivering
from tests.delivery.make import HOLD, NOW, letter, posted, row_of, states, write


@pytest.fixture
def worker(app: Flask, settings: Settings, tmp_path: Path) -> Worker:
    """A worker that sends into a Maildir, at NOW."""
    return Worker(replace(settings, mail_url=f"maildir:{tmp_path}/outbox"), clock=lambda: NOW)


def test_a_feature_s_chores_are_done_and_committed_before_the_letters(session: Session, worker: Worker) -> None:
    chores.append(lambda own, now: actions.post(own, [letter("ane")], "example.org", now))
    worker.work_until_idle()
    assert states(session) == {"ane": "accepted"}


def test_a_chore_that_fails_leaves_nothing_behind_and_holds_up_nobody(
    session: Session,
    worker: Worker,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(own: Session, now: datetime) -> int:
        actions.post(own, [letter("bo")], "example.org", now)
        raise RuntimeError("Bo Hansen of Biblioteksvej 1")

    chores.append(broken)
    posted(session, "ane")
    worker.work_until_idle()
    assert states(session) == {"ane": "accepted"}
    assert "broken failed: RuntimeError in test_worker.py" in caplog.text
    assert "Bo Hansen" not in caplog.text


def poisoned(session: Session, postings: Sequence[Posting]) -> dict[int, Composed]:
    if any(posting.whom == "bo" for posting in postings):
        raise RuntimeError("Bo Hansen of Biblioteksvej 1")
    return write(session, postings)


def test_a_letter_that_cannot_be_written_keeps_nobody_elses_back(
    session: Session,
    worker: Worker,
    caplog: pytest.LogCaptureFixture,
) -> None:
    composers[Kind.INVITATION] = poisoned
    posted(session, "ane", "bo", "carl")
    worker.work_until_idle()
    assert states(session) == {"ane": "accepted", "bo": "queued", "carl": "accepted"}
    assert row_of(session, "bo").attempts == 1
    assert "Bo Hansen" not in caplog.text + str(row_of(session, "bo").reply)


def test_a_letter_without_anyone_who_can_write_it_waits_too(session: Session, worker: Worker) -> None:
    del composers[Kind.THANKS]
    posted(session, "ane")
    posted(session, "bo", kind=Kind.THANKS)
    worker.work_until_idle()
    assert states(session) == {"ane": "accepted", "bo": "queued"}


def test_whoever_writes_the_letter_may_say_that_there_is_none(session: Session, worker: Worker) -> None:
    composers[Kind.INVITATION] = lambda _session, postings: {
        posting.id: SkipReason.NO_CHANNEL for posting in postings if posting.whom == "ane"
    }
    posted(session, "ane", "bo")
    worker.work_until_idle()
    assert (row_of(session, "ane").state, row_of(session, "ane").reason) == ("skipped", "no_channel")
    assert (row_of(session, "bo").state, row_of(session, "bo").reason) == ("skipped", "erased")


def test_a_worker_asked_to_stop_gives_back_what_it_has_not_tried(session: Session, worker: Worker) -> None:
    def stopping(own: Session, postings: Sequence[Posting]) -> dict[int, Composed]:
        worker.stopped.set()
        return write(own, postings)

    composers[Kind.INVITATION] = stopping
    posted(session, "ane", "bo")
    worker.work_until_stopped()
    assert states(session) == {"ane": "queued", "bo": "queued"}
    assert row_of(session).attempts == 0


def test_more_letters_than_one_lot_leave_in_one_round(session: Session, worker: Worker) -> None:
    posted(session, *(f"citizen-{number}" for number in range(450)))
    assert worker.do_due() == 450
    assert set(states(session).values()) == {"accepted"}


def test_what_is_due_later_does_not_keep_an_idle_worker(session: Session, worker: Worker) -> None:
    posted(session, "ane", due_at=NOW + timedelta(minutes=1))
    assert worker.work_until_idle() == 0


def test_the_clock_does_what_is_due_and_counts_it(app: Flask, session: Session) -> None:
    posted(session, "ane", due_at=NOW - timedelta(days=3000))
    assert deliver_due(app) == 1
    assert deliver_due(app) == 0


def test_a_process_that_is_about_to_end_takes_nothing_new(app: Flask, session: Session) -> None:
    finish_delivering(app)
    assert deliver_due(app) == 0
    posted(session, "ane", due_at=NOW - timedelta(days=3000))
    finish_delivering(app)
    assert deliver_due(app) == 0
    assert states(session) == {"ane": "queued"}


def test_a_database_out_of_reach_while_writing_charges_no_letter(session: Session, worker: Worker) -> None:
    def unreachable(_own: Session, _postings: Sequence[Posting]) -> dict[int, Composed]:
        raise OperationalError("SELECT 1", {}, ConnectionError("gone"))

    composers[Kind.INVITATION] = unreachable
    posted(session, "ane")
    assert worker.do_due_patiently() == 0
    assert (row_of(session).state, row_of(session).attempts) == ("queued", 0)


def test_news_that_comes_while_a_backlog_leaves_is_told_before_the_rest_of_it(
    app: Flask, session: Session, settings: Settings, tmp_path: Path
) -> None:
    left: list[str] = []

    def noted(own: Session, postings: Sequence[Posting]) -> dict[int, Composed]:
        left.extend(posting.kind for posting in postings)
        return write(own, postings)

    def tell(own: Session, now: datetime) -> int:
        return actions.post(own, [letter("ane", kind=Kind.CANCELLED)] if left else [], "example.org", now)

    composers.update(dict.fromkeys(Kind, noted))
    chores.append(tell)
    posted(session, *(f"citizen-{number}" for number in range(450)))
    outbox = replace(settings, mail_url=f"maildir:{tmp_path}/outbox")
    assert Worker(outbox, clock=lambda: NOW, chores_every_s=0).do_due() == 452
    assert left.index(Kind.CANCELLED) == 200


class AwayOnce(Ledger):
    """A ledger whose database is away when letters have left and their answers are to be kept."""

    times = 1

    def turn(self, outcomes: Sequence[Outcome], loaded: Sequence[Taken], now: datetime) -> set[Key]:
        if outcomes and self.times:
            self.times -= 1
            raise OperationalError("UPDATE delivery", {}, ConnectionError("gone"))
        return super().turn(outcomes, loaded, now)


def test_what_was_accepted_while_the_database_was_away_is_kept_and_not_sent_again(
    session: Session, settings: Settings, tmp_path: Path, app: Flask
) -> None:
    posted(session, "ane")
    outbox = replace(settings, mail_url=f"maildir:{tmp_path}/outbox")
    worker = Worker(outbox, clock=lambda: NOW, ledger=AwayOnce(db.engine, HOLD))
    with pytest.raises(OperationalError):
        worker.do_due()
    assert states(session) == {"ane": "handing_over"}
    worker.do_due()
    assert (row_of(session).state, row_of(session).attempts) == ("accepted", 1)
