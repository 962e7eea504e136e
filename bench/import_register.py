"""The register import against a bare reading of the same file into an unindexed table, in turns, in one run.

The floor is `csv` and `executemany` in one transaction: nothing checked, no index, no keyed hash. Ours checks every
cell, hashes every id, and leaves its indexes. Both write to disk (WAL, synchronous=FULL).
Run: .venv/bin/python -m bench.import_register [PEOPLE]
"""

import csv
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask_migrate import upgrade

from planner.app import create_app
from planner.config import read_settings
from planner.db import PRAGMAS, db
from planner.keys import Keys
from planner.register.generator import write_register
from planner.register.importing import import_register

PEOPLE, ROUNDS = 88_000, 3
KEY = "a-key-for-measuring-only-never-for-a-real-installation"


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _bare(file: Path, folder: Path) -> None:
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


def _ours(file: Path, keys: Keys) -> None:
    with file.open("rb") as content:
        import_register(db.session(), content, keys, datetime.now(UTC))
    db.session.commit()
    db.session.remove()


def _round(file: Path) -> tuple[float, float, float]:
    """Return the seconds of a bare reading, a first import and a second import, each into a database just made."""
    with tempfile.TemporaryDirectory() as name:
        app = create_app(read_settings({"SECRET_KEY": KEY, "PLANNER_CLOCK": "off"}, instance=Path(name)))
        with app.app_context():
            upgrade()
            bare = _seconds(lambda: _bare(file, Path(name)))
            first, again = (_seconds(lambda: _ours(file, Keys(KEY))) for _ in range(2))
            db.engine.dispose()
    return bare, first, again


def main(people: int) -> None:
    """Print people per second for a bare reading, a first import and the same file again, and the ratios."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "town.csv"
        with file.open("wb") as out:
            made = _seconds(lambda: write_register(out, people, 1))
        rounds = [_round(file) for _ in range(ROUNDS)]
    floor, ours, same = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"{people} people; generated in {made:.1f} s")
    print(f"bare csv + executemany  {people / floor:>9,.0f} rows/s")
    print(f"first import            {people / ours:>9,.0f} rows/s   {floor / ours:.2f} of bare (wanted: 0.4)")
    print(f"the same file again     {people / same:>9,.0f} rows/s   {floor / same:.2f} of bare")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
