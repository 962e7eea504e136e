"""A file handed in by staff: read by a worker, shown, taken in after a yes, undone; and what is forgotten in time."""

import io
import sqlite3
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import delete, func, select

from planner.citizens.models import Citizen, Contact
from planner.db import db
from planner.delivery.actions import stop
from planner.delivery.models import Stop
from planner.refusal import Refusal
from planner.register.actions import begin_import, confirm_import, discard_import, undo_import
from planner.register.jobs import ImportWorker, forget_old_imports
from planner.register.models import RegisterChange, RegisterImport, RegisterPiece, RegisterRejection
from planner.register.staging import LEASE
from tests.register.make import BO, EVA, KEYS, NOW, citizen, crowd, file, take_in
from tests.register.test_meanwhile import writes_at_once
from tests.staff.make import account

LATER = NOW + timedelta(hours=25)


@pytest.fixture
def admin(session):
    return account(session, "admin")


def handed_in(session, admin, *people, content=None, full=False):
    upload = io.BytesIO(content or file(*people))
    one = begin_import(session, upload, name="town.csv", full=full, account_id=admin.id, now=NOW)
    session.commit()
    return one


def work(session, now=NOW, worker=None):
    worker = worker or ImportWorker()
    while worker.import_registers(session, now):
        session.commit()
    session.expire_all()


def taken_in(session, admin, *people, full=False):
    one = handed_in(session, admin, *people, full=full)
    work(session)
    confirm_import(session, one, admin.id, NOW, many_left=True)
    session.commit()
    work(session)
    return one


