from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from planner.segments.ages import AgeRule
from planner.segments.audience import REASONS
from planner.segments.criteria import AllOf, AnyOf, Not, parse_criteria
from planner.segments.leaves import LEAVES
from planner.segments.lists import Listed, laid_out
from planner.segments.phrases import phrase
from planner.segments.sql import where
from planner.segments.words import describe, explain_empty, left_out_words, resolved, sentences
from tests.segments.test_ages import FOLKEPENSION

PENSION = {"reaches": {"milestone": "folkepension", "within_months": [2, 8]}}
ON = date(2026, 11, 25)
LAW = [*FOLKEPENSION, AgeRule("NO", "folkepension", date(1943, 1, 1), date(1963, 12, 31), 67)]


@pytest.fixture(autouse=True)
def _english():
    app = Flask(__name__)
    Babel(app)
    with app.app_context(), force_locale("en"):
        yield


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (PENSION, "reaches the state pension age in 2 to 8 months"),
        (
            {"reaches": {"milestone": "folkepension", "within_months": [-1, 0]}},
            "reached the state pension age within the last month",
        ),
        ({"turns": {"age": 18, "within_days": [0, 90]}}, "turns 18 within 90 days"),
        ({"turns": {"age": 18, "within_days": [-30, -3]}}, "turned 18 3 to 30 days ago"),
        ({"turns": {"age": 18, "within_days": [-3, 30]}}, "turns 18 between 3 days ago and 30 days from now"),
        ({"turns": {"age": 18, "within_days": [0, 0]}}, "turns 18 today"),
        ({"turns": {"age": 18, "within_days": [1, 1]}}, "turns 18 in 1 day"),
        ({"age": {"min": 18, "max": 24}}, "is 18 to 24"),
        ({"age": {"min": 75}}, "is 75 or older"),
        ({"age": {"max": 30}}, "is 30 or younger"),
        ({"moved_in": {"within_days": [30, 180], "from_abroad": True}}, "moved here from abroad 30 to 180 days ago"),
        ({"moved_in": {"within_days": [0, 60]}}, "moved here within the last 60 days"),
        ({"nearest_place": ["glumsoe", "fensmark"]}, "lives nearest to Glumsø Bibliotek or fensmark"),
        ({"postcode": ["4171", "4700-4799"]}, "lives in postcode 4171 or 4700–4799"),
        ({"language": ["uk", "ar"]}, "has told us they read Ukrainian or Arabic"),
        (
            {"not": {"invited_to": {"theme": "travel", "within_days": 365}}},
            "was not invited to “travel” within the last year",
        ),
        ({"lives_near": {"place": "glumsoe", "km": 5}}, "lives within 5 km of Glumsø Bibliotek"),
        ({"interest": ["travel", "talks"]}, "has asked to hear about travel or talks and debates"),
        ({"came_to": {"theme": "travel", "within_days": 365}}, "came to “travel” within the last year"),
    ],
)
def test_a_rule_in_plain_words(rule, words):
    assert sentences(parse_criteria(rule), {"glumsoe": "Glumsø Bibliotek"}) == [words]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (PENSION, "does not reach the state pension age in 2 to 8 months"),
        ({"turns": {"age": 18, "within_days": [-30, -3]}}, "did not turn 18 3 to 30 days ago"),
        ({"age": {"max": 30}}, "is not 30 or younger"),
        ({"moved_in": {"within_days": [0, 60]}}, "did not move here within the last 60 days"),
        ({"lives_near": {"place": "glumsoe", "km": 2.5}}, "does not live within 2.5 km of Glumsø Bibliotek"),
        ({"nearest_place": ["glumsoe"]}, "does not live nearest to Glumsø Bibliotek"),
        ({"postcode": ["4171"]}, "does not live in postcode 4171"),
        ({"language": ["uk"]}, "has not told us they read Ukrainian"),
        ({"interest": ["pension"]}, "has not asked to hear about retirement"),
        ({"came_to": {"theme": "travel", "within_days": 30}}, "did not come to “travel” within the last 30 days"),
        ({"not": {"age": {"max": 30}}}, "is 30 or younger"),
        ({"any": [{"age": {"max": 30}}, {"age": {"min": 75}}]}, "is not one who is 30 or younger or is 75 or older"),
    ],
)
def test_the_opposite_of_a_rule_in_plain_words(rule, words):
    assert sentences(parse_criteria({"not": rule}), {"glumsoe": "Glumsø Bibliotek"}) == [words]


@pytest.mark.parametrize("of_criteria", [phrase, where], ids=["words", "clause"])
def test_every_criterion_has_words_and_a_clause(of_criteria):
    kinds = [*LEAVES.values(), AllOf, AnyOf, Not]
    assert [kind for kind in kinds if of_criteria.dispatch(kind) is of_criteria.dispatch(object)] == []


