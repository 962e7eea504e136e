"""Two register files handed in at the same moment: one is taken, the other refused."""

import io
import threading

import pytest

from planner.db import db
from planner.refusal import Refusal
from planner.register.actions import begin_import
from planner.register.queries import last_imports
from tests.register.make import BO, NOW, file
from tests.staff.make import account


@pytest.fixture
def admin_id(session):
    found = account(session, "admin").id
    session.commit()
    return found


def hand_in(session, admin_id):
    return begin_import(session, io.BytesIO(file(BO)), name="town.csv", full=False, account_id=admin_id, now=NOW)


def test_of_two_files_handed_in_at_once_the_second_waits_for_the_first_and_is_refused(app, session, admin_id):
    refused = []

    def beside():
        with app.app_context():
            try:
                hand_in(db.session(), admin_id)
                db.session.commit()
            except Refusal as refusal:
                refused.append(refusal.message)

    first, second = hand_in(session, admin_id), threading.Thread(target=beside)
    second.start()
    second.join(0.5)  # without the lock it would be through by now, and would have seen nobody
    assert second.is_alive()
    session.commit()
    second.join()
    assert (len(refused), [one.id for one in last_imports(session)]) == (1, [first.id])
