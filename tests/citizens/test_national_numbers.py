"""What reads as a national identity number, held against a library as oracle; no number is written down here."""

from random import Random

import pytest
from stdnum.dk import cpr
from stdnum.no import fodselsnummer

from planner.citizens.national_numbers import MAYBE, is_cpr, is_fodselsnummer, is_national_number
from tests.register import make

DANISH, NORWEGIAN = make.danish_number(), make.norwegian_number()


def test_the_oracle_holds_our_examples_for_numbers():
    assert cpr.is_valid(DANISH)
    assert fodselsnummer.is_valid(NORWEGIAN)


@pytest.mark.parametrize("text", [
    DANISH, f"{DANISH[:6]}-{DANISH[6:]}", f"{DANISH[:6]} {DANISH[6:]}", f" {DANISH} ", f"c/o {DANISH}, 2. tv",
    f"{DANISH}@example.org", " ".join(DANISH), ".".join(DANISH), f"CPR:{DANISH}",
    NORWEGIAN, f"{NORWEGIAN[:6]} {NORWEGIAN[6:]}", f"fnr {NORWEGIAN}.",
])
def test_a_number_is_found_however_it_is_written(text):
    assert MAYBE.search(text)
    assert is_national_number(text)


@pytest.mark.parametrize("text", [
    "", "SYN-0000123", "+45 00 12 34 56", "+4500123456", "1960-05-20", "2026-11-22 10:30", "Lindevej 12, 2. tv",
    "550e8400-e29b-41d4-a716-446655440000", "9999999999", "3113601234", f"{DANISH}1", f"1{DANISH}7", "²²²²²²²²²²",
])
def test_ids_phones_dates_and_addresses_are_none(text):
    assert not is_national_number(text)


def test_a_wrong_check_digit_makes_it_no_norwegian_number():
    assert not is_national_number(NORWEGIAN[:-1] + str((int(NORWEGIAN[-1]) + 1) % 10))


def test_whatever_the_oracle_takes_for_a_danish_number_we_refuse():
    draw = Random(5)
    dates = [(draw.randrange(1, 32), draw.randrange(1, 13)) for _ in range(5000)]
    numbers = [f"{day:02d}{month:02d}{draw.randrange(10**6):06d}" for day, month in dates]
    assert sum(map(cpr.is_valid, numbers)) > 1000
    assert all(is_cpr(number) for number in numbers if cpr.is_valid(number))


def test_whatever_the_oracle_takes_for_a_norwegian_number_we_refuse_d_and_h_numbers_too():
    draw, found = Random(6), 0
    for _ in range(20_000):
        day, month = draw.randrange(1, 72), draw.choice((0, 40)) + draw.randrange(1, 13)
        stem = f"{day:02d}{month:02d}{draw.randrange(100):02d}{draw.randrange(1000):03d}"
        number = stem + (first := fodselsnummer.calc_check_digit1(stem)) + fodselsnummer.calc_check_digit2(stem + first)
        if fodselsnummer.is_valid(number):
            found += 1
            assert is_fodselsnummer(number)
    assert found > 1000
