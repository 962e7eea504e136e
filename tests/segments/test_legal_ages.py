from datetime import date

from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select

from planner.db import db
from planner.segments.models import LegalAge


def test_every_legal_age_says_where_it_stands_and_when_that_was_checked(session):
    rows = session.scalars(select(LegalAge)).all()
    assert {row.country for row in rows} == {"DK", "NO"}
    assert all(row.source and row.checked_on >= date(2026, 11, 22) for row in rows)


def test_where_the_law_stands_is_said_in_the_language_of_the_law_and_in_ours_before(session):
    own = shipped_sources(session)
    assert all("lov om social pension" in source.lower() for country, source in own if country == "DK")
    assert all("kapittel 8" in source for country, source in own if country == "NO")
    downgrade(revision="0014")
    assert {country for country, source in shipped_sources(session) if "cohorts" in source} == {"NO"}
    upgrade()
    assert shipped_sources(session) == own


def shipped_sources(session):
    """Every source the planner came with, with its country."""
    found = sorted(set(map(tuple, session.execute(select(LegalAge.country, LegalAge.source)))))
    session.rollback()  # a migration needs the table to itself
    return found


def test_the_law_can_be_taken_out_and_put_back_and_what_others_added_stays(session):
    ours = session.scalar(select(func.count()).select_from(LegalAge))
    session.add(
        LegalAge(
            country="DK",
            milestone="folkepension",
            born_from=date(1975, 1, 1),
            born_to=date(1978, 12, 31),
            years=71,
            months=0,
            source="a later act",
            checked_on=date(2030, 1, 1),
        )
    )
    session.commit()
    downgrade(revision="0001")
    assert db.session.scalars(select(LegalAge.source)).all() == ["a later act"]
    db.session.rollback()
    upgrade()
    assert db.session.scalar(select(func.count()).select_from(LegalAge)) == ours + 1
