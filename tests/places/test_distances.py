"""How far it is."""

import pytest

from planner.places.rules import Point, distance_km

GLUMSOE = Point(55.3550, 11.6900)
NAESTVED = Point(55.2300, 11.7600)


def test_a_degree_north_is_111_km():
    assert distance_km(Point(55, 11), Point(56, 11)) == pytest.approx(111.195, abs=0.01)


def test_a_degree_east_shrinks_with_the_latitude():
    assert distance_km(Point(60, 11), Point(60, 12)) == pytest.approx(111.195 / 2, rel=0.001)


def test_it_is_as_far_back_as_there():
    assert distance_km(GLUMSOE, NAESTVED) == distance_km(NAESTVED, GLUMSOE) == pytest.approx(14.6, abs=0.2)


def test_no_distance_from_a_point_to_itself_or_its_opposite_fails():
    assert distance_km(GLUMSOE, GLUMSOE) == 0
    assert distance_km(Point(0, 0), Point(0, 180)) == pytest.approx(20015, abs=1)
