"""What an audience is made up of: the same people as a plain reading finds, and examples that point to nobody."""

from collections import Counter

import pytest

from planner.segments.examples import Example, examples_among
from planner.segments.makeup import BANDS, makeup
from planner.segments.queries import preview_audience
from tests.segments import make, oracle
from tests.segments.make import NOW, TODAY

PENSION = {"reaches": {"milestone": "folkepension", "within_months": [5, 7]}}


@pytest.fixture
def crowd(session):
    make.town(session)
    return [one for one in make.crowd(session, 400) if not one["name_address_protected"]]


def test_everyone_stands_once_in_each_table(session, crowd):
    found = makeup(session, make.audience(near="glumsoe"), NOW)
    invitable = [one for one in crowd if oracle.outcome(one) in ("mail", "letter")]
    assert found.count == preview_audience(session, make.audience(), NOW)
    assert [place.key for place in found.places] == ["glumsoe", "fensmark", "naestved", ""]
    assert sum(place.people for place in found.places) == len(invitable)
    assert found.languages == Counter(one["language"].lower().partition("-")[0] for one in invitable)
    assert found.ages == Counter(
        sum(age <= oracle.age_on(one["birth_date"], TODAY) for age in BANDS) for one in invitable)


def test_a_place_knows_its_mails_and_letters(session, crowd):
    (place,) = makeup(session, make.audience({"nearest_place": ["glumsoe"]}), NOW).places
    there = Counter(oracle.outcome(one) for one in crowd if one["postcode"] == "4171")
    assert (place.name, place.mail, place.letter) == ("Glumsoe", there["mail"], there["letter"])


def test_an_example_tells_month_and_place_of_five_people_or_more(session):
    make.town(session)
    for number in range(5):
        make.citizen(session, f"mail{number}", birth_date=make.date(1960, 5, 3 + number))
    for number in range(4):
        make.citizen(session, f"letter{number}", birth_date=make.date(1960, 5, 3), email="")
    assert makeup(session, make.audience(PENSION), NOW).examples == [Example("mail", "glumsoe", None, (1960, 5))]


def test_an_example_tells_by_which_of_several_conditions_people_fit(session):
    make.town(session)
    for number in range(5):
        make.citizen(session, f"old{number}", birth_date=make.date(1930, 5, 3))
        make.citizen(session, f"ar{number}", birth_date=make.date(1990, 5, 3), language="ar-SY")
    found = makeup(session, make.audience({"any": [{"age": {"min": 75}}, {"language": ["ar"]}]}), NOW)
    assert sorted(example.alternative for example in found.examples) == [0, 1]


def test_nobody_with_a_protected_name_is_in_an_example(session):
    make.town(session)
    for number in range(9):
        make.citizen(session, str(number), name_address_protected=number < 5)
    assert makeup(session, make.audience(), NOW).examples == []


def test_what_four_people_share_is_told_with_less_in_it():
    may, june = Example("mail", "glumsoe", None, (1960, 5)), Example("mail", "glumsoe", None, (1960, 6))
    assert examples_among([(may, 4), (june, 4)]) == [Example("mail", "glumsoe")]
    assert examples_among([(may, 4), (june, 5)]) == [june]
    assert examples_among([(may, 2), (june, 2)]) == []


def test_five_examples_differ_and_begin_with_what_people_get():
    people = [(Example(outcome, place, None, (1960, month)), 9) for outcome in ("mail", "letter", "objected")
              for place in ("glumsoe", "fensmark") for month in (5, 6)]
    found = examples_among([*people, (Example("protected", "glumsoe"), 50), (Example("dead", "glumsoe", None), 50)])
    assert [example.outcome for example in found] == ["mail", "letter", "objected", "dead", "mail"]
    assert len({(example.outcome, example.facts) for example in found}) == 5
    assert found[3] == Example("dead")
