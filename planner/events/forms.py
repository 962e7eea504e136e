"""What staff type to move or cancel an event: dates and times as people write them here, and nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from planner.dates import read_date, read_time
from planner.events.models import Event
from planner.events.wording import clock, typed_date
from planner.refusal import N_, Refusal, Refusals


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
