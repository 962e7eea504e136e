"""Mail by SMTP: a ring of lines in one poll loop, so that several letters share one commit of the ledger."""

import select
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from planner.config import Settings
from planner.delivery.channels.contract import ChannelDownError, Counter, Letter
from planner.delivery.channels.smtp_line import ANSWER_S, Line
from planner.delivery.channels.smtp_server import DIALOGUE_S, Server, let_in, server_of
from planner.delivery.ledger import Outcome
from planner.delivery.rules import MOST_DENIALS, Verdict, may_deny_all, told

SHARE_MS = 3        # how long a line that is ready waits for others, to share their commit
LONGEST_NAP_MS = 500  # how late a request to stop may be noticed
MOST_BREAKS = 3     # per line, in a row and without a letter accepted: then the server is at fault, not the letters


def open_smtp(settings: Settings) -> "Smtp":
    """Return the channel for `smtp://…`; no connection is made before there is a letter."""
    return Smtp(server_of(settings))


class Smtp:
    """A mail server, and how patient we are with it. Times in seconds."""

    def __init__(self, server: Server, *, dialogue_s: float = DIALOGUE_S, answer_s: float = ANSWER_S) -> None:
        self._server = server
        self._dialogue_s, self._answer_s = dialogue_s, answer_s

    def deliver(self, counter: Counter) -> None:
        """Carry letters over up to as many lines as MAIL_URL allows; raises ChannelDownError."""
        _Ring(self._server, counter, self._open_line).run()

    def _open_line(self) -> Line:
        sock, pipelining = let_in(self._server)
        return Line(sock, pipelining=pipelining, dialogue_s=self._dialogue_s, answer_s=self._answer_s)


class _Ring:
    """The lines of one round: hear, load, commit once for all that are ready, let their dots go."""

    def __init__(self, server: Server, counter: Counter, open_line: Callable[[], Line]) -> None:
        self._server = server
        self._counter = counter
        self._open_line = open_line
        self._most = server.connections
        self._lines: dict[int, Line] = {}
        self._outcomes: list[Outcome] = []
        self._refusals: list[Outcome] = []  # in a row, and perhaps of us: settled once that is known
        self._is_denied = False
        self._breaks = 0
        self._down: str | None = None

    def run(self) -> None:
        """Carry letters until none is left or the server refuses as a whole; what is in flight is heard out."""
        try:
            self._employ()
            while any(not line.is_idle for line in self._lines.values()):
                self._gather()
                self._turn()
                self._employ()
        finally:
            self._leave()
        if self._down:
            raise ChannelDownError(self._down)

    def _leave(self) -> None:
        """Close every line. Only an error of our own leaves letters on them: what is beyond its dot is then unknown."""
        for line in self._lines.values():
            if line.is_idle:
                line.take_leave()
            else:
                self._outcomes += [outcome for outcome in line.break_off() if outcome.verdict is Verdict.UNKNOWN]
        self._lines.clear()
        self._counter.turn(self._outcomes + self._refusals, [])
        self._outcomes, self._refusals = [], []

    def _employ(self) -> None:
        """Give a letter to each idle line, and open further lines while there are letters and room."""
        for line in self._lines.values():
            if line.is_idle and (letter := self._next_letter()):
                line.begin(letter)
                line.flush()
        while len(self._lines) < self._most and (letter := self._next_letter()):
            if another := self._another_line(letter):
                another.begin(letter)
                another.flush()

    def _next_letter(self) -> Letter | None:
        return None if self._down else self._counter.next_letter()

    def _another_line(self, letter: Letter) -> Line | None:
        """Return a new line; without one, put the letter back and make do with the lines there are, if any."""
        try:
            line = self._open_line()
        except ChannelDownError as error:
            self._counter.put_back(letter)
            self._most = len(self._lines)
            self._down = None if self._lines else str(error)
            return None
        self._lines[line.sock.fileno()] = line
        return line

    def _gather(self) -> None:
        """Wait until every line that is at work is ready for the next commit, a slow one not holding up the others."""
        while not all(line.is_ready or line.is_idle for line in self._lines.values()):
            waits_for_others = any(line.is_ready for line in self._lines.values()) or bool(self._outcomes)
            events = self._poll(SHARE_MS if waits_for_others else LONGEST_NAP_MS)
            self._counter.beat()
            for fd, event in events:
                self._attend(self._lines[fd], event)
            self._drop_broken()
            if waits_for_others and not events:
                return

    def _poll(self, nap_ms: int) -> list[tuple[int, int]]:
        ears = select.poll()
        for fd, line in self._lines.items():
            if not line.is_ready:
                ears.register(fd, select.POLLIN | (select.POLLOUT if line.has_unsent else 0))
        return ears.poll(nap_ms)

    def _attend(self, line: Line, event: int) -> None:
        if event & select.POLLOUT:
            line.flush()
        if event & ~select.POLLOUT:
            heard = line.hear()
            self._weigh(heard)
            if any(outcome.verdict is Verdict.ACCEPTED for outcome in heard):
                self._breaks = 0
            if line.refused_us:
                self._down = f"{self._server} refuses us as the sender: {told(line.refused_us)}"

    def _weigh(self, heard: Sequence[Outcome]) -> None:
        """Note what became of letters; refusals that may be meant for us wait, until one letter fares otherwise.

        MOST_DENIALS in a row, over all lines, and the server is to blame: no letter pays for it.
        """
        for outcome in heard:
            if outcome.verdict is not Verdict.REFUSED or not may_deny_all(outcome.phase, outcome.reply):
                self._outcomes += [*self._refusals, outcome]
                self._refusals = []
                continue
            self._refusals.append(outcome)
            if self._is_denied or len(self._refusals) == MOST_DENIALS:
                self._is_denied = True
                self._down = self._down or f"{self._server} refuses every letter: {told(outcome.reply)}"
                self._outcomes += [replace(one, verdict=Verdict.DENIED) for one in self._refusals]
                self._refusals = []

    def _drop_broken(self) -> None:
        now_s = time.monotonic()
        for fd, line in list(self._lines.items()):
            if line.is_broken or (not line.is_ready and not line.is_idle and line.deadline < now_s):
                self._breaks += 1
                self._outcomes += line.break_off()
                del self._lines[fd]
        if self._breaks > MOST_BREAKS * self._server.connections:
            self._down = f"{self._server} breaks off every session"

    def _turn(self) -> None:
        """Settle and mark in one commit, then write the dots of what may go; each with its line's next envelope."""
        ready = {fd: line for fd, line in self._lines.items() if line.is_ready}
        loaded = [line.loaded for line in ready.values() if line.loaded]
        outcomes, self._outcomes = self._outcomes, []
        granted = self._counter.turn(outcomes, loaded)
        for fd, line in ready.items():
            if line.loaded and line.loaded.taken.key in granted:
                line.let_go()
                if letter := self._next_letter():
                    line.begin(letter)
                line.flush()
            else:
                line.close()
                del self._lines[fd]
