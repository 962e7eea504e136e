"""An audience as it may be shown: sums that agree, small numbers hidden everywhere at once, examples in words."""

from collections import Counter

import pytest
from flask import Flask

from planner.audiences.shown import shown
from planner.audiences.telling import example_words
from planner.delivery.models import ChannelName, SkipReason
from planner.segments.audience import REASONS, AudienceCount, ByChannel
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
        seen = shown(people(27, 11, 6, {"da": 20, "": 11, "uk": 7}), "DK")
        assert seen.is_whole
        assert seen.places == [("Glumsø", "27", "11", "38"), ("In all", "27", "11", "38")]
        assert seen.ages == [("65 to 74", "38"), ("In all", "38")]
        assert seen.languages == [("Danish or not told", "31"), ("Ukrainian", "7"), ("In all", "38")]
        assert seen.excluded == [("Have died", "6"), ("In all", "6")]


def test_how_many_fit_is_hidden_rather_than_how_many_may_be_invited(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        seen = shown(people(27, 11, 3, {"da": 38}), "DK")
        assert (seen.invitable, seen.left_out, seen.matching) == (38, "small", "beside")


def test_rare_languages_stand_together(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        seen = shown(people(27, 11, 0, {"da": 27, "so": 4, "ar": 3, "uk": 4}), "DK")
        assert seen.languages == [("Danish or not told", "27"), ("Other languages", "11"), ("In all", "38")]


@pytest.mark.parametrize(("example", "words"), [
    (Example(ChannelName.MAIL, "glumsoe", None, (2009, 3)),
     ("Fits and gets a mail", "Turns 18 in March 2027. Lives nearest to Glumsø.")),
    (Example(SkipReason.OBJECTED, None, None, (2009, 3)),
     ("Fits, but is left out", "Turns 18 in March 2027. Has said no to invitations, and that always holds.")),
    (Example(SkipReason.DEAD), ("Fits, but is left out", "Has died.")),
])
def test_an_example_tells_month_and_library(app: Flask, example: Example, words: tuple[str, str]) -> None:
    rule = parse_criteria({"turns": {"age": 18, "within_days": [0, 90]}})
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert example_words([example], rule, [], {"glumsoe": "Glumsø"}) == [words]


def test_an_example_tells_by_which_condition_people_fit(app: Flask) -> None:
    rule = parse_criteria({"any": [{"moved_in": {"within_days": [0, 90], "from_abroad": True}}, {"age": {"min": 75}}]})
    moved, old = Example(ChannelName.MAIL, None, 0, None, (2026, 10)), Example(ChannelName.LETTER, None, 1)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert [text for _title, text in example_words([moved, old], rule, [], {})] == [
            "Moved here from abroad in October 2026.", "Is 75 or older."]
