"""The counter: claims lots, has them written, hands letters to a channel, and settles what became of them."""

import logging
import time
import traceback
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from planner.delivery.channels.contract import Letter
from planner.delivery.ledger import Key, Ledger, Outcome, Taken
from planner.delivery.mime import UnwritableError, checked_address
from planner.delivery.models import Kind, SkipReason
from planner.delivery.registry import Compose, Composed, Envelope
from planner.delivery.rules import Phase, Verdict

CHORES_EVERY_S = 2.0  # how long news may wait for its letters to be queued, behind a backlog
log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


class ChannelCounter:
    """One round's letters. Whatever it has claimed is settled, or given back by `close`.

    `unsettled` outlives the round: what became of a letter is kept in it until the database has it. `do_chores` is
    called between two lots, at most every `chores_every_s`, and returns how much it did.
    """

    def __init__(
        self, ledger: Ledger, engine: Engine, composers: Mapping[Kind, Compose], clock: Clock, stopped: Event, *,
        unsettled: dict[Key, Outcome], do_chores: Callable[[], int], chores_every_s: float = CHORES_EVERY_S,
    ) -> None:
        self._ledger = ledger
        self._engine = engine
        self._composers = composers
        self._clock = clock
        self._stopped = stopped
        self._waiting: deque[Letter] = deque()
        self._held: dict[Key, Taken] = {}
        self._asides: list[Outcome] = []
        self._is_dry = False
        self._unsettled = unsettled
        self._do_chores, self._chores_every_s = do_chores, chores_every_s
        self._beaten_s = self._chores_done_s = time.monotonic()
        self.done = 0

    def next_letter(self) -> Letter | None:
        """Return the next letter; None once nothing is due any more, or we were asked to stop."""
        while not self._waiting and not self._is_dry and not self._stopped.is_set():
            self._claim()
        return self._waiting.popleft() if self._waiting and not self._stopped.is_set() else None

    def _claim(self) -> None:
        self.turn([], [])  # what an earlier turn could not settle, before we might claim it again
        if time.monotonic() - self._chores_done_s >= self._chores_every_s:
            self.done += self._do_chores()
            self._chores_done_s = time.monotonic()
            self.beat()
        lot = self._ledger.claim(self._clock())
        self._is_dry = not lot
        self._held |= {taken.key: taken for taken in lot}
        by_kind: dict[Kind, list[Taken]] = defaultdict(list)
        for taken in lot:
            by_kind[taken.posting.kind].append(taken)
        for kind, rows in by_kind.items():
            self._write(kind, rows)
        self._settle_asides()

    def _write(self, kind: Kind, rows: Sequence[Taken]) -> None:
        """Have `rows` written together; when that fails, each alone, so that a poisoned row fails alone."""
        try:
            written = self._composed(kind, rows)
        except OperationalError:
            raise
        except Exception as error:
            if len(rows) == 1:
                public_id = rows[0].posting.public_id
                log.warning("letter %s could not be written: %s", public_id, cause(error))
                self._asides.append(Outcome(rows[0], Verdict.UNWRITTEN, Phase.MAIL, f"not written: {cause(error)}"))
            else:
                for row in rows:
                    self._write(kind, [row])
            return
        for row in rows:
            self._sort(row, written.get(row.posting.id, SkipReason.ERASED))

    def _composed(self, kind: Kind, rows: Sequence[Taken]) -> dict[int, Composed]:
        """Return what the composer of `kind` wrote; its session is closed before any network is touched."""
        options: dict[str, bool] = {"read_only": True}
        if self._engine.dialect.name == "postgresql":
            options["postgresql_readonly"] = True
        with Session(self._engine.execution_options(**options)) as session:
            written = self._composers[kind](session, [row.posting for row in rows])
        for composed in written.values():
            if isinstance(composed, Envelope):
                checked_address(composed.to, "the recipient")
        return written

    def _sort(self, row: Taken, composed: Composed) -> None:
        if isinstance(composed, Envelope):
            is_elsewhere = composed.address and composed.address != row.address
            taken = replace(row, goes_to=composed.address) if is_elsewhere else row
            self._waiting.append(Letter(taken, composed))
        else:
            self._asides.append(Outcome(row, Verdict.SKIPPED, Phase.MAIL, reason=composed))

    def _settle_asides(self) -> None:
        asides, self._asides = self._asides, []
        self.turn(asides, [])

    def put_back(self, letter: Letter) -> None:
        """Take a letter back that the channel has no hand free for; it is the next to be given out."""
        self._waiting.appendleft(letter)

    def turn(self, outcomes: Sequence[Outcome], loaded: Sequence[Letter]) -> set[Key]:
        """Settle `outcomes` and return the keys of those `loaded` letters that may go now; the others must not."""
        self._unsettled |= {outcome.taken.key: outcome for outcome in outcomes}
        self.beat()
        rows = [letter.taken for letter in loaded]
        granted = self._ledger.turn(list(self._unsettled.values()), rows, self._clock())
        for key, outcome in self._unsettled.items():
            self._held.pop(key, None)
            self.done += 1
            log.info("letter %s: %s", outcome.taken.posting.public_id, outcome.verdict.name.lower())
        self._unsettled.clear()
        for row in rows:
            if row.key not in granted:
                self._held.pop(row.key, None)
        return granted

    def beat(self) -> None:
        """Lengthen our leases once a third of them has passed."""
        if time.monotonic() - self._beaten_s < self._ledger.lease.total_seconds() / 3:
            return
        self._beaten_s = time.monotonic()
        if self._held:
            self._ledger.renew({fence for _, fence in self._held}, self._clock())

    def close(self) -> None:
        """Give back what was not tried; what has been handed over without an answer stays for the sweeper."""
        self._ledger.give_back(list(self._held.values()))
        self._held.clear()
        self._waiting.clear()


def cause(error: Exception) -> str:
    """Return what may be kept of an error: what it is and where it arose; its own words may hold personal data.

    An UnwritableError names a field and never its value, so it may speak.
    """
    if isinstance(error, UnwritableError):
        return str(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"
