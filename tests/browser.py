"""A browser for tests: Chromium on a live server, with checks every page must pass.

`page` is a desk browser on the app of the test; `new_page(width=320, dark=True, script=False)` opens others. Each has
its own cookies. `page.goto("/staff/")` goes to the live server. A page that logs an error, breaks the content security
policy or asks another host for anything fails its test when it is closed.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright
from werkzeug.serving import make_server

AXE = Path(__file__).parent / "samples" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESK, PHONE = 1280, 320
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Chromium logs every answer of 400 and above as an error; tests of refusals mean to get them.
REFUSED = "Failed to load resource: the server responded with a status of 4"

NewPage = Callable[..., Page]


def find_chromium() -> str | None:
    """The browser's executable: the one named in PLANNER_CHROMIUM, else the first on the path."""
    return os.environ.get("PLANNER_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium; skips loudly without one, and fails when PLANNER_REQUIRE_BROWSER is set."""
    executable = find_chromium()
    if executable is None:
        missing = "no Chromium found (Debian: apt install chromium; elsewhere: name it in PLANNER_CHROMIUM)"
        if os.environ.get("PLANNER_REQUIRE_BROWSER"):
            pytest.fail(f"PLANNER_REQUIRE_BROWSER is set and {missing}")
        pytest.skip(f"BROWSER TESTS SKIPPED: {missing}")
    flags = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses to start as root otherwise
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address at which the app of this test is served; links in its mails lead there too."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    app.extensions["planner.settings"] = replace(app.extensions["planner.settings"], public_base_url=address)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield address
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture
def new_page(chromium: Browser, live_server: str) -> Iterator[NewPage]:
    """Opens a browser with its own cookies: `new_page(width=320, dark=True, script=False, language="ar")`."""
    opened, complaints = [], list[str]()

    def open_one(*, width: int = DESK, dark: bool = False, script: bool = True, language: str = "da") -> Page:
        context = chromium.new_context(
            base_url=live_server, viewport={"width": width, "height": 900}, locale=language, java_script_enabled=script,
            timezone_id="Europe/Copenhagen", color_scheme="dark" if dark else "light", reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        page = context.new_page()
        _listen(page, live_server, complaints)
        return page

    yield open_one
    for context in opened:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A desk browser, light, in Danish."""
    return new_page()


def _listen(page: Page, home: str, complaints: list[str]) -> None:
    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED):
            complaints.append(f"{page.url}: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((home, "data:", "about:", "blob:")):
            complaints.append(f"{page.url} asked for {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            complaints.append(f"{response.url}: {response.status}")

    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("request", asked)
    page.on("response", answered)


def axe_violations(page: Page) -> list[str]:
    """What axe finds in the page as it stands (WCAG 2.0-2.2 A and AA, best practice): one line a finding."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        """rules => axe.run(document, {runOnly: rules, iframes: false}).then(result => result.violations.flatMap(
            rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`)))""", RULES)
    return list(found)


def no_sideways_scroll(page: Page) -> bool:
    """True when the page is no wider than its window; else an AssertionError that names what sticks out."""
    wide = page.evaluate(
        """() => { const edge = document.documentElement.clientWidth;
            if (document.scrollingElement.scrollWidth <= edge) return [];
            return [...document.body.querySelectorAll('*')].filter(element => {
                const box = element.getBoundingClientRect();
                const meant = element.closest('.scroll, .ds-sr-only, .skip');
                return box.width && (box.right > edge + 1 || box.left < -1) && !meant;
            }).map(element => element.outerHTML.slice(0, 160)) }""")
    assert not wide, f"{page.url} is wider than its window:\n" + "\n".join(wide)
    return True


def shot(page: Page, name: str) -> None:
    """Keep a picture of the whole page in the folder named by PLANNER_SCREENSHOTS, for people to look at."""
    folder = os.environ.get("PLANNER_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
