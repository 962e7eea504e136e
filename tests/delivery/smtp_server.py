"""A mail server for tests: counts what it accepted per recipient, and misbehaves at the phase it is told to."""

import os
import signal
import socketserver
import ssl
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from types import TracebackType
from typing import Self

PHASES = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "body", "dot", "answered")
OK = {
    "connect": "220 test ESMTP",
    "MAIL": "250 2.1.0 ok",
    "RCPT": "250 2.1.5 ok",
    "DATA": "354 go on",
    "dot": "250 2.0.0 ok",
}


class HangUpError(Exception):
    """Raised by a script to close the connection without a word."""


class PostOffice:
    """A threaded SMTP server. `script(phase, recipient)` may return a reply of its own, wait, or raise HangUpError.

    Phases: connect, EHLO, MAIL, RCPT, DATA, body (some of it has come, no dot), dot (all has come, no answer yet),
    answered. `victim` is killed with -9 when `kill_at` comes around for the `kill_nth` time.
    """

    def __init__(self, *, pipelining: bool = True, tls: ssl.SSLContext | None = None) -> None:
        self.script: Callable[[str, str], str | None] = lambda _phase, _recipient: None
        self.copies: Counter[str] = Counter()
        self.mails: dict[str, list[bytes]] = defaultdict(list)
        self.seen: Counter[str] = Counter()
        self.pipelining, self.tls = pipelining, tls
        self.is_lax = False  # lets DATA through though no recipient is valid, as RFC 2920 allows
        self.victim: int | None = None
        self.kill_at, self.kill_nth, self.kills = "", 1, 0
        self._lock = threading.Lock()
        self._server = self._listening()
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def _listening(self) -> socketserver.ThreadingTCPServer:
        owner = self

        class Handler(socketserver.StreamRequestHandler):
            disable_nagle_algorithm = True

            def handle(self) -> None:
                _Session(owner, self).run()

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 64
            block_on_close = False

        return Server(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reached(self, phase: str, recipient: str) -> str | None:
        """Note that a session is here; kill whom we were told to; return what the script wants answered."""
        with self._lock:
            self.seen[phase] += 1
            if phase == self.kill_at and self.victim and self.seen[phase] >= self.kill_nth:
                os.kill(self.victim, signal.SIGKILL)
                self.victim, self.kills = None, self.kills + 1
        return self.script(phase, recipient)

    def about_to_answer(self) -> None:
        """Freeze the victim, so that it is killed after the answer left and before it can note it."""
        with self._lock:
            if self.kill_at == "answered" and self.victim and self.seen["answered"] + 1 >= self.kill_nth:
                os.kill(self.victim, signal.SIGSTOP)

    def accept(self, recipient: str, message: bytes) -> None:
        with self._lock:
            self.copies[recipient] += 1
            self.mails[recipient].append(message)


class _Session:
    def __init__(self, office: PostOffice, handler: socketserver.StreamRequestHandler) -> None:
        self.office, self.wire = office, handler
        self.recipient = ""
        self.is_open = False

    def run(self) -> None:
        try:
            self.say("connect")
            while line := self.wire.rfile.readline():
                if not self.obey(line.decode("ascii").strip()):
                    return
        except (HangUpError, OSError, ValueError):
            return
        finally:
            if isinstance(self.wire.request, ssl.SSLSocket):
                self.wire.request.close()

    def write(self, text: str) -> None:
        self.wire.wfile.write(text.encode() + b"\r\n")
        self.wire.wfile.flush()

    def say(self, phase: str) -> str:
        reply = self.office.reached(phase, self.recipient) or OK[phase]
        self.write(reply)
        return reply

    def obey(self, line: str) -> bool:
        verb = line[:4].upper()
        if verb == "EHLO":
            self.write(self.office.reached("EHLO", "") or self.offers())
        elif verb == "RCPT":
            self.take_recipient(line[line.index("<") + 1 : line.index(">")])
        elif verb == "MAIL":
            self.open()
        elif verb == "DATA":
            self.take_body()
        elif verb == "STAR" and self.office.tls:
            self.write("220 go ahead")
            self.encrypt(self.office.tls)
        elif verb == "AUTH":
            self.write(self.office.reached("AUTH", "") or "235 2.7.0 welcome")
        else:
            self.is_open = self.is_open and verb != "RSET"
            self.write("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def offers(self) -> str:
        extensions = ["PIPELINING"] * self.office.pipelining + ["STARTTLS"] * bool(self.office.tls)
        return "\r\n".join(["250-test", *(f"250-{extension}" for extension in extensions), "250 AUTH PLAIN"])

    def open(self) -> None:
        self.recipient = ""
        if self.is_open:
            self.write("503 5.5.1 nested MAIL: RSET first")
        else:
            self.is_open = self.say("MAIL").startswith("2")

    def take_recipient(self, recipient: str) -> None:
        self.recipient = recipient
        if not self.is_open:
            self.write("503 5.5.1 MAIL first")
        if not self.is_open or not self.say("RCPT").startswith("2"):
            self.recipient = ""

    def encrypt(self, context: ssl.SSLContext) -> None:
        self.wire.request = context.wrap_socket(self.wire.request, server_side=True)
        self.wire.rfile = self.wire.request.makefile("rb")
        self.wire.wfile = self.wire.request.makefile("wb", 0)

    def take_body(self) -> None:
        if not self.recipient and not self.office.is_lax:
            self.write("503 5.5.1 no valid recipients")
            return
        if not self.say("DATA").startswith("354"):
            return
        self.is_open = False
        body = bytearray()
        while (line := self.wire.rfile.readline()) != b".\r\n":
            if not line:
                raise HangUpError
            if not body:
                self.office.reached("body", self.recipient)
            body += line.removeprefix(b".")
        reply = self.office.reached("dot", self.recipient) or OK["dot"]
        if not self.recipient:
            reply = "554 5.5.1 no valid recipients"
        if reply.startswith("2"):
            self.office.accept(self.recipient, bytes(body))
        self.office.about_to_answer()
        self.write(reply)
        self.office.reached("answered", self.recipient)


def answering(phase: str, reply: str, *recipients: str, times: int = 1_000) -> Callable[[str, str], str | None]:
    """A script that gives `reply` at `phase`, to everyone or to these recipients, so many times."""
    left = [times]

    def script(at: str, recipient: str) -> str | None:
        if at != phase or left[0] == 0 or (recipients and recipient not in recipients):
            return None
        left[0] -= 1
        if reply == "hang up":
            raise HangUpError
        return reply

    return script
