"""Whoever asks is shown all that is held on them, in their language; and no table is forgotten."""

import json

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from planner.citizens.actions import (
    give_consent,
    lift_objection,
    object_to,
    record_look_up,
    record_reveal,
    withdraw_consent,
)
from planner.citizens.models import Purpose, Source
from planner.db import db
from planner.delivery.actions import stop
from planner.privacy.access import as_json, as_parts, held_on
from planner.privacy.holdings import HOLD_NOTHING, HOLDINGS, Asked
from planner.staff.actions import record
from planner.staff.models import AuditEntry
from planner.web import keys
from tests.privacy.make import MARKS, NEEDS, NOTE, PERSON, comes, person, quintilia
from tests.replies import make
from tests.staff.make import account, sign_in


@pytest.fixture
def desk(client, session):
    account(session, "desk", email="desk@example.org")
    sign_in(client, email="desk@example.org")
    return client


@pytest.fixture
def address(session, event):
    """Where everything held on Quintilia is asked for."""
    comes(session, quintilia(session, event))
    stop(session, reason="objected", source="desk", whom=keys().subject(PERSON), scope="travel", now=make.NOW)
    make.invite(session, event, "Somebodyelse")
    session.commit()
    return f"/staff/citizens/{keys().subject(PERSON)}/access"


def test_every_table_is_covered_or_is_said_to_hold_nothing():
    covered = {holding.table.name for holding in HOLDINGS}
    assert covered | set(HOLD_NOTHING) == set(db.metadata.tables)
    assert covered & set(HOLD_NOTHING) == set()


def test_every_column_of_a_covered_table_is_told_or_is_machinery():
    missing = [f"{holding.table.name}.{column.name}" for holding in HOLDINGS for column in holding.table.c
               if column.name not in {*holding.names, *holding.inner}]
    assert missing == []


def test_the_json_holds_every_row_of_hers_and_nobody_elses(session, address):
    told = as_json(held_on(session, Asked(keys().subject(PERSON), PERSON)), make.LATER)
    rows = {name: len(found) for name, found in told.items() if isinstance(found, list) and found}
    assert rows == {"citizen": 1, "invitation": 1, "reply": 1, "delivery": 2, "contact": 1, "stop": 1, "consent": 1}
    text = json.dumps(told, ensure_ascii=False)
    assert all(mark in text for mark in (*MARKS.values(), NEEDS, NOTE)) and "Somebodyelse" not in text


def test_the_page_tells_it_in_her_language_and_the_trail_says_how_she_was_known(desk, session, address):
    page = desk.post(address, data={"language": "nb", "checked_how": "showed_proof", "as": "page"})
    assert page.status_code == 200 and 'lang="nb"' in page.text and "Fødselsdato" in page.text
    assert all(mark in page.text for mark in (*MARKS.values(), NEEDS, NOTE))
    assert "Somebodyelse" not in page.text and keys().subject(PERSON) not in page.text.partition("</main>")[0]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "data shown")).one()
    assert entry.about == f"person:{keys().subject(PERSON)} showed_proof"


def test_nothing_is_shown_before_somebody_has_said_how_they_know_her(desk, session, address):
    for data in ({}, {"checked_how": "a hunch"}):
        answer = desk.post(address, data=data)
        assert answer.status_code == 422 and MARKS["street"] not in answer.text
    assert session.scalar(select(AuditEntry.id).where(AuditEntry.act == "data shown")) is None


def test_a_protected_name_stands_on_neither_form(desk, session, address):
    person(session).name_address_protected = True
    session.commit()
    for form in (address, address.replace("/access", "/erase")):
        assert MARKS["family_name"] not in desk.get(form).text
    assert MARKS["family_name"] in desk.post(address, data={"checked_how": "called_back"}).text


def test_the_download_is_a_file(desk, address):
    answer = desk.post(address, data={"checked_how": "called_back", "as": "json"})
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.json["citizen"][0]["phone"]


def test_only_the_desk_and_admins_may(client, session, address):
    account(session, "planner", email="planner@example.org")
    sign_in(client, email="planner@example.org")
    assert client.get(address).status_code == 403
    assert client.post(address.replace("/access", "/erase"), data={"checked": "1"}).status_code == 403
    assert person(session) is not None


