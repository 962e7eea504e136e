"""What a partner sees of the events it hosts with us: counts, for a while, and nothing of other partners."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from planner.events.actions import cancel_event, plan_event
from planner.partners.actions import add_partner
from planner.partners.queries import find_partner
from tests.events import make as events
from tests.staff.make import account, sign_in

DAY = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(DAY) as traveller:
        yield traveller


@pytest.fixture
def town(session):
    events.town(session)
    account(session, "partner", partner_id=find_partner(session, "aeldre-sagen").id)
    return session


def page(client):
    sign_in(client)
    return client.get("/partner/?lang=en").text


def test_a_partner_sees_when_and_where_its_event_is(client, town, clock):
    events.published(town)
    text = page(client)
    assert "1 event ahead with you" in text
    assert "Wednesday 10 February 2027, 17:00 to 19:30" in text
    assert "Glumsø Bibliotek, Biblioteksvej 1, 4171 Glumsø" in text


def test_small_numbers_stay_hidden(client, town, clock):
    event = events.published(town)
    says = {0: "None of 40 seats is taken yet", 1: "Under 5 of 40", 4: "Under 5 of 40", 5: "5 of 40 seats are taken"}
    for taken, words in says.items():
        event.seats_taken = taken
        assert words in page(client)


def test_events_of_others_and_drafts_do_not_show(client, town, clock):
    add_partner(town, slug="headspace", name="Headspace")
    events.published(town, co_host_slugs=("headspace",))
    events.published(town, co_host_slugs=())
    plan_event(town, events.plan(), None, events.NOW)
    assert "No event ahead with you" in page(client)


def test_a_cancelled_event_says_so_and_hides_its_seats(client, town, clock):
    event = events.published(town)
    cancel_event(town, event, "Storm", DAY)
    text = page(client)
    assert "Cancelled" in text
    assert "seats" not in text


def test_thirty_days_after_the_event_it_is_gone(client, town, clock):
    over = events.published(town).starts_at + timedelta(minutes=150)
    clock.move_to(over + timedelta(days=30) - timedelta(minutes=1))
    assert "Past events" in page(client)
    clock.move_to(over + timedelta(days=30) + timedelta(minutes=1))
    assert "Past events" not in page(client)


def test_what_is_coming_comes_first_and_soonest_first(client, town, clock):
    for day in (20, 10):
        events.published(town, starts_local=datetime(2027, 2, day, 17, 0))
    events.published(town, starts_local=datetime(2027, 1, 12, 17, 0))
    text = page(client)
    assert text.index("10 February") < text.index("20 February") < text.index("Past events") < text.index("12 January")


def test_staff_have_no_business_on_the_partners_page(client, town, clock):
    account(town, "admin", email="admin@example.org")
    sign_in(client, email="admin@example.org")
    assert client.get("/partner/").status_code == 403


def test_a_partner_has_no_business_on_the_pages_of_staff(client, town, clock):
    page(client)
    assert client.get("/staff/").status_code == 403
    assert client.get("/staff/events").status_code == 403
