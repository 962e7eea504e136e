"""The settings as Chromium draws them: every page an admin decides on, at desk and phone, in light and dark."""

import pytest

from planner.segments.legal_ages import rows_of
from tests.browser import DESK, PHONE, axe_violations, no_sideways_scroll, shot
from tests.places import make as places
from tests.segments.law import added_age
from tests.staff.make import PASSWORD, account

#: What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("settings", ["sqlite"], indirect=True)]
SETTINGS = "/staff/settings"


@pytest.fixture
def addresses(session):
    """The pages of the settings; one row of law is an admin's own."""
    places.municipality(session)
    account(session, "admin", name="Astrid Admin").language = "da"
    own = added_age(session)
    shipped = rows_of(session, "DK", "folkepension")[0]
    found = {
        "settings": SETTINGS, "municipality": f"{SETTINGS}/municipality", "retention": f"{SETTINGS}/retention",
        "legal-ages": f"{SETTINGS}/legal-ages", "new-age": f"{SETTINGS}/legal-ages/new",
        "shipped-age": f"{SETTINGS}/legal-ages/{shipped.id}", "own-age": f"{SETTINGS}/legal-ages/{own.id}",
        "remove-age": f"{SETTINGS}/legal-ages/{own.id}/remove", "register": "/staff/register"}
    session.commit()
    return found


@pytest.mark.parametrize(("width", "dark"), [(DESK, False), (DESK, True), (PHONE, False), (PHONE, True)])
def test_every_page_of_the_settings_is_clear_at_every_width(new_page, addresses, width, dark):
    page = new_page(width=width, dark=dark)
    page.goto("/staff/sign-in?next=/staff/settings")
    page.get_by_label("Mailadresse").fill("ane@example.org")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url(f"**{SETTINGS}")
    for name, path in addresses.items():
        page.goto(path)
        shot(page, f"settings-{name}-{width}-{'dark' if dark else 'light'}")
        assert page.locator("h1").count() == 1
        assert axe_violations(page) == [], name
        assert no_sideways_scroll(page)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_what_cannot_be_law_is_said_clearly(new_page, addresses, width):
    page = new_page(width=width)
    page.goto(f"/staff/sign-in?next={addresses['new-age']}")
    page.get_by_label("Mailadresse").fill("ane@example.org")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url(f"**{addresses['new-age']}")
    page.locator("main form button").last.click()
    page.get_by_role("alert").wait_for()
    shot(page, f"settings-refused-{width}")
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)
