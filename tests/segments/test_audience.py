from collections import Counter
from datetime import timedelta

import pytest

from planner.delivery.models import SkipReason
from planner.refusal import Refusal
from planner.segments.explaining import explain
from planner.segments.queries import count_audience, select_audience
from tests.segments import make, oracle
from tests.segments.make import EVERYONE, NOW, TODAY

YOUNG = {"turns": {"age": 18, "within_days": [0, 90]}}
PENSION = {"reaches": {"milestone": "folkepension", "within_months": [5, 7]}}
RULES = [
    EVERYONE,
    YOUNG,
    {"turns": {"age": 18, "within_days": [-30, -1]}},
    PENSION,
    {"reaches": {"milestone": "folkepension", "within_months": [-2, 60]}},
    {"age": {"min": 18, "max": 24}},
    {"age": {"max": 14}},
    {"age": {"min": 75}},
    {"age": {"min": 18, "max": 90}},
    {"moved_in": {"within_days": [30, 180], "from_abroad": True}},
    {"moved_in": {"within_days": [0, 60], "from_abroad": False}},
    {"moved_in": {"within_days": [0, 60]}},
    {"not": {"moved_in": {"within_days": [0, 60], "from_abroad": True}}},
    {"lives_near": {"place": "glumsoe", "km": 5}},
    {"lives_near": {"place": "naestved", "km": 0.5}},
    {"not": {"lives_near": {"place": "naestved", "km": 15.5}}},
    {"nearest_place": ["glumsoe"]},
    {"nearest_place": ["glumsoe", "naestved"]},
    {"not": {"nearest_place": ["naestved"]}},
    {"postcode": ["4171", "4700-4740"]},
    {"language": ["uk", "ar"]},
    {"not": {"language": ["da"]}},
    {"invited_to": {"theme": "travel", "within_days": 90}},
    {"not": {"invited_to": {"theme": "travel", "within_days": 365}}},
    {"interest": ["it-help"]},
    {"not": {"interest": ["it-help", "pension"]}},
    {"came_to": {"theme": "travel", "within_days": 90}},
    {"not": {"came_to": {"theme": "new-pensioners", "within_days": 365}}},
    {"all": [PENSION, {"nearest_place": ["glumsoe"]}]},
    {"any": [YOUNG, PENSION, {"postcode": ["4750"]}]},
    {"all": [{"any": [YOUNG, PENSION]}, {"not": {"all": [{"language": ["da"]}, {"age": {"min": 20}}]}}]},
    {"reaches": {"milestone": "folkepension", "within_months": [45, 46]}},
]


@pytest.fixture
def crowd(session):
    """Two thousand people of every kind; nothing is committed."""
    make.town(session)
    return make.crowd(session, 2000)


@pytest.fixture
def few(session):
    """A small crowd, where only the order matters."""
    make.town(session)
    return make.crowd(session, 800)


def test_every_rule_fits_those_whom_a_plain_reading_finds(session, crowd):
    for rule in RULES:
        found = {one.subject for one in select_audience(session, make.audience(rule), NOW)}
        fitting = [person for person in crowd if oracle.fits(person, rule)]
        expected = {p["subject"] for p in fitting if oracle.outcome(p) in ("mail", "letter")}
        assert (rule, found) == (rule, expected)
        assert count_audience(session, make.audience(rule), NOW).matching == len(fitting)


def test_everyone_is_counted_once_by_what_becomes_of_them(session, crowd):
    for asked in (
        {},
        {"theme": "travel", "commercial": True},
        {"min_age": 15},
        {"min_age": 3, "theme": "new-pensioners"},
    ):
        counted = count_audience(session, make.audience(**asked), NOW)
        told = {**counted.excluded, "mail": counted.by_channel.mail, "letter": counted.by_channel.letter}
        assert {k: n for k, n in told.items() if n} == Counter(oracle.outcome(person, **asked) for person in crowd)
        assert counted.matching == len(crowd) == counted.invitable + sum(counted.excluded.values())


def test_a_birthday_on_either_edge_of_the_window_counts(session):
    for number, day in enumerate(["2008-11-24", "2008-11-25", "2009-02-23", "2009-02-24"]):
        make.citizen(session, str(number), birth_date=make.date.fromisoformat(day))
    assert _ids(session, YOUNG, min_age=15) == {"1", "2"}


def test_someone_born_on_29_february_turns_18_on_1_march(session):
    make.citizen(session, "leap", birth_date=make.date(2008, 2, 29))
    for day, found in ((make.date(2026, 2, 28), set()), (make.date(2026, 3, 1), {"leap"})):
        assert _ids(session, {"turns": {"age": 18, "within_days": [0, 0]}}, on=day, min_age=15) == found


