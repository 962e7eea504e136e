"""An evening in Glumsø for every test of replies."""

import pytest
from sqlalchemy.orm import Session

from planner.events.models import Event
from tests.replies import make


@pytest.fixture
def event(session: Session) -> Event:
    """An evening with three seats."""
    return make.evening(session, capacity=3)
