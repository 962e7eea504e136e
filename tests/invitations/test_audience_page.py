"""The audience page without script: counted live, changed sentence by sentence, refused at the field."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.invitations import actions
from planner.invitations.models import Campaign
from tests.invitations import make
from tests.invitations.conftest import Town
from tests.invitations.desk import PLAN, REACHES, marked, page, refusal, ways
from tests.invitations.make import NOW

AGES = {"sentences": "1", "part-0": "age", "min-0": "18", "max-0": "120"}
#: What is asked of the database is tested on both in test_campaigns.py.
pytestmark = [pytest.mark.parametrize("settings", ["sqlite"], indirect=True), pytest.mark.usefixtures("today")]


def test_a_plan_becomes_a_draft_with_its_audience_counted(desk: FlaskClient, session: Session) -> None:
    answer = desk.post("/staff/plan/new-pensioners", data=PLAN, follow_redirects=True)
    assert answer.request.path.endswith("/audience")
    assert "citizens may be invited" in answer.text
    made = session.scalars(select(Campaign)).one()
    assert (made.status, made.place.slug, made.event and made.event.hosts) == ("draft", "glumsoe", "Maja")


def test_the_count_answers_what_stands_in_the_address(desk: FlaskClient, campaign: Campaign) -> None:
    wide = desk.get(ways(campaign)["audience"], query_string=AGES).text
    none = desk.get(ways(campaign)["audience"], query_string=AGES | {"min-0": "110"}).text
    assert 'id="counted"' in wide
    assert '<span class="big-n">under 5</span>' in wide
    assert '<span class="big-n">0</span>' in none


def test_few_people_are_nowhere_given_away_in_numbers(desk: FlaskClient, session: Session, campaign: Campaign) -> None:
    shown = re.sub(r"<details.*?</details>", "", counted_in(page(desk, ways(campaign)["audience"])), flags=re.DOTALL)
    assert '<span class="big-n">under 5</span>' in shown
    assert "<svg" not in shown
    assert "Wave 1" not in shown
    assert not re.search(r"\b[1-4] citizens?\b|: [1-4] of", shown)
    assert not re.search(r'<td class="num">[1-4]</td>', page(desk, ways(campaign)["submit"]))


def test_where_many_fit_the_numbers_stand_and_so_does_the_reserve(
    desk: FlaskClient, session: Session, town: Town
) -> None:
    for number in range(60):
        mail = "" if number % 4 < 2 else f"m{number}@example.org"
        make.citizen(session, f"m{number}", email=mail, postcode=("4171", "4700")[number % 2])
    for number in range(4):
        make.citizen(session, f"d{number}", status="dead")
    few_seats = make.campaign(session, town.planner, event=make.event_plan(capacity=4), waves_policy="auto")
    shown = counted_in(page(desk, ways(few_seats)["audience"]))
    assert "<svg" in shown
    assert '<span class="big-n">63</span>' in shown
    assert re.search(r"\d+ of them are shared out over the waves; \d+ are kept in reserve.", shown)


def counted_in(text: str) -> str:
    """The panel with the count and the waves."""
    return text.split('id="counted"')[1].split("</section>")[0]


def test_a_live_count_of_nonsense_says_what_to_mend(desk: FlaskClient, campaign: Campaign) -> None:
    text = desk.get(ways(campaign)["audience"], query_string=AGES | {"min-0": "x"}).text
    assert "The number comes as soon as this is mended:" in text
    assert "big-n" not in text and "Wave 1" not in text
    assert 'value="x"' in text


def test_while_one_types_only_the_count_its_waves_and_what_follows_are_sent(
    desk: FlaskClient, session: Session, campaign: Campaign
) -> None:
    for number in range(30):
        make.citizen(session, f"m{number}")
    live = desk.get(ways(campaign)["audience"], query_string=AGES, headers={"HX-Request": "true"}).text
    assert "<form" not in live and "<html" not in live
    assert "big-n" in counted_in(live) and "Wave 1" in counted_in(live)
    later = unescape(live.partition('id="tables" hx-get="')[2].partition('"')[0])
    assert "By nearest library" in desk.get(later, headers={"HX-Request": "true"}).text
    assert "By nearest library" not in live


def test_sentences_are_added_dropped_and_counted_without_saving(
    desk: FlaskClient, session: Session, campaign: Campaign
) -> None:
    before, way = campaign.criteria, ways(campaign)["audience"]
    added = page(desk, way, **REACHES, **{"what-all-0": "nearest_place"}, add="all-0")
    assert re.search(r'name="places-1" value="glumsoe"[^>]* checked', added)
    removed = page(desk, way, **REACHES, drop="0")
    assert 'name="gone-0"' in removed and 'name="from-0" value="3"' in removed
    assert 'name="gone-0"' not in page(desk, way, **REACHES, **{"gone-0": "1"}, back="0")
    assert 'value="3"' in page(desk, way, **REACHES, count="1")
    session.refresh(campaign)
    assert campaign.criteria == before


@pytest.mark.parametrize(("typed", "field", "words"), [
    ({"from-0": "nine"}, "from-0", "whole number"),
    ({"from-0": "9", "to-0": "3"}, "from-0", "smaller number"),
])
def test_a_bad_audience_is_refused_at_its_field_and_keeps_what_was_typed(
    desk: FlaskClient, campaign: Campaign, typed: dict[str, str], field: str, words: str
) -> None:
    text = refusal(desk, ways(campaign)["audience"], **(REACHES | typed))
    assert marked(text) == [field]
    assert words in text
    assert f'value="{typed[field]}"' in text


def test_an_audience_without_sentences_is_refused(desk: FlaskClient, session: Session, campaign: Campaign) -> None:
    before = campaign.criteria
    assert "Add at least one sentence" in refusal(desk, ways(campaign)["audience"], sentences="1")
    session.refresh(campaign)
    assert campaign.criteria == before


def test_an_audience_too_rich_for_sentences_is_shown_in_words_and_stays(
    desk: FlaskClient, session: Session, campaign: Campaign, town: Town
) -> None:
    rich = {"not": {"all": [{"age": {"min": 18, "max": 24}}, {"language": ["uk"]}]}}
    actions.set_audience(session, campaign, rich, town.planner.id, NOW)
    assert "too rich for the sentences here" in page(desk, ways(campaign)["audience"])
    assert desk.post(ways(campaign)["audience"], data={"save": "1"}).location.endswith("/text")
    session.refresh(campaign)
    assert campaign.criteria == rich


def test_a_saved_audience_is_kept_and_leads_to_the_words(
    desk: FlaskClient, session: Session, campaign: Campaign
) -> None:
    answer = desk.post(ways(campaign)["audience"], data=REACHES | {"part-1": "nearest_place", "places-1": "glumsoe"})
    session.refresh(campaign)
    assert answer.location.endswith("/text")
    assert "{'nearest_place': ['glumsoe']}" in str(campaign.criteria)