def number_of(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_the_difference_is_told_before_anything_changes(session, admin):
    take_in(session, file(BO, EVA))
    ida = {**EVA, "person_id": "P-3", "given_name": "Ida"}
    one = handed_in(session, admin, {**BO, "email": "new@example.org"}, ida, full=True)
    work(session)
    assert (one.status, one.rows, one.added, one.changed, one.left, one.residents) == ("ready", 2, 1, 1, 1, 2)
    assert one.changed_columns == {"email": 1}
    assert (citizen(session, "P-1").email, number_of(session, Citizen)) == ("bo@example.org", 2)


def test_after_a_yes_it_is_taken_in_and_nothing_of_the_file_is_kept(session, admin):
    one = taken_in(session, admin, BO, EVA)
    forget_old_imports(session, NOW)
    assert (one.status, one.turn, number_of(session, Citizen)) == ("done", 1, 2)
    assert (number_of(session, RegisterPiece), number_of(session, RegisterChange)) == (0, 0)


def test_without_a_yes_for_a_day_it_is_thrown_away(session, admin):
    one = handed_in(session, admin, BO, {**EVA, "birth_date": ""})
    work(session)
    forget_old_imports(session, NOW + timedelta(hours=23))
    assert one.status == "ready"
    forget_old_imports(session, LATER)
    assert (one.status, number_of(session, Citizen)) == ("discarded", 0)
    assert [number_of(session, table) for table in (RegisterPiece, RegisterChange, RegisterRejection)] == [0, 0, 1]


def by_command(session, status):
    one = RegisterImport(begun_at=NOW, file_name="a.csv", status=status, worker="a", lease_until=NOW + LEASE)
    session.add(one)
    session.commit()
    return one


@pytest.mark.parametrize("status", ["reading", "ready"])
def test_what_a_killed_command_has_left_is_given_up_when_its_lease_has_run_out(session, status):
    one = by_command(session, status)
    forget_old_imports(session, NOW + LEASE)
    assert one.status == status
    forget_old_imports(session, NOW + LEASE + timedelta(seconds=1))
    assert one.status == "discarded"


def test_nobody_says_yes_to_what_a_command_takes_in(session, admin):
    one = by_command(session, "ready")
    with pytest.raises(Refusal, match="A command on the server takes this file in"):
        confirm_import(session, one, admin.id, NOW)


def test_a_command_that_waits_for_its_turn_for_long_is_not_given_up(app, session):
    one = by_command(session, "ready")
    session.execute(select(RegisterImport.id).where(RegisterImport.id == one.id).with_for_update())
    if db.engine.dialect.name == "sqlite":
        assert not writes_at_once(db.engine)  # nobody can give it up meanwhile
        return
    with app.app_context():
        assert forget_old_imports(db.session(), NOW + timedelta(hours=1)) == 0
    session.rollback()
    assert one.status == "ready"


def test_a_refused_file_says_why_and_keeps_nothing(session, admin):
    one = handed_in(session, admin, content=b"person_id,birth_date,diagnosis\nP-1,1960-05-20,x\n")
    work(session)
    assert one.status == "refused"
    assert one.refusal % one.refusal_values == (
        "The file is refused for columns that must not come in: diagnosis. Nothing was imported.")
    assert number_of(session, RegisterPiece) == 0


def test_what_was_prepared_against_an_older_register_is_prepared_anew(session, admin):
    one = handed_in(session, admin, BO, EVA)
    work(session)
    take_in(session, file(BO))
    confirm_import(session, one, admin.id, NOW)
    session.commit()
    work(session)
    assert (one.status, one.added, one.unchanged, number_of(session, Citizen)) == ("ready", 1, 1, 1)


def test_a_discarded_import_is_not_read_on(session, admin):
    one, worker = handed_in(session, admin, content=crowd(60_000)), ImportWorker(turn_s=0)
    worker.import_registers(session, NOW)
    discard_import(session, one, admin.id, NOW)
    session.commit()
    work(session, worker=worker)
    forget_old_imports(session, NOW)
    assert (one.status, number_of(session, RegisterChange)) == ("discarded", 0)


def test_a_file_whose_worker_died_is_read_by_another_once_the_lease_has_run_out(session, admin):
    one = handed_in(session, admin, content=crowd(60_000))
    ImportWorker(turn_s=0).import_registers(session, NOW)
    session.expire_all()
    assert 0 < one.read_bytes < one.size_bytes
    work(session)
    assert one.status == "reading"
    work(session, NOW + timedelta(seconds=61))
    assert (one.status, one.added) == ("ready", 60_000)


def test_a_file_whose_write_has_failed_once_is_read_anew_and_loses_nobody(session, admin):
    one, worker = handed_in(session, admin, content=crowd(60_000)), ImportWorker(turn_s=0)
    worker.import_registers(session, NOW)
    stray = RegisterChange(import_id=one.id, what="a", number=59_000, person_id="Q-1")  # in the way of a later block
    session.add(stray)
    session.commit()
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.UniqueViolation)):  # the drivers are used directly
        work(session, worker=worker)
    session.rollback()
    work(session, worker=worker)
    assert (one.status, one.rows, one.added, number_of(session, RegisterChange)) == ("ready", 60_000, 60_000, 60_000)


def test_what_is_not_staged_as_it_was_counted_is_read_anew_before_anybody_is_taken_in(session, admin):
    one = handed_in(session, admin, BO, EVA)
    work(session)
    session.execute(delete(RegisterChange).where(RegisterChange.person_id == "P-2"))
    confirm_import(session, one, admin.id, NOW)
    session.commit()
    work(session)
    assert (one.status, one.added) == ("ready", 2)
    assert (number_of(session, RegisterChange), number_of(session, Citizen)) == (2, 0)


def test_whom_an_erasure_took_out_of_the_staged_rows_holds_up_nobody_else(session, admin):
    one = handed_in(session, admin, BO, EVA)
    work(session)
    stop(session, reason="erased", source="test", now=NOW, whom=KEYS.subject("P-2"))
    session.execute(delete(RegisterChange).where(RegisterChange.person_id == "P-2"))
    confirm_import(session, one, admin.id, NOW)
    session.commit()
    work(session)
    assert (one.status, session.scalars(select(Citizen.person_id)).all()) == ("done", ["P-1"])


