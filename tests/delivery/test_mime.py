"""A letter spliced from a template says exactly what was asked, and no value can write headers of its own."""

import base64
import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.delivery.mime import Draft, MailTemplate, Personal, UnwritableError, place

CALENDAR = (
    b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:En aften p\xc3\xa5 Glums\xc3\xb8 Bibliotek\r\nEND:VCALENDAR\r\n"
)
DRAFT = Draft(
    subject=f"{place('name')}, kom på besøg",
    text=f"Kære {place('name')}\n\n  Hvornår \t \n.prik 100 %\nSvar her: {place('url')}\n{place('name')}{place('url')}",
    html=f'<html><p title="{place("name")}">Kære {place("name")}</p>'
    f'<a href="{place("url")}">Svar</a> {"æ" * 90}</html>',
    language="da",
    sender_name="Næstved Bibliotek og Borgerservice",
    sender_email="kom@example.org",
)
TEMPLATE = MailTemplate(DRAFT)
PERSON = Personal(
    to_name="Åse Sørensen",
    to_email="aase@example.org",
    message_id="<invitation.AAAA@example.org>",
    date=datetime(2027, 1, 19, 9, 12, tzinfo=UTC),
    seed="A_-" * 7,
    values={"name": "Åse", "url": "https://example.org/i/1.a"},
    reply_to="rsvp+abc@example.org",
    unsubscribe_url="https://example.org/u/" + "1." + "x" * 90,
    calendar=CALENDAR,
    method="REQUEST",
)

plain_letters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
names = st.text(plain_letters, min_size=1, max_size=120)


def parsed(raw: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(raw, policy=default))


def parts(raw: bytes) -> list[EmailMessage]:
    return [cast(EmailMessage, part) for part in parsed(raw).walk() if not part.is_multipart()]


def test_an_invitation_has_the_shape_that_calendars_know() -> None:
    shape = [part.get_content_type() for part in parsed(TEMPLATE.write(PERSON)).walk()]
    assert shape == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    calendar, attached = parts(TEMPLATE.write(PERSON))[2:]
    assert calendar.get_payload(decode=True) == attached.get_payload(decode=True) == CALENDAR
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("REQUEST", "utf-8")
    assert (calendar.get_content_disposition(), attached.get_content_disposition()) == (None, "attachment")
    assert attached.get_filename() == "invitation.ics"


def test_a_mail_without_calendar_is_just_an_alternative() -> None:
    raw = TEMPLATE.write(replace(PERSON, calendar=None, method=None))
    shape = [part.get_content_type() for part in parsed(raw).walk()]
    assert shape == ["multipart/alternative", "text/plain", "text/html"]


def test_headers_say_who_writes_to_whom_and_how_to_say_no_thanks() -> None:
    mail = parsed(TEMPLATE.write(PERSON))
    assert str(mail["From"]) == "Næstved Bibliotek og Borgerservice <kom@example.org>"
    assert str(mail["To"]) == "Åse Sørensen <aase@example.org>"
    assert mail["Reply-To"] == "rsvp+abc@example.org"
    assert mail["Subject"] == "Åse, kom på besøg"
    assert mail["Date"].datetime == PERSON.date
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Content-Language"] == "da"
    assert mail["Auto-Submitted"] is None
    assert mail.defects == []


def test_the_unsubscribe_address_is_never_split() -> None:
    assert f"\r\nList-Unsubscribe: <{PERSON.unsubscribe_url}>\r\n".encode() in TEMPLATE.write(PERSON)


def test_a_receipt_says_that_a_machine_wrote_it_and_offers_no_unsubscribing() -> None:
    mail = parsed(TEMPLATE.write(replace(PERSON, unsubscribe_url=None)))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert mail["List-ID"] is None


def test_news_of_an_invitation_is_threaded_below_it() -> None:
    mail = parsed(TEMPLATE.write(replace(PERSON, references="<a.b@example.org> <c.d@example.org>")))
    assert mail["References"] == "<a.b@example.org> <c.d@example.org>"
    assert mail["In-Reply-To"] == "<c.d@example.org>"


def test_a_retry_is_byte_for_byte_the_same() -> None:
    assert TEMPLATE.write(PERSON) == MailTemplate(DRAFT).write(replace(PERSON))


