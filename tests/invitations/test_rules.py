"""How many are invited, in which waves, and when."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.invitations.rules import (
    Hands,
    SendTimeError,
    lot_now,
    may_approve,
    people_needed,
    plan_waves,
    wave_sizes,
    wave_times,
)

STARTS = datetime(2027, 2, 10, 17)
NOW = datetime(2026, 12, 2, 9)


def times(count: int, starts: datetime = STARTS, now: datetime = NOW, first: datetime | None = None) -> list[datetime]:
    wanted = datetime.combine(starts.date() - timedelta(days=29), time(10))
    return wave_times(starts, now, count, wanted=wanted, gap_days=7, first=first)


def test_forty_seats_call_for_some_two_hundred_and_twenty_invitations():
    assert people_needed(40) == 220


def test_an_audience_that_is_large_enough_is_invited_in_three_waves_with_a_reserve():
    assert wave_sizes(1_000, 40, "auto") == [147, 147, 91]


def test_all_means_everyone_in_one_wave_whatever_the_seats():
    assert wave_sizes(1_000, 40, "all") == [1_000]


def test_nobody_to_invite_makes_no_wave():
    assert wave_sizes(0, 40, "auto") == wave_sizes(0, 40, "all") == []


@given(invitable=st.integers(1, 100_000), capacity=st.integers(1, 10_000))
def test_waves_never_hold_more_people_than_there_are(invitable: int, capacity: int):
    sizes = wave_sizes(invitable, capacity, "auto")
    assert 0 < sum(sizes) <= invitable
    assert all(size > 0 for size in sizes)


def test_a_full_event_invites_nobody_and_a_nearly_full_one_only_as_many_as_its_seats_call_for():
    assert lot_now(150, 0, "auto") == lot_now(150, 0, "all") == 0
    assert lot_now(150, 2, "auto") == people_needed(2) == 11


def test_the_first_wave_leaves_four_weeks_before_on_a_working_day_and_the_others_a_week_apart():
    assert times(3) == [datetime(2027, 1, 12, 10), datetime(2027, 1, 19, 10), datetime(2027, 1, 26, 10)]


@given(days=st.integers(1, 200), count=st.integers(1, 5), hour=st.integers(0, 23))
def test_no_wave_is_in_the_past_or_after_the_event_begins(days: int, count: int, hour: int):
    now = NOW.replace(hour=hour)
    starts = NOW.replace(hour=17) + timedelta(days=days)
    assert all(now <= moment < starts for moment in times(count, starts, now))


def test_with_twelve_days_to_go_the_waves_move_together_and_the_last_leaves_five_days_before():
    starts = NOW + timedelta(days=12)
    assert times(3, starts) == [datetime(2026, 12, 3, 10), datetime(2026, 12, 7, 10), datetime(2026, 12, 9, 10)]


def test_a_sending_time_in_the_past_or_after_the_start_is_refused():
    with pytest.raises(SendTimeError):
        times(1, first=NOW - timedelta(minutes=1))
    with pytest.raises(SendTimeError):
        times(1, first=STARTS)


def test_nobody_approves_what_they_worked_on():
    hands = Hands(frozenset({1, 2}))
    assert not may_approve(1, hands)
    assert may_approve(3, hands)


def test_with_a_day_to_go_there_is_one_wave_and_no_more():
    starts = NOW + timedelta(hours=25)
    sizes = wave_sizes(1_000, 40, "auto")
    assert [wave.size for wave in plan_waves(sizes, times(len(sizes), starts))] == [147]
