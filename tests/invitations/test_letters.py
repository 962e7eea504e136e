"""The invitation as it is sent: the same to the byte when sent again, true after a move, safe with any name."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from flask import Flask
from icalendar import Calendar
from icalendar.cal import Event as CalendarEvent
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.delivery.models import Delivery, Kind, SkipReason
from planner.delivery.registry import Envelope, Posting
from planner.events.actions import cancel_event, move_event
from planner.invitations import actions
from planner.invitations.jobs import launch_due_wave
from planner.invitations.letters import compose_invitations
from planner.invitations.models import Campaign, Invitation
from planner.web import LANGUAGE_NAMES
from tests.invitations import make
from tests.invitations.conftest import Town
from tests.invitations.make import NOW

#: The words do not depend on the database.
pytestmark = [pytest.mark.parametrize("settings", ["sqlite"], indirect=True), pytest.mark.usefixtures("app")]
#: What mail programs cut off and hide behind a link is not a letter any more (Gmail: 102 kB of HTML).
LARGEST = 102_400
ARRIVED = {"moved_in_on": date(2026, 11, 1), "moved_from_abroad": True}


@dataclass(frozen=True)
class Read:
    """A mail as a program reads it: its parts by type, and the event in its calendar."""

    mail: EmailMessage
    text: str
    page: str
    method: str
    event: CalendarEvent


def read(raw: bytes) -> Read:
    mail = cast(EmailMessage, message_from_bytes(raw, policy=default))
    parts = {part.get_content_type(): part for part in reversed(list(mail.walk())) if not part.is_multipart()}
    calendar = Calendar.from_ical(parts["text/calendar"].get_payload(decode=True))
    return Read(
        mail, parts["text/plain"].get_content(), parts["text/html"].get_content(), str(calendar["METHOD"]),
        calendar.events[0])


def seen(page: str) -> str:
    """What a person sees of an HTML part."""
    body = re.sub(r"<(style|head)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def composed(session: Session, campaign: Campaign) -> dict[str, bytes | SkipReason]:
    """The letters of `campaign` by person_id, as they would leave now."""
    session.flush()
    rows = session.scalars(select(Delivery).where(Delivery.mailing == campaign.mailing).order_by(Delivery.id)).all()
    people = {one.public_id: one.citizen for one in session.scalars(select(Invitation))}
    postings = [
        Posting(id=row.id, fence=0, public_id=row.public_id, kind=Kind(row.kind), channel=row.channel, ref=row.ref,
                whom=row.whom, message_id=row.message_id, created_at=row.created_at)
        for row in rows if row.channel == "mail"]
    found = compose_invitations(session, postings)
    return {
        people[posting.ref].person_id: letter.message if isinstance(letter, Envelope) else letter
        for posting in postings if people[posting.ref] and (letter := found[posting.id])}


def sent(session: Session, town: Town, **changes: object) -> Campaign:
    """A campaign whose invitations have been written."""
    campaign = make.campaign(session, town.planner, **changes)
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    launch_due_wave(session, NOW)
    return campaign


@pytest.fixture
def letter_to(session: Session, town: Town) -> Callable[..., Read]:
    """The letter that someone of these facts gets."""

    def write(**facts: object) -> Read:
        make.citizen(session, "eva", **facts)
        return read(cast(bytes, composed(session, sent(session, town))["eva"]))

    return write


def test_a_letter_composed_twice_is_the_same_to_the_byte(session: Session, town: Town) -> None:
    campaign = sent(session, town)
    first = composed(session, campaign)
    session.expire_all()
    assert first == composed(session, campaign)
    assert set(first) == {"anna", "carl"}


def test_a_letter_that_leaves_after_a_move_carries_the_new_time(session: Session, town: Town) -> None:
    campaign = sent(session, town)
    before = read(cast(bytes, composed(session, campaign)["anna"]))
    move_event(session, campaign.event, make.STARTS.replace(hour=18), NOW)
    after = read(cast(bytes, composed(session, campaign)["anna"]))
    assert (before.event["SEQUENCE"], after.event["SEQUENCE"]) == (0, 1)
    assert before.event["UID"] == after.event["UID"]
    assert after.event.start.isoformat() == "2027-02-10T18:00:00+01:00"
    assert "18.00" in after.text
    assert "17.00" not in after.text + seen(after.page)


def test_a_cancelled_event_invites_nobody_any_more(session: Session, town: Town) -> None:
    campaign = sent(session, town)
    cancel_event(session, campaign.event, "Sygdom", NOW)
    assert set(composed(session, campaign).values()) == {SkipReason.EVENT_CANCELLED}


@pytest.mark.parametrize(("facts", "reason"), [
    ({"email": ""}, SkipReason.NO_CHANNEL),
    ({"status": "dead"}, SkipReason.DEAD),
    ({"status": "left"}, SkipReason.LEFT),
])
def test_what_has_happened_to_someone_since_stops_their_letter(
    session: Session, town: Town, facts: dict[str, str], reason: SkipReason
) -> None:
    campaign = sent(session, town)
    for name, value in facts.items():
        setattr(town.anna, name, value)
    letters = composed(session, campaign)
    assert letters["anna"] == reason
    assert isinstance(letters["carl"], bytes)


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_newcomers_read_it_in_their_own_language(app: Flask, session: Session, town: Town, language: str) -> None:
    make.citizen(session, "eva", language=language, **ARRIVED)
    campaign = sent(session, town, event=make.event_plan(theme="newcomers", place_slug="naestved"))
    letter = read(cast(bytes, composed(session, campaign)["eva"]))
    direction = "rtl" if language == "ar" else "ltr"
    assert re.search(rf'<html[^>]* lang="{language}"[^>]* dir="{direction}"', letter.page)
    assert letter.method == "REQUEST"
    assert letter.event["SUMMARY"].params["LANGUAGE"] == language
    assert "55 00 00 01" in letter.text
    assert ("\u2068Næstved Bibliotek\u2069" in letter.text) == (direction == "rtl")


def test_no_language_is_left_with_another_ones_words(session: Session, town: Town) -> None:
    texts = {}
    for language in LANGUAGE_NAMES:
        make.citizen(session, language, language=language, **ARRIVED)
    campaign = sent(session, town, event=make.event_plan(theme="newcomers"))
    for language, raw in composed(session, campaign).items():
        texts[language] = str(read(cast(bytes, raw)).mail["Subject"])
    assert len(set(texts.values())) == len(LANGUAGE_NAMES) - 1, "Danish and Norwegian welcome alike"


@pytest.mark.parametrize("name", [
    "<script>alert(1)</script>", 'Ni "<b>', "Åse 🌻", "O'Brien, Ni; & Co.", "سميرة", "Eva\r\nBcc: all@example.org",
    "Eva\x00\x1b[2J", "{{link}}", "\x02link\x03", "x" * 300, " ", "=?utf-8?q?Bo?=",
])
def test_no_name_can_do_harm(letter_to: Callable[..., Read], name: str) -> None:
    letter = letter_to(given_name=name)
    assert [address.addr_spec for address in letter.mail["To"].addresses] == ["eva@example.org"]
    assert letter.mail["Bcc"] is None
    assert "<script" not in letter.page
    assert 'Ni "<b>' not in letter.page
    assert letter.event["ATTENDEE"] == "mailto:eva@example.org"
    assert letter.text.count("/i/") == 2


def test_a_name_is_read_as_it_is_written(letter_to: Callable[..., Read]) -> None:
    letter = letter_to(given_name="Åse 🌻", family_name="<Prøve>")
    assert "Kære Åse 🌻" in letter.text
    assert "Kære Åse 🌻" in seen(letter.page)
    assert letter.mail["To"].addresses[0].display_name == "Åse 🌻 <Prøve>"


def test_a_letter_holds_nobody_elses_data(session: Session, town: Town) -> None:
    letters = composed(session, sent(session, town))
    for mine, other in (("anna", "carl"), ("carl", "anna")):
        raw = cast(bytes, letters[mine])
        whole = "".join(part.get_payload(decode=True).decode() for part in read(raw).mail.walk()
                        if not part.is_multipart()) + str(read(raw).mail["To"])
        assert mine in whole
        assert other not in whole
        assert other.capitalize() not in whole


def test_a_letter_says_no_more_of_its_reader_than_a_letter_must(letter_to: Callable[..., Read]) -> None:
    letter = letter_to(phone="20 30 40 50", street="Hemmeligvej 7")
    for secret in ("Hemmeligvej", "20 30 40 50", "1960", "Prøve"):
        assert secret not in letter.text + seen(letter.page)


def test_the_text_says_every_link_that_the_html_says(letter_to: Callable[..., Read]) -> None:
    letter = letter_to()
    links = {html.unescape(link) for link in re.findall(r'href="(https?://[^"]+)"', letter.page)}
    assert len(links) == 3
    for link in links:
        assert re.search(rf"{re.escape(link)}(?=[\s,]|$)", letter.text), link


def test_the_text_says_all_that_the_html_says(letter_to: Callable[..., Read]) -> None:
    letter = letter_to(given_name="Ellinor")
    said = set(re.findall(r"\w+", letter.text))
    assert [word for word in re.findall(r"\w+", seen(letter.page)) if word not in said] == ["egen", "side"]


def test_nothing_in_a_letter_is_fetched_from_anywhere(letter_to: Callable[..., Read]) -> None:
    letter = letter_to()
    assert re.findall(r"<(?:img|link|script|iframe|object)\b|url\(|@import", letter.page) == []


def test_a_letter_is_never_so_long_that_mail_programs_cut_it(session: Session, town: Town) -> None:
    campaign = make.campaign(session, town.planner)
    actions.set_text(session, campaign, "da", "Æ" * 120, "{{navn}} " + "æ" * 5_900, town.planner.id, NOW)
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    launch_due_wave(session, NOW)
    raw = cast(bytes, composed(session, campaign)["anna"])
    assert len(raw) < LARGEST
    assert read(raw).mail["Subject"] == "Æ" * 120


def test_a_heading_is_not_said_twice(session: Session, town: Town) -> None:
    campaign = make.campaign(session, town.planner)
    actions.set_text(session, campaign, "da", "Velkommen", "Velkommen\n\nKære {{navn}}", town.planner.id, NOW)
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    launch_due_wave(session, NOW)
    letter = read(cast(bytes, composed(session, campaign)["anna"]))
    assert letter.text.count("Velkommen") == 1


def test_a_changed_telephone_number_is_in_the_very_next_letter(session: Session, town: Town) -> None:
    campaign = sent(session, town)
    composed(session, campaign)
    campaign.place.municipality.phone = "55 00 00 99"
    assert "55 00 00 99" in read(cast(bytes, composed(session, campaign)["anna"])).text
