"""Fixtures for events: a town, and the database session in it."""

import pytest
from sqlalchemy.orm import Session

from tests.events import make


@pytest.fixture
def town(session: Session) -> Session:
    """A session in a municipality with places, a school and a co-host."""
    make.town(session)
    session.commit()
    return session
