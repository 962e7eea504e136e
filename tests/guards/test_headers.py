"""What every answer carries, and that nothing in it is taken from whoever asked."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from planner.app import create_app
from planner.db import db
from planner.web import keys, public
from tests.conftest import make_settings
from tests.staff.make import account, sign_in


@pytest.fixture
def settings(migrated_file, tmp_path):
    """One database is enough: headers do not come from there."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


@pytest.fixture
def secure(settings):
    """A browser's first look at an installation behind https."""
    app = create_app(replace(settings, public_base_url="https://events.example.org"))
    yield app.test_client().get("/staff/sign-in", base_url="https://events.example.org")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def answers(app, paths):
    """What an admin gets at every GET route, by its rule: pages, redirects, files and refusals."""
    browser = app.test_client()
    sign_in(browser, email="admin@guards.example.org")
    return {rule: browser.get(path) for rule, path in paths.items()}


def test_every_page_forbids_foreign_and_inline_script(answers):
    for rule, answer in answers.items():
        if answer.mimetype == "text/html":
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy or "default-src 'none'" in policy, rule
            assert "unsafe" not in policy.partition("style-src")[0], rule
            assert "object-src 'none'" in policy or "default-src 'none'" in policy, rule


def test_no_page_holds_script_or_style_in_its_text(answers):
    for rule, answer in answers.items():
        if answer.mimetype == "text/html" and "sandbox" not in answer.headers["Content-Security-Policy"]:
            assert ' style="' not in answer.text, rule
            assert "<script>" not in answer.text, rule
            assert " onclick=" not in answer.text, rule


def test_every_answer_is_taken_for_what_it_says_it_is(answers):
    for rule, answer in answers.items():
        assert answer.headers["X-Content-Type-Options"] == "nosniff", rule
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", rule


def test_pages_of_staff_and_pages_behind_a_token_are_kept_nowhere(answers):
    for rule, answer in answers.items():
        if "<token>" in rule or rule.startswith(("/staff", "/partner")):
            assert answer.headers["Cache-Control"] == "no-store", rule
            assert answer.headers["X-Robots-Tag"] == "noindex", rule


def test_a_token_is_never_passed_on_as_the_page_one_came_from(answers):
    for rule, answer in answers.items():
        wanted = "no-referrer" if "<token>" in rule else "same-origin"
        assert answer.headers["Referrer-Policy"] == wanted, rule


def test_no_other_site_may_read_what_staff_read(client, session):
    account(session)
    sign_in(client)
    answer = client.get("/staff/", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_behind_https_browsers_are_told_to_stay_there(secure):
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_behind_https_the_cookie_is_bound_to_the_host(secure):
    flags = secure.headers["Set-Cookie"]
    assert flags.startswith("__Host-session=")
    assert "Secure" in flags
    assert "Path=/" in flags
    assert "Domain" not in flags


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Host": "127.0.0.1.evil.example:8000"}])
def test_a_host_that_is_not_ours_is_refused_without_a_page(client, headers):
    answer = client.get("/", headers=headers)
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-Server", "Origin", "Forwarded"])
def test_no_link_is_made_from_what_a_request_claims(client, session, header):
    answer = client.get("/staff/", headers={header: "evil.example"})
    assert answer.location == "/staff/sign-in?next=/staff/"
    assert "evil" not in client.get("/", headers={header: "evil.example"}).text


@pytest.fixture
def broken(app):
    """The answer of a page behind a token that breaks."""
    @public
    def breaks(token):
        raise ZeroDivisionError("a secret")
    app.add_url_rule("/broken/<token>", view_func=breaks)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client().get("/broken/1.somebodys.token")


def test_a_page_that_breaks_shows_nothing_of_how(broken):
    assert broken.status_code == 500
    assert not any(word in broken.text for word in ("secret", "ZeroDivision", "Traceback", "werkzeug", ".py"))
    assert "<h1>" in broken.text


def test_the_log_of_a_page_that_breaks_holds_no_token(broken, caplog):
    told = caplog.get_records("setup")
    assert [record.getMessage() for record in told] == ["GET breaks broke"]
    assert "somebodys" not in "".join(map(str, told))


def test_without_a_database_people_still_get_a_sentence(settings):
    app = create_app(replace(settings, database_url="sqlite:////nowhere/planner.db"))
    answer = app.test_client().get("/staff/sign-in", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "<h1>We are busy just now</h1>" in answer.text
    assert "sqlite" not in answer.text


@pytest.fixture
def locked(session, settings):
    """Somebody else holds the database, and we wait for a millisecond instead of half a minute."""
    session.connection().exec_driver_sql("PRAGMA busy_timeout=1")
    session.commit()
    with closing(sqlite3.connect(settings.instance / "planner.db", isolation_level=None)) as other:
        yield lambda: other.execute("BEGIN IMMEDIATE")


def test_an_opt_out_that_meets_a_locked_database_is_asked_to_come_again(client, locked, caplog):
    locked()
    path = f"/u/{keys().token('unsubscribe', keys().subject('P-1'))}"
    answer = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "POST replies.no_thanks: the database cannot be used: database is locked"]


def test_staff_who_meet_a_locked_database_get_a_page_too(client, session, locked):
    account(session)
    sign_in(client)
    locked()
    answer = client.post("/staff/language", data={"language": "da"})
    assert answer.status_code == 503
    assert "<h1>" in answer.text
