"""The table of kept counts goes a step back and forth with rows in it, and no count of a day is lost but the older."""

from datetime import timedelta

from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from planner.audiences.models import KeptCount
from planner.db import db
from tests.audiences import make
from tests.segments.make import NOW


def counted(session, audience, days_ago, matching):
    """A count of `audience` kept that many days ago."""
    session.add(KeptCount(
        audience_id=audience.id, day=NOW.date() - timedelta(days=days_ago), counted_at=NOW, criteria=audience.criteria,
        law=[["DK", "folkepension", 67]], matching=matching, by_mail=2, by_letter=1, excluded={"dead": 1},
        places={"glumsoe": 3}))
    session.commit()


def kept(session):
    """Every kept count as it stands, the oldest row first."""
    rows = session.execute(text("SELECT * FROM kept_count ORDER BY id")).mappings().all()
    session.rollback()  # a migration needs the table to itself
    return [dict(row) for row in rows]


def names():
    """The names of what holds the rows together: unique constraints and indexes."""
    asked = inspect(db.engine)
    return {one["name"] for one in [*asked.get_unique_constraints("kept_count"), *asked.get_indexes("kept_count")]}


def test_counts_of_a_day_can_be_two_from_0017_on_and_the_newest_of_them_goes_back(session, ane):
    audience = make.saved(session)
    for days_ago, matching in ((2, 7), (1, 8), (1, 9)):
        counted(session, audience, days_ago, matching)
    before = kept(session)
    downgrade(revision="0016")
    assert kept(session) == [*before[:2], before[3]]
    assert "one_count_per_audience_and_day" in names() and "ix_kept_count_audience_id_day" not in names()
    upgrade()
    assert kept(session) == [*before[:2], before[3]]
    assert "one_count_per_audience_and_day" not in names() and "ix_kept_count_audience_id_day" in names()
