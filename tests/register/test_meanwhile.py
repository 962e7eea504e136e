"""The site while a big file comes in: it answers, it writes, and nobody sees half of the people."""

import io

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import OperationalError

from planner.citizens.models import Citizen
from planner.db import db
from planner.places.models import Postcode
from planner.register.actions import begin_import
from planner.register.jobs import ImportWorker
from planner.register.models import RegisterChange
from tests.register.make import NOW, crowd
from tests.staff.make import account


def writes_at_once(engine: Engine) -> bool:
    """Whether a small write goes through without waiting for anyone."""
    with engine.connect() as link:
        if engine.dialect.name == "sqlite":
            link.connection.execute("PRAGMA busy_timeout=1")
        try:
            with link.begin():
                link.execute(update(Postcode).values(town="-"))
        except OperationalError:
            return False
        finally:
            if engine.dialect.name == "sqlite":
                link.connection.execute("PRAGMA busy_timeout=30000")
    return True


@pytest.fixture
def half_read(session):
    """An import of which a slice has been read and staged."""
    admin = account(session, "admin")
    begin_import(session, io.BytesIO(crowd(60_000)), name="town.csv", full=False, account_id=admin.id, now=NOW)
    session.commit()
    ImportWorker(turn_s=0).import_registers(session, NOW)
    session.commit()
    assert session.scalar(select(func.count()).select_from(RegisterChange)) > 0
    session.rollback()


def test_between_two_slices_everyone_may_write(app, half_read):
    assert writes_at_once(db.engine)


def test_between_two_slices_pages_are_shown_and_the_register_is_as_it_was(client, session, half_read):
    assert client.get("/").status_code == 200
    assert session.scalar(select(func.count()).select_from(Citizen)) == 0


def test_an_import_in_one_long_transaction_would_keep_writers_waiting(app, session, half_read):
    if db.engine.dialect.name == "postgresql":  # there writers wait for those of the same row only
        session.execute(update(Postcode).values(town="+"))
        with db.engine.connect() as link:
            link.exec_driver_sql("SET lock_timeout = '10ms'")
            with pytest.raises(OperationalError):
                link.execute(update(Postcode).values(town="-"))
        return
    session.execute(update(Postcode).values(town="+"))
    assert not writes_at_once(db.engine)
