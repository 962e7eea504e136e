"""The events a partner hosts with us, as the partner may see them: counts that reveal nobody, and not for ever."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

#: A partner's access ends this long after the event.
SEEN_AFTER = timedelta(days=30)
#: Counts below this are shown as "under 5"; none is shown as none.
SMALLEST_SHOWN = 5


@dataclass(frozen=True)
class HostedEvent:
    """One event of a partner, in the reader's language. It holds no citizen, only how many are coming.

    `leaf` is month, day and weekday in short; `when` is the day and the hours in words; `where` is place and address;
    `hosts` is whom one meets of our own people. `seats` is 0 where nobody signs up.
    """

    title: str
    href: str
    starts_at: datetime
    leaf: tuple[str, str, str]
    when: str
    where: str
    hosts: str
    seats: int
    seats_taken: int
    is_cancelled: bool
    is_over: bool

    @property
    def is_few(self) -> bool:
        """Whether so few are coming that the number could point to somebody."""
        return 0 < self.seats_taken < SMALLEST_SHOWN


#: Each returns the events of a partner (by id) that it may still see at a time; the feature above fills it in app.py.
hosted: list[Callable[[Session, int, datetime], list[HostedEvent]]] = []


def hosted_by(session: Session, partner_id: int, now: datetime) -> tuple[list[HostedEvent], list[HostedEvent]]:
    """Return the partner's coming events, soonest first, and its past ones, latest first."""
    found = sorted((event for find in hosted for event in find(session, partner_id, now)),
                   key=lambda event: (event.starts_at, event.title))
    return [event for event in found if not event.is_over], [event for event in reversed(found) if event.is_over]
