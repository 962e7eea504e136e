"""What a register file may hold: its header, and its cells one by one."""

from datetime import date

import pytest

from planner.citizens.models import Citizen
from planner.refusal import Refusal
from planner.register.row import COLUMNS
from planner.register.rules import BadCellError, RowRules, header_columns, mail_address

TODAY = date(2026, 11, 22)
NEEDED = ["person_id", "birth_date"]


def told(column, cell):
    """What `cell` in `column` means, in a row that is good otherwise."""
    columns = NEEDED if column in NEEDED else [*NEEDED, column]
    good = {"person_id": "P-1", "birth_date": "1960-05-20", column: cell}
    return getattr(RowRules(columns, TODAY).row([good[name] for name in columns]), column)


def test_a_row_holds_every_column_and_a_column_that_is_not_there_is_empty():
    row = RowRules(NEEDED, TODAY).row(["P-1", "1960-05-20"])
    assert (row.person_id, row.birth_date) == ("P-1", date(1960, 5, 20))
    assert (row.street, row.moved_in_on, row.marketing_protected, row.status) == ("", None, False, "resident")


def test_the_order_of_columns_and_blanks_and_capitals_in_their_names_do_not_matter():
    columns = header_columns([" Birth_Date", "PERSON_ID "])
    assert RowRules(columns, TODAY).row(["1960-05-20", "P-1"]).person_id == "P-1"


@pytest.mark.parametrize(("columns", "sentence"), [
    ([*NEEDED, "folkekirke", "diagnose"], "folkekirke, diagnose"),
    ([*NEEDED, "citizenship"], "must not come in: citizenship"),
    ([*NEEDED, ""], "(no name)"),
    ([*NEEDED, *(f"x{number}" for number in range(5000))], "x4 (+4995)"),
    (["person_id", "street"], "lacks the column birth_date"),
    (["birth_date"], "lacks the column person_id"),
    ([*NEEDED, "email", "email"], "twice: email"),
])
def test_a_header_with_more_or_less_than_it_may_have_is_refused_by_name(columns, sentence):
    with pytest.raises(Refusal) as refused:
        header_columns(columns)
    assert sentence in str(refused.value)


def test_a_file_without_header_is_refused_without_repeating_the_person_in_its_first_line():
    with pytest.raises(Refusal) as refused:
        header_columns(["SYN-1", "Bo", "1960-05-20"])
    assert "Bo" not in str(refused.value)


@pytest.mark.parametrize(("column", "cell", "meaning"), [
    ("person_id", " SYN-0000123 ", "SYN-0000123"),
    ("given_name", "Åse\u00a0", "Åse"),
    ("family_name", "O'Mórdha", "O'Mórdha"),
    ("postcode", "4171", "4171"),
    ("language", "DA", "da"), ("language", "uk-UA", "uk"), ("language", "nb", "nb"), ("language", "no", "no"),
    ("phone", "+45 00 12 34 56", "+45 00 12 34 56"),
    ("moved_in_on", "", None), ("moved_in_on", "2026-02-28", date(2026, 2, 28)),
    ("moved_in_on", "2026-11-22", TODAY),
    ("moved_from_abroad", "1", True), ("digital_post_exempt", "0", False), ("marketing_protected", "", False),
    ("status", "", "resident"), ("status", "dead", "dead"),
    ("birth_date", "2008-02-29", date(2008, 2, 29)), ("birth_date", "2026-11-22", TODAY),
])
def test_a_good_cell_means_what_it_says(column, cell, meaning):
    assert told(column, cell) == meaning


@pytest.mark.parametrize(("column", "cell", "reason"), [
    ("person_id", "", "empty"), ("person_id", "  ", "empty"), ("person_id", "x" * 65, "too long"),
    ("birth_date", "", "empty"), ("birth_date", "20-05-1960", "written like"),
    ("birth_date", "19600520", "written like"),
    ("birth_date", "1960-W20-5", "written like"), ("birth_date", "2009-02-29", "no such day"),
    ("birth_date", "2026-11-23", "lies ahead"), ("birth_date", "1895-01-01", "130 years"),
    ("birth_date", "١٩٦٠-٠٥-٢٠", "written like"),
    ("street", "x" * 121, "too long"), ("street", "x" * 10_000_000, "too long"), ("given_name", "x" * 121, "too long"),
    ("postcode", "417", "four digits"), ("postcode", "DK-4171", "four digits"), ("postcode", "٤١٧١", "four digits"),
    ("language", "Danish", "code like"), ("language", "da_DK", "code like"),
    ("moved_from_abroad", "yes", "0 or 1"), ("status", "alive", "resident, left or dead"),
    ("moved_in_on", "yesterday", "written like"), ("moved_in_on", "2026-11-23", "moving in lies ahead"),
    ("email", "bo@example.org\nBcc: all@example.org", "line break"), ("email", "bo@example.org\r", "line break"),
    ("given_name", "B\x00o", "control character"), ("given_name", "\u202eoB", "control character"),
    ("given_name", "Bo\u2028Holm", "control character"),
])
def test_a_bad_cell_rejects_its_row_with_column_and_reason_and_never_the_cell_itself(column, cell, reason):
    with pytest.raises(BadCellError, match=reason) as rejected:
        told(column, cell)
    assert rejected.value.column == column
    assert cell.strip() == "" or cell not in rejected.value.reason


@pytest.mark.parametrize("cells", [["P-1"], ["P-1", "1960-05-20", "more"], [""]])
def test_a_row_with_more_or_fewer_cells_than_the_header_is_rejected(cells):
    with pytest.raises(BadCellError, match="more or fewer cells"):
        RowRules(NEEDED, TODAY).row(cells)


@pytest.mark.parametrize("address", [
    "", "bo@example.org", "bo.holm+library@example.org", "o'brien@sub.example.org", "b_o-1@example-1.org",
    "x@xn--bger-gra.example", f"{'b' * 64}@example.org",
])
def test_a_mail_address_that_can_be_used_stays_as_it_is(address):
    assert mail_address(address) == address


def test_a_domain_with_danish_letters_is_kept_as_it_travels():
    assert mail_address("bo@bøger.example") == "bo@xn--bger-gra.example"


@pytest.mark.parametrize("address", [
    "bo", "@example.org", "bo@", "bo@example", "bo@@example.org", "bo holm@example.org", "bo@exam ple.org",
    ".bo@example.org",
    "bo.@example.org", "b..o@example.org", "bo@-example.org", "bo@example-.org", "bo@example..org", "bo@[127.0.0.1]",
    "bo@127.0.0.1", "Bo <bo@example.org>", "bo@example.org,eva@example.org", "bø@example.org", '"b o"@example.org',
    f"{'b' * 65}@example.org", f"bo@{'x' * 64}.org", f"bo@{'example.' * 40}org", "bo@ø..org", "a@" * 5000,
])
def test_a_mail_address_that_nobody_can_be_reached_at_is_refused(address):
    with pytest.raises(BadCellError, match="cannot be used"):
        mail_address(address)


def test_the_rules_allow_no_more_than_the_table_can_hold():
    for column in COLUMNS:
        longest = getattr(Citizen.__table__.c[column].type, "length", None)
        if longest and column not in ("status", "postcode", "email", "language"):
            assert told(column, "x" * longest) == "x" * longest
            with pytest.raises(BadCellError, match="too long"):
                told(column, "x" * (longest + 1))


def test_the_columns_of_the_file_are_columns_of_the_table():
    assert set(COLUMNS) < set(Citizen.__table__.c.keys())
