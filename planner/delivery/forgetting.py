"""What the post office does with someone who is to be forgotten: nothing more leaves, and the rows name nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, delete, literal, null, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from planner.delivery import statements as sql
from planner.delivery.actions import stop
from planner.delivery.models import Delivery, SkipReason, State, Stop

#: Begins what stands where a keyed hash stood; no hash and no fresh id has a colon in it.
NOBODY = "gone:"
WAITING = (State.QUEUED, State.LEASED)
#: The other side has it, or nobody knows: its outcome is still to come.
UNDER_WAY = (*WAITING, State.HANDING_OVER)


@dataclass(frozen=True, slots=True)
class Sent:
    """What is needed to find the copy of a mail in the outbox."""

    public_id: str
    created_at: datetime


def nobody(row_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[str]:
    """Return what stands in a row for someone forgotten: a name of the row's own, that leads to nobody."""
    return literal(NOBODY) + cast(row_id, String)


def stop_for_good(session: Session, whom: str, now: datetime) -> int:
    """Let nothing more leave for `whom`, also if a later file brings them back, and return how much was taken out.

    What a worker has leased is taken from it: its fence is gone, so the hand-over finds nothing to mark. What is being
    handed over at this moment is left to its outcome. What they said no to stays: an erasure may be lifted one day.
    """
    session.execute(delete(Stop).where(Stop.whom == whom, Stop.reason.not_in((SkipReason.ERASED, SkipReason.OBJECTED))))
    mine = select(sql.row.id).where(sql.row.whom == whom, sql.row.state.in_(WAITING)).order_by(sql.row.id)
    session.execute(mine.with_for_update()).all()
    taken_out = session.connection().execute(
        update(sql.delivery).where(sql.row.whom == whom, sql.row.state.in_(WAITING))
        .values(state=sql.stopped, reason=SkipReason.ERASED, settled_at=now, lease_until=null(), fence=null())).rowcount
    stop(session, reason=SkipReason.ERASED, source="erasure", now=now, whom=whom)
    return taken_out


def is_under_way(session: Session, whom: str) -> bool:
    """Return whether a message to `whom` has an outcome still to come."""
    return bool(session.scalar(
        select(select(Delivery.id).where(Delivery.whom == whom, Delivery.state.in_(UNDER_WAY)).exists())))


def sent_to(session: Session, whom: str) -> Sequence[Sent]:
    """Return everything written to `whom`."""
    asked = select(Delivery.public_id, Delivery.created_at).where(Delivery.whom == whom)
    return [Sent(public_id, created_at) for public_id, created_at in session.execute(asked)]


def make_nobody(session: Session, whose: ColumnElement[bool]) -> int:
    """Take the person out of the ledger rows `whose` names, and return how many rows; states and counts stay.

    None of them may be under way. An uncertain one is not tried again, and a late answer finds no fence to settle by.
    A bounce of theirs goes too.
    """
    sources = select(literal("bounce:") + Delivery.public_id).where(whose)
    session.execute(delete(Stop).where(Stop.source.in_(sources), Stop.address.is_not(None)))
    return session.connection().execute(
        update(sql.delivery).where(whose, sql.row.state.not_in(UNDER_WAY))
        .values(whom=nobody(sql.row.id), address=null(), reply=null(), fence=null(),
                tried_again=or_(sql.row.tried_again, sql.row.state == State.UNCERTAIN))).rowcount


def too_late_to_leave(session: Session, topic: str, now: datetime) -> None:
    """Settle what still waits about a past event: letters that were never printed, and mails nobody could hand over."""
    waiting = update(sql.delivery).where(sql.row.topic == topic, sql.row.state == State.QUEUED)
    session.execute(waiting.values(state=sql.stopped, reason=SkipReason.TOO_LATE, settled_at=now))
