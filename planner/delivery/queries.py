"""Reading the ledger, for the outbox and for the list that scripts read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.delivery.models import ChannelName, Delivery, Kind, State

PAGE = 50
NAMED_AT_ONCE = 1_000


@dataclass(frozen=True)
class Page:
    """Part of the outbox, newest first. `older` continues it; None when this is the end."""

    rows: Sequence[Delivery]
    older: int | None


def outbox_page(session: Session, *, state: State | None, kind: Kind | None, before: int | None) -> Page:
    """Return the mails with row ids below `before` (None: the newest)."""
    asked = select(Delivery).where(Delivery.channel == ChannelName.MAIL)
    if state:
        asked = asked.where(Delivery.state == state)
    if kind:
        asked = asked.where(Delivery.kind == kind)
    if before:
        asked = asked.where(Delivery.id < before)
    found = session.scalars(asked.order_by(Delivery.id.desc()).limit(PAGE + 1)).all()
    return Page(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def count_mails(session: Session) -> dict[State, int]:
    """Return how many mails are in each state."""
    counted = select(Delivery.state, func.count()).where(Delivery.channel == ChannelName.MAIL).group_by(Delivery.state)
    return {State(state): number for state, number in session.execute(counted)}


def find_delivery(session: Session, public_id: str) -> Delivery | None:
    """Return the message of that public id."""
    return session.scalar(select(Delivery).where(Delivery.public_id == public_id))


def deliveries_of(session: Session, mailing: str) -> Iterator[Sequence[Delivery]]:
    """Yield the messages of a mailing in the order they were posted, in lots small enough to be named at once."""
    asked = select(Delivery).where(Delivery.mailing == mailing).order_by(Delivery.id)
    found = iter(session.scalars(asked.execution_options(yield_per=NAMED_AT_ONCE)))
    while lot := list(islice(found, NAMED_AT_ONCE)):
        yield lot
