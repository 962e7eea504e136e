"""A mail server that accepts everything, throws it away, and counts: a process of its own on a free port."""

import multiprocessing
import selectors
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

GREETING = b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
END = b"\r\n.\r\n"


class _Session:
    """One connection; counts the letters whose dot has come."""

    def __init__(self, link: socket.socket) -> None:
        self.link, self.heard, self.in_body, self.accepted = link, bytearray(), False, 0

    def feed(self) -> bool:
        """Answer what has arrived; False once the other side is gone."""
        try:
            got = self.link.recv(1 << 18)
        except ConnectionResetError:  # gone before it heard our answer to QUIT
            return False
        self.heard += got
        answers = bytearray()
        while self._step(answers):
            pass
        if answers:
            self.link.sendall(answers)
        return bool(got)

    def _step(self, answers: bytearray) -> bool:
        at = self.heard.find(END if self.in_body else b"\n")
        if at < 0:
            if self.in_body:  # what is certainly body need not be searched again
                del self.heard[:max(0, len(self.heard) - len(END))]
            return False
        if self.in_body:
            del self.heard[:at + len(END)]
            self.accepted += 1
            answers += b"250 ok\r\n"
            self.in_body = False
            return True
        verb = bytes(self.heard[:4]).upper()
        del self.heard[:at + 1]
        self.in_body = verb == b"DATA"
        answers += GREETING if verb == b"EHLO" else b"354 go on\r\n" if self.in_body else b"250 ok\r\n"
        return True


def _serve(pipe: Connection) -> None:
    ears = selectors.DefaultSelector()
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    pipe.send(listener.getsockname()[1])
    ears.register(listener, selectors.EVENT_READ)
    ears.register(pipe, selectors.EVENT_READ)
    sessions: list[_Session] = []
    while True:
        for key, _ in ears.select():
            if key.fileobj is pipe:
                pipe.recv()
                pipe.send(sum(session.accepted for session in sessions))
            elif key.fileobj is listener:
                link, _ = listener.accept()
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                link.sendall(b"220 sink\r\n")
                sessions.append(_Session(link))
                ears.register(link, selectors.EVENT_READ, sessions[-1])
            elif not key.data.feed():
                ears.unregister(key.fileobj)
                key.data.link.close()


@contextmanager
def sink() -> Iterator[tuple[int, Connection]]:
    """A running sink: its port, and a pipe that answers anything sent with the number of letters accepted so far."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    yield ours.recv(), ours
    process.terminate()
    process.join()
