"""Drawings: what is drawn for which numbers; words in them are escaped."""

import re
from xml.etree import ElementTree

import pytest

from planner.charts import Bar, Ring, bars, seats, year_wheel

MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]


def drawn(picture: str, name: str) -> list[ElementTree.Element]:
    """The shapes of a picture that carry the class `name`."""
    return [shape for shape in ElementTree.fromstring(picture).iter() if shape.get("class") == name]


def test_a_zero_keeps_its_place_and_is_said() -> None:
    picture = bars([Bar("2029", 917), Bar("2030", 0)])
    assert [float(bar.get("height", "")) for bar in drawn(picture, "fa")] == [150, 0]
    assert ">0<" in picture


def test_bars_of_nothing_but_zeros_are_drawn() -> None:
    assert [bar.get("height") for bar in drawn(bars([Bar("2030", 0)]), "fa")] == ["0.0"]


def test_bars_stay_inside_the_picture() -> None:
    for bar in drawn(bars([Bar(str(year), year) for year in range(1, 9)]), "fa"):
        assert float(bar.get("x", "")) + float(bar.get("width", "")) <= 340


@pytest.mark.parametrize(("taken", "full", "free"), [(0, 0, 40), (29, 29, 11), (40, 40, 0), (43, 40, 0)])
def test_seats_are_as_many_as_there_are(taken: int, full: int, free: int) -> None:
    picture = seats(taken, 40)
    assert (len(drawn(picture, "fa")), len(drawn(picture, "fn"))) == (full, free)


def test_the_wheel_has_an_arc_for_each_season_and_a_dot_for_each_event() -> None:
    picture = year_wheel([Ring([(0, 3), (8, 11)], [1.3]), Ring([], [2.5, 9.0])], 11.05, MONTHS, ("I dag", "2. dec."))
    assert (len(drawn(picture, "fr")), len(drawn(picture, "fd"))) == (2, 3)
    assert re.findall(r'font-weight="600">(\w+)', picture)[0] == "dec"


def test_january_is_at_the_top_and_the_year_runs_clockwise() -> None:
    dots = drawn(year_wheel([Ring([], [0, 3])], 0, MONTHS, ("", "")), "fd")
    assert [(dot.get("cx"), dot.get("cy")) for dot in dots] == [("200.0", "47.0"), ("353.0", "200.0")]


def test_words_in_drawings_are_escaped() -> None:
    assert "<b>" not in bars([Bar("<b>", 1)]) + year_wheel([], 0, ["<b>"] * 12, ("<b>", "<b>"))


def test_a_hidden_number_is_drawn_as_a_stub_that_tells_nothing() -> None:
    heights = {bars([Bar("May", number, "<5"), Bar("June", 40)]) for number in (1, 4)}
    assert len(heights) == 1
    assert [bar.get("height") for bar in drawn(bars([Bar("May", 4, "<5")]), "fn")] == ["6.0"]


def test_two_drawings_can_share_a_scale() -> None:
    assert [bar.get("height") for bar in drawn(bars([Bar("2030", 10)], highest=100), "fa")] == ["15.0"]
