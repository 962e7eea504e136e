"""The register import against a bare loading of the same file into a table without index, in the same run.

    .venv/bin/python -m bench.import_register [PEOPLE]

The floor is `csv` and `executemany` on SQLite, COPY on PostgreSQL, each in one transaction into a table with a primary
key of its own and no other index: nothing checked, nothing hashed. Ours checks every cell, hashes every id, stages,
takes in at once, and leaves its indexes. It runs in a process of its own; what is told as memory is the most that it
and the process that helps it took, added up. Exit 1 when a promise is broken.
"""

import csv
import io
import multiprocessing
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import psycopg
from flask_migrate import upgrade

from planner.app import create_app
from planner.config import read_settings
from planner.db import PRAGMAS, db
from planner.keys import Keys
from planner.register import ahead, importing
from planner.register.generator import write_register
from tests.postgres import find_cluster

PEOPLE, DAY = 1_000_000, 1_000
KEY = "a-key-for-measuring-only-never-for-a-real-installation"
#: Rows a second of bare loading; seconds for a day file; megabytes.
PROMISED = {"sqlite": 0.25, "postgresql": 0.15}
DAY_S, MEMORY_MB = 3.0, 512


@dataclass(frozen=True)
class Measured:
    """Seconds of a first load, of it under the write lock, of the same file again, of a day file and of its lock."""

    first_s: float
    locked_s: float
    again_s: float
    day_s: float
    day_locked_s: float
    memory_mb: float


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def bare_sqlite(file: Path, folder: Path) -> None:
    """Read the file with `csv` and write it with `executemany`."""
    database = folder / "bare.db"
    database.unlink(missing_ok=True)
    link = sqlite3.connect(database, isolation_level=None)
    for pragma in PRAGMAS:
        link.execute(f"PRAGMA {pragma}")
    with file.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        columns = next(rows)
        link.execute(f"CREATE TABLE citizen (id INTEGER PRIMARY KEY, {', '.join(columns)})")
        link.execute("BEGIN")
        places = ", ".join("?" * len(columns))
        link.executemany(f"INSERT INTO citizen ({', '.join(columns)}) VALUES ({places})", rows)
        link.execute("COMMIT")
    link.close()


def bare_postgresql(file: Path, url: str) -> None:
    """Send the file through COPY as it is."""
    with psycopg.connect(url.replace("+psycopg", "")) as link, file.open("rb") as content:
        columns = content.readline().decode().strip().split(",")
        link.execute("DROP TABLE IF EXISTS bare")
        texts = ", ".join(f"{name} text" for name in columns)
        link.execute(f"CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {texts})")
        link.commit()
        with link.cursor() as cursor, cursor.copy(f"COPY bare ({', '.join(columns)}) FROM STDIN (FORMAT csv)") as copy:
            while block := content.read(1 << 20):
                copy.write(block)


def _taken_in(content: BinaryIO) -> float:
    with content:
        return seconds(lambda: importing.import_register(db.session(), content, Keys(KEY), datetime.now(UTC)))


def ours(file: Path, folder: Path, url: str | None) -> Measured:
    """Return what three imports take; to be called in a process of its own."""
    locked: list[float] = []
    take_in = importing.take_in

    def timed(*arguments: object, **more: object) -> bool:
        begun = time.perf_counter()
        done: bool = take_in(*arguments, **more)
        db.session.commit()
        locked.append(time.perf_counter() - begun)
        return done

    importing.take_in = timed
    helpers = weighed_helpers()
    environment = {"SECRET_KEY": KEY, "PLANNER_CLOCK": "off"} | ({"DATABASE_URL": url} if url else {})
    app = create_app(read_settings(environment, instance=folder))
    with app.app_context():
        upgrade()
        with file.open("rb") as content:
            lines = [next(content) for _ in range(DAY + 1)]
        day = b"".join(lines).replace(b"@example.org", b"@example.net").replace(b"4700,", b"4701,")
        took = [_taken_in(content) for content in (file.open("rb"), file.open("rb"), io.BytesIO(day))]
        db.session.remove()
        db.engine.dispose()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 + max(helpers, default=0.0)
    return Measured(took[0], locked[0], took[1], took[2], locked[2], memory)


def weighed_helpers() -> list[float]:
    """Return a list that gets the most memory each helping process took, in megabytes, as it is let go.

    Asked of the process itself: what the system says of ended children counts the memory of whoever started them.
    """
    weighed: list[float] = []
    stop = ahead.Helper.stop

    def weighing(helper: ahead.Helper) -> None:
        if helper.process is not None:
            status = Path(f"/proc/{helper.process.pid}/status").read_text()
            weighed.append(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
        stop(helper)

    ahead.Helper.stop = weighing
    return weighed


def measured(file: Path, folder: Path, url: str | None) -> tuple[float, Measured]:
    """Return the seconds of bare loading, before and after ours on average, and what ours took."""
    def bare() -> float:
        return seconds(lambda: bare_postgresql(file, url) if url else bare_sqlite(file, folder))

    before = bare()
    with multiprocessing.get_context("spawn").Pool(1) as own:
        result = own.apply(ours, (file, folder, url))
    return (before + bare()) / 2, result


def told(name: str, people: int, bare_s: float, one: Measured) -> bool:
    """Print what was measured and return whether the promises hold."""
    ratio = bare_s / one.first_s
    print(f"{name}: bare {people / bare_s:>9,.0f} rows/s")
    print(f"  first import   {people / one.first_s:>9,.0f} rows/s   {ratio:.2f} of bare (promised: {PROMISED[name]})   "
          f"of that {one.locked_s:.1f} s in the one transaction that changes the register")
    print(f"  the same again {people / one.again_s:>9,.0f} rows/s   {bare_s / one.again_s:.2f} of bare")
    print(f"  a day's {DAY:,} rows {one.day_s:.2f} s (promised: {DAY_S:.0f}), {one.day_locked_s * 1000:.0f} ms of that "
          f"in the one transaction; memory {one.memory_mb:.0f} MB (promised: {MEMORY_MB})", flush=True)
    return ratio >= PROMISED[name] and one.day_s < DAY_S and one.memory_mb < MEMORY_MB


def main(people: int) -> int:
    """Print the figures for both databases; return 1 when a promise is broken."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        folder, file = Path(name), Path(name) / "town.csv"
        with file.open("wb") as out:
            print(f"{people:,} people; generated in {seconds(lambda: write_register(out, people, 1)):.1f} s")
        kept = told("sqlite", people, *measured(file, folder, None))
        cluster = find_cluster()
        if cluster is None:
            print("postgresql: not found here, not measured")
            return 0 if kept else 1
        running = servers.enter_context(cluster)
        url = running.url(running.create("bench")).replace("+psycopg", "")
        return 0 if told("postgresql", people, *measured(file, folder, url)) and kept else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
