"""What is asked of the database about events, on both databases."""

from datetime import timedelta

import pytest

from planner.events.actions import cancel_event, plan_event
from planner.events.queries import (
    coming_for_staff,
    feed_events,
    find_event,
    find_public_event,
    past_for_staff,
    programme,
)
from planner.refusal import NotFoundError
from tests.events.make import EVENING, NOW, plan, published

WEEK = timedelta(days=7)


def test_the_programme_is_public_soonest_first_and_knows_places(town):
    later = published(town, starts_local=EVENING + WEEK)
    sooner = published(town, place_slug="naestved", venue_slug="ungdomsskolen")
    plan_event(town, plan(), None, NOW)
    assert list(programme(town, NOW)) == [sooner, later]
    assert list(programme(town, NOW, "naestved")) == [sooner]
    assert list(programme(town, NOW, "atlantis")) == []


def test_a_cancelled_event_is_found_and_a_dropped_draft_is_not(town):
    event, draft = published(town), plan_event(town, plan(), None, NOW)
    for one in (event, draft):
        cancel_event(town, one, "Snestorm", NOW)
    assert find_public_event(town, event.slug) is event
    assert find_public_event(town, draft.slug) is None
    assert list(programme(town, NOW)) == [event]


def test_a_feed_keeps_an_event_for_a_month(town):
    event = published(town)
    assert list(feed_events(town, event.starts_at + timedelta(days=30))) == [event]
    assert list(feed_events(town, event.starts_at + timedelta(days=32))) == []


def test_staff_see_drafts_too_and_what_has_been_latest_first(town):
    draft, first = plan_event(town, plan(), None, NOW), published(town)
    second = published(town, starts_local=EVENING + WEEK)
    assert list(coming_for_staff(town, NOW)) == [draft, first, second]
    assert list(past_for_staff(town, second.starts_at)) == [second, draft, first]
    assert list(coming_for_staff(town, second.starts_at)) == []


@pytest.mark.parametrize("number", [404, 2**31, 2**70])
def test_an_unknown_number_is_refused_however_large(town, number):
    with pytest.raises(NotFoundError, match=str(number)):
        find_event(town, number)
