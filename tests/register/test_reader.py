"""Register files as they come: with a mark, with semicolons, with quotation marks gone wrong, in the wrong encoding."""

import io
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.refusal import Refusal
from planner.register.reader import RegisterFile

HEADER = b"person_id,given_name,birth_date\n"


def rows(content):
    return list(RegisterFile(io.BytesIO(content)).rows())


def test_rows_come_with_the_number_of_their_line():
    assert rows(HEADER + b"P-1,Bo,1960-05-20\n\nP-2,Eva,1951-01-01") == [
        (2, ["P-1", "Bo", "1960-05-20"]), (4, ["P-2", "Eva", "1951-01-01"]),
    ]


@pytest.mark.parametrize("content", [
    b"\xef\xbb\xbfperson_id,birth_date\nP-1,1960-05-20\n",
    b"person_id;birth_date\nP-1;1960-05-20\n",
    b"person_id,birth_date\r\nP-1,1960-05-20\r\n",
    b'"person_id","birth_date"\n"P-1","1960-05-20"\n',
    b"\xef\xbb\xbf\"person_id\";birth_date\r\nP-1;1960-05-20",
])
def test_a_mark_semicolons_line_ends_and_quotation_marks_make_no_difference(content):
    assert rows(content) == [(2, ["P-1", "1960-05-20"])]


def test_a_quoted_comma_belongs_to_its_cell_and_a_quotation_mark_within_a_name_stands():
    assert rows(HEADER + b'P-1,"Holm, Bo",1960-05-20\nP-2,O"Hara,1951-01-01\n') == [
        (2, ["P-1", "Holm, Bo", "1960-05-20"]), (3, ["P-2", 'O"Hara', "1951-01-01"]),
    ]


def test_a_quoted_line_break_keeps_the_row_together():
    assert rows(HEADER + b'P-1,"Bo\nHolm",1960-05-20\nP-2,Eva,1951-01-01\n') == [
        (2, ["P-1", "Bo\nHolm", "1960-05-20"]), (4, ["P-2", "Eva", "1951-01-01"]),
    ]


def test_a_quotation_mark_that_is_never_closed_spoils_its_own_line_only():
    good = b"".join(b"P-%d,Eva,1951-01-01\n" % number for number in range(20))
    found = rows(HEADER + b'P-99,"Bo,1960-05-20\n' + good)
    assert found[0] == (2, None)
    assert [line for line, cells in found if cells] == list(range(3, 23))


def test_two_spoiled_lines_do_not_swallow_what_stands_between():
    found = rows(HEADER + b'P-1,"Bo,1\nP-2,Eva,1951-01-01\nP-3,"Ida,1960-05-20\nP-4,Ole,1951-01-01\n')
    assert [line for line, cells in found if cells is None] == [2, 4]
    assert [line for line, cells in found if cells] == [3, 5]


def test_the_same_name_is_the_same_text_however_it_is_composed():
    assert rows(HEADER + "P-1,A\u030ase,1960-05-20\n".encode()) == [(2, ["P-1", "Åse", "1960-05-20"])]


@pytest.mark.parametrize(("content", "line"), [
    (HEADER + b"P-1,S\xf8ren,1960-05-20\n", 2),
    (b"\xef\xbb\xbf" + HEADER + b"P-1,Bo,1960-05-20\nP-2,\xe6,1960-05-20\n", 3),
    (HEADER + b"P-1,B\xc3", 2),
    (HEADER + b"P-1,Bo,1960-05-20\n" * 1200 + b"P-2,\xe6,1960-05-20\n", "1,202"),
])
def test_another_encoding_is_refused_on_one_line_that_names_the_line_and_says_what_to_do(content, line):
    with pytest.raises(Refusal) as refused:
        rows(content)
    assert f"a letter in line {line} cannot be read" in str(refused.value)
    assert "“Save as” and the type “CSV UTF-8”" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_known_by_its_mark_and_called_by_its_name(mark):
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    with pytest.raises(Refusal, match=r"saved as UTF-16, .* “CSV UTF-8”"):
        rows(mark + "person_id,birth_date\nP-1,1960-05-20\n".encode(encoding))


@pytest.mark.parametrize("block", [1, 40, 64])
def test_the_line_is_right_wherever_the_file_is_cut_for_reading(block):
    content = HEADER + b"P-1,Bo,1960\n\nP-2,Eva,19\xff1\n"
    with pytest.raises(Refusal, match="in line 4 "):
        list(RegisterFile(io.BytesIO(content), block).rows())


@pytest.mark.parametrize("content", [
    b"", b"\n", b"  \nperson_id,birth_date\n", "person_id,birth_date\n".encode("utf-16-le"),
])
def test_a_file_that_does_not_begin_with_column_names_is_refused(content):
    with pytest.raises(Refusal, match="names its columns"):
        rows(content)


def test_a_line_of_a_million_characters_harms_nobody_else():
    found = rows(HEADER + b"P-1," + b"x" * 1_000_000 + b",1960-05-20\nP-2,Eva,1951-01-01\n")
    assert [(line, len(cells)) for line, cells in found] == [(2, 3), (3, 3)]


@pytest.mark.parametrize("content", [
    HEADER + b"," * 3_000_000, HEADER + b"P-1,Bo,1960\n" * 9 + b"x" * 3_000_000 + b"\n",
])
def test_a_line_that_no_row_can_be_is_refused_before_it_is_split(content):
    with pytest.raises(Refusal, match="too long for a row"):
        rows(content)


@pytest.mark.parametrize("delimiter", [b",", b";"])
def test_a_header_of_more_columns_than_any_register_has_is_refused_before_it_is_split(delimiter):
    with pytest.raises(Refusal, match="does not begin with a line of text"):
        rows(b"person_id" + delimiter + b"birth_date" + delimiter * 900_000 + b"\n")


LINES = [
    "P,B,1\n", '"P, x",B,1\n', 'P,"B,1\n', "\n", "P,B\n", 'P,"B\nC",1\n', 'P,"B""C",1\n', '"","",""\n', "P,B\x1f,1\n",
    "  \n", "P,,\n", 'P,O"H,1\n', "P,Ø,1\r\n",
]


@given(st.lists(st.sampled_from(LINES), max_size=9).map("".join), st.sampled_from([8, 30, 1 << 20]))
def test_blocks_hold_what_is_read_row_by_row(body, size):
    content, found = HEADER + body.encode(), []
    for block in RegisterFile(io.BytesIO(content), size).blocks():
        found += [*zip(block.lines, map(list, zip(*block.columns, strict=True)), strict=True), *block.odd]
    assert sorted(found, key=itemgetter(0)) == list(RegisterFile(io.BytesIO(content), size).rows())
