"""The months ahead as the page shows them: a drawing for each year, a finding as its title, and the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_date
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from planner.charts import Bar, bars
from planner.segments.ahead import MonthAhead, age_asked_for, explain_months, look_ahead
from planner.segments.audience import Audience
from planner.segments.cells import cell_words
from planner.segments.leaves import Turns
from planner.segments.masking import Cell, Hidden, mask_list
from planner.segments.phrases import milestone
from planner.segments.queries import legal_ages
from planner.segments.when import month_name

A_YEAR = 12
#: Numbers of more digits need more room above their bars.
NARROW, WIDE, MOST_NARROW = 340, 480, 999


@dataclass(frozen=True)
class Coming:
    """What is ahead, in the reader's language; `rows` are months and numbers, the last their sum."""

    question: str
    finding: str
    explained: Sequence[str]
    charts: Sequence[tuple[str, Markup]]
    rows: Sequence[tuple[str, str]]


def coming(session: Session, audience: Audience, months: int) -> Coming | None:
    """Return how many reach the age the audience asks for, month by month; None when it asks for none."""
    asked = age_asked_for(audience.criterion)
    if asked is None:
        return None
    found = look_ahead(session, audience, months)
    cells, whole = mask_list([one.number for one in found])
    question = (_("How many turn %(age)s each month?", age=asked.age) if isinstance(asked, Turns)
                else _("How many reach %(milestone)s each month?", milestone=milestone(asked.milestone)))
    named = [(month_name(one.first), cell_words(cell)) for one, cell in zip(found, cells, strict=True)]
    return Coming(
        str(question), _finding(found, cells),
        explain_months(audience.criterion, [one.first for one in found], legal_ages(session)),
        _charts(found, cells),
        [*named, (str(_("In all")), cell_words(whole))])


def _finding(found: Sequence[MonthAhead], cells: Sequence[Cell]) -> str:
    shown = [(cell, one.first) for one, cell in zip(found, cells, strict=True) if not isinstance(cell, Hidden)]
    most = max((cell for cell, _first in shown), default=0)
    if most:
        first = next(first for cell, first in shown if cell == most)
        return str(_("Most in %(month)s: %(n)s", month=month_name(first), n=cell_words(most)))
    if len(shown) == len(cells):
        return str(_("Nobody in these months"))
    return str(_("Only a few each month"))


def _charts(found: Sequence[MonthAhead], cells: Sequence[Cell]) -> list[tuple[str, Markup]]:
    """Return a drawing for each twelve months with its first and last month, all to the same scale."""
    every = [_bar(one, cell) for one, cell in zip(found, cells, strict=True)]
    highest = max(bar.number for bar in every)
    width = WIDE if highest > MOST_NARROW else NARROW
    starts = range(0, len(found), A_YEAR)
    years = [(found[start : start + A_YEAR], every[start : start + A_YEAR]) for start in starts]
    return [(f"{month_name(year[0].first)} – {month_name(year[-1].first)}", bars(drawn, width, highest=highest))
            for year, drawn in years]


def _bar(one: MonthAhead, cell: Cell) -> Bar:
    label = format_date(one.first, "LLL").rstrip(".")[:3]
    if isinstance(cell, Hidden):
        return Bar(label, 0, "<5" if cell is Hidden.SMALL else "–")
    return Bar(label, cell)
