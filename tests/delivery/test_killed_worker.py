"""kill -9 at every phase of SMTP, with restarts: nobody is lost, nobody gets a third copy, every unknown shows."""

import os
import signal
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from planner.config import Settings
from tests.delivery.killing import Bench
from tests.delivery.make import NOW, posted, row_of, states
from tests.delivery.smtp_server import PHASES, PostOffice

LONG_AGO = NOW.replace(year=2020)
CROWD = [f"citizen-{number}" for number in range(60)]


@pytest.fixture
def bench(app: Flask, settings: Settings, session: Session, server: PostOffice) -> Bench:
    """Sixty invitations that are due."""
    posted(session, *CROWD, due_at=LONG_AGO)
    return Bench(settings, server)


def recipients(copies: int, bench: Bench) -> set[str]:
    return {who.partition("@")[0] for who, number in bench.server.copies.items() if number >= copies}


def test_a_worker_killed_once_at_each_phase_loses_nobody(session: Session, bench: Bench) -> None:
    for phase in PHASES:
        assert bench.killed_at(phase, nth=1 if phase in ("connect", "EHLO") else 3)
    assert bench.finished()
    assert bench.server.kills == len(PHASES)
    assert recipients(1, bench) == set(CROWD)
    assert recipients(3, bench) == set()
    assert len(recipients(2, bench)) <= bench.lines * len(PHASES)
    assert set(states(session).values()) <= {"accepted", "uncertain"}


def test_before_the_dot_a_kill_leaves_no_trace_at_all(session: Session, bench: Bench) -> None:
    bench.server.pipelining = False
    alone = replace(bench, lines=1, hold_s=900)
    for phase in ("connect", "EHLO", "MAIL", "RCPT", "DATA"):
        assert alone.killed_at(phase)
    assert alone.finished()
    assert bench.server.copies == {f"{whom}@example.org": 1 for whom in CROWD}
    assert set(states(session).values()) == {"accepted"}


@pytest.mark.parametrize("phase", ["dot", "answered"])
def test_beyond_the_dot_what_is_held_gets_no_second_copy_and_is_shown(
    session: Session, bench: Bench, phase: str
) -> None:
    held = replace(bench, lines=1, hold_s=900)
    assert held.killed_at(phase, nth=5)
    assert held.finished()
    unclear = {whom for whom, state in states(session).items() if state == "uncertain"}
    assert len(unclear) == 1
    assert set(CROWD) - recipients(1, bench) <= unclear
    assert recipients(2, bench) == set()


def test_without_the_mark_the_same_kill_doubles_in_silence(session: Session, bench: Bench) -> None:
    unmarked = replace(bench, lines=1, hold_s=900, is_marked=False)
    assert unmarked.killed_at("answered", nth=5)
    assert unmarked.finished()
    assert recipients(2, bench) != set()
    assert "uncertain" not in states(session).values()


def test_a_worker_asked_to_end_finishes_what_is_in_flight(session: Session, bench: Bench) -> None:
    def end_it(phase: str, _recipient: str) -> None:
        if phase == "body" and bench.server.seen["body"] == 10:
            os.kill(bench.server.victim or 0, signal.SIGTERM)

    bench.server.script = end_it  # type: ignore[assignment]
    assert bench.finished()
    found = states(session)
    assert {whom for whom, state in found.items() if state == "accepted"} == recipients(1, bench)
    assert set(found.values()) == {"accepted", "queued"}
    assert {row_of(session, whom).attempts for whom, state in found.items() if state == "queued"} == {0}
