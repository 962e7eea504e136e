"""What reads as a national identity number, held against a library as oracle; no number is written down here."""

from random import Random

import pytest
from stdnum.dk import cpr
from stdnum.no import fodselsnummer

from planner.national_numbers import MAYBE, is_cpr, is_fodselsnummer, is_national_number, refused_numbers
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


@pytest.mark.parametrize("text", [
    "010155-1234", "010155 1234", "0101551234", "01.01.55-1234", "01 01 55 1234", "01/01/55-1234", "01015512345",
    "010155 12345", "010155 123 45", "410155 12345", "Mit nummer er 010155-1234.", "nr0101551234",
    "0 1 0 1 5 5 1 2 3 4",
])
def test_a_number_inside_a_sentence_is_refused_at_its_own_field(text):
    assert [refusal.field for refusal in refused_numbers(note=text, subject="Velkommen")] == ["note"]


@pytest.mark.parametrize("text", [
    "Ring på 20 10 19 90", "20101990", "20101990 eller 21112091", "20 10 19 90, 21 11 20 91", "+45 20101990",
    "+4520101990", "4520101990", "0045 20 10 19 90", "+47 912 34 567", "912 34 567", "4791234567", "47 91 23 45 67",
])
def test_danish_and_norwegian_phone_numbers_may_be_written(text):
    assert refused_numbers(note=text) == []


@pytest.mark.parametrize("text", [
    "10.02.2027 kl. 17.00", "10.02.27 17.00", "2027-02-10 17:00", "10/2-2027", "10.02.2027-12.02.2027", "17.00-19.15",
    "Biblioteksvej 123, 4171 Glumsø", "CVR 12345678", "EAN 5798000012345", "Konto 1503 40 12345", "311399-1234",
])
def test_dates_hours_addresses_and_other_numbers_may_be_written(text):
    assert refused_numbers(note=text) == []
