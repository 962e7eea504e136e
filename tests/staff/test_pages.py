"""Sign-in, today and the partner's page as Chromium draws them; what is drawn does not depend on where data lie."""

import shutil
from datetime import UTC, datetime

import pytest

from planner.partners.queries import find_partner
from planner.staff import today
from planner.staff.today import Task
from tests.browser import DESK, PHONE, axe_violations, no_sideways_scroll, shot
from tests.conftest import make_settings
from tests.events import make as events
from tests.staff.make import PASSWORD, account

pytestmark = pytest.mark.browser
TASKS = [
    Task("Godkend: Snart pensionist? i Glumsø", "388 indbydelser. Indsendt af Birk i dag kl. 9.14.",
         "/staff/events", "Læs og godkend"),
    Task("En mail er uklar", "Mailserveren svarede ikke. Vi prøver igen kl. 9.40.", "/staff/events", "Se mailen"),
]


@pytest.fixture
def settings(migrated_file, tmp_path):
    """One database is enough: a page is drawn the same on both."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


@pytest.fixture
def town(app, session, monkeypatch):
    """A day at work: two things wait, and two events are coming, the first co-hosted."""
    app.config["WTF_CSRF_ENABLED"] = True
    monkeypatch.setattr(today, "waiting", [lambda session, who, now: TASKS])
    events.town(session)
    events.published(session, starts_local=datetime(datetime.now(UTC).year + 1, 2, 10, 17, 0)).seats_taken = 12
    events.published(session, starts_local=datetime(datetime.now(UTC).year + 1, 3, 10, 17, 0))
    account(session, name="Ane Mikkelsen")
    account(session, "partner", email="eva@example.org", name="Eva Prøve",
            partner_id=find_partner(session, "aeldre-sagen").id)


def fill_in(page, email, password=PASSWORD):
    page.goto("/staff/sign-in")
    page.fill("#email", email)
    page.fill("#password", password)
    page.press("#password", "Enter")


def looks_right(page, name):
    shot(page, name)
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_way_in_and_the_first_page_of_the_day(new_page, town, width, dark):
    page, end = new_page(width=width, dark=dark), f"{width}{'-dark' if dark else ''}"
    page.goto("/staff/sign-in")
    looks_right(page, f"sign-in-{end}")
    fill_in(page, "ane@example.org", "forkert")
    looks_right(page, f"sign-in-refused-{end}")
    fill_in(page, "ane@example.org")
    page.wait_for_url("**/staff/")
    looks_right(page, f"today-{end}")
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_partners_page(new_page, town, width):
    page = new_page(width=width, script=False)
    fill_in(page, "eva@example.org")
    page.wait_for_url("**/partner/")
    shot(page, f"partner-{width}")
    assert page.inner_text("h1").startswith("2 ")


def test_the_partners_page_passes_axe(new_page, town):
    page = new_page(width=PHONE)
    fill_in(page, "eva@example.org")
    page.wait_for_url("**/partner/")
    looks_right(page, "partner-axe")
    assert page.inner_text("h1").startswith("2 ")


def test_after_a_refusal_the_summary_has_the_focus_and_leads_to_the_field(page, town):
    fill_in(page, "ane@example.org", "forkert")
    page.wait_for_selector(".ds-error-summary:focus")
    page.click(".ds-error-summary a")
    assert page.evaluate("document.activeElement.id") == "email"
    assert page.input_value("#email") == "ane@example.org"


def test_one_signs_out_with_a_button_and_is_out(page, town):
    fill_in(page, "ane@example.org")
    page.click(".me summary")
    page.click("form[action='/staff/sign-out'] button")
    page.wait_for_url("**/staff/sign-in")
    page.goto("/staff/")
    assert "/staff/sign-in" in page.url


@pytest.fixture(params=["da", "nb"])
def admin(session, town, request):
    """Someone with every line of the menu and a long name, in the languages with the longest words."""
    account(session, "admin", email="bodil@example.org", name="Bodil Kirstine Mikkelsen").language = request.param
    session.commit()


@pytest.mark.parametrize(("width", "lines"), [(DESK, 1), (1024, 1), (PHONE, 2)])
def test_the_menu_of_an_admin_breaks_nowhere_at_the_desk_and_once_on_a_phone(new_page, admin, width, lines):
    page = new_page(width=width, script=width != PHONE)
    fill_in(page, "bodil@example.org")
    page.wait_for_url("**/staff/")
    tops = {link.bounding_box()["y"] for link in page.locator(".top nav a").all()}
    assert len(tops) == lines
    assert page.locator(".me summary").bounding_box()["y"] < min(tops) + 10 and no_sideways_scroll(page)


def test_the_menu_of_a_person_opens_by_keyboard_and_leads_to_the_settings_and_out(page, admin):
    fill_in(page, "bodil@example.org")
    page.wait_for_url("**/staff/")
    page.focus(".me summary")
    page.keyboard.press("Enter")
    assert axe_violations(page) == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/staff/settings"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/sign-in")
