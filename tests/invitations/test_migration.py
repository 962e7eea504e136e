"""Waves go a step back and forth with invitations hanging on them, and keep all but what the step adds."""

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from planner.db import db
from planner.invitations.models import Invitation
from planner.register.models import RegisterImport, RegisterRejection
from tests.replies import make

ADDED = ("unseen_mail", "unseen_letter")


def rows(session, table, by="id"):
    """Every row of a table as it stands."""
    found = session.execute(text(f"SELECT * FROM {table} ORDER BY {by}")).mappings().all()
    session.rollback()  # a migration needs the table to itself
    return [dict(row) for row in found]


def test_waves_learn_how_many_are_unseen_at_0018_and_nothing_else_changes(session):
    invitation = make.invite(session, make.evening(session))
    wave = session.get(Invitation, invitation.id).campaign.waves[0]
    wave.by_mail, wave.by_letter, wave.unseen_mail, wave.unseen_letter = 5, 4, 2, 1
    session.commit()
    waves, invitations = rows(session, "wave"), rows(session, "invitation")
    downgrade(revision="0017")
    assert rows(session, "wave") == [{name: value for name, value in row.items() if name not in ADDED} for row in waves]
    assert rows(session, "invitation") == invitations
    upgrade()
    assert rows(session, "wave") == [row | dict.fromkeys(ADDED, 0) for row in waves]
    assert rows(session, "invitation") == invitations and invitations


def test_a_step_back_takes_nothing_along_that_hangs_on_a_table_written_anew(session):
    one = RegisterImport(status="done", begun_at=make.NOW, file_name="day.csv")
    session.add(one)
    session.flush()
    session.add(RegisterRejection(import_id=one.id, line=2, column="birth_date", reason="It is no date.", cells=["x"]))
    session.commit()
    downgrade(revision="0018")
    assert [row["line"] for row in rows(session, "register_rejection", "line")] == [2]
    upgrade()
    assert [row["line"] for row in rows(session, "register_rejection", "line")] == [2]
    assert session.scalar(text("SELECT count(*) FROM register_import")) == 1


def test_sqlite_minds_what_hangs_on_what_again_after_a_step(session):
    downgrade(revision="0018")
    upgrade()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as link:
            assert link.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with pytest.raises(IntegrityError):
        session.execute(text("INSERT INTO room (place_id, name, seats) VALUES (999, 'x', 1)"))
