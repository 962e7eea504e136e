"""Writes invitations: the compiled mail per campaign and language, and each person's own part."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from planner.delivery.registry import Composed, Posting


def compose_invitations(session: Session, postings: Sequence[Posting]) -> dict[int, Composed]:
    """Return the invitations of `postings`."""
    return {}
