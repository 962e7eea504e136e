"""What staff see of an event, and how they move and cancel it."""

from datetime import timedelta

import pytest
import time_machine

from planner.events.actions import cancel_event, plan_event
from planner.events.models import EventStatus
from planner.staff.models import RoleName
from tests.events.make import EVENING, NOW, plan, published
from tests.staff.make import account, sign_in

#: What is asked of the database is tested on both in test_queries.py and test_actions.py.
pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(town, client):
    """A browser in which a planner has signed in."""
    account(town)
    sign_in(client)
    return client


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.text


def move(client, event, date, time):
    return client.post(f"/staff/events/{event.id}/move?lang=en", data={"date": date, "time": time})


def test_the_list_shows_status_and_seats_of_drafts_too(town, desk):
    plan_event(town, plan(), None, NOW)
    published(town, starts_local=EVENING + timedelta(days=7)).seats_taken = 12
    town.commit()
    text = page(desk, "/staff/events?lang=en")
    assert "Draft" in text
    assert "Published" in text
    assert "12 of 40 seats" in text


def test_an_empty_list_says_what_starts_one(desk):
    assert "No events are planned yet" in page(desk, "/staff/events?lang=en")


def test_an_events_page_says_the_facts_and_leads_to_the_public_page(town, desk):
    event = published(town)
    town.commit()
    text = page(desk, f"/staff/events/{event.id}?lang=en")
    for words in ("0 of 40 are taken", "Ældre Sagen", f'href="/events/{event.slug}"', f"/staff/events/{event.id}/move"):
        assert words in text, words


def test_a_draft_leads_to_no_public_page(town, desk):
    event = plan_event(town, plan(), None, NOW)
    town.commit()
    text = page(desk, f"/staff/events/{event.id}?lang=en")
    assert "Shows once the event is published." in text
    assert event.slug not in text


def test_the_form_begins_with_the_start_as_it_is_and_says_who_hears(town, desk):
    event = published(town)
    town.commit()
    text = page(desk, f"/staff/events/{event.id}/move?lang=en")
    assert 'value="10 February 2027"' in text
    assert 'value="17:00"' in text
    assert "Those who said no hear nothing." in text


def test_moving_leads_back_to_the_event_which_is_the_receipt(town, desk):
    event = published(town)
    town.commit()
    answer = move(desk, event, "11. februar 2027", "18.30")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/events/{event.id}")
    town.refresh(event)
    assert (event.starts_local, event.sequence) == (EVENING + timedelta(days=1, hours=1, minutes=30), 1)
    assert "Those concerned are being told now." in page(desk, f"/staff/events/{event.id}?lang=en")


@pytest.mark.parametrize(("date", "time", "field", "words"), [
    ("10.2.2026", "17.00", "date", "The date has passed."),
    ("28.3.2027", "02.30", "time", "the clocks go forward"),
    ("i morgen", "17.00", "date", "Write a date like"),
    ("10.2.2027", "17.00", "time", "The event begins at that time already."),
])
def test_what_cannot_be_is_said_at_the_top_and_at_the_field_and_stays_typed(town, desk, date, time, field, words):
    event = published(town)
    town.commit()
    answer = move(desk, event, date, time)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert f'<a href="#{field}">' in answer.text
    assert answer.text.count(words) == 2
    assert f'value="{date}"' in answer.text
    assert f'value="{time}"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 1


def test_both_faults_of_a_form_are_said_at_once(town, desk):
    event = published(town)
    town.commit()
    assert "2 things to mend before we can go on" in move(desk, event, "snart", "sent").text


def test_cancelling_warns_first_and_then_says_why_to_everybody(town, desk):
    event = published(town)
    town.commit()
    assert "This cannot be undone." in page(desk, f"/staff/events/{event.id}/cancel?lang=en")
    answer = desk.post(f"/staff/events/{event.id}/cancel", data={"reason": "Vi har fået vand i kælderen."})
    assert answer.status_code == 303
    town.refresh(event)
    assert event.status == EventStatus.CANCELLED
    assert "Vi har fået vand i kælderen." in page(desk, f"/staff/events/{event.id}?lang=en")


def test_cancelling_without_a_reason_is_refused(town, desk):
    event = published(town)
    town.commit()
    answer = desk.post(f"/staff/events/{event.id}/cancel?lang=en", data={"reason": " "})
    assert answer.status_code == 422
    assert '<a href="#reason">Write why it is cancelled' in answer.text
    town.refresh(event)
    assert event.status == EventStatus.PUBLISHED


def test_what_is_cancelled_offers_no_more_changes(town, desk):
    event = published(town)
    cancel_event(town, event, "Snestorm", NOW)
    town.commit()
    assert "/move" not in page(desk, f"/staff/events/{event.id}")


@pytest.mark.parametrize("number", [404, 2**31, 2**70])
def test_an_unknown_event_is_not_found(desk, number):
    assert desk.get(f"/staff/events/{number}").status_code == 404


def test_a_draft_is_not_moved_here_and_it_is_said_where(town, desk):
    event = plan_event(town, plan(), None, NOW)
    town.commit()
    assert "where it is planned" in move(desk, event, "11.2.2027", "17.00").text


def test_looking_changes_nothing(town, desk):
    event = published(town)
    town.commit()
    for path in ("", "/move", "/cancel"):
        page(desk, f"/staff/events/{event.id}{path}")
    town.refresh(event)
    assert (event.status, event.sequence, event.revision) == (EventStatus.PUBLISHED, 0, 0)


def test_the_desk_may_look_and_not_touch(town, client):
    event = published(town)
    account(town, RoleName.DESK)
    sign_in(client)
    assert "/move" not in page(client, f"/staff/events/{event.id}")
    assert move(client, event, "11.2.2027", "17.00").status_code == 403
    assert client.get(f"/staff/events/{event.id}/cancel").status_code == 403


def test_nobody_gets_in_without_signing_in(town, client):
    event = published(town)
    town.commit()
    assert client.get("/staff/events").status_code == 302
    assert move(client, event, "11.2.2027", "17.00").status_code == 302
    town.refresh(event)
    assert event.sequence == 0
