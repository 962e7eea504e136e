import json

import pytest

from planner.refusal import Refusal
from planner.segments.criteria import AllOf, Not, asked_for, conditions, parse_criteria, to_json, walk
from planner.segments.files import read_criteria_file
from planner.segments.leaves import LEAVES, Age, Reaches

TURNS = {"turns": {"age": 18, "within_days": [0, 90]}}
WRITTEN = [
    TURNS,
    {"reaches": {"milestone": "folkepension", "within_months": [5, 7], "country": "DK"}},
    {"age": {"min": 18, "max": 24}},
    {"moved_in": {"within_days": [30, 180], "from_abroad": True}},
    {"moved_in": {"within_days": [0, 30]}},
    {"lives_near": {"place": "glumsoe", "km": 5}},
    {"lives_near": {"place": "glumsoe", "km": 2.5}},
    {"nearest_place": ["glumsoe", "naestved"]},
    {"postcode": ["4171", "4700-4799"]},
    {"language": ["uk", "ar"]},
    {"interest": ["it-help", "talks"]},
    {"invited_to": {"theme": "new-pensioners", "within_days": 365}},
    {"came_to": {"theme": "digital-help", "within_days": 30}},
    {"all": [TURNS, {"any": [TURNS, {"not": TURNS}]}]},
]


@pytest.mark.parametrize("written", WRITTEN)
def test_what_is_written_back_is_what_was_read(written):
    assert to_json(parse_criteria(written)) == written


def test_every_criterion_is_among_them():
    assert {key for written in WRITTEN for key in written} == {*LEAVES, "all"}


def test_country_is_denmark_and_an_open_end_of_age_the_oldest_unless_said():
    assert parse_criteria({"reaches": {"milestone": "folkepension", "within_months": [5, 7]}}) == Reaches(
        "folkepension", (5, 7)
    )
    assert parse_criteria({"age": {"min": 75}}) == Age(75, 130)


def test_a_language_counts_by_its_first_part():
    assert to_json(parse_criteria({"language": ["uk-UA", "UK", "ar"]})) == {"language": ["uk", "ar"]}


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ({"all": [TURNS, {"turns": {"age": 18, "within_days": [9, 1]}}]}, "all[1].turns.within_days"),
        ({"all": [TURNS, {"turns": {"age": 131, "within_days": [0, 1]}}]}, "all[1].turns.age"),
        ({"turns": {"age": True, "within_days": [0, 1]}}, "turns.age"),
        ({"turns": {"age": 18.0, "within_days": [0, 1]}}, "turns.age"),
        ({"turns": {"age": 18, "within_days": [0, "x"]}}, "turns.within_days[1]"),
        ({"turns": {"age": 18}}, "turns"),
        ({"turns": []}, "turns"),
        ({"age": {}}, "age"),
        ({"turns": {"age": 18, "within_days": [0, 90], "sooner": 1}}, "turns"),
        ({"reaches": {"milestone": "folkepension", "within_months": [5, 7], "country": "SE"}}, "reaches.country"),
        ({"age": {"min": 24, "max": 18}}, "age"),
        ({"age": {"min": -1}}, "age.min"),
        ({"moved_in": {"within_days": [-1, 3]}}, "moved_in.within_days[0]"),
        ({"moved_in": {"within_days": [0, 3], "from_abroad": 1}}, "moved_in.from_abroad"),
        ({"postcode": ["4171", "471"]}, "postcode[1]"),
        ({"postcode": ["4799-4700"]}, "postcode[0]"),
        ({"postcode": []}, "postcode"),
        ({"nearest_place": "glumsoe"}, "nearest_place"),
        ({"language": ["d%"]}, "language[0]"),
        ({"language": ["uk", "xx"]}, "language[1]"),
        ({"not": {"any": [{"all": []}]}}, "not.any[0].all"),
        ({**TURNS, "age": {"min": 1}}, "criteria"),
        ([TURNS], "criteria"),
        ({}, "criteria"),
        (None, "criteria"),
        ({"invited_to": {"theme": "x", "within_days": 0}}, "invited_to.within_days"),
        ({"lives_near": {"place": "glumsoe"}}, "lives_near"),
        ({"lives_near": ["glumsoe", 5]}, "lives_near"),
        ({"lives_near": {"place": "Glumsø", "km": 5}}, "lives_near.place"),
        ({"lives_near": {"place": "glumsoe", "km": 0}}, "lives_near.km"),
        ({"lives_near": {"place": "glumsoe", "km": True}}, "lives_near.km"),
        ({"lives_near": {"place": "glumsoe", "km": "5"}}, "lives_near.km"),
        ({"lives_near": {"place": "glumsoe", "km": float("nan")}}, "lives_near.km"),
        ({"lives_near": {"place": "glumsoe", "km": 10**400}}, "lives_near.km"),
        ({"came_to": {}}, "came_to"),
        ({"came_to": {"theme": "travel", "within_days": 1.5}}, "came_to.within_days"),
        ({"came_to": {"theme": "travel", "within_days": 30, "seats": 2}}, "came_to"),
        ({"interest": []}, "interest"),
        ({"interest": ["it-help", "fishing"]}, "interest[1]"),
        ({"interest": [7]}, "interest[0]"),
        ({"lives_in_a_castle": {}}, "lives_in_a_castle"),
    ],
)
def test_a_refusal_names_the_part_that_is_wrong(written, part):
    with pytest.raises(Refusal) as refused:
        parse_criteria(written)
    assert (refused.value.field, str(refused.value).startswith(part + " ")) == (part, True)


