"""How long a sign-in lasts, and what ends it at once."""

from datetime import timedelta

import pytest
import time_machine

from planner.staff import actions
from tests.staff.make import NOW, account, hashed, sign_in


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def is_in(client):
    return client.get("/staff/").status_code == 200


def cookie(client):
    return client.get_cookie("session").value


def test_half_an_hour_away_from_the_desk_ends_it(client, session, clock):
    account(session)
    sign_in(client)
    clock.shift(timedelta(minutes=31))
    assert not is_in(client)


def test_work_keeps_it_alive_for_twelve_hours_and_no_longer(client, session, clock):
    account(session)
    sign_in(client)
    for _ in range(28):
        clock.shift(timedelta(minutes=25))
        assert is_in(client)
    clock.shift(timedelta(minutes=25))
    assert not is_in(client)


def test_a_cookie_kept_from_before_signing_out_is_worthless(client, session):
    account(session)
    sign_in(client)
    kept = cookie(client)
    client.post("/staff/sign-out")
    client.set_cookie("session", kept)
    assert not is_in(client)


def test_signing_in_gives_a_new_session(client, session):
    account(session)
    with client.session_transaction() as planted:
        planted["planted"] = "by somebody else"
    before = cookie(client)
    sign_in(client)
    assert cookie(client) != before
    with client.session_transaction() as fresh:
        assert "planted" not in fresh


@pytest.mark.parametrize("change", [
    lambda session, who: actions.choose_password(session, who, hashed(), NOW),
    lambda session, who: actions.choose_roles(session, who, ["planner", "approver"], NOW),
    lambda session, who: actions.close_account(session, who, NOW),
])
def test_a_new_password_new_roles_or_closing_signs_the_account_out(client, session, change):
    who = account(session)
    sign_in(client)
    change(session, who)
    session.commit()
    assert not is_in(client)


def test_the_cookie_cannot_be_read_by_script_or_sent_by_other_sites(client, session):
    account(session)
    flags = sign_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in flags
    assert "SameSite=Lax" in flags


def test_files_leave_the_cookie_alone(client, session):
    account(session)
    sign_in(client)
    with client.get("/static/app.css") as file:
        assert file.status_code == 200
        assert "Set-Cookie" not in file.headers


def test_a_token_in_the_address_or_a_header_signs_nobody_in(client, session):
    token = account(session).get_auth_token()
    assert client.get(f"/staff/?auth_token={token}").status_code == 302
    assert client.get("/staff/", headers={"Authentication-Token": token}).status_code == 302


def test_a_region_that_polls_is_led_to_sign_in_as_a_whole_page(client):
    answer = client.get("/staff/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/staff/sign-in"
