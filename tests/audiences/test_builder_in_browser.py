"""The builder as Chromium draws it: lists are filled, the number follows, and the audience is saved and used."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from planner.audiences.models import SavedAudience
from planner.invitations.models import Campaign
from tests.browser import DESK, PHONE, axe_violations, no_sideways_scroll, shot
from tests.invitations import make
from tests.staff.make import PASSWORD, account

#: What the pages look like and lead to does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("settings", ["sqlite"], indirect=True)]
NEW = "/staff/audiences/new?theme=new-pensioners"
LATER = re.compile("/new[?]tables=1")


@pytest.fixture
def planner(app, session, new_page):
    """Opens the builder as a planner, in a town of forty grown-ups: half in Glumsø, half elsewhere, ten read Arabic."""
    app.config["WTF_CSRF_ENABLED"] = True
    make.town(session)
    for number in range(40):
        make.citizen(session, f"SYN-{number}", postcode=("4171", "4700")[number % 2],
                     language="ar" if number % 4 == 1 else "da")
    gry = account(session, "planner", email="gry@example.org", name="Gry Prøve")
    gry.language = "en"
    session.commit()

    def opened(**how):
        page = new_page(**how)
        page.goto("/staff/sign-in")
        page.locator("#email").fill("gry@example.org")
        page.locator("#password").fill(PASSWORD)
        page.locator("main button").click()
        page.locator("h1").wait_for()
        page.goto(NEW)
        return page
    return opened


def counted(page, number):
    expect(page.locator("#counted .big-n")).to_have_text(str(number))


def add(page, what, way):
    """Add a sentence that begins a list of its own."""
    page.get_by_label("How it counts").select_option(way)
    page.get_by_label("One more condition").select_option(what)
    page.get_by_role("button", name="Add a sentence").click()


def grown_ups(page):
    """Only that somebody is grown up: the theme's own sentences are removed."""
    own = page.get_by_role("button", name=re.compile("^Remove sentence"))
    for _ in range(own.count()):
        before = own.count()
        own.first.click()
        expect(own).to_have_count(before - 1)
    add(page, "are of an age", "must fit")
    page.get_by_label("Oldest, may be empty").fill("")
    counted(page, 40)


def fill_the_lists(page):
    """One of several must fit, and none of others may; the number follows each step."""
    add(page, "live in a postcode", "one of several must fit")
    page.get_by_label("Postcodes or spans").fill("4171")
    counted(page, 20)
    some = page.get_by_role("group", name="at least one of these:")
    some.get_by_label("One more in this list").select_option("read a language")
    some.get_by_role("button", name="Add to the list").click()
    page.get_by_label("Arabic").check()
    page.get_by_label("English").uncheck()
    counted(page, 30)
    add(page, "live nearest to a library", "must not fit")
    counted(page, 10)


def test_lists_are_built_taken_back_and_saved_and_a_campaign_uses_them(planner, session):
    page = planner()
    grown_ups(page)
    fill_the_lists(page)
    remove_and_put_back(page)
    page.get_by_role("textbox", name="Name").fill("Arabisk i syd")
    page.get_by_role("button", name="Save the audience").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Arabisk i syd")
    saved = session.scalars(select(SavedAudience.criteria)).one()
    session.rollback()  # the page has to be able to write
    assert [next(iter(part)) for part in saved["all"]] == ["age", "any", "not"]
    use_it(page)
    assert session.scalars(select(Campaign.criteria)).one() == saved


def test_the_session_s_token_is_in_no_address_while_the_number_follows(planner):
    page, asked = planner(), []
    page.on("request", lambda request: asked.append(request.url))
    grown_ups(page)
    fill_the_lists(page)
    assert [url for url in asked if "part-0" in url] != []
    assert [url for url in asked if re.search("csrf_token=[^&]", url)] == []


def remove_and_put_back(page):
    page.get_by_role("group", name="none of these:").get_by_role("button", name="Remove").click()
    counted(page, 30)
    page.get_by_role("button", name="Put back live nearest to a library").click()
    counted(page, 10)


def use_it(page):
    """Plan an evening with the theme, and take the saved audience in place of the one proposed."""
    page.goto("/staff/plan/new-pensioners")
    page.get_by_label("Library").select_option("glumsoe")
    page.get_by_label("Date").fill(f"{datetime.now(UTC) + timedelta(days=80):%Y-%m-%d}")
    page.get_by_label("Seats").fill("40")
    page.get_by_role("button", name="Save and go to the audience").click()
    page.get_by_text("Use a saved audience").click()
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_text("“Arabisk i syd” stands in the sentences now.")).to_be_visible()
    counted(page, 10)
    page.get_by_role("button", name="Save and go to the invitation").click()
    page.wait_for_url("**/text")


def test_on_a_phone_the_number_stays_in_sight_beside_the_field(planner):
    page = planner(width=PHONE)
    grown_ups(page)
    field = page.get_by_label("Youngest, may be empty")
    field.fill("90")
    brief = page.locator("#brief span")
    expect(brief).to_have_text("0 may be invited")
    field.fill("x")
    expect(brief).to_have_text("Mend the sentence, and the number comes.")
    line, typed = (one.bounding_box() for one in (page.locator("#brief"), field))
    assert line["y"] >= 0 and line["y"] + line["height"] <= typed["y"] <= 900 - typed["height"]


def test_another_theme_brings_its_rule_and_its_number_by_itself(planner):
    page = planner()
    page.get_by_label("For which theme?").select_option("newcomers")
    expect(page.get_by_text("stands in the sentences now.")).to_be_visible()
    expect(page.locator("[name=part-0]")).to_have_value("moved_in")
    expect(page.get_by_role("heading", name="By nearest library").or_(page.locator("#counted .big-n"))).to_be_visible()
    page.locator("#from-0").fill("31")
    page.get_by_label("For which theme?").select_option("new-pensioners")
    expect(page.get_by_text("Which rule do you want?")).to_be_visible()
    expect(page.locator("#from-0")).to_have_value("31")
    page.get_by_role("button", name="Use the rule of the theme").click()
    expect(page.locator("[name=part-0]")).to_have_value("reaches")


def test_tables_that_come_late_never_stand_below_another_number(planner):
    page = planner()
    grown_ups(page)
    held = []
    page.route(LATER, lambda route: held.append(route))
    for youngest, number in (("60", 40), ("110", 0)):
        with page.expect_request(LATER):
            page.get_by_label("Youngest, may be empty").fill(youngest)
        counted(page, number)
    for route in held:
        with page.expect_response(LATER):
            route.continue_()
    expect(page.get_by_text("Who they are comes in a moment")).to_have_count(0)
    expect(page.get_by_role("heading", name="By age")).to_have_count(0)


@pytest.mark.parametrize(("width", "dark"), [(DESK, False), (PHONE, True)])
def test_filled_lists_are_clear_and_fit_the_window(planner, width, dark):
    page = planner(width=width, dark=dark)
    grown_ups(page)
    fill_the_lists(page)
    shot(page, f"builder-{width}-{'dark' if dark else 'light'}")
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)
