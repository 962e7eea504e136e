"""Who gets in, where they land, and what those who don't are told."""

import re
import threading
import time

import pytest
from sqlalchemy import select, update

from planner.db import db
from planner.partners.actions import add_partner
from planner.staff.models import Account, AuditEntry
from planner.staff.sign_in import account_let_in, way_in
from tests.staff.make import PASSWORD, account, sign_in


def test_a_planner_lands_on_today(client, session):
    account(session)
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (302, "/staff/")
    assert "Ane" in client.get("/staff/").text


def test_the_address_may_be_typed_in_capitals_and_with_spaces(client, session):
    account(session)
    assert sign_in(client, email="  ANE@Example.org ").location == "/staff/"


def test_a_partner_lands_on_the_partners_page(client, session):
    partner = add_partner(session, slug="aeldre-sagen", name="Ældre Sagen")
    account(session, "partner", partner_id=partner.id)
    assert sign_in(client).location == "/partner/"


def test_after_sign_in_people_come_back_to_the_page_they_wanted(client, session):
    account(session)
    asked = client.get("/staff/?day=1")
    assert asked.location == "/staff/sign-in?next=/staff/?day%3D1"
    assert 'value="/staff/?day=1"' in client.get(asked.location).text
    assert sign_in(client, next="/staff/?day=1").location == "/staff/?day=1"


@pytest.mark.parametrize("elsewhere", [
    "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/staff/", "%2f%2fevil.example",
    "javascript:alert(1)", "/staff/\r\nSet-Cookie: a=b", " /staff/", "/", "/staffs",
])
def test_nobody_is_sent_elsewhere_after_sign_in(elsewhere):
    assert way_in(Account(roles=[]), elsewhere) == "/staff/"


def test_the_form_is_asked_where_to_go_and_not_trusted(client, session):
    account(session)
    assert sign_in(client, next="//evil.example").location == "/staff/"


def test_an_unknown_account_and_a_wrong_password_are_told_the_same(client, session):
    account(session)
    wrong = sign_in(client, password="not the right one")
    unknown = sign_in(client, email="nobody@example.org", password="not the right one")
    assert wrong.status_code == unknown.status_code == 422
    assert _without_what_differs(wrong.text, "ane") == _without_what_differs(unknown.text, "nobody")


def _without_what_differs(page: str, name: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page).replace(name, "")


def test_what_was_typed_as_the_address_stays_and_the_password_does_not(client, session):
    page = sign_in(client, email="bo@example.org", password="not the right one").text
    assert 'value="bo@example.org"' in page
    assert "not the right one" not in page
    assert 'href="#email"' in page
    assert 'aria-invalid="true"' in page


def test_what_is_left_out_is_said_beside_its_field(client, session):
    answer = sign_in(client, email="", password="")
    assert answer.status_code == 422
    assert re.findall(r'class="error" id="(\w+)-error"', answer.text) == ["email", "password"]


def test_a_closed_account_cannot_sign_in_and_is_told_no_more(client, session):
    account(session).active = False
    session.commit()
    assert sign_in(client).status_code == 422


def test_no_accounts_work_takes_as_long_as_a_wrong_password(app, session):
    account(session)
    account_let_in("ane@example.org", "warm up")
    known, unknown = _seconds("ane@example.org"), _seconds("nobody@example.org")
    assert unknown > known / 3


def _seconds(email: str) -> float:
    before = time.process_time()
    account_let_in(email, "not the right one")
    return time.process_time() - before


def test_a_password_is_compared_while_another_writer_holds_the_database(app, session):
    someone = account(session).id
    session.commit()
    with db.engine.begin() as writer:
        writer.execute(update(Account).values(name="Ane Bo"))
        assert account_let_in("ane@example.org", PASSWORD) == someone
    assert not db.session().in_transaction()


def test_sign_in_and_what_was_refused_are_in_the_trail_without_addresses(client, session):
    someone = account(session)
    sign_in(client, password="not the right one")
    sign_in(client)
    lines = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(line.account_id, line.act) for line in lines[1:]] == [(None, "sign-in refused"), (someone.id, "signed in")]
    assert not any("@" in line.about for line in lines)


def test_two_who_sign_in_at_once_both_get_in(app, session):
    account(session)
    answers = []
    crowd = [threading.Thread(target=lambda: answers.append(sign_in(app.test_client()).status_code)) for _ in range(3)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert answers == [302, 302, 302]


def test_sign_in_from_another_site_is_refused(app, session):
    app.config["WTF_CSRF_ENABLED"] = True
    account(session)
    answer = sign_in(app.test_client())
    assert answer.status_code == 400
    assert "Traceback" not in answer.text
