"""The post office with letters of our own instead of the features' letters."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from planner.db import db
from planner.delivery.channels.smtp import Smtp
from planner.delivery.channels.smtp_server import Server
from planner.delivery.ledger import Ledger
from planner.delivery.models import Kind
from planner.delivery.registry import chores, composers, showers
from planner.delivery.worker import Worker
from tests.delivery import make
from tests.delivery.smtp_server import PostOffice


@pytest.fixture(autouse=True)
def registries() -> Iterator[None]:
    """Every kind is written by the test composer, and no feature has chores."""
    before = dict(composers), list(chores)
    composers.update(dict.fromkeys(Kind, make.write))
    shown = showers["person"]
    showers["person"] = lambda _session, whom: whom
    chores.clear()
    yield
    composers.clear()
    showers["person"] = shown
    composers.update(before[0])
    chores[:] = before[1]


@pytest.fixture
def ledger(app: Flask) -> Ledger:
    """A worker's hand on the ledger."""
    return Ledger(db.engine, make.HOLD)


@pytest.fixture
def other(app: Flask) -> Iterator[Session]:
    """A second session: somebody else's transaction."""
    with Session(db.engine) as session:
        yield session


@pytest.fixture
def server() -> Iterator[PostOffice]:
    """A mail server that does as it is told, on a port of its own."""
    with PostOffice() as running:
        yield running


class Clock:
    """Shows the time it is set to."""

    def __init__(self) -> None:
        self.now = make.NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at NOW until it is set."""
    return Clock()


@pytest.fixture
def send(app: Flask, server: PostOffice, clock: Clock) -> Callable[..., Worker]:
    """Send what is due over as many lines as asked, with little patience."""

    def sending(lines: int = 4, *, dialogue_s: float = 5, answer_s: float = 5) -> Worker:
        channel = Smtp(
            Server("127.0.0.1", server.port, "test", connections=lines), dialogue_s=dialogue_s, answer_s=answer_s
        )
        worker = Worker(app.extensions["planner.settings"], clock=clock, channel=channel)
        worker.work_until_idle()
        return worker

    return sending
