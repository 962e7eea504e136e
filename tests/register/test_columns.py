"""By the column or row by row: the rules say the same of every file."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.register.columns import ColumnRules
from planner.register.reader import Block
from planner.register.row import COLUMNS, plain
from planner.register.rules import BadCellError, RowRules
from tests.register.make import danish_number, norwegian_number

TODAY = date(2026, 11, 22)
ODD = ["", " ", "1", "0", "x" * 65, "a\nb", "a\x00", "A\u202eB", danish_number(), f"c/o {norwegian_number()}",
       "2026-13-01", "1960-05-20", " 1960-05-20", "2026-11-23", "4171", "417", "uk-UA", "DA", "bo@example.org", "bo@",
       "BO@EXAMPLE.ORG", "bo@blåbær.example", "+45 00 12 34 56", "left", "gone", "Åse\u00a0", "-", "٣",
       "Vej 1 ", "Vej 12, 3. tv", "Vej_", "Ö" * 120, "Ö" * 121, "Vej 1 (bag huset)", "4\u0301"]
cell = st.one_of(st.sampled_from(ODD), st.text(max_size=12))


@st.composite
def files(draw):
    """Columns in any order, and rows that are good but for a cell or two."""
    more = draw(st.lists(st.sampled_from([name for name in COLUMNS if name not in ("person_id", "birth_date")]),
                         unique=True))
    columns = draw(st.permutations(["person_id", "birth_date", *more]))
    good = {"person_id": "P-1", "birth_date": "1960-05-20"}
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        row = [good.get(name, "") for name in columns]
        for at in draw(st.lists(st.integers(0, len(columns) - 1), max_size=2)):
            row[at] = draw(cell)
        rows.append(row)
    return columns, rows


def row_by_row(columns, rows):
    """What the rules say of each row: the plain row, or the column and the reason."""
    rules, found = RowRules(columns, TODAY), []
    for row in rows:
        try:
            found.append(plain(rules.row(row)))
        except BadCellError as error:
            found.append((error.column, error.reason))
    return found


@settings(deadline=None, max_examples=300)
@given(files())
def test_what_is_said_by_the_column_is_what_is_said_row_by_row(file):
    columns, rows = file
    block = Block(list(range(len(rows))), [list(column) for column in zip(*rows, strict=True)], [])
    rules = ColumnRules(columns, TODAY)
    checked = rules.check(rules.sift(block))
    found = dict(zip(checked.people.numbers, checked.people.rows(), strict=True))
    found |= {row.line: (row.error.column, row.error.reason) for row in checked.bad}
    assert [found[line] for line in range(len(rows))] == row_by_row(columns, rows)
