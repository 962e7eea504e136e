"""Dates and times as people write them."""

from datetime import date, datetime, time

import pytest

from planner.dates import read_date, read_time
from planner.events.forms import TypedStart, read_price, read_start, typed_price
from planner.refusal import Refusals


@pytest.mark.parametrize("text", [
    "2027-02-10", "10.2.2027", "10/2-2027", "10-02-2027", "10. februar 2027", "10 Feb 2027",
    "Onsdag den 10. februar 2027", "10 February 2027", "onsdag 10. feb. 2027", " 10.  februar   2027 "])
def test_a_date_is_read_the_ways_people_write_it(text):
    assert read_date(text) == date(2027, 2, 10)


@pytest.mark.parametrize("text", [
    "", "31.2.2027", "10. thermidor 2027", "10.2.27", "i morgen", "2027-02-30", "0.0.0000"])
def test_what_is_no_date_is_not_guessed_at(text):
    assert read_date(text) is None


@pytest.mark.parametrize(("text", "read"), [
    ("17.00", time(17)), ("17:30", time(17, 30)), ("9", time(9)), ("0915", time(9, 15)), ("kl. 17", time(17)),
    ("25.00", None), ("17.60", None), ("fem", None), ("", None)])
def test_a_time_is_read_the_ways_people_write_it(text, read):
    assert read_time(text) == read


def test_both_together_are_a_wall_time():
    assert read_start(TypedStart("10. februar 2027", "17.30")) == datetime.fromisoformat("2027-02-10T17:30")


def test_each_that_cannot_be_read_is_named():
    with pytest.raises(Refusals) as caught:
        read_start(TypedStart("snart", "sent"))
    assert [refusal.field for refusal in caught.value.refusals] == ["date", "time"]


@pytest.mark.parametrize(("text", "oere"), [
    ("", 0), ("0", 0), ("50", 50_00), ("50 kr.", 50_00), ("49,50", 49_50), ("49.5", 49_50), ("50,-", 50_00),
    ("-5", None), ("gratis", None), ("1.000", None), ("50,555", None)])
def test_a_price_is_read_the_ways_people_write_it(text, oere):
    assert read_price(text) == oere


@pytest.mark.parametrize("text", ["", "50", "49,50"])
def test_a_price_stands_in_the_form_as_it_was_typed(text):
    assert typed_price(read_price(text)) == text
