"""Places, postcodes, and which place is nearest."""

from math import cos, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from planner.places.actions import load_postcodes, refresh_nearest
from planner.places.models import Postcode
from planner.places.queries import find_place, municipality, own_places, postcodes_within, venues
from planner.places.rules import Point, degrees_around, distance_km
from planner.refusal import NotFoundError, Refusal
from tests.places import make

NAESTVED, GLUMSOE = (55.2300, 11.7600), (55.3550, 11.6900)


@pytest.fixture
def town(session):
    return make.municipality(session)


def nearest_to(session, code):
    return session.get_one(Postcode, (code, "DK")).nearest_place_id


def test_the_postcodes_are_danish_and_each_comes_once(session):
    assert load_postcodes(session) == 1089
    assert session.scalar(select(func.count()).select_from(Postcode)) == 1089
    assert session.get_one(Postcode, ("4171", "DK")).town == "Glumsø"


def test_loading_again_mends_and_adds_nothing(session):
    load_postcodes(session)
    session.get_one(Postcode, ("4171", "DK")).town = "Glumso"
    load_postcodes(session)
    assert session.get_one(Postcode, ("4171", "DK")).town == "Glumsø"
    assert session.scalar(select(func.count()).select_from(Postcode)) == 1089


def test_each_postcode_knows_the_nearest_own_place(session, town):
    naestved, glumsoe = make.place(session, town, "naestved", NAESTVED), make.place(session, town, "glumsoe", GLUMSOE)
    load_postcodes(session)
    assert nearest_to(session, "4171") == glumsoe.id
    assert nearest_to(session, "4700") == naestved.id


def test_a_venue_and_a_place_without_coordinates_are_nobodys_nearest(session, town):
    naestved = make.place(session, town, "naestved", NAESTVED)
    make.place(session, town, "school", GLUMSOE, kind="venue")
    make.place(session, town, "nowhere", None)
    load_postcodes(session)
    assert nearest_to(session, "4171") == naestved.id


def test_a_new_place_becomes_the_nearest_of_its_neighbours(session, town):
    make.place(session, town, "naestved", NAESTVED)
    load_postcodes(session)
    glumsoe = make.place(session, town, "glumsoe", GLUMSOE)
    refresh_nearest(session)
    assert nearest_to(session, "4171") == glumsoe.id


def test_without_own_places_no_postcode_has_a_nearest(session):
    load_postcodes(session)
    assert nearest_to(session, "4171") is None


def test_the_postcodes_within_some_km_come_nearest_first(session, town):
    glumsoe = make.place(session, town, "glumsoe", GLUMSOE)
    load_postcodes(session)
    session.add(Postcode(code="9999", country="NO", town="Elsewhere", latitude=GLUMSOE[0], longitude=GLUMSOE[1]))
    within = {km: postcodes_within(session, glumsoe, km) for km in (0.1, 5, 15, 20)}
    assert within[0.1] == []
    assert within[5] == ["4171"]
    assert "4700" not in within[15]
    assert "4700" in within[20]


@given(st.floats(54, 71), st.floats(4, 31), st.floats(0.1, 200), st.floats(0, 360), st.floats(0.9, 1.1))
def test_the_box_of_degrees_holds_the_whole_circle(north, east, km, course, share):
    middle = Point(north, east)
    away = Point(north + share * km / 111.2 * cos(radians(course)),
                 east + share * km / 111.2 * sin(radians(course)) / cos(radians(north)))
    box = degrees_around(middle, km)
    if distance_km(middle, away) <= km:
        assert (abs(away.latitude - north) <= box[0], abs(away.longitude - east) <= box[1]) == (True, True)


def test_a_place_without_coordinates_tells_no_distances(session, town):
    nowhere = make.place(session, town, "nowhere", None)
    with pytest.raises(Refusal, match="coordinates of Nowhere are unknown"):
        postcodes_within(session, nowhere, 5)


def test_own_places_and_venues_are_told_apart(session, town):
    make.place(session, town, "naestved", NAESTVED)
    make.place(session, town, "glumsoe", GLUMSOE)
    make.place(session, town, "school", GLUMSOE, kind="venue")
    assert [place.slug for place in own_places(session)] == ["glumsoe", "naestved"]
    assert [place.slug for place in venues(session)] == ["school"]


def test_a_place_is_found_by_its_short_name(session, town):
    glumsoe = make.place(session, town, "glumsoe", GLUMSOE)
    assert find_place(session, "glumsoe") is glumsoe
    with pytest.raises(NotFoundError, match="no place called “atlantis”"):
        find_place(session, "atlantis")


def test_an_empty_installation_says_that_no_municipality_is_set_up(session):
    with pytest.raises(NotFoundError, match="No municipality is set up"):
        municipality(session)
    assert make.municipality(session) is municipality(session)
