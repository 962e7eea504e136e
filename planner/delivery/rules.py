"""What an answer to a letter means, when it is tried again, and which letters are never sent twice. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from hashlib import blake2b

from planner.delivery.models import Kind, SkipReason, State

#: To miss one of these is worse than to get it twice: when it is unknown whether it left, it leaves again at once.
AT_ONCE = frozenset({Kind.CANCELLED, Kind.MOVED, Kind.CONFIRMATION})
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 48  # pauses of an hour: about two days of a server that says "later"
MOST_COMPOSINGS = 3
MOST_DENIALS = 5  # in a row: then the server refuses us, not the letters
LONGEST_REPLY = 200

#: Enhanced codes (RFC 3463) that speak of the address itself, not of a full mailbox, a policy or our own server.
_BAD_ADDRESS = re.compile(r"\d{3}[ -]5\.(?:1\.(?:1|2|3|10)|2\.1)(?![.\d])")
#: A refusal with one of these speaks of the addressee, so it says nothing of the next letter.
_OF_ADDRESSEE = re.compile(r"\d{3}[ -]5\.[12]\.")
_MAILBOX = re.compile(r"\S*@\S*")


class Phase(StrEnum):
    """Where in the dialogue an answer came: to the envelope, to DATA, or to the final dot."""

    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    DOT = "dot"


class Verdict(Enum):
    """What became of one try."""

    ACCEPTED = auto()
    LATER = auto()      # refused for now: definitely not accepted
    REFUSED = auto()    # refused for good
    BROKEN = auto()     # the line broke before the final dot: definitely not accepted
    UNKNOWN = auto()    # the dot has left and no answer came: only the other side knows
    UNWRITTEN = auto()  # no letter could be made of it this time
    SKIPPED = auto()    # whoever writes it says that there is nothing to be sent
    DENIED = auto()     # refused like every other letter: the server's doing, so the letter does not pay


#: What costs a letter no attempt.
UNCHARGED = frozenset({Verdict.SKIPPED, Verdict.DENIED})
#: What the other side has decided once and for all.
FINAL = {Verdict.ACCEPTED: State.ACCEPTED, Verdict.REFUSED: State.FAILED}


@dataclass(frozen=True, slots=True)
class Tried:
    """What is known of a row when its try ends. `attempts` counts this try too."""

    public_id: str
    kind: Kind
    attempts: int
    tried_again: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a row becomes. `due_at`: when it is tried again, if it ever is; else the row keeps the time it was due."""

    state: State
    tried_again: bool
    due_at: datetime | None = None
    reason: SkipReason | None = None


def verdict(code: int) -> Verdict:
    """Return what an SMTP reply code means: 4xx and 5xx are definite, a nonsensical one tells nothing."""
    if 200 <= code < 300:
        return Verdict.ACCEPTED
    if 400 <= code < 500:
        return Verdict.LATER
    return Verdict.REFUSED if 500 <= code < 600 else Verdict.UNKNOWN


def refuses_the_sender(phase: Phase, code: int) -> bool:
    """Return whether the answer is about us and not about the recipient: then no letter may pay for it.

    Nothing but our own address has been named at MAIL; 530, 535 and 538 ask for another sign-in (RFC 4954, 6).
    """
    return (phase is Phase.MAIL and 500 <= code < 600) or code in (530, 535, 538)


def settle(
    tried: Tried, outcome: Verdict, now: datetime, hold: timedelta, reason: SkipReason | None = None,
) -> Settlement:
    """Return what the row becomes after `outcome`.

    At most one letter more leaves after an unknown one, so nobody ever gets a third copy: an unknown second try, and
    a skip after an unknown first, stay uncertain for a person to see.
    """
    if outcome in FINAL:
        return Settlement(FINAL[outcome], tried.tried_again)
    if outcome is Verdict.SKIPPED:
        return Settlement(State.UNCERTAIN if tried.tried_again else State.SKIPPED, tried.tried_again, reason=reason)
    if outcome is Verdict.UNKNOWN:
        return _uncertain(tried, now, hold)
    if outcome is Verdict.DENIED:  # behind the others, lest a few that are refused for their own sake bar the way
        return Settlement(State.QUEUED, tried.tried_again, now + pause(tried.public_id, 1))
    most = MOST_COMPOSINGS if outcome is Verdict.UNWRITTEN else MOST_ATTEMPTS
    if tried.attempts >= most:
        return Settlement(State.FAILED, tried.tried_again)
    # A line that breaks once tells nothing of the letter it carried; one that breaks again may well.
    pauses = tried.attempts - 1 if outcome is Verdict.BROKEN else tried.attempts
    return Settlement(State.QUEUED, tried.tried_again, now + pause(tried.public_id, pauses))


def _uncertain(tried: Tried, now: datetime, hold: timedelta) -> Settlement:
    if tried.tried_again:
        return Settlement(State.UNCERTAIN, True)
    if tried.kind in AT_ONCE:
        return Settlement(State.QUEUED, True, now)
    return Settlement(State.UNCERTAIN, False, now + hold)


def pause(public_id: str, attempts: int) -> timedelta:
    """Return how long to wait after `attempts` tries: from a minute doubling to an hour, less a quarter at most.

    What is taken off is drawn from the row itself, so that letters refused together do not come back together, and
    the same row always waits the same.
    """
    if attempts < 1:
        return timedelta(0)
    longest = min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
    drawn = blake2b(f"{public_id}.{attempts}".encode(), digest_size=2).digest()
    return timedelta(seconds=longest.total_seconds() * (1 - int.from_bytes(drawn, "big") / 65536 / 4))


def is_bad_address(phase: Phase, reply: str) -> bool:
    """Return whether a refusal says that the address itself is no good (5.1.1, 5.1.2, 5.1.3, 5.1.10, 5.2.1)."""
    return phase in (Phase.RCPT, Phase.DOT) and _BAD_ADDRESS.match(reply) is not None


def may_deny_all(phase: Phase, reply: str) -> bool:
    """Return whether a refusal for good may be meant for us and not for the addressee ("554 5.7.1 Relay denied")."""
    return phase in (Phase.RCPT, Phase.DOT) and _OF_ADDRESSEE.match(reply) is None


def told(reply: str) -> str:
    """Return what the other side said, fit to be kept: printable, short, and without any address."""
    printable = "".join(character if character.isprintable() else " " for character in reply)
    return _MAILBOX.sub("[address]", printable)[:LONGEST_REPLY]
