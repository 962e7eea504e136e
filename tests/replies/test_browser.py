"""The citizens' pages as Chromium draws them, and the way through without script or mouse."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from planner.db import db
from planner.events.models import Event
from planner.replies.rules import Answer
from tests.browser import DESK, PHONE, NewPage, axe_violations, no_sideways_scroll, shot
from tests.replies.make import NO, YES, invite, link, no_thanks_link, say

#: What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("settings", ["sqlite"], indirect=True)]


@pytest.fixture
def addresses(session: Session, event: Event) -> dict[str, str]:
    """The page in each of its states, in Danish and Arabic."""
    fresh, coming, waiting, declined = (invite(session, event, name) for name in ("Inger", "Bo", "Kim", "Liv"))
    samira = invite(session, event, "سميرة", language="ar")
    say(session, coming, YES)
    say(session, invite(session, event, "Ali"), Answer(True, 2))
    say(session, waiting, Answer(True, 2))
    say(session, declined, NO)
    db.session.rollback()
    return {
        "fresh": link(fresh), "coming": link(coming), "waiting": link(waiting), "declined": link(declined),
        "ar": link(samira), "ar-coming": link(coming) + "?lang=ar", "no-thanks": no_thanks_link(fresh.subject),
        "privacy": "/privacy",
    }


@pytest.mark.parametrize(("width", "dark"), [(DESK, False), (PHONE, False), (DESK, True)])
def test_every_state_passes_axe_and_fits_its_window(
    new_page: NewPage, addresses: dict[str, str], width: int, dark: bool,
) -> None:
    page = new_page(width=width, dark=dark)
    for name, address in addresses.items():
        page.goto(address)
        shot(page, f"reply-{name}-{width}{'-dark' if dark else ''}")
        assert axe_violations(page) == [], name
        assert no_sideways_scroll(page)


def test_yes_for_two_by_keyboard_alone_and_without_script(
    app: Flask, new_page: NewPage, session: Session, event: Event,
) -> None:
    address = link(invite(session, event))
    db.session.rollback()
    page = new_page(width=PHONE, script=False)
    page.goto(address + "?lang=en")
    page.get_by_label("Just me").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="We look forward to seeing you, Inger").wait_for()
    session.refresh(event)
    assert event.seats_taken == 2


def test_a_refused_answer_keeps_what_was_typed_and_passes_axe(
    new_page: NewPage, session: Session, event: Event,
) -> None:
    address = link(invite(session, event))
    db.session.rollback()
    page = new_page()
    page.goto(address + "?lang=en")
    page.get_by_text("I need something special").click()
    page.get_by_label("What can we do?").fill("My number is 010155-1234")
    page.get_by_role("button", name="Yes, I am coming").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("What can we do?").input_value() == "My number is 010155-1234"
    assert axe_violations(page) == []
