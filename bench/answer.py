"""A crowd answers at once: POST /i/TOKEN through gunicorn, in turn with the emptiest page of the same server.

Every answer locks the event, takes seats or a place in the queue, posts a confirmation and is on disk before the 303.
Run: .venv/bin/python -m bench.answer [--answers 400] [--people 8]
"""

import argparse
import http.client
import logging
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from flask_migrate import upgrade

from planner.app import create_app
from planner.config import ROOT, read_settings
from planner.db import db
from tests.replies.make import evening, invite, link

KEY = "a-key-for-the-benchmark-only-0123456789"
YES = urlencode({"answer": "yes", "seats": "1"})
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Times = list[tuple[float, float]]


def main() -> None:
    """Print answers a second, p50 and p99 of an answer, and the ratio of the medians of answer and empty page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=400)
    parser.add_argument("--people", type=int, default=8, help="how many answer at the same time")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        links = prepared(Path(folder), asked.answers)
        port = free_port()
        with served(Path(folder), port) as server:
            try:
                wait_for(port)
                started = time.perf_counter()
                with ThreadPoolExecutor(asked.people) as people:
                    lots = [links[at::asked.people] for at in range(asked.people)]
                    times = [pair for lot in people.map(lambda lot: answered(port, lot), lots) for pair in lot]
                report(times, time.perf_counter() - started, asked.people)
            finally:
                server.terminate()


def prepared(folder: Path, answers: int) -> list[str]:
    """Return the links of so many people invited to one event with seats for half of them."""
    app = create_app(read_settings({"SECRET_KEY": KEY, "PLANNER_CLOCK": "off"}, instance=folder))
    logging.disable(logging.INFO)
    with app.app_context():
        upgrade()
        event = evening(db.session(), capacity=answers // 2)
        links = [link(invite(db.session(), event, f"Gæst {number}")) for number in range(answers)]
        db.session.remove()
        db.engine.dispose()
    return links


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    """Return gunicorn at work on the database in `folder`: one process, eight threads, no clock."""
    env = os.environ | {"PLANNER_INSTANCE": str(folder), "SECRET_KEY": KEY, "PLANNER_CLOCK": "off"}
    command = ["-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--threads", "8", "--log-level", "error", "wsgi:app"]
    return subprocess.Popen([sys.executable, *command], env=env, cwd=ROOT)


def wait_for(port: int) -> None:
    """Return once somebody listens on `port`."""
    for _try in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return


def answered(port: int, links: list[str]) -> Times:
    """Return the seconds of an empty page and of an answer for each of `links`, one after the other."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    return [
        (timed(line, "GET", "/healthz", "", 200), timed(line, "POST", address, YES, 303))
        for address in links
    ]


def timed(line: http.client.HTTPConnection, method: str, path: str, body: str, expected: int) -> float:
    """Return the seconds until the whole answer is here."""
    started = time.perf_counter()
    line.request(method, path, body, FORM)
    answer = line.getresponse()
    answer.read()
    assert answer.status == expected, f"{method} {path}: {answer.status}"
    return time.perf_counter() - started


def report(times: Times, seconds: float, people: int) -> None:
    """Print what was measured."""
    empty, answer = ([pair[which] * 1000 for pair in times] for which in (0, 1))
    hundredths = statistics.quantiles(answer, n=100)
    middle = statistics.median(empty)
    print(f"{len(times)} answers by {people} people at once: {len(times) / seconds:.0f} a second")
    print(f"answer p50 {hundredths[49]:.1f} ms, p99 {hundredths[98]:.1f} ms; empty page p50 {middle:.1f} ms")
    print(f"ratio of the medians {hundredths[49] / middle:.1f}")


if __name__ == "__main__":
    main()
