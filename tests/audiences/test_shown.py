"""An audience as it may be shown: sums that agree, small numbers hidden everywhere at once, examples in words."""

from collections import Counter
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner.audiences.shown import is_few, language_numbers, shown, tables
from planner.audiences.telling import example_words
from planner.delivery.models import ChannelName, SkipReason
from planner.segments.audience import REASONS, AudienceCount, ByChannel
from planner.segments.cells import cell_words
from planner.segments.criteria import parse_criteria
from planner.segments.examples import Example
from planner.segments.makeup import Makeup, Share

#: Words, not the database.
pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def people(mail: int, letter: int, dead: int, languages: dict[str, int]) -> Makeup:
    """People at Glumsø, all of 65 to 74."""
    out = dict.fromkeys(REASONS, 0) | {SkipReason.DEAD: dead}
    count = AudienceCount(mail + letter + dead, ByChannel(mail, letter), out)
    return Makeup(count, [Share("glumsoe", "Glumsø", mail, letter)], Counter({5: mail + letter}), Counter(languages))


def test_numbers_that_may_be_seen_stand_with_their_sums(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        found = people(27, 11, 6, {"da": 20, "": 11, "uk": 7})
        seen = tables(found)
        assert shown(found.count).is_whole
        assert seen.places == [("Glumsø", "27", "11", "38"), ("In all", "27", "11", "38")]
        assert seen.ages == [("65 to 74", "38"), ("In all", "38")]
        assert seen.languages == [("Danish", "20"), ("Ukrainian", "7"), ("Not told", "11"), ("In all", "38")]
        assert seen.excluded == [("Have died", "6"), ("In all", "6")]


def test_how_many_fit_is_hidden_rather_than_how_many_may_be_invited(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        seen = shown(people(27, 11, 3, {"da": 38}).count)
        assert (seen.invitable, seen.left_out, seen.matching) == (38, "small", "beside")


@pytest.mark.parametrize(("told", "names"), [
    ({"da": 27, "so": 4, "ar": 3, "uk": 4}, ["Danish", "Other languages"]),
    ({"": 20, "tr": 6, "da": 6, "nb": 4, "no": 3}, ["Norwegian", "Danish", "Turkish", "Not told"]),
    ({"so": 4, "": 9, "ar": 12, "uk": 14}, ["Ukrainian", "Arabic", "Other languages", "Not told"]),
])
def test_languages_stand_by_number_then_name_the_rare_together_and_the_untold_last(
    app: Flask, told: dict[str, int], names: list[str]
) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert list(language_numbers(told)) == names


def test_the_count_stands_and_a_table_that_would_give_a_hidden_number_away_does_not(app: Flask) -> None:
    found = people(27, 11, 4, {"da": 38})
    found.count.excluded[SkipReason.CAPPED] = 4
    count = replace(found.count, matching=46)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        seen = tables(replace(found, count=count))
        assert (shown(count).left_out, shown(count).matching) == (8, 46)
        assert seen.excluded is None and seen.ages == [("65 to 74", "38"), ("In all", "38")]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=3), st.integers(0, 6))
def test_no_table_changes_the_count_above_it(app: Flask, places: list[tuple[int, int]], dead: int) -> None:
    mail, letter = (sum(column) for column in zip(*places, strict=True))
    found = replace(people(mail, letter, dead, {"da": mail, "uk": letter}),
                    places=[Share(str(at), str(at), *both) for at, both in enumerate(places)])
    assume(not is_few(found.count))
    with app.test_request_context(headers={"Accept-Language": "en"}):
        seen, above = tables(found), shown(found.count)
        sums = tuple(map(cell_words, (above.mail, above.letter, above.invitable)))
        assert seen.places is None or seen.places[-1][1:] == sums
        assert seen.ages is None or seen.ages[-1][1] == sums[-1]


@pytest.mark.parametrize(("example", "words"), [
    (Example(ChannelName.MAIL, "glumsoe", None, (2009, 3)),
     ("Fits and gets a mail", "Someone who turns 18 in March 2027 and lives nearest to Glumsø.")),
    (Example(SkipReason.OBJECTED, None, None, (2009, 3)),
     ("Fits, but is left out",
      "Someone who turns 18 in March 2027. Has said no to invitations, and that always holds.")),
    (Example(SkipReason.DEAD), ("Fits, but is left out", "Has died.")),
])
def test_an_example_tells_month_and_library(app: Flask, example: Example, words: tuple[str, str]) -> None:
    rule = parse_criteria({"turns": {"age": 18, "within_days": [0, 90]}})
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert example_words([example], rule, [], {"glumsoe": "Glumsø"}) == [words]


def test_an_example_names_every_condition_its_people_meet(app: Flask) -> None:
    rule = parse_criteria({"all": [
        {"age": {"min": 18, "max": 24}}, {"language": ["uk"]}, {"nearest_place": ["glumsoe", "fensmark"]},
        {"not": {"invited_to": {"theme": "newcomers", "within_days": 365}}},
        {"turns": {"age": 20, "within_days": [0, 90]}}]})
    met = ("Someone who is 18 to 24, has told us they read Ukrainian, lives nearest to %s, "
           "was not invited to “newcomers” within the last year, and turns 20 %s.")
    here, vague = Example(ChannelName.MAIL, "glumsoe", None, (2007, 3)), Example(SkipReason.CAPPED)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        told = [text for _title, text in example_words([here, vague], rule, [], {"glumsoe": "Glumsø"})]
        assert told == [met % ("Glumsø", "in March 2027"),
                        met % ("Glumsø or fensmark", "within 90 days") + " Has been invited often enough lately."]


def test_an_example_tells_by_which_condition_people_fit(app: Flask) -> None:
    rule = parse_criteria({"any": [{"moved_in": {"within_days": [0, 90], "from_abroad": True}}, {"age": {"min": 75}}]})
    moved, old = Example(ChannelName.MAIL, None, 0, None, (2026, 10)), Example(ChannelName.LETTER, None, 1)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert [text for _title, text in example_words([moved, old], rule, [], {})] == [
            "Someone who moved here from abroad in October 2026.", "Someone who is 75 or older."]
