"""The search and the page of one person as Chromium draws them, and a no noted without script."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.actions import give_consent, object_to
from planner.citizens.models import Purpose, Source
from planner.db import db
from planner.delivery.models import ChannelName, Stop
from planner.events.models import Event
from tests.browser import DESK, PHONE, NewPage, axe_violations, no_sideways_scroll, shot
from tests.citizens.desk import HIDDEN, page_of, person
from tests.replies.make import NOW, YES, evening, invite, say
from tests.staff.make import PASSWORD, account

#: What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("settings", ["sqlite"], indirect=True)]
SEARCH = "/staff/citizens"


@pytest.fixture
def event(session: Session) -> Event:
    """An evening people are invited to, and someone at the desk."""
    made = evening(session)
    gry = account(session, "desk", email="gry@example.org", name="Gry Prøve")
    gry.language = "da"
    return made


@pytest.fixture
def addresses(app: Flask, session: Session, event: Event) -> dict[str, str]:
    """The pages in their states."""
    busy, gry = invite(session, event, "Åse"), account(session, "planner", email="ole@example.org", name="Ole Prøve")
    say(session, busy, YES)
    for scope, channel in ((None, ChannelName.LETTER), ("turning-18", None)):
        object_to(session, busy.subject, Source.PHONE, NOW, scope=scope, channel=channel, noted_by=gry.id)
    before = NOW - timedelta(days=30)
    give_consent(session, busy.subject, Purpose.INTEREST, Source.DESK, before, topic="it-help", noted_by=gry.id)
    plain = person(session, "SYN-2", marketing_protected=True)
    hidden = person(session, "SYN-3", **HIDDEN, street="", postcode="", town="")
    found = {
        "search": SEARCH, "busy": f"{SEARCH}/{busy.subject}", "plain": page_of(plain), "hidden": page_of(hidden),
        "unknown": f"{SEARCH}/{'x' * 22}"}
    session.commit()
    db.session.rollback()
    return found


def signed_in(page: Page) -> Page:
    page.goto("/staff/sign-in")
    page.locator("#email").fill("gry@example.org")
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").click()
    page.locator("h1").wait_for()
    return page


@pytest.mark.parametrize(("width", "dark"), [(DESK, False), (PHONE, False), (DESK, True), (PHONE, True)])
def test_every_state_passes_axe_and_fits_its_window(
    new_page: NewPage, addresses: dict[str, str], width: int, dark: bool,
) -> None:
    page = signed_in(new_page(width=width, dark=dark))
    for name, address in addresses.items():
        page.goto(address)
        for closed in page.locator("main details").all():
            closed.locator("summary").click()
        shot(page, f"citizens-{name}-{width}{'-dark' if dark else ''}")
        assert axe_violations(page) == [], name
        assert no_sideways_scroll(page)


def test_a_search_without_result_and_one_that_cannot_be_made_pass_axe(new_page: NewPage, event: Event) -> None:
    page = signed_in(new_page(width=PHONE))
    for number, code in enumerate(("SYN-77", "")):
        page.goto(SEARCH)
        page.locator("#code").fill(code)
        page.get_by_role("button", name="Find med kode").click()
        page.get_by_role("alert" if not code else "status").first.wait_for()
        shot(page, f"citizens-found-{number}")
        assert axe_violations(page) == []


def test_a_no_by_phone_is_noted_and_taken_back_without_script(
    new_page: NewPage, session: Session, event: Event,
) -> None:
    person(session)
    session.rollback()
    page = signed_in(new_page(script=False))
    page.goto(SEARCH)
    page.locator("#name").fill("Inger Prøve")
    page.locator("#born").fill("1.3.1960")
    page.get_by_role("button", name="Find med navn").click()
    page.get_by_text("Notér et nej").click()
    page.get_by_label("I telefonen").first.check()
    page.get_by_role("button", name="Gem, at personen siger nej").click()
    page.get_by_role("heading", name="Ingen indbydelser").wait_for()
    page.get_by_text("De vil gerne have det igen").click()
    page.get_by_role("button", name="Personen siger ikke længere nej").click()
    page.get_by_text("De har ikke sagt nej til noget.").wait_for()
    session.rollback()
    assert session.scalars(select(Stop)).all() == []
