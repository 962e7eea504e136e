"""kill -9 of the worker during a send, at each phase of SMTP, with restarts: who is lost, gets two, is unclear.

    python -m bench.kill [NUMBER] [CONNECTIONS]

Each line of the table is a send of its own in a fresh database, to a mail server that kills the worker at that phase
halfway through and counts what it accepted per recipient. "Retried": what is uncertain is sent once more (a hold of
0 s). "Held": it waits for reconciliation (900 s), so nobody gets two. A worker that dies has at most one letter per
connection beyond its dot, so up to CONNECTIONS rows are unclear after a kill, wherever it fell.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from flask_migrate import upgrade

from planner.app import create_app
from planner.config import Settings, read_settings
from planner.db import db
from tests.delivery.killing import Bench
from tests.delivery.make import NOW, posted, states
from tests.delivery.smtp_server import PHASES, PostOffice

LONG_AGO = NOW.replace(year=2020)
HOLDS = {"retried": 0, "held": 900}


def prepared(folder: Path, number: int) -> Path:
    """Return a migrated database with `number` invitations that are due."""
    app = create_app(settings_in(folder))
    with app.app_context():
        upgrade()
        posted(db.session(), *(f"citizen-{one}" for one in range(number)), due_at=LONG_AGO)
        db.session.remove()
        db.engine.dispose()  # the last connection to close brings the log into the file
    return folder / "planner.db"


def settings_in(folder: Path) -> Settings:
    """Return the settings of an installation in `folder`."""
    environment = {"SECRET_KEY": "a-key-for-benchmarks-only-never-for-real", "PLANNER_CLOCK": "off"}
    return read_settings(environment, instance=folder)


def found_in(settings: Settings) -> dict[str, str]:
    """Return the state of each message, by whom it is for."""
    app = create_app(settings)
    with app.app_context():
        found = states(db.session())
        db.session.remove()
        db.engine.dispose()
    return found


def experiment(database: Path, number: int, connections: int, phase: str, hold_s: int) -> list[int]:
    """Return kills, lost, given two, given three or more, and unclear of one send."""
    with tempfile.TemporaryDirectory() as name, PostOffice() as server:
        shutil.copy(database, Path(name) / "planner.db")
        settings = settings_in(Path(name))
        bench = Bench(settings, server, hold_s=hold_s, lines=connections)
        bench.killed_at(phase, nth=1 if phase in ("connect", "EHLO") else number // 2)
        if not bench.finished():
            raise SystemExit("the restarted worker did not come to its end")
        found = found_in(settings)
        reached = {who.partition("@")[0] for who in server.copies}
        unclear = {whom for whom, state in found.items() if state == "uncertain"}
        lost = set(found) - reached - unclear
        return [server.kills, len(lost), sum(copies == 2 for copies in server.copies.values()),
                sum(copies > 2 for copies in server.copies.values()), len(unclear)]


def main(number: int = 2_000, connections: int = 4) -> None:
    """Print the table."""
    print(f"{number:,} invitations, {connections} connections; lost: neither accepted nor shown as uncertain")
    print(f"{'killed at':<10}{'policy':<9}{'kills':>6}{'lost':>6}{'two':>6}{'three':>7}{'uncertain':>11}")
    with tempfile.TemporaryDirectory() as folder:
        database = prepared(Path(folder), number)
        for phase in PHASES:
            for policy, hold_s in HOLDS.items():
                kills, lost, two, three, unclear = experiment(database, number, connections, phase, hold_s)
                print(f"{phase:<10}{policy:<9}{kills:>6}{lost:>6}{two:>6}{three:>7}{unclear:>11}", flush=True)


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:]))
