"""A walk through the product in Chromium: the desk's browsers, the worker, and the mails that lie in the Maildir."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

import time_machine
from flask import Flask
from icalendar import Calendar
from icalendar.cal import Event as CalendarEvent
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.db import db
from planner.invitations.jobs import launch_due_wave
from tests.browser import DESK, PHONE, NewPage, axe_violations, no_sideways_scroll, shot


@dataclass(frozen=True)
class Mail:
    """One mail from the Maildir with the event in its calendar part."""

    to: str
    subject: str
    text: str
    method: str
    event: CalendarEvent

    @property
    def link(self) -> str:
        """The path of the citizen's own page."""
        return "/i/" + self.text.partition("/i/")[2].split()[0].rstrip(",.")


class Walk:
    """One installation, looked at by several people."""

    def __init__(self, app: Flask, settings: Settings, clock: time_machine.Traveller, new_page: NewPage) -> None:
        self.app, self.settings, self.clock, self.new_page = app, settings, clock, new_page
        self.passwords: dict[str, str] = json.loads((settings.instance / "demo-sign-ins.json").read_text("utf-8"))

    def signed_in(self, email: str) -> Page:
        """A browser in which someone of the demo's staff has signed in; pages in English."""
        page = self.new_page(language="en")
        self.sign_in(page, email)
        return page

    def sign_in(self, page: Page, email: str) -> None:
        """Sign in on `page`."""
        page.goto("/staff/sign-in")
        page.get_by_label("Mail address").fill(email)
        page.get_by_label("Password").fill(self.passwords[email])
        page.get_by_role("main").get_by_role("button").click()
        page.wait_for_url("**/staff/")

    def it_is(self, moment: datetime) -> None:
        """Let the clock show `moment` and go on from there."""
        self.clock.move_to(moment, tick=True)

    def launch(self) -> None:
        """Launch the wave that is due, and send nothing yet."""
        with self.app.app_context(), Session(db.engine) as session:
            assert launch_due_wave(session, datetime.now().astimezone()) == 1
            session.commit()

    def work(self) -> None:
        """Let a worker do all that is due."""
        result = self.app.test_cli_runner().invoke(args=["work", "--until-idle"])
        assert result.exit_code == 0, result.output

    def mails(self, chosen: Callable[[Mail], bool] = lambda mail: True) -> list[Mail]:
        """The mails in the outbox that are `chosen`, in no order."""
        return [mail for path in self._files() if chosen(mail := opened(path))]

    def _files(self) -> list[Path]:
        return [path for folder in ("new", "cur") for path in (self.settings.instance / "outbox" / folder).iterdir()]


def opened(path: Path) -> Mail:
    """The mail in the file at `path`, read by Python's email package and by icalendar."""
    mail = cast(EmailMessage, message_from_bytes(path.read_bytes(), policy=default))
    parts = {part.get_content_type(): part for part in reversed(list(mail.walk())) if not part.is_multipart()}
    calendar = Calendar.from_ical(parts["text/calendar"].get_payload(decode=True))
    return Mail(
        mail["To"].addresses[0].addr_spec, str(mail["Subject"]), parts["text/plain"].get_content(),
        str(calendar["METHOD"]), calendar.events[0])


def looked_at(page: Page, name: str) -> None:
    """Hold the page as it stands against axe at the desk, and against the width of a phone."""
    assert axe_violations(page) == [], name
    shot(page, f"journey-{name}-{DESK}")
    page.set_viewport_size({"width": PHONE, "height": 900})
    assert no_sideways_scroll(page)
    shot(page, f"journey-{name}-{PHONE}")
    page.set_viewport_size({"width": DESK, "height": 900})
