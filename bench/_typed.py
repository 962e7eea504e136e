"""The live count of the audience builder as a browser asks for it, for the reference audiences of bench.audience."""

import contextvars
import statistics
import time

from flask import Flask
from flask.testing import FlaskClient

from planner.db import db
from tests.staff.make import account, sign_in

PAGE = "/staff/audiences/new"
TYPED = (
    {"theme": "turning-18", "part-0": "turns", "age-0": "18", "from-0": "0", "to-0": "90",
     "part-1": "nearest_place", "places-1": "glumsoe"},
    {"theme": "newcomers", "part-0": "moved_in", "whence-0": "abroad", "from-0": "30", "to-0": "180",
     "part-1": "language", "group-1": "none-1", "languages-1": "da"},
    {"theme": "new-pensioners", "part-0": "reaches", "law-0": "DK:folkepension", "from-0": "5", "to-0": "7",
     "part-1": "lives_near", "km-1": "5", "place-1": "glumsoe"},
)


def live_counts(app: Flask, rounds: int) -> list[tuple[float, float]]:
    """Return for each audience the median milliseconds of a warm live count: by the clock, and of our processor."""
    app.config.update(WTF_CSRF_ENABLED=False)
    with app.app_context():
        account(db.session(), "planner")
    client = app.test_client()
    sign_in(client)
    return [_median(client, typed, rounds) for typed in TYPED]


def without_context(app: Flask, rounds: int) -> list[tuple[float, float]]:
    """Return `live_counts` as a server finds them: with no application's context around the request."""
    return contextvars.Context().run(live_counts, app, rounds)


def _median(client: FlaskClient, typed: dict[str, str], rounds: int) -> tuple[float, float]:
    took = [_once(client, typed) for _ in range(rounds + 2)][2:]
    by_clock, by_processor = (statistics.median(column) for column in zip(*took, strict=True))
    return by_clock, by_processor


def _once(client: FlaskClient, typed: dict[str, str]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    answer = client.get(PAGE, query_string=typed | {"sentences": "1"}, headers={"HX-Request": "true"})
    took = (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000
    assert answer.status_code == 200, answer.status
    assert 'id="counted"' in answer.text
    return took
