"""What staff type to move or cancel an event: dates and times as people write them here, and nothing typed is lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from planner.dates import read_date, read_time
from planner.events.models import Event
from planner.events.wording import clock, typed_date
from planner.refusal import N_, Refusal, Refusals

_PRICE = re.compile(r"(\d{1,6})(?:[.,](\d{1,2}))?")
_CROWNS = re.compile(r"\s*(?:kr\.?|kroner|,-)$")

@dataclass(frozen=True)
class TypedStart:
    """Date and time as they stand in the form."""

    date: str
    time: str


def start_as_typed(form: Mapping[str, str]) -> TypedStart:
    """Return what somebody has typed."""
    return TypedStart(form.get("date", "").strip(), form.get("time", "").strip())


def start_of(event: Event, language: str) -> TypedStart:
    """Return what stands in the form before anybody types: the start as it is."""
    return TypedStart(typed_date(event.starts_local, language), clock(event.starts_local, language))


def read_start(typed: TypedStart) -> datetime:
    """Return the naive wall time typed; raises Refusals naming date and time if they cannot be read."""
    day, hour = read_date(typed.date), read_time(typed.time)
    refusals = []
    if day is None:
        refusals.append(Refusal(N_("Write a date like 10 February 2027 or 10.2.2027."), field="date"))
    if hour is None:
        refusals.append(Refusal(N_("Write a time like 17.00."), field="time"))
    if day is None or hour is None:
        raise Refusals(refusals)
    return datetime.combine(day, hour)


def read_price(text: str) -> int | None:
    """Return in øre the price written as 50, 49,50 or 50 kr.; 0 for nothing, None if it cannot be read."""
    digits = _CROWNS.sub("", text.strip().lower())
    found = _PRICE.fullmatch(digits)
    if not digits:
        return 0
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None


def typed_price(price: int) -> str:
    """Return a price in øre as one types it: empty when free."""
    crowns, rest = divmod(price, 100)
    return "" if not price else f"{crowns},{rest:02d}" if rest else str(crowns)
