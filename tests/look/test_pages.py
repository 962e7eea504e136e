"""Every part, in both layouts and the mails, as Chromium draws it: axe finds nothing and nothing scrolls sideways."""

import pytest

from tests.browser import DESK, PHONE, NewPage, axe_violations, no_sideways_scroll, shot

PAGES = {
    "parts": "/look/parts", "parts-rtl": "/look/parts?lang=ar", "staff": "/look/staff?lang=nb",
    "invitation-ar": "/look/invitation?lang=ar", "error": "/look/nowhere",
}
MAILS = {f"mail-{language}-{kind}": f"/look/mail/{language}/{kind}" for language, kind in (
    ("da", "invitation"), ("da", "moved"), ("en", "cancelled"), ("ar", "invitation"), ("ar", "moved"))}


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_every_page_passes_axe_and_fits_its_window(new_page: NewPage, width: int, dark: bool) -> None:
    page = new_page(width=width, dark=dark)
    for name, address in (PAGES | MAILS).items():
        page.goto(address)
        shot(page, f"{name}-{width}{'-dark' if dark else ''}")
        assert axe_violations(page) == [], name
        assert no_sideways_scroll(page)


@pytest.mark.browser
def test_the_check_for_sideways_scroll_names_what_sticks_out(new_page: NewPage) -> None:
    page = new_page(width=PHONE)
    page.goto("/look/parts")
    page.evaluate("document.querySelector('h1').style.width = '40rem'")
    with pytest.raises(AssertionError, match="Snart pensionist"):
        no_sideways_scroll(page)


@pytest.mark.browser
def test_axe_finds_what_is_wrong(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/look/parts")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any(line.startswith("html-has-lang") for line in axe_violations(page))


@pytest.mark.browser
def test_keyboard_reaches_the_content_first(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/look/staff")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


@pytest.mark.browser
def test_errors_are_read_first(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/look/parts")
    assert page.evaluate("document.activeElement.className") == "ds-error-summary"