YOUNG, OLD = {"age": {"max": 30}}, {"age": {"min": 75}}
EITHER = {"any": [YOUNG, OLD]}
READS = {"language": ["uk"]}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"all": [READS, YOUNG]}, "Everyone who has told us they read Ukrainian and is 30 or younger."),
        (EITHER, "Everyone who fits at least one of these: is 30 or younger; is 75 or older."),
        ({"all": [READS, EITHER, {"not": EITHER}]},
         "Everyone who has told us they read Ukrainian, and at least one of these: is 30 or younger; is 75 or older; "
         "but none of these: is 30 or younger; is 75 or older."),
        ({"all": [READS, {"not": {"all": [YOUNG, OLD]}}]},
         "Everyone who has told us they read Ukrainian, but not all of these at once: is 30 or younger; "
         "is 75 or older."),
        ({"any": [{"all": [READS, EITHER]}, OLD]},
         "Everyone who fits at least one of these: has told us they read Ukrainian and "
         "(is 30 or younger or is 75 or older); is 75 or older."),
    ],
)
def test_a_rule_of_several_parts_is_one_sentence_that_nobody_can_misread(rule, words):
    assert describe(parse_criteria(rule)) == words


def test_a_page_lays_the_rule_out_as_lists():
    assert laid_out(parse_criteria({"all": [READS, EITHER, {"not": EITHER}]}), {}) == [
        Listed("Everyone who has told us they read Ukrainian, and at least one of these:",
               ["is 30 or younger", "is 75 or older"]),
        Listed("but none of these:", ["is 30 or younger", "is 75 or older"])]


MOVED = {"moved_in": {"within_days": [0, 30]}}
CAME = "moved here between 26 October 2026 and 25 November 2026"
BORN = "born on 25 November 1951 or earlier"


@pytest.mark.parametrize(
    ("rule", "meaning"),
    [
        ({"all": [OLD, MOVED]}, f"{BORN} and {CAME}"),
        ({"any": [OLD, MOVED]}, f"at least one of these: {BORN}; {CAME}"),
        ({"all": [OLD, {"any": [MOVED, YOUNG]}]},
         f"{BORN}, and at least one of these: {CAME}; born on 26 November 1995 or later"),
        ({"any": [{"all": [OLD, MOVED]}, YOUNG]},
         f"at least one of these: {BORN} and {CAME}; born on 26 November 1995 or later"),
        ({"all": [OLD, {"any": [MOVED, READS]}, {"not": MOVED}]}, BORN),
    ],
)
def test_only_what_is_certain_on_the_day_is_said(rule, meaning):
    assert resolved(parse_criteria(rule), ON, LAW) == f"On 25 November 2026 this means: {meaning}."


@pytest.mark.parametrize(
    ("rule", "meaning"),
    [
        (
            {"reaches": {"milestone": "folkepension", "within_months": [2, 8]}},
            "born between 25 January 1960 and 25 July 1960",
        ),
        ({"age": {"min": 75}}, "born on 25 November 1951 or earlier"),
        ({"age": {"max": 30}}, "born on 26 November 1995 or later"),
        ({"turns": {"age": 18, "within_days": [0, 0]}}, "born on 25 November 2008"),
        ({"moved_in": {"within_days": [0, 30]}}, "moved here between 26 October 2026 and 25 November 2026"),
    ],
)
def test_what_a_rule_means_today(rule, meaning):
    words = resolved(parse_criteria(rule), ON, LAW)
    assert words == f"On 25 November 2026 this means: {meaning}."


def test_a_rule_that_no_day_changes_has_no_meaning_of_the_day():
    assert resolved(parse_criteria({"language": ["uk"]}), ON, LAW) == ""


def test_danish_readers_get_danish_dates():
    with force_locale("da"):
        assert "25. januar 1960" in resolved(parse_criteria(PENSION), ON, LAW)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (
            date(2030, 1, 2),
            "Nobody reaches the state pension age in 2030: the age rises to 68 that year. This is not an error.",
        ),
        (
            date(2020, 1, 2),
            "Nobody reaches the state pension age from 31 December 2019 to 30 June 2020: the age rises to 66. "
            "This is not an error.",
        ),
        (
            date(2021, 1, 1),
            "Nobody reaches the state pension age from 1 January 2021 to 30 June 2021: the age rises to "
            "66 years and 6 months. This is not an error.",
        ),
        (date(2029, 6, 15), None),
    ],
)
def test_an_empty_window_is_explained_by_the_law(on, words):
    rule = parse_criteria({"all": [{"reaches": {"milestone": "folkepension", "within_months": [0, 5]}}]})
    assert explain_empty(rule, on, LAW) == words


def test_where_our_table_of_law_ends_that_is_said():
    rule = parse_criteria({"reaches": {"milestone": "folkepension", "within_months": [0, 5], "country": "NO"}})
    assert "says nothing of those" in str(explain_empty(rule, date(2031, 1, 1), LAW))


def test_every_reason_has_words():
    assert all(left_out_words(reason) for reason in REASONS)
