"""The pages of privacy in a real browser: nothing for axe to find, nothing sticks out, and forms do what they say."""

import pytest
from sqlalchemy import select

from planner.privacy.models import RetentionPeriod
from tests.browser import axe_violations, no_sideways_scroll, shot
from tests.privacy.make import quintilia
from tests.staff.make import PASSWORD, account

pytestmark = pytest.mark.browser


@pytest.fixture
def addresses(session, event):
    """Each page by the name of its picture."""
    account(session, "admin", email="admin@example.org")
    invitation = quintilia(session, event)
    campaign_id, person = invitation.campaign_id, f"/staff/citizens/{invitation.subject}"
    session.commit()  # the next reading would hold SQLite's lock while the browser signs in
    return {"retention": "/staff/settings/retention", "record": f"/staff/campaigns/{campaign_id}/record",
            "access": f"{person}/access", "erase": f"{person}/erase"}


def signed_in(page):
    page.goto("/staff/sign-in")
    page.fill("#email", "admin@example.org")
    page.fill("#password", PASSWORD)
    page.click("main button.ds-button")
    page.wait_for_url("**/staff/")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_every_page_is_calm_narrow_and_in_the_dark(new_page, addresses, width, dark):
    page = new_page(width=width, dark=dark)
    signed_in(page)
    for name, address in addresses.items():
        page.goto(address)
        shot(page, f"privacy-{name}-{width}")
        assert axe_violations(page) == [] and no_sideways_scroll(page)


def test_what_is_held_is_calm_to_read_and_whoever_is_erased_is_gone(new_page, addresses):
    page = new_page(width=320)
    signed_in(page)
    page.goto(addresses["access"])
    page.select_option("#checked_how", "showed_proof")
    page.click("main .actions .ds-button >> nth=0")
    shot(page, "privacy-held-320")
    assert page.locator("main").get_by_text("Zebrastribestien 77").is_visible()
    assert axe_violations(page) == [] and no_sideways_scroll(page)
    page.goto(addresses["erase"])
    page.check("#checked")
    page.click("main .actions .ds-button")
    shot(page, "privacy-erased-320")
    assert axe_violations(page) == [] and page.get_by_text("Quintilia").count() == 0


def test_an_admin_chooses_a_period_and_is_told_what_may_be_chosen(page, session, addresses):
    signed_in(page)
    page.goto(addresses["retention"])
    page.fill("#recipients", "9000")
    page.click("main .actions .ds-button")
    assert page.locator("#recipients").get_attribute("aria-invalid") == "true"
    page.fill("#recipients", "30")
    page.click("main .actions .ds-button")
    assert page.get_by_role("status").is_visible()
    session.rollback()
    assert session.scalars(select(RetentionPeriod.days)).all() == [30]
