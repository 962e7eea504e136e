"""The ledger: the only place that changes a row's state, always where the old state and the fence still hold.

queued -> leased -> handing_over -> accepted | failed | queued again | uncertain; and skipped, where a stop forbids it.

`turn` is the linearisation point. It marks a letter as handing over, and commits, just before the letter's final dot
is written; the letter leaves only if no stop, hold, expiry or newer fence forbids it at that commit. On SQLite one
writer at a time makes that exact. On PostgreSQL (READ COMMITTED) a stop may commit while the marking statement runs on
an older snapshot; so after the commit, and before any dot, `turn` looks once more and takes the mark back: a stop
committed before our commit is visible then. What is committed later than that comes after the hand-over.

Leases are compared by the clock of whoever asks; safety rests on the fence alone, never on the time.
"""

import secrets
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import OperationalError

from planner.delivery import statements as sql
from planner.delivery.models import Kind, SkipReason, State
from planner.delivery.registry import Posting
from planner.delivery.rules import UNCHARGED, Phase, Settlement, Tried, Verdict, is_bad_address, settle, told

LOT = 200
LEASE = timedelta(seconds=60)
TRIES = 3
Result = TypeVar("Result")
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Taken:
    """A row this worker has leased, with what its settlement will need."""

    posting: Posting
    address: str | None
    attempts: int
    tried_again: bool
    #: The keyed hash of the address its mail is written to, once that is known to be another than `address`.
    goes_to: str | None = None

    @property
    def key(self) -> Key:
        """Row and fence: one row may be held under an old and a new fence by a worker that overslept."""
        return self.posting.id, self.posting.fence


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try; `phase` DOT says that the row had been marked as handing over."""

    taken: Taken
    verdict: Verdict
    phase: Phase
    reply: str = ""
    reason: SkipReason | None = None


class Ledger:
    """One worker's hand on the ledger; every method is one short transaction of its own."""

    def __init__(self, engine: Engine, hold: timedelta, lease: timedelta = LEASE) -> None:
        self._engine = engine
        self._hold = hold
        self.lease = lease
        self._snapshots = engine.dialect.name == "postgresql"

    def claim(self, now: datetime, lot: int = LOT) -> list[Taken]:
        """Lease the mails that are due and return those that nothing forbids.

        Those of rules.AT_ONCE go before any backlog, in a lot of their own; then the longest due first.
        """
        return self._in_one_go(lambda link: self._claimed(link, now, lot))

    def _claimed(self, link: Connection, now: datetime, lot: int) -> list[Taken]:
        fence = secrets.randbits(62)
        while taken := _picked(link, now, lot, fence):
            ids = [one.posting.id for one in taken]
            link.execute(sql.LEASE, {"ids": ids, "token": fence, "until": now + self.lease})
            away = _turned_away(link, taken, State.LEASED, now)
            if len(away) < len(taken):
                return [one for one in taken if one.key not in away]
        return []

    def turn(self, outcomes: Sequence[Outcome], loaded: Sequence[Taken], now: datetime) -> set[Key]:
        """Settle `outcomes`, mark those of `loaded` that may go, in one commit; return the keys of these.

        As a line's old row is settled when its new one is marked, at most one row per line is ever open.
        """
        if not outcomes and not loaded:
            return set()
        granted = self._in_one_go(lambda link: self._turned(link, outcomes, loaded, now))
        if granted and self._snapshots:
            going = [taken for taken in loaded if taken.key in granted]
            granted -= self._in_one_go(lambda link: _turned_away(link, going, State.HANDING_OVER, now))
        return granted

    def _turned(
        self, link: Connection, outcomes: Sequence[Outcome], loaded: Sequence[Taken], now: datetime,
    ) -> set[Key]:
        if outcomes:
            link.execute(sql.SETTLE, [self._settled(outcome, now) for outcome in outcomes])
            if bounced := [_bounce(outcome, now) for outcome in outcomes if _says_bad_address(outcome)]:
                link.execute(insert(sql.stop), bounced)
        if not loaded:
            return set()
        if elsewhere := [_readdressed(taken) for taken in loaded if taken.goes_to]:
            link.execute(sql.READDRESS, elsewhere)
        granted = {(row.id, row.fence) for row in link.execute(sql.HAND_OVER, _ours(loaded) | {"now": now})}
        if refused := [taken for taken in loaded if taken.key not in granted]:
            link.execute(sql.GIVE_BACK_HELD, _ours(refused))
            _turned_away(link, refused, State.LEASED, now)
        return granted

    def _settled(self, outcome: Outcome, now: datetime) -> dict[str, object]:
        taken = outcome.taken
        attempts = taken.attempts + (outcome.verdict not in UNCHARGED)
        tried = Tried(taken.posting.public_id, taken.posting.kind, attempts, taken.tried_again)
        becomes: Settlement = settle(tried, outcome.verdict, now, self._hold, outcome.reason)
        return {
            "of": taken.posting.id, "token": taken.posting.fence, "to": becomes.state, "due": becomes.due_at,
            "again": becomes.tried_again, "why": becomes.reason, "said": told(outcome.reply) or None,
            "tries": attempts, "now": None if becomes.state is State.QUEUED else now}

    def renew(self, fences: Collection[int], now: datetime) -> None:
        """Lengthen the leases of this worker's lots; call it at a third of the lease."""
        self._in_one_go(lambda link: link.execute(sql.RENEW, {"fences": list(fences), "until": now + self.lease}))

    def give_back(self, taken: Sequence[Taken]) -> None:
        """Put leased rows back as they were: nothing was tried, so no attempt is burned."""
        if taken:
            self._in_one_go(lambda link: link.execute(sql.GIVE_BACK, _ours(taken)))

    def sweep(self, now: datetime) -> None:
        """Free the rows of dead workers, then let what was held as uncertain long enough be tried its one more time.

        A leased row had not left and is queued again. Of one that was handing over nobody knows: some kinds are sent
        again at once, the others are held as uncertain.
        """
        def swept(link: Connection) -> None:
            link.execute(sql.LAPSE_LEASED, {"now": now})
            link.execute(sql.LAPSE_AT_ONCE, {"now": now})
            link.execute(sql.LAPSE_HELD, {"now": now, "held_until": now + self._hold})
            link.execute(sql.DUE_AGAIN, {"now": now})
        self._in_one_go(swept)

    def someone_works(self) -> bool:
        """Return whether any worker holds a lease, live or not yet swept."""
        with self._engine.execution_options(read_only=True).connect() as link:
            return bool(link.scalar(select(select(sql.row.id).where(sql.row.lease_until.is_not(None)).exists())))

    def _in_one_go(self, work: Callable[[Connection], Result], tries: int = TRIES) -> Result:
        """Run `work` in a transaction; again when another transaction stood in its way.

        Safe after a lost COMMIT too: what is settled is not settled twice, and what is marked is not granted twice.
        """
        try:
            with self._engine.begin() as link:
                return work(link)
        except OperationalError:
            if tries == 1:
                raise
        time.sleep(0.1)
        return self._in_one_go(work, tries - 1)


