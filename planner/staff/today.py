"""What waits for someone today and what is coming: later features add to the two lists, app.py fills them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from sqlalchemy.orm import Session

from planner.staff.models import Account


@dataclass(frozen=True)
class Task:
    """One thing that waits for the reader: what, a sentence on it, and one button; in the reader's language."""

    title: str
    text: str
    href: str
    button: str


@dataclass(frozen=True)
class ComingEvent:
    """One event as the list shows it, in the reader's language.

    `leaf` is month, day and weekday in short; `when` is the day and the hours in words. `state` is a word with the
    `tone` of its tag. `seats` is 0 where nobody signs up.
    """

    title: str
    href: str
    starts_at: datetime
    leaf: tuple[str, str, str]
    when: str
    place: str
    state: str
    tone: str
    seats_taken: int
    seats: int


#: Each returns what waits for an account, the most pressing first; the page shows the lists in this order.
waiting: list[Callable[[Session, Account, datetime], list[Task]]] = []
#: Each returns coming events as an account may see them.
coming: list[Callable[[Session, Account, datetime], list[ComingEvent]]] = []

SHOWN = 8


def tasks_for(session: Session, account: Account, now: datetime) -> list[Task]:
    """Return all that waits for `account`."""
    return [task for find in waiting for task in find(session, account, now)]


def coming_for(session: Session, account: Account, now: datetime) -> list[ComingEvent]:
    """Return the next events that `account` may see, soonest first, at most eight."""
    found = [event for find in coming for event in find(session, account, now)]
    return sorted(found, key=lambda event: (event.starts_at, event.title))[:SHOWN]


def date_line(local: datetime, language: str) -> str:
    """Return weekday and date, fit to stand alone: Onsdag den 2. december 2026."""
    words = format_date(local.date(), "full", locale="en_GB" if language == "en" else language)
    return words[:1].upper() + words[1:]


def part_of_day(local: datetime) -> str:
    """Return morning, day or evening, as people greet each other at `local`."""
    if local.hour < 10:
        return "morning"
    return "day" if local.hour < 18 else "evening"