def test_in_june_2029_the_last_of_1962_are_next_and_half_a_year_later_nobody_is(session):
    for day in ("1962-11-14", "1962-11-15", "1962-12-31", "1963-01-01"):
        make.citizen(session, day, birth_date=make.date.fromisoformat(day))
    assert _ids(session, PENSION, on=make.date(2029, 6, 15)) == {"1962-11-15", "1962-12-31"}
    assert _ids(session, PENSION, on=make.date(2030, 1, 15)) == set()


def test_whoever_lives_nearest_glumsoe_is_found_for_glumsoe_and_not_for_naestved(session):
    make.town(session)
    make.citizen(session, "glumsoe", postcode="4171")
    assert _ids(session, {"nearest_place": ["glumsoe"]}) == {"glumsoe"}
    assert _ids(session, {"nearest_place": ["naestved"]}) == set()


def test_how_far_one_lives_is_how_far_the_middle_of_the_postcode_lies(session):
    make.town(session)
    for code in make.POSTCODES:
        make.citizen(session, code, postcode=code)
    near = {km: _ids(session, {"lives_near": {"place": "glumsoe", "km": km}}) for km in (1, 1.3, 13.4, 13.5, 200)}
    assert near == {1: set(), 1.3: {"4171"}, 13.4: {"4171"}, 13.5: {"4171", "4684"}, 200: set(make.POSTCODES)}


def test_a_place_or_an_age_we_do_not_know_is_refused_by_name(session):
    make.town(session)
    unknown_age = {"reaches": {"milestone": "confirmation", "within_months": [0, 1]}}
    for rule, word in (
        ({"nearest_place": ["atlantis"]}, "atlantis"),
        ({"not": {"nearest_place": ["skolen"]}}, "skolen"),
        ({"all": [{"lives_near": {"place": "atlantis", "km": 5}}]}, "atlantis"),
        ({"not": {"lives_near": {"place": "skolen", "km": 5}}}, "coordinates of Skolen are unknown"),
        (unknown_age, "confirmation"),
    ):
        with pytest.raises(Refusal, match=word):
            count_audience(session, make.audience(rule), NOW)


def test_the_nearest_are_invited_first_and_those_without_a_known_postcode_last(session, few):
    codes = [one.postcode for one in select_audience(session, make.audience(near="glumsoe"), NOW)]
    assert list(dict.fromkeys(code for code in codes if code in make.POSTCODES)) == [
        "4171",
        "4684",
        "4700",
        "4733",
        "4750",
    ]
    assert (codes[0], codes[-1] in make.POSTCODES) == ("4171", False)


def test_a_venue_without_coordinates_counts_from_the_middle_of_its_postcode(session, few):
    assert select_audience(session, make.audience(near="skolen"), NOW, limit=1)[0].postcode == "4700"


def test_within_a_postcode_the_lot_decides_and_another_campaign_draws_again(session, few):
    first, again, other = (
        [one.subject for one in select_audience(session, make.audience(near="glumsoe", lot=lot), NOW, limit=20)]
        for lot in ("campaign:1", "campaign:1", "campaign:2")
    )
    assert first == again
    assert set(first) != set(other)


def test_a_second_wave_goes_on_where_the_first_ended(session, few):
    everyone = select_audience(session, make.audience(near="fensmark"), NOW)
    invited = make.Citizen.id.in_([one.citizen_id for one in everyone[:50]])
    assert select_audience(session, make.audience(near="fensmark"), NOW, limit=30, unless=invited) == everyone[50:80]
    assert select_audience(session, make.audience(near="fensmark"), NOW, limit=30, offset=50) == everyone[50:80]


def test_one_person_explained(session):
    person = make.citizen(session, "bo", birth_date=make.date(1960, 5, 3), email="", street="")
    make.objection(session, person)
    rule = {"all": [PENSION, {"any": [{"not": {"language": ["da"]}}, {"age": {"max": 20}}]}]}
    found = explain(session, make.audience(rule), "bo", NOW)
    assert (found.matches, [answer.holds for answer in found.answers]) == (True, [True, True, False])
    assert [answer.day for answer in found.answers] == [make.date(2027, 5, 3), None, None]
    assert found.excluded_because == [SkipReason.OBJECTED, SkipReason.NO_CHANNEL]
    person.language = "da"
    found = explain(session, make.audience(rule), "bo", NOW)
    assert (found.matches, [answer.holds for answer in found.answers]) == (False, [True, False, False])


def test_a_person_nobody_knows_is_refused(session):
    with pytest.raises(Refusal, match="nobody"):
        explain(session, make.audience(), "nobody", NOW)


def _ids(session, rule, **asked):
    audience = make.audience(rule, **({"on": TODAY} | asked))
    return {one.subject.removeprefix("subject-") for one in select_audience(session, audience, NOW + timedelta(0))}
