"""Rows that were not taken come back as a file, and go in again once they are mended."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.register.importing import import_register
from planner.register.mended import guarded, unguarded_cell
from planner.register.queries import rejected_file
from tests.register import make
from tests.register.make import BO, EVA, citizen, counts, file, take_in


def in_english(text, **values):
    return text % values if values else text


def rejected_of(session, content):
    """The file of the rows of `content` that were not taken."""
    found = []
    import_register(session, io.BytesIO(content), make.KEYS, make.NOW,
                    rejected=lambda one: found.append("".join(rejected_file(session, one, in_english))))
    session.commit()
    return found[0]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_rejected_row_comes_with_its_reason_in_the_files_own_delimiter(session, delimiter):
    bad = {**EVA, "birth_date": "1951-13-01"}
    lines = rejected_of(session, file(BO, bad, delimiter=delimiter)).removeprefix("\ufeff").splitlines()
    assert lines[0] == delimiter.join(["rejected_because", *BO])
    why, *cells = next(csv.reader(lines[1:], delimiter=delimiter))
    assert (why, cells) == ("Line 3, birth_date: There is no such day.", list(bad.values()))
    assert len(lines) == 2


def test_once_mended_it_goes_in_as_a_day_file(session):
    mended = rejected_of(session, file(BO, {**EVA, "birth_date": "1951-13-01"})).replace("1951-13-01", "1951-12-01")
    assert counts(take_in(session, mended.encode())) == (1, 0, 0, 0, 0)
    assert citizen(session, "P-2").given_name == "Eva"


def test_no_spreadsheet_calculates_with_a_cell_and_it_comes_back_as_it_was(session):
    bad = {**EVA, "birth_date": "?", "phone": "+45 00 12 34 56", "given_name": "=HYPERLINK(1)"}
    told = rejected_of(session, file({**BO, "phone": ""}, bad))
    assert ",'=HYPERLINK(1)," in told
    take_in(session, told.replace("?", "1951-01-01").encode())
    eva = citizen(session, "P-2")
    assert (eva.given_name, eva.phone) == ("=HYPERLINK(1)", "+45 00 12 34 56")


def test_a_national_number_is_neither_kept_nor_handed_out(session):
    bad = {**EVA, "street": f"c/o {make.danish_number()}"}
    people = [{**BO, "person_id": f"Q-{number}"} for number in range(9)]
    told = rejected_of(session, file(*people, bad))
    assert make.danish_number() not in told
    assert "P-2,Eva" in told


def test_a_row_whose_quotation_marks_do_not_pair_shows_what_is_in_it(session):
    told = rejected_of(session, file(BO) + b'P-2,"Eva,1951-01-01,eva@example.org,Vej 1\n')
    assert told.splitlines()[1].endswith("P-2,Eva,1951-01-01,eva@example.org,Vej 1")


def test_what_a_spreadsheet_escapes_is_taken_as_it_is_in_any_other_file(session):
    take_in(session, file({**BO, "given_name": "'+Bo"}))
    assert citizen(session, "P-1").given_name == "'+Bo"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "\n", "\r"])
@pytest.mark.parametrize("cell", ["Anders{}=1+1", "{} @SUM(A1)", 'x{}"-2+3"', "a{}b{}+1", "{}＝1"])
def test_a_spreadsheet_that_splits_at_other_signs_finds_no_formula_either(delimiter, cell):
    text = guarded(cell.replace("{}", delimiter))
    parts = [part.strip(' "') for part in text.split(delimiter)]
    assert not [part for part in parts if part.startswith(("=", "+", "-", "@", "＝"))]


@given(st.text(alphabet="=+-@＝'\";,\t\r\n ab", max_size=12))
@example("'=1")
@example("\t\t=")
def test_exactly_what_was_put_in_is_taken_out_again(cell):
    assert unguarded_cell(guarded(cell)) == cell
