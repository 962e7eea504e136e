"""Writes what follows an answer: confirmations, and news that an event moved or was cancelled."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from planner.delivery.registry import Composed, Posting


def compose_confirmations(session: Session, postings: Sequence[Posting]) -> dict[int, Composed]:
    """Return the confirmations of `postings`."""
    return {}


def compose_changes(session: Session, postings: Sequence[Posting]) -> dict[int, Composed]:
    """Return the moved and cancelled letters of `postings`."""
    return {}
