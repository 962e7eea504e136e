"""A legal age that a saved audience asks for cannot be taken away under it."""

from datetime import date

import pytest

from planner.audiences.actions import archive_audience
from planner.refusal import Refusal
from planner.segments.actions import remove_legal_age
from planner.segments.models import LegalAge
from tests.audiences import make
from tests.segments.make import NOW

BUS = {"not": {"reaches": {"country": "DK", "milestone": "free-bus", "within_months": [0, 12]}}}


@pytest.fixture
def bus(session, ane):
    """The only row of a legal age that Ane has added."""
    row = LegalAge(country="DK", milestone="free-bus", born_from=date.min, born_to=date.max, years=65, months=0,
                   source="a later act", checked_on=date(2026, 11, 20), added_by=ane, added_at=NOW)
    session.add(row)
    session.flush()
    return row


def test_the_last_row_stays_while_a_saved_audience_asks_for_it(session, bus, ane):
    saved = make.saved(session, name="Before the free bus", criteria=BUS)
    with pytest.raises(Refusal, match="Before the free bus asks for it"):
        remove_legal_age(session, bus, ane, NOW)
    archive_audience(session, saved, ane, NOW)
    remove_legal_age(session, bus, ane, NOW)
    assert session.query(LegalAge).filter_by(milestone="free-bus").all() == []


def test_an_audience_that_asks_for_another_age_stands_in_nobodys_way(session, bus, ane):
    make.saved(session, name="Near Glumsø")
    remove_legal_age(session, bus, ane, NOW)
    assert session.query(LegalAge).filter_by(milestone="free-bus").all() == []
