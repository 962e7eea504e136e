"""What a plan must hold to."""

from datetime import datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.events.rules import Appointment, must_be_told, refused, refused_seats_in_room, slugs, validate
from planner.refusal import Refusals
from tests.events.make import EVENING, NOW, plan

ZONE = "Europe/Copenhagen"


def fields(**changes: object) -> list[str | None]:
    return [refusal.field for refusal in refused(plan(**changes), ZONE, NOW)]


def test_a_sensible_plan_passes():
    assert fields() == []


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_form():
    with pytest.raises(Refusals) as caught:
        validate(plan(starts_local=EVENING.replace(year=2026, month=3), minutes=0, capacity=0), ZONE, NOW)
    assert [refusal.field for refusal in caught.value.refusals] == ["date", "minutes", "seats"]


@pytest.mark.parametrize(("starts", "field"), [
    ("2026-11-24T23:00", "date"), ("2026-11-25T09:59", "time"), ("2026-11-25T10:00", "time"),
    ("2027-03-28T02:30", "time")])
def test_a_start_that_has_passed_or_never_comes_is_refused(starts, field):
    assert fields(starts_local=datetime.fromisoformat(starts)) == [field]


@pytest.mark.parametrize("starts", ["2026-11-25T10:01", "2027-10-31T02:30", "2027-03-28T03:00"])
def test_later_today_and_the_hour_that_comes_twice_are_fine(starts):
    assert fields(starts_local=datetime.fromisoformat(starts)) == []


@pytest.mark.parametrize("starts", ["2029-11-26T17:00", "9999-12-31T23:59"])
def test_a_start_more_than_three_years_ahead_is_a_slip_of_the_pen(starts):
    assert fields(starts_local=datetime.fromisoformat(starts)) == ["date"]
    assert fields(starts_local=datetime.fromisoformat("2029-11-25T17:00")) == []


@pytest.mark.parametrize("hosts", ["Maja\x00", "Maja\x07 og Birk", "Maja\nog Birk"])
def test_whom_one_meets_is_said_on_one_line_of_letters(hosts):
    assert fields(hosts=hosts) == ["hosts"]


def test_today_is_judged_by_the_clock_of_the_place():
    just_past_midnight_here = NOW.replace(hour=23, minute=15)
    yesterday = plan(starts_local=datetime.fromisoformat("2026-11-25T23:59"))
    tonight = plan(starts_local=datetime.fromisoformat("2026-11-26T00:30"))
    assert [found.field for found in refused(yesterday, ZONE, just_past_midnight_here)] == ["date"]
    assert refused(tonight, ZONE, just_past_midnight_here) == []


@pytest.mark.parametrize(("seats", "bad"), [(1, False), (10_000, False), (0, True), (-5, True), (10_001, True)])
def test_seats_are_between_one_and_ten_thousand(seats, bad):
    assert fields(capacity=seats) == (["seats"] if bad else [])


@pytest.mark.parametrize(("minutes", "bad"), [(15, False), (1440, False), (14, True), (1441, True), (-1, True)])
def test_an_event_lasts_a_quarter_of_an_hour_to_a_day(minutes, bad):
    assert fields(minutes=minutes) == (["minutes"] if bad else [])


def test_a_room_holds_no_more_than_it_seats():
    assert refused_seats_in_room(60, "Salen", 60) == []
    assert [found.field for found in refused_seats_in_room(61, "Salen", 60)] == ["seats"]


def test_an_address_says_theme_place_and_day_and_counts_up():
    made = slugs("new-pensioners", "glumsoe", EVENING.date())
    assert list(islice(made, 2)) == ["new-pensioners-glumsoe-2027-02-10", "new-pensioners-glumsoe-2027-02-10-2"]


@given(st.text("abc-", min_size=1, max_size=60), st.text("abc-", min_size=1, max_size=60))
def test_an_address_always_fits_its_column(theme, place):
    assert all(len(slug) <= 120 for slug in islice(slugs(theme, place, EVENING.date()), 1000))


@pytest.mark.parametrize(("change", "told"), [
    ({}, False), ({"starts_local": EVENING + timedelta(hours=1)}, True), ({"minutes": 90}, True),
    ({"where_id": 2}, True)])
def test_people_hear_of_another_time_place_or_length_only(change, told):
    before = {"starts_local": EVENING, "timezone": ZONE, "minutes": 150, "where_id": 1}
    assert must_be_told(Appointment(**before), Appointment(**before | change)) is told
