"""A count of newcomers, and whether a consent holds, are answered by indexes alone."""

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from planner.segments.queries import count_audience
from tests.segments import make
from tests.segments.make import NOW

NEWCOMERS = {"all": [{"moved_in": {"within_days": [30, 180], "from_abroad": True}}, {"not": {"language": ["da"]}}]}


def plan_of_count(session: Session) -> str:
    """How the database counts NEWCOMERS for an offer; PostgreSQL as it would if the tables were large."""
    asked = []
    listen = session.connection().engine, "before_cursor_execute", lambda *told: asked.append(told[2:4])
    event.listen(*listen)
    count_audience(session, make.audience(NEWCOMERS, commercial=True), NOW)
    event.remove(*listen)
    link = session.connection()
    if link.dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off"))
    explain = "EXPLAIN " if link.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    return "\n".join(str(row[-1]) for row in link.exec_driver_sql(explain + asked[-1][0], asked[-1][1]))


@pytest.mark.parametrize(("table", "index"), [("citizen", "ix_citizen_from_abroad"), ("consent", "ix_consent_holds")])
def test_no_row_is_fetched_for_what_the_index_knows(session: Session, table: str, index: str) -> None:
    make.town(session)
    plan = plan_of_count(session)
    assert f"{table} USING COVERING INDEX {index} " in plan or f"Index Only Scan using {index} on {table}" in plan, plan
