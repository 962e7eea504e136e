"""The way of a register file through the pages, as Chromium draws them: hand in, look, say yes, undo."""

import shutil
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from planner.citizens.models import Citizen
from planner.register.jobs import ImportWorker
from tests.browser import DESK, PHONE, axe_violations, no_sideways_scroll, shot
from tests.conftest import make_settings
from tests.places import make as places
from tests.register.make import BO, EVA, file
from tests.staff.make import PASSWORD, account

pytestmark = pytest.mark.browser
ODD = {**EVA, "person_id": "P-3", "birth_date": "i går"}


@pytest.fixture
def settings(migrated_file, tmp_path):
    """One database is enough: a page is drawn the same on both."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


@pytest.fixture
def admin(app, session, new_page):
    """Opens the register's page as an admin: `admin(width=320, dark=True)`."""
    app.config["WTF_CSRF_ENABLED"] = True
    places.municipality(session)
    account(session, "admin", name="Astrid Admin")

    def opened(**how):
        page = new_page(**how)
        page.goto("/staff/sign-in?next=/staff/register")
        page.get_by_label("Mailadresse").fill("ane@example.org")
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        return page
    return opened


def looked_at(page, name):
    shot(page, f"register-{name}")
    assert axe_violations(page) == [], name
    assert no_sideways_scroll(page)


def work(session):
    session.commit()
    worker = ImportWorker()
    while worker.import_registers(session, datetime.now(UTC)):
        pass
    session.commit()


def hand_in(page, content):
    page.get_by_label("Registerfil").set_input_files({"name": "by.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Indlevér filen").click()


@pytest.mark.parametrize(("width", "dark"), [(DESK, False), (DESK, True), (PHONE, False), (PHONE, True)])
def test_a_file_goes_all_the_way_in_and_out_again(admin, session, width, dark):
    page, name = admin(width=width, dark=dark), f"{width}{'-dark' if dark else ''}"
    looked_at(page, f"empty-{name}")
    hand_in(page, file(BO, EVA, ODD))
    page.get_by_text("Filen bliver læst og tjekket.").wait_for()
    looked_at(page, f"reading-{name}")
    work(session)
    page.get_by_role("heading", name="Er det rigtigt?").wait_for()  # the page has asked by itself
    looked_at(page, f"preview-{name}")
    page.get_by_role("button", name="Ja, læg ændringerne ind").click()
    page.get_by_text("Ændringerne bliver lagt ind").wait_for()
    work(session)
    page.get_by_text("2 nye, 0 ændret, 1 række ikke brugt.").wait_for()
    looked_at(page, f"done-{name}")
    page.get_by_role("link", name="Fortryd denne fil").click()
    looked_at(page, f"undo-{name}")
    page.get_by_role("button", name="Fortryd filen").click()
    work(session)
    page.get_by_text("Registeret er, som det var før.").wait_for()
    page.goto("/staff/register")
    looked_at(page, f"list-{name}")
    assert session.scalars(select(Citizen)).all() == []


def test_without_script_the_same_way_is_open(admin, session):
    page = admin(script=False)
    hand_in(page, file(BO))
    work(session)
    page.get_by_role("link", name="Se, hvor langt den er").click()
    page.get_by_role("button", name="Ja, læg ændringerne ind").click()
    work(session)
    page.get_by_role("link", name="Se, hvor langt den er").click()
    assert page.get_by_text("1 ny, 0 ændret.").is_visible()
