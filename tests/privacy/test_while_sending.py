"""Someone is erased while another process sends: the others get their letters, and nothing of hers is left."""

import os
import subprocess
import sys
from collections import Counter
from contextlib import suppress

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from planner.config import ROOT, Settings
from planner.delivery.models import Delivery, State
from planner.privacy.jobs import erase_at_once
from planner.web import keys
from tests.conftest import KEY
from tests.privacy.make import MARKS, PERSON, found_in_files, found_in_tables, quintilia
from tests.replies import make

LONG_AGO = make.NOW.replace(year=2020)
OTHERS = 100
LONGEST_S = 60


@pytest.fixture
def crowd(session: Session, event):
    """Quintilia in the middle of a crowd that is due."""
    for number in range(OTHERS // 2):
        make.invite(session, event, f"Før {number}", state=State.QUEUED)
    invitation = quintilia(session, event, state=State.QUEUED)
    for number in range(OTHERS // 2):
        make.invite(session, event, f"Efter {number}", state=State.QUEUED)
    session.execute(update(Delivery).values(due_at=LONG_AGO))
    session.commit()
    return invitation


def start_worker(settings: Settings) -> subprocess.Popen[str]:
    environment = os.environ | {
        "DATABASE_URL": settings.database_url.replace("+psycopg", ""), "SECRET_KEY": KEY, "PLANNER_CLOCK": "off",
        "PLANNER_INSTANCE": str(settings.instance), "MAIL_URL": settings.mail_url}
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "work", "--until-idle"], cwd=ROOT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def sent(settings: Settings) -> int:
    folder = settings.instance / "outbox" / "new"
    return len(list(folder.iterdir())) if folder.exists() else 0


def wait_for(number: int, settings: Settings, worker: subprocess.Popen[str]) -> None:
    """Come back when so many mails have left, or the worker has."""
    while sent(settings) < number:
        with suppress(subprocess.TimeoutExpired):
            worker.wait(timeout=0.005)
            return


@pytest.mark.parametrize("after", [1, OTHERS // 2, OTHERS])
def test_erased_in_the_middle_of_a_send_she_leaves_nothing_and_nobody_else_is_missed(
    session: Session, settings: Settings, crowd, after: int,
) -> None:
    worker = start_worker(settings)
    wait_for(after, settings, worker)
    erase_at_once(session, PERSON, by=None, now=make.LATER, patience_s=LONGEST_S)
    said = worker.communicate(timeout=LONGEST_S)[0]
    states = Counter(session.scalars(select(Delivery.state)).all())
    assert worker.returncode == 0 and states["accepted"] + states["skipped"] == OTHERS + 1
    assert states["accepted"] >= OTHERS and sent(settings) == OTHERS
    hashes = (keys().address(MARKS["email"]),)
    assert found_in_files(settings.instance, hashes) + found_in_tables(session, hashes) == []
    assert not any(mark in said for mark in MARKS.values())
