"""The months ahead on the page of a saved audience: a drawing, a finding, a table, and nothing small."""

from datetime import timedelta

import pytest
from flask_babel import force_locale

from planner.audiences.coming import coming
from planner.audiences.queries import audience_to_ask
from tests.audiences import make
from tests.invitations.desk import page
from tests.segments.make import NOW, TODAY, citizen


def turning(session, name, count, days):
    for number in range(count):
        citizen(session, f"SYN-{name}-{number}", birth_date=TODAY.replace(year=2008) + timedelta(days))


def shown(session, saved, months=12):
    with force_locale("en"):
        return coming(session, audience_to_ask(saved, "Europe/Copenhagen", NOW), months)


def test_the_month_with_most_is_the_finding_and_a_small_one_is_hidden(session, ane):
    for name, count, days in (("may", 40, 170), ("june", 3, 200), ("july", 12, 230)):
        turning(session, name, count, days)
    found = shown(session, make.saved(session))
    rows = dict(found.rows)
    assert (found.question, found.finding) == ("How many turn 18 each month?", "Most in May 2027: 40")
    assert (rows["June 2027"], rows["July 2027"], rows["In all"]) == ("under 5", "hidden", "55")
    (period, chart), = found.charts
    assert period == "December 2026 – November 2027"
    assert "&lt;5" in chart
    assert ">3<" not in chart


@pytest.mark.parametrize(("count", "finding"), [(0, "Nobody in these months"), (3, "Only a few each month")])
def test_nobody_and_a_few_are_told_apart(session, ane, count, finding):
    turning(session, "may", count, 170)
    assert shown(session, make.saved(session)).finding == finding


def test_an_audience_without_an_age_to_reach_shows_nothing_ahead(desk, session, ane):
    saved = make.saved(session, criteria={"age": {"min": 18}})
    assert shown(session, saved) is None
    assert "ahead-h" not in page(desk, f"/staff/audiences/{saved.id}")


def test_the_page_looks_a_year_ahead_or_two(desk, session, ane):
    turning(session, "may", 40, 170)
    saved = make.saved(session)
    assert page(desk, f"/staff/audiences/{saved.id}").count('<figure class="small-chart">') == 1
    two = page(desk, f"/staff/audiences/{saved.id}?months=24")
    assert two.count('<figure class="small-chart">') == 2
    assert "November 2028" in two