def _picked(link: Connection, now: datetime, lot: int, fence: int) -> list[Taken]:
    what = {"now": now, "lot": lot}
    found = link.execute(sql.PICK_AT_ONCE, what).all() or link.execute(sql.PICK, what).all()
    return [
        Taken(Posting(row.id, fence, row.public_id, Kind(row.kind), row.channel, row.ref, row.whom,
                      row.message_id, row.created_at), row.address, row.attempts, row.tried_again)
        for row in found]


def _readdressed(taken: Taken) -> dict[str, object]:
    return {"of": taken.posting.id, "token": taken.posting.fence, "goes_to": taken.goes_to}


def _ours(taken: Sequence[Taken]) -> dict[str, object]:
    return {"ids": [one.posting.id for one in taken], "fences": list({one.posting.fence for one in taken})}


def _turned_away(link: Connection, taken: Sequence[Taken], old: State, now: datetime) -> set[Key]:
    """Settle those of `taken` that a stop or their own expiry forbids by now, and return their keys."""
    found = link.execute(sql.TURN_AWAY, _ours(taken) | {"now": now, "old": old})
    return {(row.id, row.fence) for row in found}


def _says_bad_address(outcome: Outcome) -> bool:
    taken = outcome.taken
    refused = outcome.verdict is Verdict.REFUSED and (taken.goes_to or taken.address) is not None
    return refused and is_bad_address(outcome.phase, outcome.reply)


def _bounce(outcome: Outcome, now: datetime) -> dict[str, object]:
    """Return the stop that keeps every later mail from an address that does not exist."""
    taken = outcome.taken
    source, address = f"bounce:{taken.posting.public_id}", taken.goes_to or taken.address
    return {"address": address, "reason": SkipReason.NO_CHANNEL, "source": source, "at": now}
