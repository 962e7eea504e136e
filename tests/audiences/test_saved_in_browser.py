"""The pages of saved audiences in a browser: clear of axe's findings, at desk and phone, in light and dark."""

from datetime import timedelta

import pytest

from tests.audiences import make
from tests.browser import axe_violations, no_sideways_scroll, shot
from tests.segments.make import NOW, TODAY, citizen
from tests.staff.make import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def audiences(session, today, ane):
    """Two saved audiences with something to compare, share and look ahead to."""
    for month in range(14):
        for number in range(5 + month * month % 17):
            citizen(session, f"SYN-{month}-{number}", birth_date=TODAY.replace(year=2008) + timedelta(month * 30),
                    moved_in_on=TODAY - timedelta(10 if number % 3 == 0 else 900))
    made = [make.saved(session, now=NOW - timedelta(days=60), note="Sammen med gymnasiet."),
            make.saved(session, name="Unge i hele kommunen", criteria={"age": {"min": 17, "max": 24}})]
    session.commit()
    return made


def ways(audiences):
    first, second = (saved.id for saved in audiences)
    return {"list": "/staff/audiences", "one": f"/staff/audiences/{first}?months=24",
            "overlap": f"/staff/audiences/overlap?a={first}&b={second}"}


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True), (1280, True), (320, False)])
def test_every_page_is_clear_at_every_width(new_page, audiences, width, dark):
    page = new_page(width=width, dark=dark)
    page.goto("/staff/sign-in")
    page.fill("#email", "ane@example.org")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff/")
    for name, path in ways(audiences).items():
        page.goto(path)
        assert page.locator("h1").count() == 1
        assert axe_violations(page) == []
        assert no_sideways_scroll(page)
        shot(page, f"saved-{name}-{width}-{'dark' if dark else 'light'}")


def test_two_audiences_are_compared_by_keyboard_without_script(new_page, audiences):
    page = new_page(script=False)
    page.goto("/staff/sign-in?next=/staff/audiences/overlap")
    page.fill("#email", "ane@example.org")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.goto("/staff/audiences/overlap")
    page.select_option("#a", label="Eighteen at Glumsø")
    page.select_option("#b", label="Unge i hele kommunen")
    page.press("#b", "Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**a=*&b=*")
    assert "I begge" in page.locator("table").inner_text()
