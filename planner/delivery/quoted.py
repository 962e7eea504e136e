"""Text as 7-bit bytes: quoted-printable for bodies (RFC 2045, 6.7), encoded words for headers (RFC 2047). Pure."""

import base64
import re
from collections.abc import Iterator

SOFT_BREAK = b"=\r\n"
LINE = 75  # with the "=" of a soft break 76, the longest a quoted-printable line may be
WORD_LINE = 76
WORD_FRAME = len("=?utf-8?B??=")

_ATOMS = tuple(bytes([byte]) if byte in b" \t" or (33 <= byte <= 126 and byte != ord("=")) else b"=%02X" % byte
               for byte in range(256))
_ONE_PLAIN_LINE = re.compile(r"(?!\.)[ !-<>-~]{1,75}")
_PLAIN_WORDS = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 -]*[A-Za-z0-9])?")
_PLAIN_SUBJECT = re.compile(r"(?!.*=\?)[!-~](?:[ -~]*[!-~])?")


def spliced(value: str) -> bytes:
    """Return `value` for a place that begins a line; it ends in a soft break, so what follows begins a line too."""
    if _ONE_PLAIN_LINE.fullmatch(value):
        return value.encode("ascii") + SOFT_BREAK
    return b"".join(line + SOFT_BREAK for line in _lines(value))


def fixed(text: str) -> bytes:
    """Return the fixed `text` before, between or after places; its last line, when begun, ends in a soft break."""
    *whole, begun = text.replace("\r\n", "\n").split("\n")
    return b"".join(SOFT_BREAK.join(_lines(line, ends=True)) + b"\r\n" for line in whole) + spliced(begun)


def _lines(text: str, *, ends: bool = False) -> Iterator[bytes]:
    """Yield `text` in pieces of at most LINE octets; none begins with a dot, so nothing ever needs dot-stuffing.

    `ends` says that a hard line break follows: then a last blank is written as =20, since relays strip it.
    """
    raw, line = text.encode(), bytearray()
    last = len(raw) - 1
    for at, byte in enumerate(raw):
        atom = b"=%02X" % byte if ends and at == last and byte in b" \t" else _ATOMS[byte]
        if len(line) + len(atom) > LINE:
            yield bytes(line)
            line.clear()
        line += b"=2E" if atom == b"." and not line else atom
    if line:
        yield bytes(line)


def subject(text: str) -> bytes:
    """Return a subject as it stands after `Subject: `: as it is when short and plain, else in encoded words."""
    used = len("Subject: ")
    if len(text) <= WORD_LINE - used and _PLAIN_SUBJECT.fullmatch(text):
        return text.encode("ascii")
    return _encoded_words(text, used)


def mailbox(header: str, name: str, address: str) -> bytes:
    """Return a whole `Header: name <address>` line; the address stands bare when there is no name."""
    start = header.encode("ascii") + b": "
    end = b"<" + address.encode("ascii") + b">"
    if not name:
        return start + end[1:-1] + b"\r\n"
    if len(name) < LINE - len(start) and _PLAIN_WORDS.fullmatch(name):
        phrase = name.encode("ascii")
    else:
        phrase = _encoded_words(name, len(start))
    fits = len(start) + len(phrase) + 1 + len(end) <= WORD_LINE and b"\r\n" not in phrase
    return start + phrase + (b" " if fits else b"\r\n ") + end + b"\r\n"


def _encoded_words(text: str, used: int) -> bytes:
    """Return encoded words, each on a line of its own and decodable alone; `used` octets of the first are taken."""
    words = [b"=?utf-8?B?" + base64.b64encode(piece) + b"?=" for piece in _pieces(text.encode(), used)]
    return b"\r\n ".join(words) or b"=?utf-8?B??="


def _pieces(raw: bytes, used: int) -> Iterator[bytes]:
    """Yield pieces that fit one encoded word, no character split."""
    at = 0
    while at < len(raw):
        end = min(at + (WORD_LINE - used - WORD_FRAME) // 4 * 3, len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        yield raw[at:end]
        at, used = end, 1