def test_the_page_erases_her_once_it_is_said_that_it_is_the_right_person(desk, session, address):
    erase = address.replace("/access", "/erase")
    assert MARKS["family_name"] in desk.get(erase).text
    assert desk.post(erase, data={}).status_code == 422 and person(session) is not None
    session.rollback()
    assert desk.post(erase, data={"checked": "1"}).status_code == 200
    assert person(session) is None
    session.rollback()
    assert desk.get(erase).status_code == 404


def test_the_page_of_a_person_leads_there(desk, address):
    page = desk.get(address.replace("/access", "")).text
    assert address in page and address.replace("/access", "/erase") in page


@pytest.fixture
def acts(session, event):
    """All that staff have done about Quintilia: an administrator at Glumsø, the desk, and whoever runs the server."""
    quintilia(session, event)
    whom = keys().subject(PERSON)
    boss = account(session, "admin", email="boss@example.org", name="Aurelia Bossen", place_id=event.place_id)
    clerk = account(session, "desk", "planner", email="clerk@example.org", name="Cosima Disken")
    record_look_up(session, boss.id, [whom], make.NOW)
    record_reveal(session, clerk.id, whom, "She stands here with her letter", make.NOW)
    give_consent(session, whom, Purpose.WRITE_AGAIN, Source.PHONE, make.NOW, noted_by=clerk.id)
    withdraw_consent(session, whom, Purpose.WRITE_AGAIN, make.NOW, noted_by=clerk.id)
    object_to(session, whom, Source.PAPER, make.NOW, noted_by=clerk.id)
    lift_objection(session, whom, Source.DESK, make.NOW, scope=None, channel=None, noted_by=clerk.id)
    record(session, boss.id, "data shown", f"person:{whom} called_back", make.NOW)
    record(session, None, "person erased", f"person:{whom}", make.NOW)
    session.commit()
    return whom


def test_what_staff_did_is_a_table_of_when_what_by_which_role_and_why(session, app, acts):
    with app.test_request_context("/staff/?lang=en"):
        parts = as_parts(session, held_on(session, Asked(acts, PERSON)), "en")
    [table] = [part.table for part in parts if part.table]
    assert table.heads == ("When", "What", "By", "Why")
    assert [row[1:] for row in table.rows] == [
        ("Looked you up", "an administrator, Glumsø Bibliotek", "–"),
        ("Saw your hidden name and address", "the desk and a planner", "She stands here with her letter"),
        ("Noted a yes: Telephone", "the desk and a planner", "–"),
        ("Noted that you took a yes back", "the desk and a planner", "–"),
        ("Noted a no: A letter to us", "the desk and a planner", "–"),
        ("Noted that you took a no back: The desk", "the desk and a planner", "–"),
        ("Showed everything held on you", "an administrator, Glumsø Bibliotek", "We called back on the number we know"),
        ("Erased what was held on you", "whoever runs the server", "–")]


def test_neither_page_nor_file_names_a_colleague(desk, acts):
    address = f"/staff/citizens/{acts}/access"
    told = {form: desk.post(address, data={"language": "da", "checked_how": "showed_proof", "as": form}).text
            for form in ("page", "json")}
    for said in told.values():
        assert not any(name in said for name in ("Aurelia", "Cosima", "boss@", "clerk@"))
        assert "Slog dig op" in said


def test_a_language_is_named_and_not_given_as_a_code(session, app, event):
    quintilia(session, event).citizen.language = "uk-UA"
    session.commit()
    for reader, name in (("da", "ukrainsk"), ("en", "Ukrainian")):
        with app.test_request_context("/staff/"), force_locale(reader):
            register = as_parts(session, held_on(session, Asked(keys().subject(PERSON), PERSON)), reader)[0]
        assert name in dict(register.rows[0]).values()


def test_what_staff_did_about_somebody_else_is_not_told(session, app, acts):
    record_look_up(session, account(session, "desk", email="desk2@example.org").id, ["another-subject"], make.NOW)
    with app.test_request_context("/staff/?lang=en"):
        held = {holding.table.name: rows for holding, rows in held_on(session, Asked(acts, PERSON))}
    assert len(held["audit_entry"]) == 8
