"""Mails: the text says all that the page says, nothing is loaded from elsewhere, and marks for values come through."""

import re

import pytest
from flask import Flask, render_template
from flask_babel import force_locale
from markupsafe import Markup

from planner.web import text_direction
from tests.look.conftest import SENDER
from tests.look.letters import letter

KINDS = ["invitation", "confirmation", "moved", "cancelled"]
LANGUAGES = ["da", "en", "ar"]


def written(app: Flask, language: str, kind: str, ending: str, **changes: object) -> str:
    """A mail as it is sent, as html or txt."""
    with app.test_request_context(), force_locale(language):
        values = letter(language, kind, SENDER) | {"direction": text_direction(language)} | changes
        return render_template(f"mail/letter.{ending}", **values)


def words(text: str) -> set[str]:
    """The words of a mail: tags, marks of direction and styles taken away, addresses of links kept."""
    links = re.findall(r'href="(http[^"]*)"', text)
    plain = re.sub(r"<style>.*?</style>|<[^>]*>|[\u2068\u2069]", " ", text, flags=re.S)
    found = re.findall(r"[\w.@:/]+", Markup(plain).unescape()) + links
    return {word.strip(".:") for word in found}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_text_says_all_that_the_page_says(app: Flask, language: str, kind: str) -> None:
    assert words(written(app, language, kind, "html")) <= words(written(app, language, kind, "txt"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_loads_nothing_and_is_small(app: Flask, kind: str) -> None:
    html = written(app, "ar", kind, "html")
    assert len(html.encode()) < 20_000
    assert re.findall(r"\ssrc=|<img|<script|<form|<link|@import|url\(|position:", html) == []


def test_a_mail_says_its_language_and_direction(app: Flask) -> None:
    assert '<html lang="ar" dir="rtl">' in written(app, "ar", "invitation", "html")
    assert '<html lang="da" dir="ltr">' in written(app, "da", "invitation", "html")


def test_a_mail_has_one_heading_its_subject(app: Flask) -> None:
    html = written(app, "da", "moved", "html")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == ["Snart pensionist? Kom og få svar"]


def test_what_is_written_is_escaped_in_the_page_and_plain_in_the_text(app: Flask) -> None:
    assert "Tom &amp; &lt;Bo&gt;" in written(app, "da", "invitation", "html", when="Tom & <Bo>")
    assert "Tom & <Bo>" in written(app, "da", "invitation", "txt", when="Tom & <Bo>")


@pytest.mark.parametrize("ending", ["html", "txt"])
def test_marks_for_personal_values_come_through_whole(app: Flask, ending: str) -> None:
    action, no_thanks = ("Svar", "\x02link\x03"), "\x02no\x03"
    why, when = ["\x02why\x03"], "\x02at\x03"
    text = written(app, "da", "invitation", ending, action=action, unsubscribe_url=no_thanks, why=why, when=when)
    assert set(re.findall(r"\x02\w+\x03", text)) == {"\x02link\x03", "\x02no\x03", "\x02why\x03", "\x02at\x03"}


def test_values_are_isolated_in_text_from_right_to_left(app: Flask) -> None:
    assert "\u206812 34 56 78\u2069" in written(app, "ar", "invitation", "txt")
    assert "\u2068" not in written(app, "da", "invitation", "txt")


def test_only_an_invitation_offers_to_say_no_thanks_to_more(app: Flask) -> None:
    assert "/u/token" in written(app, "da", "invitation", "txt")
    assert "/u/" not in written(app, "da", "confirmation", "txt")


def test_a_moved_event_says_the_old_time_before_the_new(app: Flask) -> None:
    text = written(app, "da", "moved", "txt")
    assert text.index("Før: Onsdag 10. februar 2027 kl. 17.00") < text.index("Nu: Onsdag 10. februar 2027 kl. 18.00")
