"""Putting letters into the ledger, and holding them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from planner.delivery.models import ChannelName, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """A letter to be queued. See `Delivery` for the names; `address` is the keyed hash of the mail address."""

    what: str
    whom: str
    kind: Kind
    channel: ChannelName
    ref: str
    due_at: datetime
    mailing: str | None = None
    topic: str | None = None
    scope: str | None = None
    address: str | None = None
    expires_at: datetime | None = None


def post(session: Session, letters: Sequence[NewLetter], domain: str, now: datetime) -> int:
    """Queue `letters` and return how many are new: one that is there already (what, whom, kind) stays as it is.

    `domain` ends the Message-ID. The rows leave with the caller's transaction.
    """
    raise NotImplementedError


def stop(
    session: Session, *, reason: str, source: str, now: datetime, whom: str | None = None, address: str | None = None,
    topic: str | None = None, kinds: Sequence[Kind] | None = None, scope: str | None = None,
) -> None:
    """Write a standing no (see `Stop`); one that says the same already is not written again. `kinds` None: every kind."""
    raise NotImplementedError


def lift(session: Session, *, reason: str, topic: str) -> None:
    """Take back what `stop` wrote for `topic` with `reason` (seats have come free)."""
    raise NotImplementedError


def hold(session: Session, mailing: str, reason: str, now: datetime) -> None:
    """Let nothing of `mailing` leave until `release`."""
    raise NotImplementedError


def release(session: Session, mailing: str) -> None:
    """Let `mailing` go on."""
    raise NotImplementedError
