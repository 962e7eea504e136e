"""Who can write which kind of letter: the post office asks by kind and knows nothing else of events or citizens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from planner.delivery.models import Kind, SkipReason


@dataclass(frozen=True, slots=True)
class Posting:
    """What a composer gets to know of a ledger row. `created_at` is the DTSTAMP, so a retry is byte for byte the same."""

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
    """A mail ready to leave: one recipient, and the message in ASCII with CRLF line ends."""

    to: str
    message: bytes


Composed = Envelope | SkipReason
#: Writes the letters of a lot from the newest truth. Returns one Envelope, or why there can be none, per posting id;
#: a posting missing from the answer counts as ERASED. Reads only, never commits.
Compose = Callable[[Session, Sequence[Posting]], dict[int, Composed]]

#: Filled by app.py.
composers: dict[Kind, Compose] = {}
