"""Calendar files: invitation, cancellation, download and feed (RFC 5545, 5546, 7986). Pure and fast."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache

from planner.events.content_lines import escaped, folded, mailto, quoted, uri
from planner.events.vtimezone import vtimezone
from planner.localtime import end_of, to_utc

LONGEST_SUMMARY = 120
#: How often a calendar program may ask for the feed again. Google asks when it likes.
REFRESH = "PT6H"
#: A CSS3 colour name, as RFC 7986, 5.9 wants it.
COLOUR = "teal"

_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//planner//events//EN\r\nCALSCALE:GREGORIAN\r\n"
_FOOT = "END:VCALENDAR\r\n"


class Method(StrEnum):
    """What a calendar file asks of the program that opens it (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class PartStat(StrEnum):
    """What somebody has answered (RFC 5545, 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """An event as a calendar file tells it, in one language.

    `starts_local` is naive wall time in `timezone`; `minutes` pass until it ends. `stamp` is when the file was made,
    `url` the public page. Empty texts are left out.
    """

    uid: str
    sequence: int
    starts_local: datetime
    timezone: str
    minutes: int
    summary: str
    stamp: datetime
    created: datetime
    changed: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    cancelled: bool = False
    language: str = "da"
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """The one person a mailed file is for; `email` is exactly the address in To, or the buttons do not show.

    Who has answered on the web gets that as `partstat`, with `rsvp` False. After a move everyone needs action again.
    """

    name: str
    email: str
    partstat: PartStat = PartStat.NEEDS_ACTION
    rsvp: bool = True


def request(occasion: Occasion, organizer_email: str, organizer_name: str, attendee: Attendee) -> bytes:
    """Return the invitation, or its update, for one attendee. Raises Refusal for an address with a line break."""
    before, after = _mould(occasion, Method.REQUEST)
    return before + _people(organizer_email, organizer_name, attendee).encode() + after


def cancel(occasion: Occasion, organizer_email: str, organizer_name: str, attendee: Attendee) -> bytes:
    """Return the cancellation for one attendee; the occasion's sequence is one higher than what was sent before."""
    before, after = _mould(occasion, Method.CANCEL)
    return before + _people(organizer_email, organizer_name, attendee).encode() + after


def publish(occasion: Occasion, organizer_email: str, organizer_name: str) -> bytes:
    """Return the file to add to a calendar: nobody is named in it but the organizer."""
    before, after = _mould(occasion, Method.PUBLISH)
    return before + _organizer(organizer_email, organizer_name).encode() + after


def feed(
    name: str, occasions: Sequence[Occasion], organizer_email: str, organizer_name: str, *,
    url: str, timezone: str, description: str = "",
) -> bytes:
    """Return the calendar one subscribes to; those that were cancelled stay in it and say so.

    `url` is where the feed lies. Without METHOD: with PUBLISH some programs import it once and never ask again.
    """
    lines = [_HEAD, folded(f"NAME:{escaped(name)}"), folded(f"X-WR-CALNAME:{escaped(name)}")]
    if description:
        lines += [folded(f"DESCRIPTION:{escaped(description)}"), folded(f"X-WR-CALDESC:{escaped(description)}")]
    lines += [
        f"X-WR-TIMEZONE:{timezone}\r\nCOLOR:{COLOUR}\r\n",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}\r\nX-PUBLISHED-TTL:{REFRESH}\r\n",
        folded(f"SOURCE;VALUE=URI:{uri(url)}"),
    ]
    lines += [vtimezone(zone) or "" for zone in sorted({occasion.timezone for occasion in occasions})]
    organizer = _organizer(organizer_email, organizer_name)
    for occasion in occasions:
        lines += ["BEGIN:VEVENT\r\n", _facts(occasion, cancelled=occasion.cancelled), organizer, "END:VEVENT\r\n"]
    return "".join([*lines, _FOOT]).encode()


@lru_cache(maxsize=256)
def _mould(occasion: Occasion, method: Method) -> tuple[bytes, bytes]:
    """Return what comes before and after the personal lines; a wave of thousands builds it once."""
    cancelled = occasion.cancelled or method is Method.CANCEL
    before = [
        _HEAD, f"METHOD:{method}\r\n", vtimezone(occasion.timezone) or "",
        "BEGIN:VEVENT\r\n", _facts(occasion, cancelled=cancelled),
    ]
    reminder = "" if cancelled else _reminder(occasion)
    return "".join(before).encode(), f"{reminder}END:VEVENT\r\n{_FOOT}".encode()


def _facts(occasion: Occasion, *, cancelled: bool) -> str:
    language = f";LANGUAGE={occasion.language}"
    lines = [
        folded(f"UID:{escaped(occasion.uid)}"),
        f"DTSTAMP:{_utc(occasion.stamp)}\r\nSEQUENCE:{occasion.sequence}\r\n",
        _span(occasion),
        folded(f"SUMMARY{language}:{escaped(occasion.summary[:LONGEST_SUMMARY])}"),
    ]
    if occasion.description:
        lines.append(folded(f"DESCRIPTION{language}:{escaped(occasion.description)}"))
    if occasion.location:
        lines.append(folded(f"LOCATION:{escaped(occasion.location)}"))
    if occasion.latitude is not None and occasion.longitude is not None:
        lines.append(f"GEO:{occasion.latitude:.6f};{occasion.longitude:.6f}\r\n")
    if occasion.url:
        lines.append(folded(f"URL:{uri(occasion.url)}"))
    state = "STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n" if cancelled else "STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n"
    busy = "FREE" if cancelled else "BUSY"
    lines.append(f"{state}CLASS:PUBLIC\r\nX-MICROSOFT-CDO-BUSYSTATUS:{busy}\r\n")
    lines.append(f"CREATED:{_utc(occasion.created)}\r\nLAST-MODIFIED:{_utc(occasion.changed)}\r\n")
    return "".join(lines)


def _span(occasion: Occasion) -> str:
    """Return DTSTART and DTEND, in local time where the zone can be written along, else in UTC."""
    start = occasion.starts_local
    end = end_of(start, occasion.minutes, occasion.timezone)
    if vtimezone(occasion.timezone) is None:
        start_utc = to_utc(start, occasion.timezone)
        return f"DTSTART:{_utc(start_utc)}\r\nDTEND:{_utc(to_utc(end, occasion.timezone))}\r\n"
    zone = f";TZID={occasion.timezone}:"
    return f"DTSTART{zone}{_basic(start)}\r\nDTEND{zone}{_basic(end)}\r\n"


def _people(organizer_email: str, organizer_name: str, attendee: Attendee) -> str:
    rsvp = "TRUE" if attendee.rsvp else "FALSE"
    role = f"CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={attendee.partstat};RSVP={rsvp}"
    line = folded(f"ATTENDEE;{role};CN={quoted(attendee.name)}:{mailto(attendee.email)}")
    return _organizer(organizer_email, organizer_name) + line


def _organizer(email: str, name: str) -> str:
    return folded(f"ORGANIZER;CN={quoted(name)}:{mailto(email)}")


def _reminder(occasion: Occasion) -> str:
    """Return an alarm a day before: shown, never mailed, since it is the citizen's own program that would mail."""
    words = folded(f"DESCRIPTION:{escaped(occasion.summary[:LONGEST_SUMMARY])}")
    return f"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n{words}END:VALARM\r\n"


def _basic(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("-", "").replace(":", "")


def _utc(moment: datetime) -> str:
    return _basic(moment.astimezone(UTC))[:len("20270210T170000")] + "Z"
