"""Two admins who bring the table of legal ages up to date at the same moment."""

from datetime import date
from itertools import pairwise
from threading import Barrier

from planner.db import db
from planner.refusal import Refusal
from planner.segments.legal_ages import rows_of
from planner.segments.models import LegalAge
from tests.replies.test_races import all_at_once
from tests.segments.law import added_age
from tests.staff.make import account

BORN = date(1975, 1, 1)


def overlaps(session):
    """How many rows begin before the one ahead of them ends."""
    session.rollback()
    rows = rows_of(session, "DK", "folkepension")
    return sum(1 for one, after in pairwise(rows) if after.born_from <= one.born_to)


def adding(told):
    """An admin who adds the rise of 1975; what refuses it joins `told`."""
    def press(session):
        try:
            added_age(session, BORN)
        except Refusal as refused:
            session.rollback()
            told.append(str(refused))
    return press


def careless(all_read):
    """An admin whose look and whose writing lie apart."""
    def press(session):
        free = all(row.born_from != BORN for row in rows_of(session, "DK", "folkepension"))
        session.rollback()
        all_read.wait()
        if free:
            session.add(LegalAge(country="DK", milestone="folkepension", born_from=BORN, born_to=date.max, years=71,
                                 months=0, source="a later act", checked_on=BORN))
    return press


def test_the_same_law_added_twice_at_once_stands_there_once(app, settings, session):
    account(session)
    session.commit()
    told = []
    all_at_once(app, settings, [adding(told) for _ in range(4)])
    assert len(told) == 3
    assert all("already has an age" in said for said in told)
    assert overlaps(session) == 0


def test_without_taking_turns_it_would_stand_there_twice(app, settings, session):
    before = overlaps(session)
    both = Barrier(2)
    all_at_once(app, settings, [careless(both), careless(both)])
    assert (before, overlaps(db.session())) == (0, 2)
