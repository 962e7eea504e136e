"""How many wrong passwords may be tried, from where, for how long."""

import contextlib
import contextvars
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from planner.app import create_app
from planner.staff.tries import TooManyTriesError, count_try, note_wrong
from tests.conftest import make_settings
from tests.staff.make import NOW, PASSWORD, account, sign_in

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def settings(migrated_file, tmp_path):
    """One database is enough: tries are counted in memory."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


@pytest.fixture
def clock():
    with time_machine.travel(NOW) as traveller:
        yield traveller


def try_wrong(client, times, email="ane@example.org"):
    """The answer to the last of so many tries; those before it are only counted, as comparing is slow on purpose."""
    with client.application.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        for _ in range(times - 1):
            with contextlib.suppress(TooManyTriesError):
                count_try(email)
    return sign_in(client, email=email, password="not the right one")


def test_the_eleventh_try_is_refused_even_with_the_right_password(client, session, clock):
    account(session)
    assert try_wrong(client, 10).status_code == 422
    answer = sign_in(client)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert 'value="ane@example.org"' in answer.text


def test_the_owner_still_gets_in_from_another_address(client, session, clock):
    account(session)
    try_wrong(client, 11)
    client.environ_base.update(ELSEWHERE)
    assert sign_in(client).status_code == 302


def test_a_forged_forwarding_header_buys_no_more_tries(client, session, clock):
    account(session)
    try_wrong(client, 10)
    forged = {"X-Forwarded-For": "198.51.100.7"}
    data = {"email": "ane@example.org", "password": "not the right one"}
    assert client.post("/staff/sign-in", data=data, headers=forged).status_code == 429


def test_behind_one_proxy_it_is_the_visitor_who_is_counted(settings, session, clock):
    account(session)
    client = create_app(replace(settings, proxies=1)).test_client()
    client.application.config["WTF_CSRF_ENABLED"] = False
    session.commit()
    wrong = [sign_in_by(client, "203.0.113.9", "not the right one") for _ in range(11)]
    assert wrong[-2:] == [422, 429]
    assert sign_in_by(client, "forged, 203.0.113.9", PASSWORD) == 429
    assert sign_in_by(client, "198.51.100.7", PASSWORD) == 302


def sign_in_by(client, forwarded, password):
    """The status of a try that a proxy at 127.0.0.1 passes on."""
    data, headers = {"email": "ane@example.org", "password": password}, {"X-Forwarded-For": forwarded}
    return contextvars.Context().run(client.post, "/staff/sign-in", data=data, headers=headers).status_code


def test_after_a_quarter_of_an_hour_one_may_try_again(client, session, clock):
    account(session)
    try_wrong(client, 11)
    clock.shift(timedelta(minutes=15, seconds=1))
    assert sign_in(client).status_code == 302


def test_the_right_password_wipes_the_slate(client, session, clock):
    account(session)
    try_wrong(client, 9)
    sign_in(client)
    client.post("/staff/sign-out")
    assert try_wrong(client, 9).status_code == 422
    assert sign_in(client).status_code == 302


def test_capitals_do_not_make_another_account(client, session, clock):
    account(session)
    try_wrong(client, 10)
    assert sign_in(client, email="ANE@example.org").status_code == 429


def test_trying_many_accounts_from_one_address_stops_at_a_hundred(client, session, clock, app):
    account(session)
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        for _ in range(100):
            note_wrong()
    assert sign_in(client).status_code == 429
