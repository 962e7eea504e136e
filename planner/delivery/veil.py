"""A mail as staff may see it whose reader has a protected name: whom it is to, and the links that act, are blotted."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from html import unescape

from markupsafe import escape

from planner.delivery.opened import OpenedMail

BLOT = "•••"
#: The reader's own links, and the address that calendars answer to: whoever has them acts for the reader.
LINKS = re.compile(r"(?<=/[iu]/)[\w.~-]+|(?<=rsvp\+)[\w.~-]+")
_OUTSIDE_TAGS = re.compile(r"[^<>]+(?=<|$)")
_FOLD = re.compile(r"\r?\n[ \t]")


def veiled(mail: OpenedMail) -> OpenedMail:
    """Return `mail` without the name, the address and the links of its reader.

    The names are those the mail itself is addressed to, so that a name since changed in the register is blotted too.
    """
    blot = _blotter([mail.recipient, *mail.names])
    calendar = mail.calendar and replace(
        mail.calendar, title=blot(mail.calendar.title), raw=blot(_FOLD.sub("", mail.calendar.raw)))
    return replace(
        mail, recipient=BLOT, names=(), subject=blot(mail.subject), text=blot(mail.text), html=_page(mail.html, blot),
        calendar=calendar)


def _blotter(texts: Iterable[str]) -> Callable[[str], str]:
    """Return what blots each of `texts`, each word of it, and the links, out of a text."""
    words = sorted({word for text in texts for word in (text, *text.split()) if word}, key=len, reverse=True)
    names = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words) or r"(?!)", re.IGNORECASE)
    return lambda text: names.sub(BLOT, LINKS.sub(BLOT, text))


def _page(html: str, blot: Callable[[str], str]) -> str:
    """Return the page with what it says blotted, and the links inside its tags; its tags themselves stay whole."""
    def blotted(found: re.Match[str]) -> str:
        said = unescape(found.group())
        return found.group() if blot(said) == said else str(escape(blot(said)))

    return _OUTSIDE_TAGS.sub(blotted, LINKS.sub(BLOT, html))
