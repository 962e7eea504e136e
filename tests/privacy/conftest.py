"""An evening in Glumsø, and Quintilia, whose every datum can be told from all others'."""

import pytest
from sqlalchemy.orm import Session

from planner.events.models import Event
from tests.replies import make


@pytest.fixture
def event(session: Session) -> Event:
    """An evening with forty seats."""
    return make.evening(session, capacity=40)
