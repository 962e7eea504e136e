"""Whole numbers as people and programs write them."""

import pytest

from planner.numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("-3", -3), ("99", 99)])
def test_plain_digits_are_a_number(text, number):
    assert whole_number(text, -3, 99) == number


@pytest.mark.parametrize("text", ["", " 7", "7 ", "1_0", "1.0", "+7", "--7", "²", "٣", "7\n", "x", "9" * 5000])
def test_nothing_else_is(text):
    assert whole_number(text, -3, 10**30) is None


@pytest.mark.parametrize("text", ["-4", "100"])
def test_nor_is_one_out_of_bounds(text):
    assert whole_number(text, -3, 99) is None
