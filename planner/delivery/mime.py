"""One mail as bytes: compiled once per campaign and language, then spliced per person. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


def place(name: str) -> str:
    """Return the mark that stands for the person's own `name` in a draft's subject, text or HTML."""
    return f"\x02{name}\x03"


@dataclass(frozen=True)
class Draft:
    """A mail with places in it. `html` is a whole document; values spliced into it are escaped, into text they are not."""

    subject: str
    text: str
    html: str
    language: str
    sender_name: str
    sender_email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What differs from person to person. `calendar` is a whole iCalendar object whose METHOD is `method`."""

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
        raise NotImplementedError

    def write(self, personal: Personal) -> bytes:
        """Return the message, ASCII and CRLF, not dot-stuffed. The same input gives the same bytes."""
        raise NotImplementedError
