"""The page with the words: shown beside, refused and kept, each language on its own."""


import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from planner.invitations.models import Campaign
from planner.themes.pack import TextKind
from planner.themes.reader import find_theme
from tests.invitations import make
from tests.invitations.conftest import Town
from tests.invitations.desk import marked, page, refusal, ways

#: What is asked of the database is tested on both in test_campaigns.py.
pytestmark = [pytest.mark.parametrize("settings", ["sqlite"], indirect=True), pytest.mark.usefixtures("today")]


#: All that a reader needs to know: of link and phone number one is enough.
WHOLE = "Kom {{dato}}, {{tid}}, {{sted}}. Ring {{telefon}}."


@pytest.mark.parametrize(("subject", "body", "field", "words"), [
    ("Kom", "Kære {{navn}}\n\nHej {{foo}}", "text", "We cannot fill in {{foo}}"),
    ("Kom {{who}}", "Kære {{navn}}", "text", "We cannot fill in {{who}}"),
    ("Kom", "Hej {% if x %}", "text", "We cannot fill in"),
    ("", WHOLE, "subject", "Write a subject"),
    ("Kom\nBcc: all@example.org", WHOLE, "subject", "on one line"),
    ("Kom", "  ", "text", "Write a text"),
    ("Kom", WHOLE.replace("{{dato}}", ""), "text", "Put these fields back: {{dato}}."),
    ("Kom", "Kære {{navn}}", "text", "Put these fields back: {{dato}}, {{tid}}, {{sted}}, {{link}}, {{telefon}}."),
    ("Kom", "Kære \x07{{navn}}", "text", "cannot be sent"),
])
def test_words_that_cannot_be_sent_are_refused_and_kept_on_the_page(
    desk: FlaskClient, session: Session, campaign: Campaign, subject: str, body: str, field: str, words: str
) -> None:
    text = refusal(desk, ways(campaign)["text"], text_language="da", subject=subject, text=body, next="1")
    assert marked(text) == [field]
    assert words in text
    assert body.split("\n")[0].replace("\x07", "") in text.replace("\x07", "")
    session.refresh(campaign)
    assert campaign.texts == []


def test_changes_are_shown_beside_before_they_are_saved(
    desk: FlaskClient, session: Session, campaign: Campaign
) -> None:
    typed = {"text_language": "da", "subject": "Kom <b>nu</b>", "text": f"{{{{navn}}}}, ja\n\n{WHOLE}"}
    text = page(desk, ways(campaign)["text"], **typed, look="1")
    assert '<span class="filled">Inger</span>, ja' in text
    assert "Kom &lt;b&gt;nu&lt;/b&gt;" in text
    session.refresh(campaign)
    assert campaign.texts == []


def test_each_language_has_its_own_words(desk: FlaskClient, session: Session, campaign: Campaign) -> None:
    typed = {"text_language": "en", "subject": "Come", "text": "Dear {{navn}}\n\n" + WHOLE}
    desk.post(ways(campaign)["text"], data=typed)
    assert "Dear {{navn}}" in page(desk, ways(campaign)["text"] + "?text_language=en")
    assert "Kære {{navn}}" in page(desk, ways(campaign)["text"])


def test_a_reader_from_right_to_left_is_shown_so(desk: FlaskClient, session: Session, town: Town) -> None:
    newcomers = make.campaign(session, town.planner, event=make.event_plan(theme="newcomers"))
    text = page(desk, ways(newcomers)["text"] + "?text_language=ar")
    assert '<div class="letter" lang="ar" dir="rtl">' in text
    assert "<bdi>" in text


@pytest.mark.parametrize("language", ["uk", "xx", ""])
def test_words_in_a_language_nobody_reads_it_in_are_refused(
    desk: FlaskClient, session: Session, campaign: Campaign, language: str
) -> None:
    text = refusal(desk, ways(campaign)["text"], text_language=language, subject="Kom", text=WHOLE)
    assert marked(text) == ["text"]
    session.refresh(campaign)
    assert campaign.texts == []


def test_the_themes_own_words_can_be_had_again(desk: FlaskClient, session: Session, campaign: Campaign) -> None:
    way, typed = ways(campaign)["text"], {"text_language": "da", "subject": "Kom", "text": WHOLE}
    desk.post(way, data=typed)
    assert "Ring {{telefon}}." in page(desk, way)
    assert desk.post(way, data=typed | {"text": "x", "restore": "1"}).status_code == 303
    assert "Ring {{telefon}}." not in page(desk, way)
    theirs = find_theme(campaign.theme).text(TextKind.INVITATION, "da", "DK")
    assert [(text.subject, text.body) for text in campaign.texts] == [(theirs.subject, theirs.body)]


def test_the_letter_is_shown_wholly_in_its_readers_language(desk: FlaskClient, campaign: Campaign) -> None:
    shown = page(desk, ways(campaign)["text"] + "?text_language=da").split('<div class="letter"')[1]
    assert "your own page" not in shown
    assert "You get this because" not in shown
    assert "Du får" in shown
