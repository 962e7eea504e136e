"""An audience as sentences: what the form shows means exactly the criteria, and what is wrong is said at its field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from planner.audiences.fields import values_of
from planner.audiences.sentences import FIELDS, Group, Part, Sentence, Way, new_sentence, sentences_of
from planner.audiences.typed import changed, criterion_of, sentences_in
from planner.refusal import Refusals
from planner.segments import leaves
from planner.segments.criteria import AllOf, AnyOf, Not, conditions, parse_criteria

HERE = {"places": "glumsoe", "place": "glumsoe", "codes": "4171", "theme": "newcomers"}


def windows(low: int, high: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(low, high), st.integers(low, high)).map(lambda pair: (min(pair), max(pair)))


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple)


THEMES, DAYS = st.sampled_from(["new-pensioners", "newcomers"]), st.integers(1, 3660)
LEAVES = st.one_of(
    st.builds(leaves.Reaches, st.sampled_from(["folkepension", "alderspensjon"]), windows(-120, 120),
              st.sampled_from(["DK", "NO"])),
    st.builds(leaves.Turns, st.integers(0, 130), windows(-99, 99)),
    windows(0, 130).map(lambda ages: leaves.Age(*ages)),
    st.builds(leaves.MovedIn, windows(0, 900), st.sampled_from([None, True, False])),
    st.builds(leaves.LivesNear, st.sampled_from(["glumsoe", "naestved"]),
              st.integers(1, 400).map(lambda half: half / 2)),
    some("glumsoe", "naestved", "fensmark").map(leaves.NearestPlace),
    some("4171", "4684").map(lambda codes: leaves.PostcodeIn((("4700", "4799"), *((code, code) for code in codes)))),
    some("uk", "ar", "so").map(leaves.LanguageIn),
    some("it-help", "travel").map(leaves.InterestIn),
    st.builds(leaves.CameTo, THEMES, DAYS),
    st.builds(leaves.InvitedTo, THEMES, DAYS),
)
NOT_INVITED = st.builds(leaves.InvitedTo, THEMES, DAYS).map(Not)
SEVERAL = st.lists(LEAVES | NOT_INVITED, min_size=2, max_size=3).map(tuple)
CONDITIONS = st.one_of(LEAVES, LEAVES.map(Not), SEVERAL.map(AnyOf), SEVERAL.map(AnyOf).map(Not))
CRITERIA = st.lists(CONDITIONS, min_size=1, max_size=6).map(tuple).map(AllOf)


@pytest.mark.parametrize("kind", leaves.LEAVES.values(), ids=leaves.LEAVES)
def test_every_criterion_has_a_sentence(kind):
    assert values_of.dispatch(kind) is not values_of.dispatch(object)


def form_of(sentences: list[Sentence]) -> MultiDict[str, str]:
    """What a browser posts of a form that shows the sentences."""
    form = MultiDict[str, str]()
    for number, one in enumerate(sentences):
        form.add(f"part-{number}", one.part)
        form.add(f"group-{number}", str(one.group))
        if one.removed:
            form.add(f"gone-{number}", "1")
        for name, value in one.values.items():
            for ticked in value.split(", "):
                form.add(f"{name}-{number}", ticked)
    return form


def refused(*sentences: tuple[str, dict[str, str]]) -> dict[str | None, str]:
    """What is wrong, by field, with sentences typed as (part, fields)."""
    with pytest.raises(Refusals) as caught:
        criterion_of(sentences_in(form_of([Sentence(Part(part), values) for part, values in sentences])))
    return {refusal.field: str(refusal) for refusal in caught.value.refusals}


def said(*numbers: int) -> list[Sentence]:
    """Sentences about ages, each beginning with one of the numbers."""
    return [Sentence(Part.AGE, {"min": str(number), "max": "99"}) for number in numbers]


@given(CRITERIA)
def test_what_is_said_shown_and_posted_means_the_same(criterion: AllOf) -> None:
    shown = sentences_of(criterion)
    assert shown is not None
    posted = sentences_in(form_of(shown))
    assert posted == shown
    assert criterion_of(posted) == criterion


@pytest.mark.parametrize("part", Part)
def test_a_new_sentence_can_be_counted_as_it_stands(part: Part) -> None:
    sentence = new_sentence(part, HERE)
    assert list(sentence.values) == list(FIELDS[part])
    criterion_of([sentence])


def test_a_single_condition_and_nested_ones_are_said_as_conditions() -> None:
    old, young = {"age": {"min": 75}}, {"age": {"min": 18, "max": 24}}
    for criteria in (old, {"all": [{"all": [old]}, young]}):
        criterion = parse_criteria(criteria)
        assert conditions(criterion_of(sentences_of(criterion) or [])) == conditions(criterion)


@pytest.mark.parametrize("criteria", [
    {"any": [{"all": [{"age": {"min": 18}}, {"language": ["uk"]}]}, {"age": {"max": 24}}]},
    {"not": {"all": [{"age": {"min": 18}}, {"language": ["uk"]}]}},
    {"not": {"not": {"age": {"min": 18}}}},
    {"all": [{"any": [{"any": [{"age": {"min": 18}}]}]}]},
    {"any": [{"not": {"age": {"min": 18}}}, {"age": {"max": 24}}]},
])
def test_what_cannot_be_said_in_sentences_is_not_said_wrongly(criteria: dict[str, object]) -> None:
    assert sentences_of(parse_criteria(criteria)) is None


@pytest.mark.parametrize(("part", "values", "field", "words"), [
    ("reaches", {"from": "seks", "to": "7", "law": "DK:folkepension"}, "from-0", "whole number"),
    ("reaches", {"from": "5", "to": "999", "law": "DK:folkepension"}, "to-0", "from -120 to 120"),
    ("reaches", {"from": "9", "to": "3", "law": "DK:folkepension"}, "from-0", "smaller number"),
    ("reaches", {"from": "3", "to": "9", "law": ""}, "law-0", "from the list"),
    ("reaches", {"from": "3", "to": "9", "law": "SE:pension"}, "law-0", "from the list"),
    ("age", {"min": "18", "max": "999"}, "max-0", "from 0 to 130"),
    ("age", {"min": "", "max": " "}, "min-0", "at least one"),
    ("age", {"min": "60", "max": "50"}, "min-0", "smaller number"),
    ("moved_in", {"from": "-4", "to": "30"}, "from-0", "from 0 to"),
    ("turns", {"age": "18", "from": "0", "to": "9" * 80}, "to-0", "whole number"),
    ("turns", {"age": "٣", "from": "0", "to": "9"}, "age-0", "whole number"),
    ("turns", {"age": "18", "from": "9", "to": "0"}, "from-0", "smaller number"),
    ("lives_near", {"km": "langt", "place": "glumsoe"}, "km-0", "kilometres"),
    ("lives_near", {"km": "900", "place": "glumsoe"}, "km-0", "to 200"),
    ("lives_near", {"km": "5", "place": ""}, "place-0", "from the list"),
    ("not_invited", {"theme": "newcomers", "days": "0"}, "days-0", "from 1 to"),
    ("invited_to", {"theme": "", "days": "9"}, "theme-0", "from the list"),
    ("nearest_place", {"places": ""}, "places-0", "at least one"),
    ("nearest_place", {"places": "Glumsø!"}, "places-0", "from the list"),
    ("language", {"languages": "dansk sprog"}, "languages-0", "from the list"),
    ("interest", {"topics": "health"}, "topics-0", "from the list"),
    ("postcode", {"codes": "4700-4171"}, "codes-0", "the smaller one first"),
    ("postcode", {"codes": " , ;"}, "codes-0", "at least one"),
])
def test_what_is_wrong_is_said_at_its_field(part: str, values: dict[str, str], field: str, words: str) -> None:
    found = refused((part, values))
    assert list(found) == [field]
    assert words in found[field]


def test_all_that_is_wrong_is_said_at_once() -> None:
    age, turns = {"min": "x", "max": "1"}, {"age": "18", "from": "1", "to": "y"}
    assert list(refused(("age", age), ("turns", turns))) == ["min-0", "to-1"]


def test_no_sentence_at_all_is_refused() -> None:
    assert list(refused()) == ["what-all-0"]


def test_sentences_nobody_knows_are_left_out() -> None:
    form = MultiDict({"part-0": "civil_status", "part-1": "age", "min-1": "18", "max-1": "24"})
    assert [sentence.part for sentence in sentences_in(form)] == [Part.AGE]


def test_a_removed_sentence_counts_nothing_and_comes_back_as_it_was_typed() -> None:
    typed = said(18, 75)
    without, gaze = changed(typed, MultiDict({"drop": "0"}), HERE)
    assert criterion_of(sentences_in(form_of(without))) == criterion_of(typed[1:])
    assert gaze == "put-0"
    assert changed(sentences_in(form_of(without)), MultiDict({"back": "0"}), HERE) == (typed, "min-0")


def test_a_new_sentence_joins_its_list_and_new_lists_follow_what_must_fit() -> None:
    any_of, none_of = Group(Way.ANY, 1), Group(Way.NONE, 2)
    now = said(18)
    for pressed in ({"add": "all-0", "what-all-0": "turns", "way": "any"},
                    {"add": "all-0", "what-all-0": "language", "way": "none"},
                    {"add": "any-1", "what-any-1": "postcode"},
                    {"add": "all-0", "what-all-0": "reaches", "way": "all"}):
        now, _gaze = changed(now, MultiDict(pressed), HERE)
    assert [(one.part, one.group) for one in now] == [
        (Part.AGE, Group()), (Part.REACHES, Group()), (Part.TURNS, any_of), (Part.POSTCODE, any_of),
        (Part.LANGUAGE, none_of)]


@pytest.mark.parametrize("pressed", [
    {"drop": "7"}, {"drop": "x"}, {"back": "-1"}, {"add": "all-0"}, {"add": "all-0", "what-all-0": "faith"}, {}])
def test_a_button_that_makes_no_sense_changes_nothing(pressed: dict[str, str]) -> None:
    assert changed(said(18), MultiDict(pressed), HERE) == (said(18), "")
