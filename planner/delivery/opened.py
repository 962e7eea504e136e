"""A mail opened again, as staff read it: who it is from, what it says, and what the calendar makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from icalendar import Calendar


@dataclass(frozen=True)
class CalendarPart:
    """What a calendar shows of its part of the mail; times are local wall times. `raw` is the file itself."""

    title: str
    starts: datetime
    ends: datetime
    where: str
    method: str
    sequence: int
    raw: str

    @property
    def version(self) -> str:
        """What sets this file apart from others of the same event, in the calendar's own words."""
        return f"{self.method}, SEQUENCE {self.sequence}"


@dataclass(frozen=True)
class OpenedMail:
    """A mail taken apart. `names` are those it is addressed to; `calendar` None: it carries none."""

    sender: str
    recipient: str
    names: Sequence[str]
    subject: str
    text: str
    html: str
    language: str
    calendar: CalendarPart | None


def open_mail(raw: bytes) -> OpenedMail:
    """Return what the mail says; the recipient without the name."""
    mail = message_from_bytes(raw, policy=default)
    calendar = _part(mail, "text/calendar")
    return OpenedMail(
        sender=", ".join(address.display_name or address.addr_spec for address in mail["From"].addresses),
        recipient=", ".join(address.addr_spec for address in mail["To"].addresses),
        names=[address.display_name for address in mail["To"].addresses],
        subject=str(mail["Subject"]), text=_part(mail, "text/plain"), html=_part(mail, "text/html"),
        language=str(mail["Content-Language"] or ""), calendar=_calendar(calendar) if calendar else None)


def _part(mail: EmailMessage, media_type: str) -> str:
    for part in mail.walk():
        if part.get_content_type() == media_type:
            return cast(bytes, part.get_payload(decode=True)).decode().replace("\r\n", "\n")
    return ""


def _calendar(raw: str) -> CalendarPart:
    calendar = Calendar.from_ical(raw)
    event = calendar.walk("VEVENT")[0]
    return CalendarPart(
        title=str(event["SUMMARY"]), starts=event.decoded("DTSTART"), ends=event.decoded("DTEND"),
        where=str(event.get("LOCATION", "")), method=str(calendar.get("METHOD", "")),
        sequence=int(event.get("SEQUENCE", 0)), raw=raw)
