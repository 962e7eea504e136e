"""Gunicorn's settings: one process with threads, and the clock in it. `gunicorn -c python:planner.serve wsgi:app`."""

import logging
import os
from typing import Any

from planner.delivery.worker import finish_delivering
from planner.engine import start_clock

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = 8
graceful_timeout = 30
accesslog = None
loglevel = "warning"

logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def post_worker_init(worker: Any) -> None:
    """Start the clock once the worker has forked: a scheduler started before would not survive the fork."""
    app = worker.app.callable
    if app.extensions["planner.settings"].clock:
        worker.planner_clock = start_clock(app)


def worker_exit(_server: Any, worker: Any) -> None:
    """Let what is in flight finish and take nothing new, then stop the clock."""
    clock = getattr(worker, "planner_clock", None)
    if clock is not None:
        finish_delivering(worker.app.callable)
        clock.shutdown(wait=True)
