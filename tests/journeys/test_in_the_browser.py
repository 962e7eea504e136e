"""The whole way in Chromium: planned, approved, sent, answered without script, moved and cancelled."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.delivery.models import Delivery, SkipReason, State
from planner.events.models import Event
from planner.replies.models import Reply
from tests.browser import PHONE, NewPage, axe_violations, no_sideways_scroll, shot
from tests.journeys.walk import Mail, Walk, looked_at

#: What the pages look like and lead to does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("settings", ["sqlite"], indirect=True)]
NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
#: The day after, at ten: the theme wants four weeks, and there are just four left.
WAVE = datetime(2027, 1, 12, 9, 0, 5, tzinfo=UTC)
CITIZENS = 2_000


@pytest.fixture
def walk(app: Flask, settings: Settings, new_page: NewPage) -> Iterator[Walk]:
    """The demo with two thousand citizens, forms protected as in real life."""
    app.config["WTF_CSRF_ENABLED"] = True
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=36_500)  # Chromium's clock is the machine's own
    with time_machine.travel(NOW, tick=True) as clock:
        result = app.test_cli_runner().invoke(args=["demo", "load", "--citizens", str(CITIZENS)])
        assert result.exit_code == 0, result.output
        yield Walk(app, settings, clock, new_page)


def test_an_evening_is_planned_approved_sent_answered_moved_and_cancelled(walk: Walk, session: Session) -> None:
    planner, approver = walk.signed_in("planner@example.org"), walk.signed_in("approver@example.org")
    campaign = plan_an_evening(planner)
    choose_the_audience(planner)
    read_the_words(planner)
    hand_it_in(planner, campaign)
    approve(planner, approver, campaign)
    watch_it_being_sent(walk, planner, campaign)
    open_the_outbox(planner)
    answer_yes_for_two(walk, session)
    move_it_one_hour(walk, planner)
    cancel_it(walk, planner, session)
    see_what_it_gave(planner, campaign)


def plan_an_evening(page: Page) -> str:
    """Theme, time and place; a date that has passed is refused, with nothing lost. Returns the campaign's path."""
    looked_at(page, "today")
    page.goto("/staff/plan")
    looked_at(page, "themes")
    page.get_by_role("link", name="New pensioners").click()
    page.get_by_label("Library").select_option("Glumsø Bibliotek")
    page.get_by_label("Date").fill("2020-01-01")
    page.get_by_label("Seats").fill("40")
    page.get_by_label("Ældre Sagen").check()
    page.get_by_role("button", name="Save and go to the audience").click()
    expect(page.get_by_role("alert")).to_contain_text("The date has passed")
    looked_at(page, "time-refused")
    page.get_by_label("Date").fill("2027-02-10")
    page.get_by_role("button", name="Save and go to the audience").click()
    page.wait_for_url("**/audience")
    return page.url.removesuffix("/audience")


def choose_the_audience(page: Page) -> None:
    """The number follows what is typed, before anything is saved."""
    count = page.locator("#counted .big-n")
    proposed = int(count.inner_text())
    assert proposed > 0
    looked_at(page, "audience")
    page.get_by_label("To how many months").fill("30")
    page.get_by_label("To how many months").press("Tab")
    expect(count).not_to_have_text(str(proposed))
    assert int(count.inner_text()) > proposed
    page.get_by_label("One more condition").select_option("live nearest to a library")
    page.get_by_role("button", name="Add a sentence").click()
    expect(page.get_by_label("Glumsø Bibliotek")).to_be_checked()
    looked_at(page, "audience-added")
    page.get_by_role("button", name="Remove sentence 3").click()
    page.get_by_role("button", name="Save and go to the invitation").click()


