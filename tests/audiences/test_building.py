"""Building a saved audience without script: begun with the theme's own, counted, refused at the field, saved."""

import re
from html import unescape

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


SCRIPT = {"HX-Request": "true"}


def test_while_one_types_only_the_count_and_what_follows_it_are_sent(desk: FlaskClient) -> None:
    asked = {key: value for key, value in RULE.items() if key not in ("name", "note")}
    live = desk.get(NEW, query_string=asked, headers=SCRIPT).text
    whole = desk.get(NEW, query_string=asked).text
    assert "<form" not in live and "<html" not in live
    begin = '<section role="status" class="flow" id="counted">'
    sent = live.partition(begin)[2].partition("</section>")[0]
    assert sent and sent in whole
    assert '<span id="meaning">' in live and '<span class="big-n">12</span>' in live


def test_the_number_comes_before_the_tables_and_they_tell_of_the_same_rule(desk: FlaskClient) -> None:
    live = desk.get(NEW, query_string=RULE, headers=SCRIPT).text
    assert "By nearest library" not in live
    later = unescape(live.partition('id="tables" hx-get="')[2].partition('"')[0])
    came = desk.get(later, headers=SCRIPT).text
    assert came.lstrip().startswith('<div class="sections" id="tables">') and "By nearest library" in came
    assert came.strip() in desk.get(NEW, query_string=RULE).text


@pytest.mark.parametrize("headers", [{}, SCRIPT], ids=["whole", "live"])
def test_what_cannot_be_read_is_never_answered_with_another_rule_s_number(
    desk: FlaskClient, headers: dict[str, str]
) -> None:
    text = desk.get(NEW, query_string=RULE | {"min-0": "x"}, headers=headers).text
    assert "The number comes as soon as this is mended:" in text
    assert '<a href="#min-0">Are of an age: Write a whole number, for example 6.</a>' in text
    assert "big-n" not in text and "By nearest library" not in text and "hx-trigger=\"load\"" not in text


def test_a_missing_name_does_not_take_the_number_away(desk: FlaskClient) -> None:
    text = desks.refusal(desk, NEW, **(RULE | {"name": ""}))
    assert '<span class="big-n">12</span>' in text and "The number comes as soon" not in text


YOUNG = {"sentences": "1", "theme": "turning-18", "begun": "turning-18", "part-0": "turns", "age-0": "18",
         "from-0": "20", "to-0": "90"}


def own(desk: FlaskClient, theme: str) -> dict[str, str]:
    """The fields of a new audience of the theme as they first stand, as a browser sends them."""
    form = desks.page(desk, f"{NEW}?theme={theme}").partition('id="builder"')[2]
    fields = re.findall(r'<input[^>]* name="([\w-]+)"[^>]* value="([^"]*)"', form)
    chosen = re.findall(r'<select[^>]* name="([\w-]+)".*?<option value="([^"]*)" selected', form)
    ticked = re.findall(r'<input type="checkbox" name="([\w-]+)" value="([^"]*)"[^>]* checked', form)
    return {name: value for name, value in [*fields, *chosen, *ticked] if name != "q"}


@pytest.mark.parametrize("press", [{"count": "1"}, {"name": "Unge"}], ids=["counted", "saved"])
def test_another_theme_brings_its_own_rule_where_the_old_one_is_untouched(
    desk: FlaskClient, session: Session, press: dict[str, str]
) -> None:
    text = desks.page(desk, NEW, **own(desk, "turning-18") | {"theme": "new-pensioners"} | press)
    assert 'name="part-0" value="reaches"' in text and 'name="begun" value="new-pensioners"' in text
    assert "stands in the sentences now" in text
    assert session.scalars(select(SavedAudience)).all() == []


def test_own_conditions_stay_under_another_theme_until_one_has_chosen(desk: FlaskClient, session: Session) -> None:
    turned = YOUNG | {"theme": "new-pensioners", "name": "Unge"}
    text = desks.page(desk, NEW, **turned)
    assert "Which rule do you want?" in text and 'name="part-0" value="turns"' in text
    assert session.scalars(select(SavedAudience)).all() == []
    theirs = desks.page(desk, NEW, **turned, theirs="1")
    assert 'name="part-0" value="reaches"' in theirs and 'name="gone-' in theirs
    mine = desks.page(desk, NEW, **turned, mine="1")
    assert 'name="part-0" value="turns"' in mine and "Which rule do you want?" not in mine


def test_saving_below_the_question_keeps_one_s_own_rule(desk: FlaskClient, session: Session) -> None:
    desk.post(NEW, data=YOUNG | {"theme": "new-pensioners", "name": "Unge", "offered": "new-pensioners"})
    assert (only(session).theme, next(iter(only(session).criteria["all"][0]))) == ("new-pensioners", "turns")


def test_the_page_that_changes_an_audience_says_its_theme(desk: FlaskClient, session: Session) -> None:
    desk.post(NEW, data=RULE)
    assert "Theme: Turning 18." in desks.page(desk, f"/staff/audiences/{only(session).id}/edit")


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
