"""A saved audience in a campaign's wizard, and the wizard's audience saved: without script, on both databases."""

import pytest
from sqlalchemy import select

from planner.audiences.actions import AudienceDraft, save_audience
from planner.audiences.models import SavedAudience
from tests.invitations.desk import REACHES, marked, page, refusal, ways
from tests.invitations.make import NOW

pytestmark = pytest.mark.usefixtures("today")
SOUTH = {"all": [{"age": {"min": 60, "max": 130}}, {"nearest_place": ["naestved"]}]}


@pytest.fixture
def saved(session, town):
    """The elderly in the south, for the theme of the campaign."""
    made = save_audience(session, "new-pensioners", AudienceDraft(name="South", criteria=SOUTH), town.planner.id, NOW)
    session.commit()
    return made


def names(session):
    session.expire_all()
    return session.scalars(select(SavedAudience.name).order_by(SavedAudience.id)).all()


def test_a_saved_audience_takes_the_place_of_the_sentences_and_changes_nothing_yet(desk, session, campaign, saved):
    before, way = campaign.criteria, ways(campaign)["audience"]
    text = page(desk, way, **REACHES, saved=str(saved.id), use="1")
    assert "“South” stands in the sentences now. Nothing is saved before you go on." in text
    assert 'value="age"' in text and 'name="gone-2" value="1"' in text and 'name="from-2" value="3"' in text
    session.refresh(campaign)
    assert campaign.criteria == before


def test_going_on_keeps_the_rule_of_the_saved_audience(desk, session, campaign, saved):
    taken = {"sentences": "1", "part-0": "age", "min-0": "60", "max-0": "", "part-1": "nearest_place",
             "places-1": "naestved", "part-2": "reaches", "gone-2": "1", "from-2": "3", "to-2": "9"}
    assert desk.post(ways(campaign)["audience"], data=taken).location.endswith("/text")
    session.refresh(campaign)
    assert campaign.criteria == SOUTH


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 5000], ids=["none", "word", "sign", "endless"])
def test_no_choice_is_said_at_the_list_and_loses_nothing(desk, campaign, saved, number):
    text = refusal(desk, ways(campaign)["audience"], **REACHES, saved=number, use="1")
    assert "Choose a saved audience." in text
    assert 'name="from-0" id="from-0" value="3"' in text or 'name="from-0" value="3"' in text


def test_the_audience_is_saved_under_a_name_for_other_campaigns(desk, session, campaign):
    before, way = campaign.criteria, ways(campaign)["audience"]
    text = page(desk, way, **REACHES, name="Soon pensioners", keep="1")
    assert "Saved as “Soon pensioners”. Other campaigns with this theme can use it." in text
    kept = session.scalars(select(SavedAudience)).one()
    assert (kept.theme, next(iter(kept.criteria["all"][0]))) == ("new-pensioners", "reaches")
    session.refresh(campaign)
    assert campaign.criteria == before


def test_a_name_that_is_missing_or_taken_is_refused_at_its_field(desk, session, campaign, saved):
    for name, words in (("", "Write a name"), ("south", "There is an audience called")):
        text = refusal(desk, ways(campaign)["audience"], **REACHES, name=name, keep="1")
        assert marked(text) == ["name"]
        assert words in text
    assert names(session) == ["South"]
