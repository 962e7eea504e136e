"""One mail as bytes: compiled once per campaign and language, then spliced per person. Pure."""

import base64
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from planner.delivery.quoted import fixed, mailbox, spliced, subject

LONGEST_VALUE = 2_000
LONGEST_NAME = 200

# What no value may hold: a CR or LF in a name would write headers of its own, a lone surrogate has no bytes.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CONTROL_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PLACE = re.compile("\x02(\\w+)\x03")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,189}")
_MESSAGE_IDS = re.compile(r"<[!-;=?-~]{3,250}>(?: <[!-;=?-~]{3,250}>){0,2}")
_URL = re.compile(r"https?://[!-;=?-~]{1,900}")
_SEED = re.compile(r"[A-Za-z0-9_-]{1,40}")
_METHOD = re.compile(r"[A-Z]{3,16}")


class UnwritableError(ValueError):
    """A letter that cannot be written; the message names the field, never its value."""


def place(name: str) -> str:
    """Return the mark that stands for the person's own `name` in a draft's subject, text or HTML."""
    return f"\x02{name}\x03"


@dataclass(frozen=True)
class Draft:
    """A mail with places in it. `html` is a whole document: values spliced into it are escaped, into text not."""

    subject: str
    text: str
    html: str
    language: str
    sender_name: str
    sender_email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What differs from person to person. `calendar` is a whole iCalendar object whose METHOD is `method`.

    `unsubscribe_url` makes it list mail with the one-click headers; without it the mail is a receipt or a notice.
    `seed` (the row's public id) makes the boundaries, `date` the Date: the same row gives the same bytes.
    """

    to_name: str
    to_email: str
    message_id: str
    date: datetime
    seed: str
    reply_to: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    unsubscribe_url: str | None = None
    references: str | None = None
    calendar: bytes | None = None
    method: str | None = None


class MailTemplate:
    """A draft compiled once; `write` then costs some tens of microseconds a letter."""

    def __init__(self, draft: Draft) -> None:
        """Compile `draft`; raises UnwritableError when its fixed part cannot be sent to anyone."""
        for name in ("text", "html"):
            if _CONTROL_IN_TEXT.search(_PLACE.sub("", getattr(draft, name))):
                raise UnwritableError(f"a control character in the {name}")
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", draft.language):
            raise UnwritableError("language")
        sender = checked_address(draft.sender_email, "sender_email")
        name = _checked(draft.sender_name, "sender_name", LONGEST_NAME)
        self._subject = _PLACE.split(draft.subject)
        self._from = mailbox("From", name, sender)
        self._list_id = mailbox("List-ID", name, "events." + sender.rpartition("@")[2])
        self._language = draft.language.encode("ascii")
        body = _part(b"text/plain", b"t", draft.text) + _part(b"text/html", b"h", draft.html)
        self._notice = _HEAD + _alternative(body)
        self._invitation = _HEAD + _mixed(_alternative(body + _CALENDAR))
        self._places = frozenset(_PLACE.findall(draft.subject + draft.text + draft.html))

    def write(self, personal: Personal) -> bytes:
        """Return the message, ASCII and CRLF, not dot-stuffed. The same input gives the same bytes.

        Raises UnwritableError for a value with a line break or control character, a missing value, a bad address.
        """
        values = {name: _checked(value, name, LONGEST_VALUE) for name, value in personal.values.items()}
        if not self._places <= values.keys():
            raise UnwritableError(f"no value for {', '.join(sorted(self._places - values.keys()))}")
        slots = {b"head": self._head(personal, values), b"seed": _matching(_SEED, personal.seed, "seed")}
        for name in self._places:
            key, value = name.encode(), values[name]
            slots[b"t" + key] = spliced(value)
            slots[b"h" + key] = spliced(html.escape(value))
        if personal.calendar is None:
            return self._notice % slots
        slots[b"method"] = _matching(_METHOD, personal.method or "", "method")
        slots[b"calendar"] = base64.encodebytes(personal.calendar).replace(b"\n", b"\r\n")
        return self._invitation % slots

    def _head(self, personal: Personal, values: Mapping[str, str]) -> bytes:
        """Return the header fields, each ending in CRLF. None longer than 998 octets; no address or URL is split."""
        pieces = self._subject[:]
        pieces[1::2] = [values[name] for name in pieces[1::2]]
        name = _checked(personal.to_name, "to_name", LONGEST_NAME)
        head = [
            self._from, mailbox("To", name, checked_address(personal.to_email, "to_email")),
            b"Subject: ", subject("".join(pieces)),
            b"\r\nDate: ", format_datetime(personal.date.astimezone(UTC)).encode("ascii"),
            b"\r\nMessage-ID: ", _matching(_MESSAGE_IDS, personal.message_id, "message_id"),
            b"\r\nContent-Language: ", self._language, b"\r\n",
        ]
        if personal.reply_to is not None:
            head.append(mailbox("Reply-To", "", checked_address(personal.reply_to, "reply_to")))
        if personal.references is not None:
            first = _matching(_MESSAGE_IDS, personal.references, "references")
            head += [b"In-Reply-To: ", first.rpartition(b" ")[2], b"\r\nReferences: ", first, b"\r\n"]
        if personal.unsubscribe_url is None:
            head.append(b"Auto-Submitted: auto-generated\r\n")  # a receipt or notice, RFC 3834
        else:
            url = _matching(_URL, personal.unsubscribe_url, "unsubscribe_url")
            head += [self._list_id, b"List-Unsubscribe: <", url, b">\r\n" + _ONE_CLICK]
        return b"".join(head)


_ONE_CLICK = b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"  # RFC 8058
_HEAD = b"%(head)bX-Auto-Response-Suppress: OOF, AutoReply\r\nMIME-Version: 1.0\r\n"
# Boundaries begin with "=_", which neither quoted-printable nor base64 can contain.
_CALENDAR = (
    b"--=_a_%(seed)b\r\nContent-Type: text/calendar; method=%(method)b; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n%(calendar)b\r\n")
_ATTACHED = (
    b'--=_m_%(seed)b\r\nContent-Type: application/ics; name="invitation.ics"\r\n'
    b'Content-Disposition: attachment; filename="invitation.ics"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n%(calendar)b\r\n")


def _part(media_type: bytes, prefix: bytes, text: str) -> bytes:
    """Return a body part as a bytes format whose slots are the places' names after `prefix`."""
    pieces = _PLACE.split(text if text.endswith("\n") else text + "\n")
    written = [b"%%(%b%b)b" % (prefix, piece.encode()) if at % 2 else fixed(piece).replace(b"%", b"%%")
               for at, piece in enumerate(pieces)]
    return (b"--=_a_%%(seed)b\r\nContent-Type: %b; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            % media_type + b"".join(written) + b"\r\n")


def _alternative(parts: bytes) -> bytes:
    return (b'Content-Type: multipart/alternative;\r\n boundary="=_a_%(seed)b"\r\n\r\n'
            + parts + b"--=_a_%(seed)b--\r\n")


def _mixed(first: bytes) -> bytes:
    """Return the invitation's frame: the alternative, then the same calendar bytes as an attachment (RFC 6047, 2.4)."""
    return (b'Content-Type: multipart/mixed;\r\n boundary="=_m_%(seed)b"\r\n\r\n--=_m_%(seed)b\r\n'
            + first + b"\r\n" + _ATTACHED + b"--=_m_%(seed)b--\r\n")


def _checked(value: str, name: str, longest: int) -> str:
    if len(value) > longest:
        raise UnwritableError(f"{name} is too long")
    if _CONTROL.search(value):
        raise UnwritableError(f"a line break or control character in {name}")
    return value


def checked_address(address: str, name: str) -> str:
    """Return `address` if a mail can carry it: ASCII, one @, no line break. Raises UnwritableError."""
    if not _ADDRESS.fullmatch(address):
        raise UnwritableError(f"{name} is no address a mail can carry")
    return address


def _matching(pattern: re.Pattern[str], value: str, name: str) -> bytes:
    if not pattern.fullmatch(value):
        raise UnwritableError(f"{name} cannot stand in a header")
    return value.encode("ascii")
