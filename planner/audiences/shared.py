"""The page on what two saved audiences share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from planner.audiences.models import SavedAudience
from planner.audiences.overlap import Overlap, overlap, shown
from planner.audiences.queries import audience_to_ask, find_audience, saved_audiences
from planner.places.queries import own_zone
from planner.refusal import Refusal
from planner.segments.cells import cell_words, some_words
from planner.segments.masking import Cell
from planner.segments.outcome import House, house_of
from planner.web import sentence


@dataclass(frozen=True)
class Line:
    """A line of the table: whom the audiences fit, and who of them may be invited."""

    name: str
    fit: str
    may: str


def overlap_page(session: Session, first: int | None, second: int | None, now: datetime) -> dict[str, Any]:
    """Return the saved audiences to choose from and, where two are chosen, what they share."""
    there = saved_audiences(session)
    page: dict[str, Any] = {
        "options": [(saved.id, saved.name) for saved in there], "a": first or "", "b": second or "",
        "trouble": "", "lines": [], "advice": ""}
    if first is None or second is None:
        return page
    if first == second:
        return page | {"trouble": _("Choose two different audiences.")}
    pair = find_audience(session, first), find_audience(session, second)
    try:
        return page | _compared(session, pair, now)
    except Refusal as refused:
        return page | {"trouble": sentence(refused)}


def _compared(session: Session, pair: tuple[SavedAudience, SavedAudience], now: datetime) -> dict[str, Any]:
    zone = own_zone(session)
    first, second = (audience_to_ask(saved, zone, now) for saved in pair)
    found = overlap(session, first, second, now)
    cells = shown(found)
    return {"lines": _lines(pair, cells), "advice": _advice(found, cells["stopped"], house_of(session))}


def _lines(pair: Sequence[SavedAudience], cells: Mapping[str, Cell]) -> list[Line]:
    names = {"both": _("In both"), "first": _("Only in “%(name)s”", name=pair[0].name),
             "second": _("Only in “%(name)s”", name=pair[1].name)}
    return [Line(str(name), cell_words(cells[f"fit {which}"]), cell_words(cells[f"may {which}"]))
            for which, name in names.items()]


def _advice(found: Overlap, stopped: Cell, house: House) -> str:
    """Return what the frequency cap would do if both were sent one soon after the other."""
    if not found.may.both:
        return str(_("Nobody may be invited to both, so neither stands in the way of the other."))
    if not found.stopped:
        return str(_("Nobody would be stopped by the other: all may have one invitation more."))
    days = house.cap_gap.days or house.cap_window.days
    return str(ngettext(
        "%(n)s would get only the first, if both are sent on the same day: nobody is invited again so soon.",
        "%(n)s would get only the first, if both are sent within %(num)d days: nobody is invited again so soon.",
        days, n=some_words(stopped)))
