"""How long is long enough: days in the municipality's own zone, bounds, and a clock that is not believed."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.config import ROOT
from planner.privacy.retention import CLEARINGS
from planner.privacy.rules import (
    BY_KIND,
    RULES,
    ClockJumpedError,
    Kept,
    check_clock,
    chosen_days,
    cut_off,
    next_run,
    periods,
)
from planner.refusal import Refusal

ZONE = "Europe/Copenhagen"
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_every_rule_that_is_promised_is_kept():
    assert [rule.kind for rule in RULES] == list(Kept) or {rule.kind for rule in RULES} == set(Kept)
    assert set(CLEARINGS) == set(Kept)
    assert all(rule.least <= rule.days <= rule.most for rule in RULES)


def test_the_document_for_the_data_protection_officer_tells_the_same_periods():
    table = (ROOT / "docs" / "privacy.md").read_text().partition("## When")[0]
    told = [[cell.strip() for cell in line.split("|")[2:4]] for line in table.splitlines() if line.startswith("|")][2:]
    kept = [["the night after" if rule.days == 0 else f"{rule.days:,} day{'s' * (rule.days > 1)}",
             f"{rule.least:,}–{rule.most:,} days"] for rule in RULES]
    assert told == kept


def test_zero_days_after_an_event_is_the_night_after_it_in_the_local_calendar():
    rule = BY_KIND[Kept.FREE_TEXT]
    assert cut_off(rule, 0, at("2027-02-10T22:59"), ZONE) == at("2027-02-09T23:00")
    assert cut_off(rule, 0, at("2027-02-10T23:01"), ZONE) == at("2027-02-10T23:00")
    assert cut_off(rule, 14, at("2027-02-24T12:00"), ZONE) == at("2027-02-09T23:00")


def test_what_is_not_counted_from_an_event_is_counted_by_the_hour():
    assert cut_off(BY_KIND[Kept.REFUSED_ROWS], 1, at("2027-02-10T12:00"), ZONE) == at("2027-02-09T12:00")


def test_a_chosen_period_overrules_the_default_and_stays_within_its_bounds():
    assert periods({"recipients": 30})[Kept.RECIPIENTS] == 30
    assert periods({})[Kept.RECIPIENTS] == 14
    assert chosen_days(Kept.FREE_TEXT, 14) == 14
    with pytest.raises(Refusal):
        chosen_days(Kept.FREE_TEXT, 15)


@pytest.mark.parametrize(("last", "due"), [
    ("2027-02-10T01:00", "2027-02-10T02:00"), ("2027-02-10T02:00", "2027-02-11T02:00"),
    ("2027-07-10T12:00", "2027-07-11T01:00"), ("2027-03-27T12:00", "2027-03-28T01:00"),
])
def test_a_run_is_due_at_three_in_the_local_night(last, due):
    assert next_run(at(last), ZONE) == at(due)


def test_a_clock_more_than_a_day_past_the_next_run_is_not_believed():
    last = at("2027-02-10T02:00")
    check_clock(last, at("2027-02-12T02:00"), ZONE)
    check_clock(None, at("2099-01-01T00:00"), ZONE)
    for now in (at("2027-02-12T02:01"), at("2032-02-12T02:00")):
        with pytest.raises(ClockJumpedError):
            check_clock(last, now, ZONE)
