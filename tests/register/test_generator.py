"""The invented citizens: the same seed, the same bytes; the figures of a real municipality; nobody real."""

import hashlib
import io
import re
from collections import Counter
from datetime import date

import pytest
from stdnum.dk import cpr
from stdnum.no import fodselsnummer

from planner.national_numbers import is_national_number
from planner.register import population
from planner.register.generator import AS_OF, people, write_register
from planner.register.row import cells
from planner.register.traps import years_before

TOWN = 88_000


@pytest.fixture(scope="module")
def town():
    return list(people(TOWN, seed=1))


def written(count, seed, as_of=AS_OF):
    file = io.BytesIO()
    write_register(file, count, seed, as_of)
    return file.getvalue()


def age(person):
    born = person.birth_date
    return AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))


def share(people_asked, holds):
    people_asked = list(people_asked)
    return sum(map(holds, people_asked)) / len(people_asked)


def test_the_bytes_of_seed_1_stay_as_they_are_on_every_machine_and_python():
    digest = hashlib.sha256(written(1000, seed=1)).hexdigest()
    assert digest == "ffb781a68beac2ba57c4ee8ac5399a5a5ff016f4823b88c41f8bd97655ef7ee2"


def test_one_seed_repeats_and_two_differ():
    assert written(2000, seed=7) == written(2000, seed=7)
    assert written(2000, seed=7) != written(2000, seed=8)


def test_another_day_gives_other_people():
    assert written(100, seed=1, as_of=date(2028, 2, 29)) != written(100, seed=1)


def test_a_shorter_file_is_still_as_long_as_asked():
    assert len(written(5, seed=1).splitlines()) == 6


def test_progress_adds_up_to_the_count():
    told = []
    write_register(io.BytesIO(), 2500, 1, progress=told.append)
    assert told == [1000, 1000, 500]


def test_each_id_comes_once(town):
    assert len({person.person_id for person in town}) == TOWN


def test_every_band_of_the_pyramid_is_within_one_percent(town):
    bands = Counter(min(age(person) // 5, 18) for person in town)
    for band, weight in enumerate(population.PYRAMID):
        assert bands[band] == pytest.approx(TOWN * weight / sum(population.PYRAMID), rel=0.01)


def test_in_a_small_register_each_band_is_right_to_the_person_but_for_the_traps():
    bands = Counter(min(age(person) // 5, 18) for person in people(1001, seed=3))
    for band, weight in enumerate(population.PYRAMID):
        assert bands[band] == pytest.approx(1001 * weight / sum(population.PYRAMID), abs=10)


def test_five_percent_of_those_from_15_are_exempt_from_digital_post(town):
    adults = (person for person in town if age(person) >= 15)
    assert share(adults, lambda person: person.digital_post_exempt) == pytest.approx(0.05, abs=0.003)


def test_marks_and_mail_have_the_shares_they_were_given(town):
    assert share(town, lambda person: person.name_address_protected) == pytest.approx(0.015, abs=0.002)
    assert share(town, lambda person: person.marketing_protected) == pytest.approx(0.12, abs=0.005)
    grown = [person for person in town if 13 <= age(person) < 65]
    assert share(grown, lambda person: bool(person.email)) == pytest.approx(0.90, abs=0.01)
    assert share((person for person in town if age(person) >= 80), lambda person: bool(person.email)) < 0.5
    assert not any(person.email for person in town if age(person) < 13)


def test_about_105_people_a_month_come_from_abroad(town):
    new = [person for person in town if person.moved_from_abroad and (AS_OF - person.moved_in_on).days < 365]
    assert 1100 < len(new) < 1450


def test_languages_are_declared_and_danish_prevails(town):
    languages = Counter(person.language for person in town)
    assert 0.85 < languages["da"] / TOWN < 0.92
    assert languages["ar"] > languages["uk"] > languages["so"] > 0


def test_glumsoe_can_fill_its_events(town):
    assert sum(person.postcode == "4171" for person in town) >= 2_100


def test_nobody_is_born_ahead_or_moved_in_before_birth(town):
    assert max(person.birth_date for person in town) <= AS_OF
    assert all(person.moved_in_on is None or person.birth_date <= person.moved_in_on <= AS_OF for person in town)


def test_no_digits_anywhere_read_as_a_national_number(town):
    for number, person in enumerate(town):
        written = cells(person)
        assert not any(map(is_national_number, written))
        if number < 3000:
            runs = [run for cell in written for run in (cell, re.sub(r"\D", "", cell), *re.findall(r"\d+", cell))]
            assert not any(cpr.is_valid(run) or fodselsnummer.is_valid(run) for run in runs)


def test_mail_goes_to_example_org_only_and_phones_cannot_be_called(town):
    assert all(person.email.endswith("@example.org") for person in town if person.email)
    assert all(re.fullmatch(r"\+45 00 \d\d \d\d \d\d", person.phone) for person in town if person.phone)


def test_someone_born_on_29_february_had_a_birthday_in_every_year():
    assert years_before(date(2028, 2, 29), 1) == date(2027, 2, 28)
    assert years_before(date(2028, 2, 29), 4) == date(2024, 2, 29)
