"""Who was erased here stays out, whatever file names them, and nothing of such a row is kept."""

import pytest
from sqlalchemy import delete, func, select

from planner.citizens.models import Citizen
from planner.delivery.actions import stop
from planner.delivery.models import Stop
from planner.register.actions import confirm_import
from planner.register.jobs import ImportWorker
from planner.register.models import RegisterChange, RegisterRejection
from tests.register.make import BO, EVA, KEYS, NOW, citizen, counts, file, take_in
from tests.register.test_jobs import handed_in, work
from tests.staff.make import account


@pytest.fixture
def eva_erased(session):
    """Eva's row is gone, and the mark of her erasure is there."""
    stop(session, reason="erased", source="erasure", now=NOW, whom=KEYS.subject("P-2"))
    session.commit()


def people(session):
    return session.scalars(select(Citizen.person_id).order_by(Citizen.person_id)).all()


@pytest.mark.parametrize("full", [False, True])
def test_who_was_erased_stays_out_of_every_file_and_is_counted(session, eva_erased, full):
    report = take_in(session, file(BO, EVA), full=full)
    assert (counts(report), report.rows, report.kept_out) == ((1, 0, 0, 0, 0), 2, 1)
    assert people(session) == ["P-1"]
    assert (counts(take_in(session, file(BO, EVA), full=full)), people(session)) == ((0, 0, 1, 0, 0), ["P-1"])


def test_a_bad_row_about_someone_erased_is_counted_and_not_kept(session, eva_erased):
    report = take_in(session, file(BO, {**EVA, "birth_date": "?"}, EVA, EVA, {**BO, "birth_date": ""}))
    assert (counts(report), report.kept_out, report.rows) == ((1, 0, 0, 1, 0), 3, 5)
    assert session.scalars(select(RegisterRejection.line)).all() == [6]
    assert session.scalar(select(func.count()).select_from(RegisterChange)) == 0


def test_a_file_of_nobody_but_people_erased_here_changes_nothing_and_empties_nothing(session, eva_erased):
    take_in(session, file(BO))
    assert take_in(session, file(EVA)).kept_out == 1
    assert citizen(session, "P-1").status == "resident"


def test_who_was_erased_after_the_file_was_read_stays_out_although_staged(session):
    admin = account(session, "admin")
    one = handed_in(session, admin, BO, EVA)
    work(session)
    stop(session, reason="erased", source="erasure", now=NOW, whom=KEYS.subject("P-2"))
    confirm_import(session, one, admin.id, NOW)
    session.commit()
    ImportWorker().import_registers(session, NOW)
    assert (one.status, people(session)) == ("done", ["P-1"])


def test_once_the_mark_is_lifted_the_next_file_brings_them_back(session, eva_erased):
    take_in(session, file(BO, EVA))
    session.execute(delete(Stop))
    assert counts(take_in(session, file(BO, EVA))) == (1, 0, 1, 0, 0)
