"""Who can write which kind of letter: the post office asks by kind and knows nothing else of events or citizens."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from planner.delivery.models import Kind, SkipReason


@dataclass(frozen=True, slots=True)
class Posting:
    """What a composer gets to know of a ledger row. `created_at` is the DTSTAMP, so a retry is the same to the byte."""

    id: int
    fence: int
    public_id: str
    kind: Kind
    channel: str
    ref: str
    whom: str
    message_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail ready to leave: one recipient, and the message in ASCII with CRLF line ends.

    `address` is the keyed hash of `to`; None says that it is still the one the row was queued with.
    """

    to: str
    message: bytes
    address: str | None = None


Composed = Envelope | SkipReason
#: Writes the letters of a lot from the newest truth. Returns one Envelope, or why there can be none, per posting id;
#: a posting missing from the answer counts as ERASED. Reads only, never commits.
Compose = Callable[[Session, Sequence[Posting]], dict[int, Composed]]
#: Does what a feature has due (launch a wave, tell of a change) and returns how much it did; the worker commits.
Chore = Callable[[Session, datetime], int]
#: Returns the register's person_id for those of the given `whom` it still knows.
Name = Callable[[Session, Sequence[str]], Mapping[str, str]]
#: Returns those of the given `whom` whose mails staff may read with name, address and links.
Show = Callable[[Session, Sequence[str]], Collection[str]]

#: All filled by app.py; `namers` has one key, "person", and `showers` too.
composers: dict[Kind, Compose] = {}
chores: list[Chore] = []
namers: dict[str, Name] = {}
showers: dict[str, Show] = {}
