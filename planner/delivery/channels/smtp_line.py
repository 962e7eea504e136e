"""One SMTP session as a dialogue on a socket that never blocks: envelope, body with its dot withheld, dot, answer."""

import re
import ssl
import time
from collections import deque
from enum import Enum, auto
from socket import socket
from typing import NamedTuple

from planner.delivery.channels.contract import Letter, sender_of
from planner.delivery.ledger import Outcome
from planner.delivery.rules import Phase, Verdict, refuses_the_sender, verdict

ANSWER_S = 600.0  # RFC 5321, 4.5.3.2.6: ten minutes for the answer to the final dot
CHUNK = 65_536
MOST_HEARD = 65_536
_WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
_REPLY = re.compile(rb"(?:\d{3}-[^\n]*\n)*(\d{3})(?:[ \r][^\n]*)?\n")


class _Step(Enum):
    """What an expected reply answers to."""

    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    DOT = auto()
    ASIDE = auto()  # RSET, or the dot of a letter without recipient: whatever it says


class _Reply(NamedTuple):
    code: int
    text: str


_ENVELOPE = {_Step.MAIL: Phase.MAIL, _Step.RCPT: Phase.RCPT, _Step.DATA: Phase.DATA}


class Line:
    """A session that carries letters one after another. At most one is beyond its dot, so at most one is unknown.

    A letter moves from `_offered` (envelope) to `loaded` (body written, dot withheld) to `_sent` (dot written).
    """

    def __init__(self, sock: socket, *, pipelining: bool, dialogue_s: float, answer_s: float = ANSWER_S) -> None:
        self.sock = sock
        self.loaded: Letter | None = None
        self._offered: Letter | None = None
        self._sent: Letter | None = None
        self._pipelining = pipelining
        self._dialogue_s, self._answer_s = dialogue_s, answer_s
        self._heard, self._unsent = bytearray(), bytearray()
        self._commands: deque[tuple[_Step, bytes]] = deque()
        self._due: deque[_Step] = deque()
        self._refusal: tuple[Phase, _Reply] | None = None
        self.deadline = 0.0  # on the monotonic clock: when patience with the other side ends
        self.is_broken = False
        self.refused_us: str | None = None  # what the server said when it refused our own address
        sock.setblocking(False)

    @property
    def is_idle(self) -> bool:
        """Whether it carries nothing and waits for nothing."""
        return not (self._due or self._commands or self._unsent or self.loaded)

    @property
    def is_ready(self) -> bool:
        """Whether only the dot of its letter is still to be written."""
        return self.loaded is not None and not self._unsent

    @property
    def has_unsent(self) -> bool:
        """Whether it waits for room to write."""
        return bool(self._unsent)

    def begin(self, letter: Letter) -> None:
        """Write the envelope of `letter`, together with what is unsent if the server takes several commands at once."""
        sender = sender_of(letter.envelope.message) or b""
        self._offered, self._refusal = letter, None
        self._commands += [
            (_Step.MAIL, b"MAIL FROM:<%b>\r\n" % sender),
            (_Step.RCPT, b"RCPT TO:<%b>\r\n" % letter.envelope.to.encode("ascii")),
            (_Step.DATA, b"DATA\r\n")]
        self._speak()

    def let_go(self) -> None:
        """Write the dot that gives the loaded letter away; `flush` sends it, with the next envelope if there is one."""
        self._sent, self.loaded = self.loaded, None
        self._commands.append((_Step.DOT, b".\r\n"))
        self._speak()

    def _speak(self) -> None:
        while self._commands and (self._pipelining or not self._due):
            step, written = self._commands.popleft()
            self._due.append(step)
            self._unsent += written
        patience = self._answer_s if self._sent else self._dialogue_s
        self.deadline = time.monotonic() + patience

    def flush(self) -> None:
        """Send as much as the network takes now."""
        try:
            while self._unsent:
                sent = self.sock.send(self._unsent)
                del self._unsent[:sent]
                self.deadline = max(self.deadline, time.monotonic() + self._dialogue_s)
        except _WOULD_BLOCK:
            return
        except OSError:
            self.is_broken = True

    def hear(self) -> list[Outcome]:
        """Take what has arrived and return what became of letters by it."""
        self._receive()
        outcomes: list[Outcome] = []
        while self._due and (found := _REPLY.match(self._heard)):
            reply = _Reply(int(found[1]), found[0].strip().decode("utf-8", "replace"))
            del self._heard[:found.end()]
            outcomes += self._understood(self._due.popleft(), reply)
            self._speak()
        if len(self._heard) > MOST_HEARD or not self._heard[:3].isdigit():
            self.is_broken = self.is_broken or bool(self._heard)
        self.flush()
        return outcomes

    def _receive(self) -> None:
        """Read until nothing is left, since TLS may hold back what poll cannot see."""
        try:
            while got := self.sock.recv(CHUNK):
                self._heard += got
                if len(got) < CHUNK and not isinstance(self.sock, ssl.SSLSocket):
                    return
        except _WOULD_BLOCK:
            return
        except OSError:
            pass
        self.is_broken = True

    def _understood(self, step: _Step, reply: _Reply) -> list[Outcome]:
        if step is _Step.DOT and self._sent:
            letter, self._sent = self._sent, None
            return [Outcome(letter.taken, verdict(reply.code), Phase.DOT, reply.text)]
        if step not in _ENVELOPE or self._offered is None:
            return []
        phase = _ENVELOPE[step]
        if reply.code != 354 if step is _Step.DATA else not 200 <= reply.code < 300:
            self._refusal = self._refusal or (phase, reply)
        if self._refusal and not self._pipelining:
            self._commands.clear()
        elif step is not _Step.DATA:
            return []
        return self._answered_envelope(self._offered, data_is_open=reply.code == 354)

    def _answered_envelope(self, letter: Letter, *, data_is_open: bool) -> list[Outcome]:
        """Load the body; or, when the server refused, leave the transaction in order for the next letter."""
        self._offered = None
        if self._refusal is None:
            self._unsent += letter.envelope.message.replace(b"\r\n.", b"\r\n..")
            self.loaded = letter
            return []
        phase, reply = self._refusal
        if data_is_open:  # RFC 2920, 3.1: DATA without recipients may be let through; nothing then goes to nobody
            self._commands.append((_Step.ASIDE, b".\r\n"))
        self._commands.append((_Step.ASIDE, b"RSET\r\n"))
        if refuses_the_sender(phase, reply.code):
            self.refused_us = reply.text
            return []
        found = verdict(reply.code) if reply.code >= 400 else Verdict.BROKEN
        return [Outcome(letter.taken, found, phase, reply.text)]

    def break_off(self) -> list[Outcome]:
        """Close, and return what became of the letters it carried: beyond the dot unknown, before it not sent."""
        self.close()
        outcomes = []
        if self._sent:
            outcomes.append(Outcome(self._sent.taken, Verdict.UNKNOWN, Phase.DOT))
        for letter in (self.loaded, self._offered):
            if letter:
                outcomes.append(Outcome(letter.taken, Verdict.BROKEN, Phase.DATA))
        self._sent = self.loaded = self._offered = None
        return outcomes

    def close(self) -> None:
        """Close the session. Without its dot, a loaded letter is by SMTP not accepted."""
        self.sock.close()

    def take_leave(self) -> None:
        """Say QUIT, without waiting for the answer, and close."""
        self._unsent += b"QUIT\r\n"
        self.flush()
        self.close()
