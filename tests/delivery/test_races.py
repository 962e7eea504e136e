"""Workers meet, and a no meets a hand-over: with real concurrency on both databases, and controls that can fail."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import Connection, event, select, update
from sqlalchemy.orm import Session

from planner.db import db
from planner.delivery import actions
from planner.delivery.ledger import Ledger, Taken
from planner.delivery.models import Delivery, State
from tests.delivery.make import HOLD, NOW, posted, row_of

WORKERS = 4
CROWD = [f"citizen-{number}" for number in range(200)]


def together(*acts: Callable[[], object]) -> list[object]:
    """Run `acts` at the same time and return their results."""
    gate = threading.Barrier(len(acts))

    def at_the_gate(act: Callable[[], object]) -> object:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(at_the_gate, acts))


def claimed_by_four(claim: Callable[[], list[int]]) -> Counter[int]:
    def until_dry() -> list[int]:
        mine: list[int] = []
        while lot := claim():
            mine += lot
        return mine

    found: Counter[int] = Counter()
    for mine in together(*[until_dry] * WORKERS):
        found.update(mine)  # type: ignore[arg-type]
    return found


def test_workers_never_claim_the_same_letter(session: Session, ledger: Ledger) -> None:
    posted(session, *CROWD)
    found = claimed_by_four(lambda: [taken.posting.id for taken in ledger.claim(NOW, lot=10)])
    assert len(found) == len(CROWD)
    assert set(found.values()) == {1}


def test_a_claim_that_reads_first_and_then_writes_would_share_letters(app: Flask, session: Session) -> None:
    posted(session, *CROWD)
    gate = threading.Barrier(WORKERS, timeout=5)
    engine = db.engine

    def naive() -> list[int]:
        with engine.execution_options(read_only=True).connect() as link:
            ids = list(link.scalars(select(Delivery.id).where(Delivery.state == State.QUEUED).limit(10)))
        gate.wait()
        with engine.begin() as link:
            link.execute(update(Delivery).where(Delivery.id.in_(ids)).values(state=State.LEASED))
        return ids

    found: Counter[int] = Counter()
    for mine in together(*[naive] * WORKERS):
        found.update(mine)  # type: ignore[arg-type]
    assert max(found.values()) > 1


def a_no_to(whom: str) -> None:
    with Session(db.engine) as session:
        actions.stop(session, reason="objected", source="test", now=NOW, whom=whom)
        session.commit()


def test_a_no_and_a_hand_over_at_the_same_moment_have_an_order(app: Flask, session: Session, ledger: Ledger) -> None:
    posted(session, *CROWD[:60])
    engine = db.engine
    for taken in ledger.claim(NOW):
        said_no = threading.Event()

        def say_no(whom: str = taken.posting.whom, said: threading.Event = said_no) -> None:
            with Session(engine) as own:
                actions.stop(own, reason="objected", source="test", now=NOW, whom=whom)
                own.commit()
            said.set()

        def hand_over(mine: Taken = taken, said: threading.Event = said_no) -> bool:
            said_before = said.is_set()
            return said_before and bool(ledger.turn([], [mine], NOW))

        assert together(say_no, hand_over) == [None, False]


def test_a_no_that_commits_while_the_hand_over_runs_still_wins(app: Flask, session: Session, ledger: Ledger) -> None:
    """The narrow case of PostgreSQL: the marking statement has taken its snapshot, and then the no commits."""
    posted(session, "ane")
    taken = ledger.claim(NOW)
    if db.engine.dialect.name == "sqlite":
        a_no_to("ane")
        assert ledger.turn([], taken, NOW) == set()
        return
    with InTheMidstOfMarking(lambda: a_no_to("ane")):
        assert ledger.turn([], taken, NOW) == set()
    assert (row_of(session).state, row_of(session).reason) == ("skipped", "objected")


def test_without_the_second_look_that_no_would_be_overrun(app: Flask, session: Session) -> None:
    if db.engine.dialect.name == "sqlite":
        assert one_writer_at_a_time()
        return
    hasty = HastyLedger(db.engine, HOLD)
    posted(session, "ane")
    taken = hasty.claim(NOW)
    with InTheMidstOfMarking(lambda: a_no_to("ane")):
        assert hasty.turn([], taken, NOW) == {taken[0].key}


class HastyLedger(Ledger):
    """A ledger that trusts its first look: the negative control."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._snapshots = False


def one_writer_at_a_time() -> bool:
    """On SQLite a second writer cannot even begin while a hand-over is open."""
    with db.engine.begin(), db.engine.execution_options(read_only=True).connect() as second:
        return bool(second.scalar(select(1)))


class InTheMidstOfMarking:
    """Run `act` after the marking statement and before its commit."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self._done = False

    def _listen(self, _link: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if "handing_over" in statement and not self._done:
            self._done = True
            self._act()

    def __enter__(self) -> None:
        event.listen(db.engine, "after_cursor_execute", self._listen)

    def __exit__(self, *_error: object) -> None:
        event.remove(db.engine, "after_cursor_execute", self._listen)