@pytest.mark.parametrize(
    "field",
    [
        "civil_status",
        "civilstand",
        "Church",
        "religion",
        "birthplace",
        "fødested",
        "citizenship",
        "health",
        "diagnosis",
        "exemption",
        "digital_post_exempt",
        "Digital-Post exempt",
        "income",
        "name_address_protected",
        "cpr",
    ],
)
def test_what_we_have_no_right_to_is_refused_wherever_it_stands(field):
    for written, part in (({field: True}, field), ({"all": [{"age": {"min": 18, field: 1}}]}, f"all[0].age.{field}")):
        with pytest.raises(Refusal, match="no right to it") as refused:
            parse_criteria(written)
        assert refused.value.field == part


def test_a_rule_nested_or_grown_out_of_hand_is_refused():
    deep: object = TURNS
    for _ in range(8):
        deep = {"not": deep}
    for written in (deep, {"all": [TURNS] * 50}):
        with pytest.raises(Refusal, match="simpler"):
            parse_criteria(written)
    for written in (deep["not"], {"all": [TURNS] * 49}):
        assert to_json(parse_criteria(written)) == written


def test_a_rule_can_be_walked_and_what_it_asks_for_leaves_out_what_it_forbids():
    rule = parse_criteria({"all": [TURNS, {"not": {"age": {"max": 9}}}, {"all": [{"age": {"min": 3}}]}]})
    assert [type(part) for part in walk(rule)][:2] == [AllOf, type(parse_criteria(TURNS))]
    assert list(asked_for(rule)) == [parse_criteria(TURNS), Age(3, 130)]
    assert conditions(rule) == [parse_criteria(TURNS), Not(Age(0, 9)), Age(3, 130)]


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "rule.json"
    path.write_text(json.dumps(TURNS), "utf-8-sig")
    assert read_criteria_file(str(path)) == parse_criteria(TURNS)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'{"age":\n {"min" 18}}', "line 2, column 9"),
        (b"", "line 1"),
        (b'"\xff"', "UTF-8"),
        (b"[" * 50_000, "not JSON"),
        (b'{"age": {"min": 1, "min": 2}}', "min stands twice"),
        (b" " * 100_001, "too large"),
        (b"1" * 5_000, "not JSON"),
    ],
)
def test_a_broken_file_is_refused_with_where(tmp_path, raw, words):
    path = tmp_path / "rule.json"
    path.write_bytes(raw)
    with pytest.raises(Refusal, match=words):
        read_criteria_file(str(path))
