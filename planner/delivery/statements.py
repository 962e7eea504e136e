"""The few statements that change the ledger, each where the old state still holds; ledger.py says when."""

from typing import cast

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    String,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)

from planner.db import UtcDateTime
from planner.delivery.models import ChannelName, Delivery, Hold, SkipReason, State, Stop
from planner.delivery.rules import AT_ONCE

delivery = cast(Table, Delivery.__table__)
stop = cast(Table, Stop.__table__)
hold = cast(Table, Hold.__table__)
row, no, held = delivery.c, stop.c, hold.c


def _state(state: State) -> ColumnElement[str]:
    """Return the state as SQL text: for a bound one SQLite plans anew each time, to see if a partial index fits."""
    return literal_column(f"'{state.value}'", String)


QUEUED, LEASED, HANDING_OVER = map(_state, (State.QUEUED, State.LEASED, State.HANDING_OVER))
UNCERTAIN, SKIPPED = map(_state, (State.UNCERTAIN, State.SKIPPED))
MAIL = literal_column(f"'{ChannelName.MAIL.value}'", String)

now = bindparam("now", type_=UtcDateTime)
until = bindparam("until", type_=UtcDateTime)
ours = and_(row.id.in_(bindparam("ids", expanding=True)), row.fence.in_(bindparam("fences", expanding=True)))

names_this_row = or_(no.whom == row.whom, no.address == row.address, no.topic == row.topic)
is_of_its_kind = or_(no.kind.is_(None), no.kind == row.kind)
travels_that_way = or_(no.channel.is_(None), no.channel == row.channel)
forbids = and_(names_this_row, is_of_its_kind, or_(no.scope.is_(None), no.scope == row.scope), travels_that_way)
is_stopped = exists().where(forbids).correlate(delivery)
its_reason = select(no.reason).where(forbids).order_by(no.id).limit(1).correlate(delivery).scalar_subquery()
#: A campaign that is paused or called off still confirms answers, and still tells of a move or a cancellation.
may_be_held = row.kind.not_in([kind.value for kind in sorted(AT_ONCE)])
is_held = exists().where(held.mailing == row.mailing, may_be_held).correlate(delivery)
is_too_late = and_(row.expires_at.is_not(None), row.expires_at <= now)
#: What a row becomes when it is stopped: if its first try is still unknown, saying "skipped" would hide that.
stopped = case((row.tried_again, UNCERTAIN), else_=SKIPPED)

_due = (
    select(row.id, row.public_id, row.kind, row.channel, row.ref, row.whom, row.address, row.message_id, row.created_at,
           row.attempts, row.tried_again)
    .where(row.state == QUEUED, row.channel == MAIL, row.due_at <= now)
    .order_by(row.due_at, row.id).limit(bindparam("lot", type_=Integer)).with_for_update(skip_locked=True)
)
#: Two statements, asked in this order: one ORDER BY would sort the whole backlog for each lot, past the index.
PICK_AT_ONCE = _due.where(~may_be_held)
PICK = _due.where(~is_held)
LEASE = (
    update(delivery).where(row.id.in_(bindparam("ids", expanding=True)), row.state == QUEUED)
    .values(state=LEASED, fence=bindparam("token"), lease_until=until)
)
HAND_OVER = (
    update(delivery)
    .where(ours, row.state == LEASED, row.lease_until > now, ~is_stopped, ~is_held, ~is_too_late)
    .values(state=HANDING_OVER, handed_over_at=now, attempts=row.attempts + 1)
    .returning(row.id, row.fence)
)
TURN_AWAY = (
    update(delivery)
    .where(ours, row.state == bindparam("old"), or_(is_too_late, is_stopped))
    .values(state=stopped, reason=case((is_too_late, SkipReason.TOO_LATE.value), else_=its_reason), settled_at=now,
            lease_until=null(), handed_over_at=null())
    .returning(row.id, row.fence)
)
#: A citizen's address may have changed since the row was queued: stops and bounces are about the one it goes to.
READDRESS = (
    update(delivery)
    .where(row.id == bindparam("of"), row.fence == bindparam("token"), row.state == LEASED)
    .values(address=bindparam("goes_to"))
)
GIVE_BACK = update(delivery).where(ours, row.state == LEASED).values(state=QUEUED, lease_until=null())
GIVE_BACK_HELD = GIVE_BACK.where(is_held)
#: A late answer may find the row swept (uncertain, or queued once more); as long as nobody else has taken it, the same
#: try may still settle it.
SETTLE = (
    update(delivery)
    .where(row.id == bindparam("of"), row.fence == bindparam("token"),
           row.state.in_((LEASED, HANDING_OVER, UNCERTAIN, QUEUED)))
    .values(state=bindparam("to"), reason=bindparam("why"), reply=bindparam("said"), attempts=bindparam("tries"),
            tried_again=bindparam("again", type_=Boolean), settled_at=now, lease_until=null(),
            due_at=func.coalesce(bindparam("due", type_=UtcDateTime), row.due_at))
)
RENEW = (
    update(delivery)
    .where(row.lease_until.is_not(None), row.fence.in_(bindparam("fences", expanding=True)))
    .values(lease_until=until)
)

# Locking what is free only: two sweepers, or a sweeper and a worker that renews, never wait for each other.
_lapsed = select(row.id).where(row.lease_until.is_not(None), row.lease_until <= now).with_for_update(skip_locked=True)
_lapse = update(delivery).where(row.id.in_(_lapsed.scalar_subquery()))
_resent = and_(row.kind.in_([kind.value for kind in sorted(AT_ONCE)]), ~row.tried_again)
LAPSE_LEASED = _lapse.where(row.state == LEASED).values(state=QUEUED, lease_until=null())
LAPSE_AT_ONCE = (
    _lapse.where(row.state == HANDING_OVER, _resent)
    .values(state=QUEUED, tried_again=True, due_at=now, lease_until=null())
)
LAPSE_HELD = (
    _lapse.where(row.state == HANDING_OVER, ~_resent)
    .values(state=UNCERTAIN, due_at=bindparam("held_until", type_=UtcDateTime), settled_at=now, lease_until=null())
)
DUE_AGAIN = (
    update(delivery)
    .where(row.state == UNCERTAIN, ~row.tried_again, row.due_at <= now)
    .values(state=QUEUED, tried_again=True, due_at=now)
)

# What actions change, inside the transaction of the act itself.
is_before_hand_over = row.state.in_((QUEUED, LEASED))
may_still_leave = row.state.in_((QUEUED, LEASED, SKIPPED))
SKIP_QUEUED = (
    update(delivery).where(row.state == QUEUED, is_stopped)
    .values(state=stopped, reason=its_reason, settled_at=now)
)
QUEUE_SKIPPED = (
    update(delivery).where(row.topic == bindparam("about"), row.state == SKIPPED, row.reason == bindparam("why"))
    .values(state=QUEUED, reason=null(), settled_at=null())
)
RECALL = (
    update(delivery).where(row.topic == bindparam("about"), is_before_hand_over)
    .values(state=QUEUED, lease_until=null())
)
