"""Putting letters into the ledger, and holding them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Table, case, delete, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from planner.delivery import statements as sql
from planner.delivery.models import ChannelName, Hold, Kind, SkipReason, State, Stop
from planner.keys import fresh_id
from planner.wake import there_is_work

BATCH = 5_000


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
    new = _insert(session, sql.delivery).on_conflict_do_nothing(index_elements=["what", "whom", "kind"])
    posted = 0
    for at in range(0, len(letters), BATCH):
        rows = [_row(letter, domain, now) for letter in letters[at:at + BATCH]]
        posted += session.connection().execute(new, rows, execution_options={"preserve_rowcount": True}).rowcount
    if posted:
        there_is_work(session)
    return posted


def _insert(session: Session, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that knows ON CONFLICT, which SQLAlchemy offers per database only."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _row(letter: NewLetter, domain: str, now: datetime) -> dict[str, object]:
    public_id = fresh_id()
    return {
        "public_id": public_id, "message_id": f"<{letter.kind.value}.{public_id}@{domain}>",
        "mailing": letter.mailing, "topic": letter.topic, "scope": letter.scope,
        "what": letter.what, "whom": letter.whom, "address": letter.address,
        "kind": letter.kind.value, "channel": letter.channel.value, "ref": letter.ref, "state": State.QUEUED.value,
        "attempts": 0, "tried_again": False,
        "created_at": now, "due_at": letter.due_at, "expires_at": letter.expires_at}


def stop(
    session: Session, *, reason: str, source: str, now: datetime, whom: str | None = None, address: str | None = None,
    topic: str | None = None, kinds: Sequence[Kind] | None = None, scope: str | None = None,
    channel: ChannelName | None = None, noted_by: int | None = None,
) -> None:
    """Write a standing no (see `Stop`); one that says the same already is not written again. `kinds` None: all.

    Exactly one of `whom`, `address`, `topic`. What is queued and hereby forbidden is skipped at once, so that the
    counts are true; what a worker holds already meets the stop at its hand-over.
    """
    if sum(name is not None for name in (whom, address, topic)) != 1:
        raise ValueError("a stop names exactly one of whom, address, topic")
    for kind in kinds if kinds is not None else (None,):
        no = {"whom": whom, "address": address, "topic": topic, "kind": kind and kind.value, "scope": scope,
              "channel": channel and channel.value, "reason": reason, "source": source, "at": now,
              "noted_by": noted_by}
        same = [sql.stop.c[name].is_not_distinct_from(no[name])
                for name in ("whom", "address", "topic", "kind", "scope", "channel", "reason")]
        values = [literal(value, sql.stop.c[name].type).label(name) for name, value in no.items()]
        unsaid = select(*values).where(~select(Stop.id).where(*same).exists())
        session.execute(insert(sql.stop).from_select(list(no), unsaid))
    column, value = next((sql.row[name], value) for name, value in
                         (("whom", whom), ("address", address), ("topic", topic)) if value is not None)
    session.execute(sql.SKIP_QUEUED.where(column == value), {"now": now})


def lift(session: Session, *, reason: str, topic: str) -> None:
    """Take back what `stop` wrote for `topic` with `reason` (seats have come free), and queue again what it skipped."""
    session.execute(delete(Stop).where(Stop.topic == topic, Stop.reason == reason))
    session.execute(sql.QUEUE_SKIPPED, {"about": topic, "why": reason})
    there_is_work(session)


def recall(session: Session, *, topic: str, later: timedelta = timedelta(0)) -> None:
    """Have what is queued or leased about `topic` written anew, because what it says has changed (an event moved).

    Call it in the transaction of the change. A worker that has such a letter in hand can no longer hand it over; it
    is composed again from the newest truth. What is beyond hand-over keeps its state: those people must be told.
    What has not been handed over expires by `later` later (earlier, if it is negative), as the event does.
    """
    in_order = select(sql.row.id).where(sql.row.topic == topic, sql.is_before_hand_over).order_by(sql.row.id)
    session.execute(in_order.with_for_update()).all()
    session.execute(sql.RECALL, {"about": topic})
    if later:
        _shift_expiry(session, topic, later)
    there_is_work(session)


def _shift_expiry(session: Session, topic: str, later: timedelta) -> None:
    """Let what may still leave expire by `later` later, also what `lift` may queue again. One CASE: none moves twice.

    Adding to a time is spelt differently by every database, and a topic has a handful of expiries.
    """
    unsent = sql.row.topic == topic, sql.may_still_leave, sql.row.expires_at.is_not(None)
    before = session.scalars(select(sql.row.expires_at).where(*unsent).distinct()).all()
    if before:
        after = case(*((sql.row.expires_at == at, literal(at + later, sql.row.expires_at.type)) for at in before))
        session.execute(update(sql.delivery).where(*unsent, sql.row.expires_at.in_(before)).values(expires_at=after))


def hold(session: Session, mailing: str, reason: str, now: datetime) -> None:
    """Let nothing of `mailing` leave until `release`, save what those invited must hear (rules.AT_ONCE).

    Held already: the new reason stands.
    """
    held = _insert(session, sql.hold).values(mailing=mailing, reason=reason, at=now)
    session.execute(held.on_conflict_do_update(index_elements=["mailing"], set_={"reason": reason}))


def release(session: Session, mailing: str) -> None:
    """Let `mailing` go on."""
    session.execute(delete(Hold).where(Hold.mailing == mailing))
    there_is_work(session)


def call_off(session: Session, mailing: str, now: datetime) -> None:
    """Skip for good what of `mailing` has not left, letters that wait to be printed among it."""
    waiting = sql.row.state.in_((State.QUEUED, State.LEASED))
    session.execute(
        update(sql.delivery).where(sql.row.mailing == mailing, sql.row.kind == Kind.INVITATION, waiting)
        .values(state=State.SKIPPED, reason=SkipReason.CAMPAIGN_CANCELLED, settled_at=now, lease_until=None,
                fence=None))
