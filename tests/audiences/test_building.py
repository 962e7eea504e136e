"""Building a saved audience without script: begun with the theme's own, counted, refused at the field, saved."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.audiences.models import SavedAudience
from tests.invitations import desk as desks
from tests.invitations import make
from tests.staff.make import account

NEW = "/staff/audiences/new"
RULE = {
    "sentences": "1", "theme": "turning-18", "name": "Unge i syd", "note": "Til messen.",
    "part-0": "age", "min-0": "60", "max-0": "",
    "part-1": "lives_near", "group-1": "any-1", "km-1": "5", "place-1": "glumsoe",
    "part-2": "language", "group-2": "any-1", "languages-2": "uk",
    "part-3": "invited_to", "group-3": "none-2", "theme-3": "newcomers", "days-3": "30",
    "part-4": "postcode", "group-4": "none-2", "codes-4": "4700",
}
MEANING = {"all": [
    {"age": {"min": 60, "max": 130}},
    {"any": [{"lives_near": {"place": "glumsoe", "km": 5}}, {"language": ["uk"]}]},
    {"not": {"any": [{"invited_to": {"theme": "newcomers", "within_days": 30}}, {"postcode": ["4700"]}]}},
]}


@pytest.fixture
def desk(app: Flask, session: Session) -> FlaskClient:
    """A planner's browser in a town with twelve people who soon reach pension age in Glumsø."""
    make.town(session)
    for number in range(12):
        make.citizen(session, f"g{number}", email="" if number % 2 else f"g{number}@example.org")
    return desks.browser(app, session, "planner")


def only(session: Session) -> SavedAudience:
    """The one saved audience."""
    return session.scalars(select(SavedAudience)).one()


def test_any_of_and_none_of_are_counted_and_saved(desk: FlaskClient, session: Session) -> None:
    counted = desks.page(desk, NEW, **RULE, count="1")
    assert '<span class="big-n">12</span>' in counted
    assert session.scalars(select(SavedAudience)).all() == []
    answer = desk.post(NEW, data=RULE)
    saved = only(session)
    assert answer.location.endswith(f"/staff/audiences/{saved.id}")
    assert (saved.name, saved.theme, saved.note, saved.criteria) == ("Unge i syd", "turning-18", "Til messen.", MEANING)


def test_while_one_types_only_the_count_and_what_follows_it_are_sent(desk: FlaskClient) -> None:
    asked = {key: value for key, value in RULE.items() if key not in ("name", "note")}
    live = desk.get(NEW, query_string=asked, headers={"HX-Request": "true"}).text
    whole = desk.get(NEW, query_string=asked).text
    assert "<form" not in live and "<html" not in live
    for begin in ('<section role="status" class="flow" id="counted">', '<div class="sections" id="tables">'):
        end = "</section>" if "section" in begin[:8] else "</div>"
        sent = live.partition(begin)[2].partition(end)[0]
        assert sent and sent in whole
    assert '<span id="meaning">' in live and '<span class="big-n">12</span>' in live


def test_a_saved_audience_opens_as_the_sentences_it_was_built_of(desk: FlaskClient, session: Session) -> None:
    desk.post(NEW, data=RULE)
    edit = f"/staff/audiences/{only(session).id}/edit"
    text = desks.page(desk, edit)
    assert "and at least one of these:" in text and "but none of these:" in text
    assert 'name="codes-4" id="codes-4" value="4700"' in text
    desk.post(edit, data=RULE | {"min-0": "65", "name": "Ældre i syd"})
    session.expire_all()
    assert (only(session).name, only(session).criteria["all"][0]) == ("Ældre i syd", {"age": {"min": 65, "max": 130}})


def test_a_new_audience_begins_with_those_the_theme_was_made_for(desk: FlaskClient) -> None:
    assert 'value="turns"' in desks.page(desk, f"{NEW}?theme=turning-18")
    assert 'value="reaches"' in desks.page(desk, f"{NEW}?theme=new-pensioners")


@pytest.mark.parametrize("theme", ["travel", "wedding", "low-vision", "fresh-start"])
def test_a_theme_without_a_list_is_neither_offered_nor_taken(desk: FlaskClient, session: Session, theme: str) -> None:
    assert f'value="{theme}"' not in desks.page(desk, NEW)
    assert desk.get(f"{NEW}?theme={theme}").status_code == 409
    assert desk.post(NEW, data=RULE | {"theme": theme}).status_code == 409
    assert session.scalars(select(SavedAudience)).all() == []


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(desk: FlaskClient, session: Session) -> None:
    text = desks.refusal(desk, NEW, **(RULE | {"km-1": "langt", "name": "Unge i nord"}))
    assert desks.marked(text) == ["km-1"]
    assert 'value="langt"' in text and 'value="Unge i nord"' in text and "Til messen." in text
    assert desks.marked(desks.refusal(desk, NEW, **(RULE | {"name": " "}))) == ["name"]
    assert session.scalars(select(SavedAudience)).all() == []


def test_a_place_that_has_closed_can_be_mended(desk: FlaskClient, session: Session) -> None:
    gry = account(session, "planner", email="eva@example.org")
    saved = SavedAudience(name="Lukket", theme="newcomers", criteria={"nearest_place": ["closed"]}, made_by=gry.id,
                          made_at=make.NOW, changed_at=make.NOW)
    session.add(saved)
    session.commit()
    assert "we have no place called closed" in desks.page(desk, f"/staff/audiences/{saved.id}/edit")
