"""Counting audiences over a million citizens against the same question as bare SQL with covering indexes, in turn.

Both ask the same of the same people in the same database: the rule, and for everyone it fits the first that holds of
dead, left, too young, protected, said no (also to mail or letter alone), not agreed to paid offers (the campaign is a
commercial one), invited often enough, no way to reach, else mail or letter. The bare SQL is written by hand with the
dates and postcodes already reckoned, on a narrow copy of the citizens with a covering index for each question; ours
runs on the product's own tables and indexes and reads the law, the postcodes and the municipality first. Then the
live count of the builder's page, as a browser asks for it while somebody types.

Run: .venv/bin/python -m bench.audience [--citizens 1000000] [--database sqlite|postgresql] [--rounds 15] [--grown]
--grown fills a sixth of the citizens first, measures, then all, and holds the growth against the promise.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bench._bare import COPY, INDEXES, bare_count
from bench._register import fill, tidy
from bench._typed import without_context
from planner.app import create_app
from planner.config import read_settings
from planner.db import db, read_only_from_here
from planner.delivery.models import ChannelName
from planner.segments.audience import REASONS, Audience
from planner.segments.criteria import parse_criteria
from planner.segments.queries import count_audience
from tests.postgres import find_cluster

NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
NARROW_RATIO, WIDE_RATIO, NARROW_MS, PAGE_MS, GROWTH = 4.0, 1.7, 10.0, 25.0, 7.0
KEY = "a-key-for-the-benchmark-only-0123456789"
AUDIENCES: dict[str, object] = {
    "turns 18 within 90 days, nearest Glumsø": {
        "all": [{"turns": {"age": 18, "within_days": [0, 90]}}, {"nearest_place": ["glumsoe"]}]},
    "from abroad 30-180 days ago, another language": {
        "all": [{"moved_in": {"within_days": [30, 180], "from_abroad": True}}, {"not": {"language": ["da"]}}]},
    "pension in 5-7 months within 5 km of Glumsø": {
        "all": [{"reaches": {"milestone": "folkepension", "within_months": [5, 7]}},
                {"lives_near": {"place": "glumsoe", "km": 5}}]},
    "everyone from 18 to 120": {"age": {"min": 18, "max": 120}},
}
WIDE = "everyone from 18 to 120"


#: Seconds each statement took since it was last cleared.
SPENT: list[float] = []


@dataclass(frozen=True)
class Took:
    """Milliseconds, the lower quartile of the rounds: the bare SQL, our SQL (all statements), and our whole call.

    `page` is the median of the builder's live count; 0 where it was not asked for.
    """

    bare: float
    sql: float
    whole: float
    page: float = 0.0


def main() -> int:
    """Print times and ratios for each audience on each database; exit 1 when a promise breaks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--citizens", type=int, default=1_000_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--grown", action="store_true")
    asked = parser.parse_args()
    sizes = [asked.citizens // 6, asked.citizens] if asked.grown else [asked.citizens]
    broken: list[str] = []
    for database in asked.database or ("sqlite", "postgresql"):
        measured = [measure(database, size, asked.rounds) for size in sizes]
        broken += [f"{database}: {words}" for found in measured[:1] for words in broken_promises(found)]
        if asked.grown:
            broken += [f"{database}: {words}" for words in broken_growth(*measured)]
    for words in broken:
        print(f"PROMISE BROKEN, {words}")
    return 1 if broken else 0


def measure(database: str, citizens: int, rounds: int) -> dict[str, Took]:
    """Fill a database of its own with `citizens` and return how long each audience takes."""
    with installation(database) as app:
        began = time.perf_counter()
        fill(db.session(), citizens)
        link = db.session.connection()
        for statement in (COPY, *INDEXES):
            link.exec_driver_sql(statement)
        db.session.commit()
        tidy(db.session())
        print(f"{database}: {citizens:,} citizens in {time.perf_counter() - began:.0f} s", flush=True)
        found = {name: compare(database, name, rounds if name != WIDE else max(3, rounds // 3)) for name in AUDIENCES}
        db.session.rollback()
        for name, (clock, processor) in zip(AUDIENCES, without_context(app, rounds), strict=False):
            print(f"{database}: live count, {name}: {clock:.1f} ms, of these {processor:.1f} ms our processor time")
            found[name] = replace(found[name], page=clock)
        return found


@contextmanager
def installation(database: str) -> Iterator[Flask]:
    """Stand inside an application on an empty, migrated database."""
    cluster = find_cluster() if database == "postgresql" else None
    assert cluster or database == "sqlite", "no PostgreSQL on this machine (Debian: apt install postgresql)"
    with tempfile.TemporaryDirectory() as folder, cluster or nullcontext():
        url = {"DATABASE_URL": cluster.url(cluster.create("bench"))} if cluster else {}
        settings = read_settings({"PLANNER_CLOCK": "off", "SECRET_KEY": KEY, **url}, Path(folder))
        app = create_app(settings)
        with app.app_context():
            upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


def compare(database: str, name: str, rounds: int) -> Took:
    """Run bare and ours in turn and return what they took; both must find the same."""
    audience = Audience(criterion=parse_criteria(AUDIENCES[name]), on=NOW.date(), min_age=15, commercial=True)

    def ours() -> list[int]:
        db.session.rollback()
        read_only_from_here()
        counted = count_audience(db.session(), audience, NOW)
        return [counted.matching, *(counted.excluded[reason] for reason in REASONS), counted.by_channel.mail,
                counted.by_channel.letter]

    question = bare_count(list(AUDIENCES).index(name), [*REASONS, *ChannelName])

    def bare() -> list[int]:
        with db.engine.connect().execution_options(read_only=True) as link:
            connection = link.connection.dbapi_connection
            assert connection is not None
            cursor = connection.cursor()
            cursor.execute(question)
            return [number or 0 for number in cursor.fetchone()]

    assert ours() == bare(), f"{name}: ours finds {ours()}, bare SQL {bare()}"
    times = [(taken(bare), *sql_and_whole(ours)) for _ in range(rounds)]
    took = Took(*(statistics.quantiles(column, n=4)[0] for column in zip(*times, strict=True)))
    print(f"{database}: {name} [{ours()[0]:,}]: bare {took.bare:.2f} ms, our SQL {took.sql:.2f} ms, ratio "
          f"{took.sql / took.bare:.2f}; with all of Python {took.whole:.2f} ms", flush=True)
    return took


@event.listens_for(Engine, "before_cursor_execute")
def _begin(link: object, cursor: object, statement: str, values: object, context: object, many: bool) -> None:
    SPENT.append(-time.perf_counter())


@event.listens_for(Engine, "after_cursor_execute")
def _end(link: object, cursor: object, statement: str, values: object, context: object, many: bool) -> None:
    SPENT[-1] += time.perf_counter()


def sql_and_whole(work: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds all of the statements in `work` took, and the whole of it."""
    SPENT.clear()
    whole = taken(work)
    return sum(SPENT) * 1000, whole


def taken(work: Callable[[], object]) -> float:
    """Return the milliseconds `work` took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def broken_promises(found: dict[str, Took]) -> Iterator[str]:
    """Yield what is slower than promised."""
    for name, took in found.items():
        most = WIDE_RATIO if name == WIDE else NARROW_RATIO
        if took.sql > most * took.bare:
            yield f"{name}: {took.sql / took.bare:.2f} times bare SQL, at most {most} promised"
        if name != WIDE and took.sql > NARROW_MS:
            yield f"{name}: {took.sql:.1f} ms of SQL, under {NARROW_MS:.0f} promised"
        if took.page > PAGE_MS:
            yield f"{name}: {took.page:.1f} ms for the live count, under {PAGE_MS:.0f} promised"


def broken_growth(small: dict[str, Took], large: dict[str, Took]) -> Iterator[str]:
    """Yield what grows faster than promised with six times the citizens."""
    for name in small:
        grown = large[name].sql / small[name].sql
        print(f"six times the citizens, {name}: {grown:.1f} times as long", flush=True)
        if grown > GROWTH:
            yield f"{name}: {grown:.1f} times as long over six times the citizens, at most {GROWTH:.0f} promised"


if __name__ == "__main__":
    sys.exit(main())
