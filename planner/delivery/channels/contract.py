"""What a channel is given, and what it owes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from planner.delivery.ledger import Key, Outcome, Taken
from planner.delivery.registry import Envelope

_FROM = re.compile(rb"^From:[^<]*<([!-;=?-~]+@[!-;=?-~]+)>|^From: ([!-;=?-~]+@[!-;=?-~]+)\r\n", re.MULTILINE)


class ChannelDownError(Exception):
    """The channel as a whole cannot be used; the message is one line that says why. No letter pays for it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A leased row and the mail written for it."""

    taken: Taken
    envelope: Envelope


class Counter(Protocol):
    """Where a channel gets its letters, and reports what became of them."""

    def next_letter(self) -> Letter | None:
        """Return a letter to be carried, or None when there is none left in this round."""

    def put_back(self, letter: Letter) -> None:
        """Take a letter back that the channel has no hand free for."""

    def turn(self, outcomes: Sequence[Outcome], loaded: Sequence[Letter]) -> set[Key]:
        """Settle `outcomes` and return the keys of those `loaded` letters that may go now; the others must not.

        When it raises, `outcomes` are kept and settled at the next turn.
        """

    def beat(self) -> None:
        """Say that this worker is alive; call it at least every few seconds, also while waiting for an answer."""


class Channel(Protocol):
    """A way for mails to leave.

    A channel brings each letter as far as it can without giving it away, asks `turn`, and only then gives it away:
    the final dot of SMTP, the rename of a Maildir. It keeps at most one letter per line in that open state.
    """

    def deliver(self, counter: Counter) -> None:
        """Carry letters until the counter has none left; raises ChannelDownError."""


def sender_of(message: bytes) -> bytes | None:
    """Return the address a mail says it is from: bounces go to the library that wrote it. None if it names none."""
    found = _FROM.search(message)
    return found and (found[1] or found[2])