def test_every_line_is_short_seven_bit_and_ends_in_crlf() -> None:
    raw = TEMPLATE.write(replace(PERSON, values={"name": "Ж漢😀" * 60, "url": "." * 200}, to_name="å" * 150))
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = [line for line in raw.split(b"\r\n") if not line.startswith(b"List-Unsubscribe:")]
    assert max(map(len, lines)) <= 76
    assert not any(line.startswith(b".") for line in lines)


@given(name=names, url=names, to=st.text(plain_letters, max_size=200))
def test_whatever_a_value_holds_the_mail_says_it(name: str, url: str, to: str) -> None:
    raw = TEMPLATE.write(replace(PERSON, to_name=to, values={"name": name, "url": url}))
    text, page = parts(raw)[:2]
    said = f"Kære {name}\n\n  Hvornår \t \n.prik 100 %\nSvar her: {url}\n{name}{url}\n"
    assert text.get_payload(decode=True).decode() == said.replace("\n", "\r\n")
    shown = (
        f'<html><p title="{html.escape(name)}">Kære {html.escape(name)}</p>'
        f'<a href="{html.escape(url)}">Svar</a> {"æ" * 90}</html>\r\n'
    )
    assert page.get_payload(decode=True).decode() == shown


@given(name=names)
def test_subject_and_name_survive_their_encoding(name: str) -> None:
    raw = TEMPLATE.write(replace(PERSON, to_name=name, values={"name": name, "url": "x"}))
    assert unwrapped(raw, b"Subject") == f"{name}, kom på besøg"
    assert unwrapped(raw, b"To") == f"{name} <aase@example.org>"
    assert [found.addr_spec for found in parsed(raw)["To"].addresses] == ["aase@example.org"]


def unwrapped(raw: bytes, header: bytes) -> str:
    """A header's value as RFC 2047 reads it: adjacent encoded words join without the fold between them."""
    found = re.search(rb"^%b: (.*(?:\r\n .*)*)\r\n" % header, raw, re.M)
    assert found is not None
    joined = re.sub(rb"\?=\r\n =\?", b"?==?", found[1]).replace(b"\r\n ", b" ").decode("ascii")
    return re.sub(
        r"(?:=\?utf-8\?B\?[^?]*\?=)+",
        lambda words: b"".join(
            base64.b64decode(word) for word in re.findall(r"=\?utf-8\?B\?([^?]*)\?=", words[0])
        ).decode(),
        joined,
    )


EVIL = ("a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\0b", "a\x85b", "a\u2028b", "a\ud800b", "x" * 50_000_000)


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
@pytest.mark.parametrize(
    "field", ["to_name", "to_email", "message_id", "seed", "reply_to", "unsubscribe_url", "references", "method"]
)
def test_no_field_can_write_headers_of_its_own(field: str, evil: str) -> None:
    with pytest.raises(UnwritableError, match=field):
        TEMPLATE.write(replace(PERSON, **{field: evil}))


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_no_value_can_either(evil: str) -> None:
    with pytest.raises(UnwritableError, match="name"):
        TEMPLATE.write(replace(PERSON, values={"name": evil, "url": "x"}))


def test_a_missing_value_is_named() -> None:
    with pytest.raises(UnwritableError, match="url"):
        TEMPLATE.write(replace(PERSON, values={"name": "Åse"}))


@pytest.mark.parametrize(
    "address", ["", "a", "@example.org", "a@", "a b@example.org", "æ@example.org", "a@b@example.org", "<a@b>"]
)
def test_an_address_no_mail_can_carry_is_refused(address: str) -> None:
    with pytest.raises(UnwritableError, match="to_email"):
        TEMPLATE.write(replace(PERSON, to_email=address))


@pytest.mark.parametrize(
    "change", [{"text": "a\0"}, {"html": "\x1b"}, {"language": "da\r\nX: y"}, {"sender_name": "a\nb"}]
)
def test_a_draft_that_cannot_be_sent_to_anyone_is_refused_at_once(change: dict[str, str]) -> None:
    with pytest.raises(UnwritableError):
        MailTemplate(replace(DRAFT, **change))
