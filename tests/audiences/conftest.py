"""A small municipality with a planner at the desk, on the day of tests.segments.make."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.audiences import make
from tests.invitations import desk as desks
from tests.segments.make import NOW, town


@pytest.fixture
def today() -> Iterator[None]:
    """It is NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ane(session: Session) -> int:
    """Someone who plans, in the town."""
    town(session)
    return make.ane(session)


@pytest.fixture
def desk(app: Flask, session: Session, today: None, ane: int) -> FlaskClient:
    """A planner's browser."""
    return desks.browser(app, session, "planner")
