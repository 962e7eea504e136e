"""Who was erased is found by their id, and an admin lets the register bring them back, for a reason."""

import pytest
from sqlalchemy import select

from planner.citizens.models import Citizen
from planner.privacy.erasing import erase
from planner.privacy.jobs import finish_erasures
from planner.register.actions import confirm_import
from planner.register.jobs import ImportWorker
from planner.staff.models import AuditEntry
from planner.web import keys
from tests.places import make as places
from tests.register.make import BO, EVA, NOW, file, take_in
from tests.register.test_jobs import handed_in, work
from tests.staff.make import account, sign_in

REASON = "She asked for it at the desk"


@pytest.fixture
def page(session):
    """The address of Bo's page, who was erased; all his traces are gone."""
    places.municipality(session)
    take_in(session, file(BO))
    erase(session, keys(), "P-1", by=None, now=NOW)
    session.commit()
    finish_erasures(session, NOW)
    return f"/staff/citizens/{keys().subject('P-1')}"


def signed_in(session, client, role):
    account(session, role).language = "en"
    session.commit()
    sign_in(client)
    return client


def people(session):
    session.rollback()
    return session.scalars(select(Citizen.person_id)).all()


def test_the_search_by_id_leads_to_the_page_that_says_since_when(session, client, page):
    admin = signed_in(session, client, "admin")
    found = admin.post("/staff/citizens", data={"code": "P-1"})
    assert (found.status_code, found.location) == (303, page)
    assert "On 22 November 2026, 10:00. Rows about them in a register file are kept out" in admin.get(page).text


def test_an_admin_lets_the_register_bring_them_back_and_the_trail_keeps_why(session, client, page):
    admin = signed_in(session, client, "admin")
    take_in(session, file(BO))
    assert people(session) == []
    assert admin.post(f"{page}/erasure/lift", data={"reason": REASON}).status_code == 303
    assert "Erased here" not in admin.get(page).text
    take_in(session, file(BO))
    assert people(session) == ["P-1"]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "erasure lifted")).one()
    assert (entry.about, entry.reason) == (f"person:{keys().subject('P-1')}", REASON)


def test_without_a_reason_the_mark_stands_and_what_was_typed_is_there(session, client, page):
    refused = signed_in(session, client, "admin").post(f"{page}/erasure/lift", data={"reason": "because"})
    assert refused.status_code == 422
    assert "Write in some words why" in refused.text and 'value="because"' in refused.text
    take_in(session, file(BO))
    assert people(session) == []


def test_nobody_else_may(session, client, page):
    desk = signed_in(session, client, "desk")
    assert desk.post(f"{page}/erasure/lift", data={"reason": REASON}).status_code == 403
    text = desk.get(page).text
    assert "An admin can let the register bring them back" in text and "/erasure/lift" not in text


def test_while_traces_are_still_being_removed_the_mark_stands(session, client):
    places.municipality(session)
    take_in(session, file(BO))
    erase(session, keys(), "P-1", by=None, now=NOW)
    admin = signed_in(session, client, "admin")
    answer = admin.post(f"/staff/citizens/{keys().subject('P-1')}/erasure/lift", data={"reason": REASON})
    assert answer.status_code == 422 and "still being removed" in answer.text


def test_an_erasure_in_the_middle_of_an_import_is_not_undone_by_it(session):
    take_in(session, file(BO))
    admin = account(session, "admin")
    one = handed_in(session, admin, {**BO, "email": "new@example.org"}, EVA)
    work(session)
    erase(session, keys(), "P-1", by=None, now=NOW)
    confirm_import(session, one, admin.id, NOW)
    session.commit()
    ImportWorker().import_registers(session, NOW)
    assert people(session) == ["P-2"]
