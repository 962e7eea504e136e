"""The outbox as Chromium draws it: nothing axe objects to, nothing wider than a phone, a frame that shows the mail."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.delivery.worker import Worker
from tests.browser import DESK, PHONE, NewPage, axe_violations, no_sideways_scroll, shot
from tests.conftest import make_settings
from tests.delivery.make import NOW, posted, row_of
from tests.staff.make import PASSWORD, account

pytestmark = pytest.mark.browser


@pytest.fixture
def settings(migrated_file: Path, tmp_path: Path) -> Settings:
    """One database is enough: a page is drawn the same on both."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


@pytest.fixture
def address(app: Flask, session: Session, settings: Settings) -> str:
    """The address of a mail that has been sent, one of three."""
    account(session)
    posted(session, "ane", "bo", "carl", due_at=NOW - timedelta(days=3000))
    Worker(settings, clock=lambda: NOW).work_until_idle()
    return f"/staff/outbox/{row_of(session).public_id}"


def signed_in(page: Page) -> Page:
    page.goto("/staff/sign-in")
    page.fill("#email", "ane@example.org")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff/")
    return page


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_list_and_mail_pass_axe_and_fit(address: str, new_page: NewPage, width: int) -> None:
    page = signed_in(new_page(width=width, dark=width == PHONE))
    for name, path in (("list", "/staff/outbox"), ("text", address), ("calendar", f"{address}?part=calendar")):
        page.goto(path)
        shot(page, f"outbox-{name}-{width}")
        assert axe_violations(page) == []
        assert no_sideways_scroll(page)


def test_the_mail_shows_in_its_frame_and_on_a_phone_it_stands_alone(address: str, new_page: NewPage) -> None:
    page = signed_in(new_page(width=PHONE))
    page.goto("/staff/outbox")
    page.locator(f"a[href='{address}']").click()
    assert not page.locator(".mails").is_visible()
    page.get_by_role("link", name="HTML").click()
    assert page.frame_locator("iframe.frame").get_by_text("Kære Åse ane").is_visible()
    page.locator(".back a").click()
    assert page.locator(".mails").is_visible()
