"""The SQL of a rule and a plain reading of it, person by person, say the same: any rule, any day, both databases."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.citizens.interests import INTERESTS
from planner.delivery.models import ChannelName
from planner.places.rules import Point, distance_km
from planner.segments.criteria import parse_criteria, to_json
from planner.segments.explaining import explain
from planner.segments.leaves import LEAVES
from planner.segments.queries import count_audience, select_audience
from tests.segments import make, oracle
from tests.segments.make import NOW

PEOPLE = 300
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
days = st.one_of(st.just(make.TODAY), st.dates(make.date(2026, 6, 1), make.date(2027, 6, 1)),
                 st.dates(make.date(2019, 1, 1), make.date(2045, 12, 31)))


def windows(low: int, high: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(low, high), min_size=2, max_size=2).map(sorted)


def some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


lately = st.fixed_dictionaries(
    {"theme": st.sampled_from(["travel", "new-pensioners"]), "within_days": st.integers(1, 400)})
ASKED = {
    "turns": st.fixed_dictionaries({"age": st.integers(0, 100), "within_days": windows(-400, 400)}),
    "reaches": st.builds(
        lambda law, window: {"country": law[0], "milestone": law[1], "within_months": window},
        st.sampled_from(sorted(oracle.LAW)), windows(-120, 120)),
    "age": windows(0, 130).map(lambda ages: {"min": ages[0], "max": ages[1]}),
    "moved_in": st.fixed_dictionaries({"within_days": windows(0, 9000)}, optional={"from_abroad": st.booleans()}),
    "lives_near": st.fixed_dictionaries({"place": st.sampled_from(sorted(make.PLACES)), "km": st.floats(0.1, 40)}),
    "nearest_place": some(*make.PLACES),
    "postcode": some("4171", "4684-4700", "4000-4999", "4750"),
    "language": some("da", "uk", "ar", "dak"),
    "interest": some("it-help", "pension", "talks", next(iter(INTERESTS))),
    "invited_to": lately,
    "came_to": lately,
}
single = st.one_of([asked.map(lambda value, key=key: {key: value}) for key, asked in ASKED.items()])
rules = st.recursive(
    single,
    lambda inside: st.one_of(
        st.builds(
            lambda key, parts: {key: parts}, st.sampled_from(["all", "any"]), st.lists(inside, min_size=1, max_size=3)),
        inside.map(lambda part: {"not": part}),
    ),
    max_leaves=5,
)


class Crowd(list[dict[str, object]]):
    """The people as rows; a failing example shows how many, not all of them."""

    def __repr__(self) -> str:
        return f"{len(self)} people"


@pytest.fixture
def crowd(session):
    """Three hundred people of every kind; nothing is committed."""
    make.town(session)
    return Crowd(make.crowd(session, PEOPLE, seed=7))


def test_every_criterion_is_tried():
    assert set(ASKED) == set(LEAVES)


@given(rules)
def test_any_rule_is_written_back_as_it_was_read(rule):
    criterion = parse_criteria(rule)
    assert parse_criteria(to_json(criterion)) == criterion


@pytest.mark.parametrize("key", ASKED)
@settings(few, max_examples=8)
@given(st.data(), days)
def test_each_criterion_fits_those_whom_a_plain_reading_finds(session, crowd, key, data, on):
    rule = {key: data.draw(ASKED[key])}
    expected = sum(oracle.fits(person, rule, on) for person in crowd)
    assert count_audience(session, make.audience(rule, on=on), NOW).matching == expected
    assert count_audience(session, make.audience({"not": rule}, on=on), NOW).matching == PEOPLE - expected


@few
@given(rules, days, st.sampled_from([None, "travel"]), st.sampled_from([3, 15, 18]), st.booleans())
def test_everyone_a_rule_fits_becomes_what_a_plain_reading_says(session, crowd, rule, on, theme, min_age, commercial):
    asked = {"theme": theme, "min_age": min_age, "commercial": commercial, "on": on}
    become = {p["subject"]: oracle.outcome(p, **asked) for p in crowd if oracle.fits(p, rule, on)}
    counted = count_audience(session, make.audience(rule, **asked), NOW)
    told = {**counted.excluded, "mail": counted.by_channel.mail, "letter": counted.by_channel.letter}
    assert {name: n for name, n in told.items() if n} == Counter(become.values())
    invited = {one.subject: one.channel for one in select_audience(session, make.audience(rule, **asked), NOW)}
    assert invited == {whom: what for whom, what in become.items() if what in tuple(ChannelName)}


@few
@given(rules, days, st.integers(1, PEOPLE), st.booleans())
def test_one_person_is_explained_as_a_plain_reading_does(session, crowd, rule, on, number, commercial):
    person, asked = crowd[number - 1], {"commercial": commercial, "on": on}
    found = explain(session, make.audience(rule, **asked), f"SYN-{number}", NOW)
    assert found.matches is oracle.fits(person, rule, on)
    assert found.excluded_because == oracle.reasons(person, **asked)
    for answer in found.answers:
        assert answer.holds is (oracle.fits(person, to_json(answer.leaf), on) is answer.so)


@given(st.sampled_from(sorted(make.PLACES.values())), st.sampled_from(sorted(make.POSTCODES)))
def test_the_plain_reading_measures_as_the_product_does(here, code):
    north, east, _ = make.POSTCODES[code]
    away = distance_km(Point(*here), Point(north, east))
    assert oracle.km_between(here, (north, east)) == pytest.approx(away, abs=1e-4)