def read_the_words(page: Page) -> None:
    """Each language as its reader gets it; a field nobody can fill is refused, and the words stay."""
    for language, word in (("Norsk", "Kjære"), ("English", "Dear"), ("Dansk", "Kære")):
        page.get_by_role("navigation", name="Language of the invitation").get_by_role("link", name=language).click()
        expect(page.locator(".sheet")).to_contain_text(word)
    words = page.get_by_label("The invitation", exact=True).input_value()
    page.get_by_label("The invitation", exact=True).fill(words + "\n\n{{foo}}")
    page.get_by_role("button", name="Save and look at the whole").click()
    expect(page.get_by_role("alert")).to_contain_text("We cannot fill in {{foo}}")
    assert page.get_by_label("The invitation", exact=True).input_value().endswith("{{foo}}")
    looked_at(page, "words-refused")
    page.get_by_label("The invitation", exact=True).fill(words.replace("kop kaffe", "kop te"))
    page.get_by_role("button", name="Show my changes beside").click()
    expect(page.locator(".sheet")).to_contain_text("kop te")
    looked_at(page, "words")
    page.get_by_role("button", name="Save and look at the whole").click()


def hand_it_in(page: Page, campaign: str) -> None:
    looked_at(page, "submit")
    page.get_by_role("button", name="Submit for approval").click()
    page.wait_for_url(campaign)
    expect(page.locator("#now")).to_contain_text("Waits for approval")


def approve(planner: Page, approver: Page, campaign: str) -> None:
    """Who made it cannot; the approver finds it on the first page of the day."""
    refused = planner.goto(f"{campaign}/approve")
    assert refused is not None
    assert refused.status == 403
    approver.reload()
    looked_at(approver, "approver-today")
    approver.get_by_role("main").get_by_role("link", name="Read and approve").click()
    looked_at(approver, "approve")
    approver.get_by_role("button", name="Approve").click()
    approver.wait_for_url(campaign)
    expect(approver.locator("#now")).to_contain_text("Wave 1 leaves Tuesday 12 January 2027 at 10:00")


def watch_it_being_sent(walk: Walk, page: Page, campaign: str) -> None:
    """The page shows the progress and asks again by itself until all has left."""
    walk.it_is(WAVE)
    walk.launch()
    walk.sign_in(page, "planner@example.org")  # a day has passed
    page.goto(campaign)
    expect(page.locator("#now")).to_contain_text("Invitations are being sent")
    looked_at(page, "sending")
    walk.work()
    expect(page.locator("#now")).not_to_contain_text("Invitations are being sent")
    expect(page.locator("#where-are")).to_contain_text("Handed over")
    looked_at(page, "sent")


def open_the_outbox(page: Page) -> None:
    """A mail as the citizen sees it: text, HTML in a frame, calendar."""
    page.get_by_role("link", name="Outbox").click()
    looked_at(page, "outbox")
    page.get_by_role("navigation", name="Mails").get_by_role("link").first.click()
    expect(page.get_by_role("region", name="The text of the mail")).to_contain_text("/i/")
    looked_at(page, "outbox-text")
    page.get_by_role("link", name="HTML").click()
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("Glumsø Bibliotek")
    looked_at(page, "outbox-html")
    page.get_by_role("link", name="Calendar").click()
    expect(page.get_by_role("main")).to_contain_text("REQUEST, SEQUENCE 0")
    looked_at(page, "outbox-calendar")


def answer_yes_for_two(walk: Walk, session: Session) -> None:
    """Without script: looking changes nothing, one press answers, and a confirmation comes with a calendar file."""
    invitation = next(mail for mail in walk.mails() if "kop te" in mail.text)
    page = walk.new_page(width=PHONE, script=False)
    page.goto(invitation.link)
    assert found(session, func.count(Reply.id)) == 0
    page.locator("input[name=seats][value='2']").check()
    page.locator("button[name=answer][value=yes]").click()
    assert "Vi glæder os til at se" in page.get_by_role("heading", level=1).inner_text()
    assert no_sideways_scroll(page)
    shot(page, "journey-answered-320")
    assert (found(session, func.count(Reply.id)), found(session, func.max(Event.seats_taken))) == (1, 2)
    walk.work()
    (confirmation,) = [mail for mail in walk.mails() if mail.to == invitation.to and "kop te" not in mail.text]
    assert confirmation.event["UID"] == invitation.event["UID"]
    assert confirmation.event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    the_pages_of_a_citizen_are_sound(walk, invitation, confirmation)


