"""An import killed at any moment leaves the register as before or as after, and running it again ends right."""

import multiprocessing
import random
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from planner.citizens.models import Citizen
from planner.db import db
from planner.register.jobs import forget_old_imports
from planner.register.models import RegisterChange, RegisterImport
from tests.register import victim
from tests.register.make import BO, NOW, counts, file, take_in

PEOPLE, TOWN, KILLS = 3_000, 200, 10
#: One process that has imported the application already is forked for each victim.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.register.victim"])


def town(count, mail):
    return file(*({**BO, "person_id": f"P-{number}", "email": mail} for number in range(count)))


def state(session):
    """How many people there are by mail address."""
    session.rollback()
    return dict(session.execute(select(Citizen.email, func.count()).group_by(Citizen.email)).all())


def started(settings, path):
    environment = {"DATABASE_URL": settings.database_url, "PLANNER_INSTANCE": str(settings.instance),
                   "SECRET_KEY": settings.secret_key}
    begun = _processes.Event()
    process = _processes.Process(target=victim.import_file, args=(environment, str(path), begun))
    process.start()
    assert begun.wait(60)
    return process


def seconds_of_a_whole_one(settings, path):
    process = started(settings, path)
    begun = time.monotonic()
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - begun


def killed_after(settings, path, seconds):
    process = started(settings, path)
    process.join(seconds)
    process.kill()
    process.join()
    return process.exitcode


@pytest.fixture
def new(settings, tmp_path):
    """The file of a day on which everyone has a new address and most are new."""
    path = tmp_path / "new.csv"
    path.write_bytes(town(PEOPLE, "new@example.org"))
    return path


def test_killed_at_ten_random_moments_it_is_before_or_after_and_never_between(app, session, settings, new):
    whole = seconds_of_a_whole_one(settings, new)
    chance, before, after = random.Random(7), {"old@example.org": TOWN}, {"new@example.org": PEOPLE}
    for _ in range(KILLS):
        victim.back_to(session, town(TOWN, "old@example.org"))
        assert state(session) == before
        code = killed_after(settings, new, chance.uniform(0.0, 1.0) * whole)
        assert state(session) in ((before, after) if code else (after,))
    again = take_in(session, new.read_bytes())
    assert counts(again)[3:] == (0, 0)
    assert state(session) == after


def test_what_a_killed_import_has_staged_is_cleared_away_when_its_lease_has_run_out(app, session, settings, new):
    whole = seconds_of_a_whole_one(settings, new)
    victim.back_to(session, town(TOWN, "old@example.org"))
    killed_after(settings, new, whole * 0.5)
    session.rollback()
    last = session.scalar(select(func.max(RegisterImport.begun_at)))
    forget_old_imports(session, max(last, NOW) + timedelta(minutes=10))
    left = select(func.count()).select_from(RegisterChange).where(RegisterChange.what != "b")
    assert session.scalar(left) == 0
    db.session.rollback()
