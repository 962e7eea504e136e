"""Content lines of iCalendar: escaped, folded by octets, and never able to smuggle in a second line. Pure."""

import re

from planner.refusal import N_, Refusal

LINE_OCTETS = 75
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_BLANK = re.compile(r"\s+")
_NO_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff<>\"]")


def escaped(text: str) -> str:
    """Return `text` as a TEXT value: one line, without control characters but tabs (RFC 5545, 3.3.11)."""
    if not text.isprintable():  # false for every line break and control character, and cheap to ask
        text = _FORBIDDEN.sub("", text)
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text if text.isprintable() else _BREAK.sub(r"\\n", text)


def quoted(text: str) -> str:
    """Return `text` as a quoted parameter value on one line.

    A double quote becomes ’, since it cannot occur there and many clients show RFC 6868's ^' as it stands; a caret is
    doubled (RFC 6868, 3.1) so that no client reads an escape out of a name.
    """
    if not text.isprintable():
        text = _FORBIDDEN.sub("", _BLANK.sub(" ", text))
    return f'"{text.replace("^", "^^").replace(chr(34), "’")}"'


def mailto(email: str) -> str:
    """Return the bare address as a URI; raises Refusal if a line break or a blank is in it."""
    if not email or _NO_ADDRESS.search(email):
        raise Refusal(N_("A mail address is one word on one line, like name@example.org."), field="email")
    return f"mailto:{email}"


def uri(address: str) -> str:
    """Return a URI value, which is written as it stands, on one line."""
    return _NO_ADDRESS.sub("", address)


def folded(line: str) -> str:
    """Return `line` with its CRLF, broken so that no physical line is over 75 octets (RFC 5545, 3.1).

    Breaks fall between characters: clients that decode line by line would show half a letter.
    """
    if len(line) <= LINE_OCTETS and line.isascii():
        return line + "\r\n"
    octets, pieces, start, room = line.encode(), [], 0, LINE_OCTETS
    while start < len(octets):
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end].decode())
        start, room = end, LINE_OCTETS - 1
    return "\r\n ".join(pieces) + "\r\n"