def test_undoing_restores_who_changed_or_left_and_takes_out_who_came(session, admin):
    take_in(session, file(BO, EVA))
    one = taken_in(session, admin, {**BO, "email": "new@example.org"}, {**BO, "person_id": "P-3"}, full=True)
    assert citizen(session, "P-2").status == "left"
    undo_import(session, one, admin.id, NOW)
    session.commit()
    work(session)
    assert (one.status, one.kept, number_of(session, Citizen)) == ("undone", 0, 2)
    assert (citizen(session, "P-1").email, citizen(session, "P-2").status) == ("bo@example.org", "resident")
    assert citizen(session, "P-2").status_on is None


def test_whom_we_have_written_to_stays_as_left_when_their_import_is_undone(session, admin):
    one = taken_in(session, admin, BO, EVA)
    session.add(Contact(citizen_id=citizen(session, "P-1").id, kind="invitation", theme="wedding", at=NOW))
    undo_import(session, one, admin.id, NOW)
    session.commit()
    work(session)
    assert (one.kept, number_of(session, Citizen), citizen(session, "P-1").status) == (1, 1, "left")


def test_only_the_last_import_can_be_undone(session, admin):
    first = taken_in(session, admin, BO)
    take_in(session, file(EVA))
    with pytest.raises(Refusal, match="later import"):
        undo_import(session, first, admin.id, NOW)


def test_a_file_that_changes_nothing_takes_nobodys_undo_away(session, admin):
    take_in(session, file(BO))
    one = taken_in(session, admin, {**BO, "email": "new@example.org"})
    again = taken_in(session, admin, {**BO, "email": "new@example.org"})
    forget_old_imports(session, NOW)
    with pytest.raises(Refusal, match="changed nothing, so there is nothing to undo"):
        undo_import(session, again, admin.id, NOW)
    undo_import(session, one, admin.id, NOW)
    session.commit()
    work(session)
    assert (one.status, citizen(session, "P-1").email) == ("undone", "bo@example.org")


def test_a_no_said_here_outlives_every_file_and_its_undoing(session, admin):
    take_in(session, file(BO))
    stop(session, reason="objected", source="test", now=NOW, whom=KEYS.subject("P-1"))
    session.commit()
    one = taken_in(session, admin, {**BO, "marketing_protected": "0", "email": "new@example.org"}, full=True)
    undo_import(session, one, admin.id, NOW)
    session.commit()
    work(session)
    assert session.scalars(select(Stop.whom)).all() == [KEYS.subject("P-1")]


def test_shared_mailboxes_and_people_who_look_alike_are_counted_and_never_merged(session, admin):
    take_in(session, file({**BO, "family_name": "Holm"}))
    twin = {**BO, "person_id": "P-9", "family_name": "Holm", "email": "BO@example.org"}
    one = handed_in(session, admin, {**BO, "family_name": "Holm"}, twin)
    work(session)
    assert (one.added, one.shared_mailboxes, one.possible_duplicates) == (1, 1, 1)


def test_who_looks_like_two_others_is_counted_once(session, admin):
    take_in(session, file({**BO, "family_name": "Holm"}))
    twins = [{**BO, "family_name": "Holm", "person_id": f"P-{number}"} for number in (8, 9)]
    one = handed_in(session, admin, *twins, {**EVA, "family_name": "Holm"})
    work(session)
    assert (one.added, one.possible_duplicates) == (3, 2)


def test_before_values_are_forgotten_when_a_later_import_stands(session, admin):
    take_in(session, file(BO))
    taken_in(session, admin, {**BO, "email": "new@example.org"})
    forget_old_imports(session, NOW)
    assert number_of(session, RegisterChange) == 1
    take_in(session, file(EVA))
    forget_old_imports(session, NOW)
    assert number_of(session, RegisterChange) == 0
