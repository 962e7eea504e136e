"""An import killed at any moment leaves the register as before or as after, and running it again ends right.

The victim kills itself before the n-th statement or commit: at the same points each time, all over its run. While it
stands there a segment is counted beside it.
"""

import multiprocessing
import signal
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from planner.register.jobs import forget_old_imports
from planner.register.models import RegisterChange, RegisterImport
from planner.register.queries import UNDER_WAY
from planner.register.staging import read_only
from planner.segments.queries import count_audience
from tests.places import make as places
from tests.register import victim
from tests.register.make import BO, NOW, counts, file, take_in
from tests.segments import make as segments

TOWN, PEOPLE, KILLS = 200, 3_000, 12
#: How many a segment of everyone reaches by mail and by letter: before nobody has a mail address, afterwards everyone.
BEFORE, AFTER = (0, TOWN), (PEOPLE, 0)
#: One process that has imported the application already is forked for each victim.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.register.victim"])


def town(count, mail):
    return file(*({**BO, "person_id": f"P-{number}", "email": mail} for number in range(count)), postcode="4700")


def reached(session):
    """How many a segment of everyone reaches just now, by mail and by letter; holds up nobody."""
    session.rollback()
    read_only(session)
    found = count_audience(session, segments.audience(), NOW).by_channel
    session.rollback()
    return found.mail, found.letter


@pytest.fixture
def import_to_death(session, settings, tmp_path):
    """Imports in a process that dies before its n-th statement or commit; returns what was reached then and after.

    With 0 it goes through, and what is returned is how many there were.
    """
    places.municipality(session)
    path = tmp_path / "new.csv"
    path.write_bytes(town(PEOPLE, "new@example.org"))
    environment = {"DATABASE_URL": settings.database_url, "PLANNER_INSTANCE": str(settings.instance),
                   "SECRET_KEY": settings.secret_key}

    def run(dies_at, torn=False):
        victim.back_to(session, town(TOWN, ""))
        assert reached(session) == BEFORE
        fate = victim.Fate(dies_at, _processes.Value("i", 0), _processes.Event(), _processes.Event(), torn)
        process = _processes.Process(target=victim.import_file, args=(environment, str(path), fate))
        process.start()
        there = reached(session) if dies_at and fate.there.wait(60) else None
        fate.go.set()
        process.join()
        assert process.exitcode == (-signal.SIGKILL if dies_at else 0)
        return (there, reached(session)) if dies_at else fate.passed.value
    return run


def points(whole):
    """KILLS of the numbers from 1 to `whole`, the first and the last among them."""
    return [1 + at * (whole - 1) // (KILLS - 1) for at in range(KILLS)]


def test_killed_anywhere_it_is_before_or_after_and_a_rerun_ends_right(session, import_to_death):
    found = []
    for at in points(import_to_death(0)):
        found += import_to_death(at)
        assert found[-1] in (BEFORE, AFTER)
        again = take_in(session, town(PEOPLE, "new@example.org"))
        assert (counts(again)[3:], reached(session)) == ((0, 0), AFTER)
    assert set(found) == {BEFORE, AFTER}  # and so was every count in between
    assert found == sorted(found, key=(BEFORE, AFTER).index)


def test_a_take_in_that_commits_in_the_middle_would_be_found_out(session, import_to_death):
    found = [import_to_death(at, torn=True) for at in points(import_to_death(0))]
    half = (TOWN, 0)
    assert any(there == half for there, _after in found)
    assert any(after == half for _there, after in found)


def test_of_a_killed_import_nothing_is_left_once_its_lease_has_run_out(session, import_to_death):
    import_to_death(import_to_death(0) // 2)
    assert session.scalar(select(func.count()).where(RegisterImport.status.in_(UNDER_WAY))) == 1
    forget_old_imports(session, NOW + timedelta(minutes=10))
    assert session.scalar(select(func.count()).where(RegisterImport.status.in_(UNDER_WAY))) == 0
    assert session.scalar(select(func.count()).where(RegisterChange.what != "b")) == 0
