"""An audience as sentences: what the form shows means exactly the criteria, and what is wrong is said at its field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from planner.audiences.sentences import FIELDS, Part, criteria_of, new_sentence, sentences_in, sentences_of
from planner.refusal import Refusals
from planner.segments.criteria import parse_criteria, to_json

THEME = "new-pensioners"


def windows(low: int, high: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(low, high), min_size=2, max_size=2).map(sorted)


def lists(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, unique=True)


LAWS = st.sampled_from([("folkepension", "DK"), ("alderspensjon", "NO")])
LEAVES = st.one_of(
    st.builds(
        lambda law, window: {"reaches": {"milestone": law[0], "within_months": window, "country": law[1]}},
        LAWS, windows(-120, 120),
    ),
    st.builds(
        lambda age, window: {"turns": {"age": age, "within_days": window}}, st.integers(0, 130), windows(-99, 99)
    ),
    windows(0, 130).map(lambda ages: {"age": {"min": ages[0], "max": ages[1]}}),
    st.builds(
        lambda window, abroad: {"moved_in": {"within_days": window} | ({"from_abroad": True} if abroad else {})},
        windows(0, 900), st.booleans(),
    ),
    lists("glumsoe", "naestved", "fensmark").map(lambda places: {"nearest_place": places}),
    lists("4171", "4700-4799").map(lambda codes: {"postcode": codes}),
    lists("uk", "ar", "so").map(lambda languages: {"language": languages}),
    st.integers(1, 3660).map(lambda days: {"not": {"invited_to": {"theme": THEME, "within_days": days}}}),
)
CRITERIA = st.lists(LEAVES, min_size=1, max_size=6).map(lambda parts: to_json(parse_criteria({"all": parts})))


def refused(*sentences: tuple[str, dict[str, str]]) -> dict[str | None, str]:
    """What is wrong, by field, with sentences typed as (part, fields)."""
    form = MultiDict[str, str]()
    for number, (part, values) in enumerate(sentences):
        form.add(f"part-{number}", part)
        for name, value in values.items():
            form.add(f"{name}-{number}", value)
    with pytest.raises(Refusals) as caught:
        criteria_of(sentences_in(form), THEME)
    return {refusal.field: str(refusal) for refusal in caught.value.refusals}


@given(CRITERIA)
def test_sentences_mean_the_criteria_they_were_made_of(criteria: dict[str, object]) -> None:
    sentences = sentences_of(criteria, THEME)
    assert sentences is not None
    assert to_json(parse_criteria(criteria_of(sentences, THEME))) == criteria


@given(CRITERIA)
def test_a_form_gives_back_the_sentences_it_showed(criteria: dict[str, object]) -> None:
    sentences = sentences_of(criteria, THEME) or []
    form = MultiDict[str, str]()
    for number, sentence in enumerate(sentences):
        form.add(f"part-{number}", sentence.part)
        for name, value in sentence.values.items():
            for ticked in value.split(", "):
                form.add(f"{name}-{number}", ticked)
    assert sentences_in(form) == sentences


@pytest.mark.parametrize("part", Part)
def test_a_new_sentence_can_be_counted_as_it_stands(part: Part) -> None:
    sentence = new_sentence(part, "glumsoe", "4171")
    assert set(sentence.values) == set(FIELDS[part])
    parse_criteria(criteria_of([sentence], THEME))


@pytest.mark.parametrize("criteria", [
    {"any": [{"age": {"min": 18, "max": 24}}]},
    {"all": [{"all": [{"age": {"min": 18, "max": 24}}]}]},
    {"all": [{"not": {"age": {"min": 18, "max": 24}}}]},
    {"all": [{"not": {"invited_to": {"theme": "newcomers", "within_days": 30}}}]},
    {"all": [{"moved_in": {"within_days": [0, 30], "from_abroad": False}}]},
    {"all": [{"interest": ["it-help"]}]},
])
def test_what_cannot_be_said_in_sentences_is_not_said_wrongly(criteria: dict[str, object]) -> None:
    assert sentences_of(criteria, THEME) is None


@pytest.mark.parametrize(("part", "values", "field", "words"), [
    ("reaches", {"from": "seks", "to": "7"}, "from-0", "whole number"),
    ("reaches", {"from": "5", "to": "999"}, "to-0", "from -120 to 120"),
    ("reaches", {"from": "9", "to": "3"}, "from-0", "smaller number"),
    ("age", {"min": "18", "max": "999"}, "max-0", "from 0 to 130"),
    ("age", {"min": "", "max": " "}, "min-0", "whole number"),
    ("age", {"min": "60", "max": "50"}, "min-0", "smaller number"),
    ("moved_in", {"from": "-4", "to": "30"}, "from-0", "from 0 to"),
    ("turns", {"age": "18", "from": "0", "to": "9" * 80}, "to-0", "whole number"),
    ("turns", {"age": "٣", "from": "0", "to": "9"}, "age-0", "whole number"),
    ("not_invited", {"days": "0"}, "days-0", "from 1 to"),
    ("nearest_place", {}, "places-0", "at least one"),
    ("nearest_place", {"places": "Glumsø!"}, "places-0", "from the list"),
    ("language", {"languages": "dansk sprog"}, "languages-0", "from the list"),
    ("postcode", {"codes": "4700-4171"}, "codes-0", "the smaller one first"),
    ("postcode", {"codes": " , ;"}, "codes-0", "at least one"),
])
def test_what_is_wrong_is_said_at_its_field(part: str, values: dict[str, str], field: str, words: str) -> None:
    found = refused((part, values))
    assert list(found) == [field]
    assert words in found[field]


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert list(refused(("age", {"min": "x", "max": "1"}), ("turns", {"age": "18", "from": "1", "to": "y"}))) == [
        "min-0", "to-1"]


def test_no_sentence_at_all_is_refused() -> None:
    assert list(refused()) == ["what"]


def test_sentences_nobody_knows_are_left_out() -> None:
    form = MultiDict({"part-0": "civil_status", "part-1": "age", "min-1": "18", "max-1": "24"})
    assert [sentence.part for sentence in sentences_in(form)] == [Part.AGE]