def the_pages_of_a_citizen_are_sound(walk: Walk, *mails: Mail) -> None:
    """The same pages for those with script, in the dark, and from right to left on a phone."""
    unanswered = next(mail for mail in walk.mails() if mail.to not in {one.to for one in mails})
    for name, path, width, dark in (
        ("invitation", unanswered.link, 1280, True), ("answered", mails[0].link, 1280, False),
        ("invitation-ar", unanswered.link + "?lang=ar", PHONE, False), ("programme", "/", PHONE, False),
    ):
        page = walk.new_page(width=width, dark=dark)
        page.goto(path)
        assert page.locator("html").get_attribute("dir") == ("rtl" if "lang=ar" in path else "ltr")
        assert axe_violations(page) == [], name
        assert no_sideways_scroll(page)
        shot(page, f"journey-{name}-{width}")


def move_it_one_hour(walk: Walk, page: Page) -> None:
    """Everyone who was written to hears of it: the same UID, a higher SEQUENCE."""
    told = {mail.to for mail in walk.mails()}
    page.get_by_role("link", name="Events").first.click()
    page.get_by_role("main").get_by_role("link", name="Close to pension age").first.click()
    looked_at(page, "event")
    page.get_by_role("link", name="Move the event").click()
    page.get_by_label("Starts at").fill("18.00")
    looked_at(page, "move")
    page.get_by_role("button", name="Move the event").click()
    walk.work()
    moved = walk.mails(lambda mail: mail.event["SEQUENCE"] == 1)
    assert {mail.to for mail in moved} == told
    assert {mail.method for mail in moved} == {"REQUEST"}
    assert {mail.event.start.isoformat() for mail in moved} == {"2027-02-10T18:00:00+01:00"}


def cancel_it(walk: Walk, page: Page, session: Session) -> None:
    """Everyone who was written to hears of it, and what was still queued is stopped."""
    told = {mail.to for mail in walk.mails()}
    page.get_by_role("link", name="Cancel the event").click()
    page.get_by_label("Why?").fill("Underviseren er blevet syg.")
    looked_at(page, "cancel")
    page.get_by_role("button", name="Cancel the event").click()
    walk.work()
    cancelled = walk.mails(lambda mail: mail.method == "CANCEL")
    assert {mail.to for mail in cancelled} == told
    assert {mail.event["SEQUENCE"] for mail in cancelled} == {2}
    assert len({mail.event["UID"] for mail in walk.mails()}) == 1
    letters = (Delivery.kind == "invitation", Delivery.channel == "letter")
    queued = found(session, func.count().filter(*letters, Delivery.state == State.QUEUED))
    stopped = found(session, func.count().filter(*letters, Delivery.reason == SkipReason.EVENT_CANCELLED))
    assert (queued, stopped > 0) == (0, True)


def see_what_it_gave(page: Page, campaign: str) -> None:
    """The way from audience to chair, and what became of every invitation."""
    page.goto(campaign)
    for row, number in (("Have answered", "1"), ("Seats taken", "2")):
        expect(page.get_by_role("row", name=row).get_by_role("cell").first).to_have_text(number)
    expect(page.locator("#where-are")).to_contain_text("Left out")
    looked_at(page, "afterwards")


def found(session: Session, number: ColumnElement[int]) -> int:
    """What the database says; the read is ended at once, since SQLite lets one at a time begin to write."""
    value = session.scalar(select(number))
    session.rollback()
    return value or 0
