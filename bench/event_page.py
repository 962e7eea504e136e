"""The public event page, whole: in the process, and over a socket from gunicorn. Target: under 15 ms at the median.

Run: .venv/bin/python -m bench.event_page
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask_migrate import upgrade

from planner.app import create_app
from planner.config import ROOT, read_settings
from planner.db import db
from planner.events.actions import plan_event, publish_event
from planner.events.rules import EventPlan
from planner.partners.models import Partner
from planner.places.models import Municipality, Place

EVENTS, REQUESTS, TARGET_MS = 200, 400, 15
KEY = "a-key-for-the-benchmark-only-0123456789"


def _fill(now: datetime) -> str:
    sender = Municipality(
        code="0370", name="Næstved", sender_name="Næstved Bibliotek", sender_email="post@example.org", phone="12345678",
        phone_hours="10-16", legal_basis="-", dpo_contact="dpo@example.org")
    place = Place(municipality=sender, slug="glumsoe", kind="own", name="Glumsø Bibliotek", street="Vej 1",
                  postcode="4171", town="Glumsø", latitude=55.35, longitude=11.69, access=["step_free"])
    db.session.add_all([sender, place, Partner(slug="aeldre-sagen", name="Ældre Sagen")])
    first = (now + timedelta(days=30)).replace(hour=17, minute=0, second=0, microsecond=0, tzinfo=None)
    for day in range(EVENTS):
        plan = EventPlan(theme="new-pensioners", place_slug="glumsoe", starts_local=first + timedelta(days=day),
                         minutes=135, capacity=40, co_host_slugs=("aeldre-sagen",), hosts="Maja og Birk")
        event = plan_event(db.session(), plan, None, now)
        publish_event(db.session(), event, now)
    db.session.commit()
    return event.slug


def _median_ms(ask: Callable[[], int]) -> float:
    times = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        assert ask() == 200
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def _over_a_socket(folder: Path, path: str) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"PLANNER_INSTANCE": str(folder), "SECRET_KEY": KEY, "PLANNER_CLOCK": "off"}
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--threads", "4", "--log-level", "error",
               "wsgi:app"]
    with subprocess.Popen(command, env=env, cwd=ROOT) as server:
        try:
            return _median_ms(_asker(port, path))
        finally:
            server.terminate()


def _asker(port: int, path: str) -> Callable[[], int]:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    link = http.client.HTTPConnection("127.0.0.1", port)

    def ask() -> int:
        link.request("GET", path)
        answer = link.getresponse()
        answer.read()
        return answer.status
    return ask


def main() -> None:
    """Print the medians of the event page, the programme and the feed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(read_settings({"SECRET_KEY": KEY, "PLANNER_CLOCK": "off"}, instance=folder))
        with app.app_context():
            upgrade()
            slug = _fill(datetime.now(UTC))
            db.engine.dispose()
        client = app.test_client()
        for path in (f"/events/{slug}", "/", "/calendar/all.ics"):
            here = _median_ms(lambda path=path: client.get(path).status_code)  # type: ignore[misc]
            print(f"{path}: {here:.1f} ms in the process, {_over_a_socket(folder, path):.1f} ms from gunicorn "
                  f"(median of {REQUESTS}, {EVENTS} events; event page target {TARGET_MS} ms)")


if __name__ == "__main__":
    main()
