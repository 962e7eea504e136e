"""How many reach an age in each of the months to come."""

import json
from datetime import date

import pytest
from flask_babel import force_locale

from planner.refusal import Refusal
from planner.segments.ages import add_months, birthday, reach_date
from planner.segments.ahead import explain_months, look_ahead
from planner.segments.criteria import parse_criteria
from planner.segments.queries import legal_ages
from tests.segments.make import TODAY, audience, citizen, crowd, town

EIGHTEEN = {"turns": {"age": 18, "within_days": [0, 90]}}
PENSION = {"reaches": {"milestone": "folkepension", "within_months": [5, 7]}}


@pytest.fixture(autouse=True)
def people(session):
    """The town with its crowd."""
    town(session)
    return crowd(session, 800)


def numbers(session, criteria, months=12, on=TODAY):
    return {one.first: one.number for one in look_ahead(session, audience(criteria, on=on), months)}


def here(people):
    return [person for person in people if person["status"] == "resident" and not person["name_address_protected"]]


def test_birthdays_are_counted_in_their_month_like_a_look_at_each_person(session, people):
    days = [birthday(person["birth_date"], 18) for person in here(people)]
    expected = {first: sum(day.replace(day=1) == first for day in days)
                for first in (add_months(date(2026, 12, 1), number) for number in range(24))}
    assert numbers(session, EIGHTEEN, 24) == expected
    assert sum(expected.values()) > 20


def test_legal_ages_are_counted_by_the_table_of_law(session, people):
    law = [rule for rule in legal_ages(session) if rule.country == "DK"]
    days = [reach_date(person["birth_date"], law) for person in here(people)]
    found = numbers(session, PENSION)
    assert found[date(2027, 6, 1)] == sum(day is not None and day.replace(day=1) == date(2027, 6, 1) for day in days)
    assert found[date(2027, 6, 1)] > 10


def test_other_conditions_are_asked_as_of_today_and_the_window_gives_way(session, people):
    found = numbers(session, {"all": [EIGHTEEN, {"postcode": ["4171"]}]})
    days = [birthday(person["birth_date"], 18) for person in here(people) if person["postcode"] == "4171"]
    assert sum(found.values()) == sum(date(2026, 12, 1) <= day < date(2027, 12, 1) for day in days) > 0


def test_a_person_of_29_february_is_counted_in_march_of_a_common_year(session):
    before = numbers(session, {"turns": {"age": 15, "within_days": [0, 1]}})
    citizen(session, "SYN-leap", id=9001, birth_date=date(2012, 2, 29))
    after = numbers(session, {"turns": {"age": 15, "within_days": [0, 1]}})
    assert {month for month in after if after[month] != before[month]} == {date(2027, 3, 1)}


def test_a_year_in_which_nobody_reaches_the_age_is_explained(session):
    citizen(session, "SYN-last", id=9001, birth_date=date(1962, 12, 31))
    found = numbers(session, PENSION, on=date(2029, 11, 5))
    assert found[date(2029, 12, 1)] == 1
    assert sum(found.values()) == 1
    with force_locale("en"):
        said = explain_months(parse_criteria(PENSION), list(found), legal_ages(session))
    assert said == ["Nobody reaches the state pension age in 2030: the age rises to 68 that year. "
                    "This is not an error."]


@pytest.mark.parametrize("criteria", [{"age": {"min": 18}}, {"not": EIGHTEEN}, {"any": [EIGHTEEN, PENSION]}])
def test_a_rule_that_needs_no_age_to_be_reached_has_nothing_ahead(session, criteria):
    with pytest.raises(Refusal, match="nothing to look ahead to"):
        look_ahead(session, audience(criteria), 12)


def test_the_command_tells_months_and_why_some_are_empty(app, session, tmp_path):
    rule = tmp_path / "rule.json"
    rule.write_text(json.dumps(PENSION), "utf-8")
    session.commit()
    asked = ["segments", "ahead", "--criteria", str(rule), "--on", "2029-11-05", "--months", "3", "--json"]
    told = json.loads(app.test_cli_runner().invoke(args=asked).stdout)
    assert [month["month"] for month in told["months"]] == ["2029-12", "2030-01", "2030-02"]
    assert told["months"][1]["count"] == 0
    assert told["explained"][0].startswith("Nobody reaches the state pension age in 2030")


def test_the_command_refuses_more_than_two_years(app, session, tmp_path):
    answer = app.test_cli_runner().invoke(args=["segments", "ahead", "--criteria", "-", "--months", "25"], input="{}")
    assert answer.exit_code == 2
