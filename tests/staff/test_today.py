"""The first page of the day, and the language it is in."""

import shutil
from datetime import UTC, datetime

import pytest
import time_machine

from planner.staff import today
from planner.staff.today import ComingEvent, Task
from tests.conftest import make_settings
from tests.staff.make import account, sign_in

TASK = Task("Approve: New pensioners in Glumsø", "388 invitations.", "/staff/campaigns/1", "Read and approve")
EVENT = ComingEvent(
    "Soon a pensioner?", "/staff/events/1", datetime(2027, 2, 10, 16, 0, tzinfo=UTC), ("Feb", "10", "Wed"),
    "Wednesday 10 February 2027, 17:00 to 19:30", "Glumsø Bibliotek", "Published", "ok", 12, 40)


@pytest.fixture
def settings(migrated_file, tmp_path):
    """One database is enough: the page is the same on both."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


@pytest.fixture
def nothing_else(monkeypatch):
    monkeypatch.setattr(today, "waiting", [])
    monkeypatch.setattr(today, "coming", [])


@pytest.fixture
def page(client, session, nothing_else):
    account(session)
    sign_in(client)
    return lambda: client.get("/staff/?lang=en").text


def test_what_waits_is_counted_in_the_heading_and_has_a_button(page):
    today.waiting.append(lambda session, who, now: [TASK, TASK])
    text = page()
    assert "2 things wait for you" in text
    assert "Read and approve" in text
    assert 'href="/staff/campaigns/1"' in text


def test_only_the_first_button_is_the_primary_one(page):
    today.waiting.append(lambda session, who, now: [TASK, TASK])
    assert page().count('data-variant="secondary"') == 1


def test_without_events_the_page_says_what_to_do(page):
    text = page()
    assert "Nothing waits for you" in text
    assert "Choose a theme" in text


def test_someone_who_does_not_plan_is_not_asked_to(client, session, nothing_else):
    account(session, "desk")
    sign_in(client)
    assert "Choose a theme" not in client.get("/staff/?lang=en").text


def test_coming_events_show_when_where_and_how_full(page):
    today.coming.append(lambda session, who, now: [EVENT])
    text = page()
    assert "Wednesday 10 February 2027, 17:00 to 19:30" in text
    assert "12 of 40 seats" in text
    assert "Glumsø Bibliotek" in text


def test_who_plans_can_begin_a_new_event_also_when_there_are_some(page):
    today.coming.append(lambda session, who, now: [EVENT])
    text = page()
    assert '<a class="ds-button" href="/staff/plan">New event</a>' in text
    assert "Choose a theme" not in text


def test_the_finders_are_told_who_reads(page):
    seen = []
    today.waiting.append(lambda session, who, now: seen.append(who.email) or [])
    page()
    assert seen == ["ane@example.org"]


@pytest.mark.parametrize(("hour", "greeting"), [(6, "Good morning"), (12, "Hello"), (19, "Good evening")])
def test_the_greeting_follows_the_clock_on_the_wall(client, session, nothing_else, hour, greeting):
    account(session)
    with time_machine.travel(datetime(2027, 1, 4, hour, 0, tzinfo=UTC)):
        sign_in(client)
        assert f"{greeting}, Ane." in client.get("/staff/?lang=en").text


def test_the_language_chosen_is_kept_for_the_account(client, session):
    who = account(session)
    sign_in(client)
    answer = client.post("/staff/language", data={"language": "nb", "back": "/staff/"})
    assert answer.location == "/staff/"
    assert who.language == "nb"
    assert '<html lang="nb"' in client.get("/staff/").text


def test_a_language_we_do_not_have_is_refused(client, session):
    account(session)
    sign_in(client)
    assert client.post("/staff/language", data={"language": "tlh"}).status_code == 409


def test_a_sender_is_shown_only_once_there_is_one(client, session):
    assert client.get("/staff/sign-in").status_code == 200
