from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.segments.ages import (
    AgeRule,
    add_months,
    birthday,
    born_by,
    born_range_aged,
    born_range_turning,
    born_ranges_reaching,
    reach_date,
    rule_of,
    rules_for,
)
from planner.segments.queries import count_audience, legal_ages
from tests.segments import make

D = date.fromisoformat
FOLKEPENSION = [
    AgeRule("DK", "folkepension", D(first), D(last), years, months)
    for first, last, years, months in (
        ("0001-01-01", "1953-12-31", 65, 0),
        ("1954-01-01", "1954-06-30", 65, 6),
        ("1954-07-01", "1954-12-31", 66, 0),
        ("1955-01-01", "1955-06-30", 66, 6),
        ("1955-07-01", "1962-12-31", 67, 0),
        ("1963-01-01", "1966-12-31", 68, 0),
        ("1967-01-01", "1970-12-31", 69, 0),
        ("1971-01-01", "9999-12-31", 70, 0),
    )
]
BIRTHS = [D("1940-01-01") + timedelta(days) for days in range(51 * 365 + 13)]
days = st.dates(D("2000-01-01"), D("2065-12-31"))
quick = settings(max_examples=60, deadline=None)
spans = st.tuples(days, st.integers(0, 800)).map(lambda pair: (pair[0], pair[0] + timedelta(pair[1])))


#: Domain notes 2.1, table and test cases: born, age in years and months, reaches it.
GOLDEN = [
    ("1953-12-31", (65, 0), "2018-12-31"),
    ("1954-01-01", (65, 6), "2019-07-01"),
    ("1954-06-30", (65, 6), "2019-12-30"),
    ("1954-07-01", (66, 0), "2020-07-01"),
    ("1954-08-31", (66, 0), "2020-08-31"),
    ("1954-12-31", (66, 0), "2020-12-31"),
    ("1955-01-01", (66, 6), "2021-07-01"),
    ("1955-03-31", (66, 6), "2021-09-30"),
    ("1955-06-30", (66, 6), "2021-12-30"),
    ("1955-07-01", (67, 0), "2022-07-01"),
    ("1956-02-29", (67, 0), "2023-03-01"),
    ("1962-12-31", (67, 0), "2029-12-31"),
    ("1963-01-01", (68, 0), "2031-01-01"),
    ("1964-02-29", (68, 0), "2032-02-29"),
    ("1966-12-31", (68, 0), "2034-12-31"),
    ("1967-01-01", (69, 0), "2036-01-01"),
    ("1970-12-31", (69, 0), "2039-12-31"),
    ("1971-01-01", (70, 0), "2041-01-01"),
]


@pytest.mark.parametrize(("born", "age", "reaches"), GOLDEN)
def test_the_day_of_the_state_pension_age(born, age, reaches):
    rule = rule_of(D(born), FOLKEPENSION)
    assert rule is not None
    assert ((rule.years, rule.months), reach_date(D(born), FOLKEPENSION)) == (age, D(reaches))


def test_whoever_reaches_the_age_is_found_on_the_very_day_and_on_no_other(session):
    make.town(session)
    for number, (born, _age, _reaches) in enumerate(GOLDEN):
        make.citizen(session, f"g{number}", birth_date=D(born))
    today = {"reaches": {"milestone": "folkepension", "within_months": [0, 0]}}
    for _born, _age, reaches in GOLDEN:
        for days in (-1, 0, 1):
            on = D(reaches) + timedelta(days)
            expected = sum(reached == on.isoformat() for *_, reached in GOLDEN)
            assert count_audience(session, make.audience(today, on=on), make.NOW).matching == expected


def test_the_table_of_the_database_is_the_law_as_tested_here(session):
    assert [rule for rule in legal_ages(session) if rule.country == "DK"] == FOLKEPENSION


def test_months_end_at_the_months_last_day():
    assert add_months(D("2026-08-31"), 6) == D("2027-02-28")
    assert add_months(D("2028-02-29"), -12) == D("2027-02-28")
    assert add_months(D("2026-01-15"), -1) == D("2025-12-15")


def test_someone_born_on_a_leap_day_has_the_birthday_on_1_march_in_a_common_year():
    assert birthday(D("2008-02-29"), 18) == D("2026-03-01")
    assert birthday(D("2008-02-29"), 20) == D("2028-02-29")


def test_nobody_turns_18_on_a_leap_day_when_none_was_born_on_one():
    assert born_range_turning(18, D("2028-02-29"), D("2028-02-29")) is None


def test_nobody_reaches_the_age_in_a_year_in_which_it_rises():
    for year in (2030, 2035, 2040):
        assert born_ranges_reaching(date(year, 1, 1), date(year, 12, 31), FOLKEPENSION) == []


def test_norway_says_67_for_all_and_62_at_the_earliest_and_nothing_of_those_born_from_1964(session):
    norway = [rule for rule in legal_ages(session) if rule.country == "NO"]
    for milestone, age in (("folkepension", 67), ("early-pension", 62)):
        law = rules_for(norway, "NO", milestone)
        assert reach_date(D("1963-12-31"), law) == date(1963 + age, 12, 31)
        assert reach_date(D("1964-01-01"), law) is None


def test_a_window_over_two_brackets_gives_spans_that_touch_as_one():
    assert born_ranges_reaching(D("2029-12-30"), D("2031-01-02"), FOLKEPENSION) == [(D("1962-12-30"), D("1963-01-02"))]


def test_where_the_law_says_nothing_nobody_reaches_anything():
    norway = [AgeRule("NO", "folkepension", D("1943-01-01"), D("1963-12-31"), 67)]
    assert reach_date(D("1964-01-01"), norway) is None
    assert born_ranges_reaching(D("2031-01-01"), D("2031-12-31"), norway) == []


@quick
@given(spans)
def test_the_spans_hold_exactly_those_who_reach_the_age_in_the_window(window):
    reaching = {born for born, reached in zip(BIRTHS, REACHED, strict=True) if window[0] <= reached <= window[1]}
    assert reaching == _born_in(born_ranges_reaching(*window, FOLKEPENSION))


@quick
@given(spans, st.integers(0, 75))
def test_the_span_holds_exactly_those_who_turn_an_age_in_the_window(window, age):
    turning = {born for born in BIRTHS if window[0] <= birthday(born, age) <= window[1]}
    span = born_range_turning(age, *window)
    assert turning == _born_in([span] if span else [])


@quick
@given(days, st.integers(0, 90), st.integers(0, 20))
def test_the_span_holds_exactly_those_of_that_age_today(on, low, more):
    aged = {born for born in BIRTHS if birthday(born, low) <= on < birthday(born, low + more + 1)}
    assert aged == _born_in([born_range_aged(low, low + more, on)])


@given(days, st.integers(0, 90))
def test_born_by_is_the_youngest_of_that_age(on, age):
    assert birthday(born_by(age, on), age) <= on < birthday(born_by(age, on) + timedelta(1), age)


REACHED = [reach_date(born, FOLKEPENSION) for born in BIRTHS]


def _born_in(found):
    """The tested birth dates in the spans; spans reach beyond them on both sides."""
    return {born for first, last in found for born in _days(max(first, BIRTHS[0]), min(last, BIRTHS[-1]))}


def _days(first, last):
    return [first + timedelta(day) for day in range((last - first).days + 1)]
