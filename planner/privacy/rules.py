"""How long each kind of data is kept, and when a clock is not to be believed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from planner.refusal import N_, Refusal

DAY = timedelta(days=1)
YEAR = 365


class Kept(StrEnum):
    """A kind of data that has its time. A no has none: it outlives the register row, as a keyed hash alone."""

    FREE_TEXT = "free_text"
    NO_NAMES = "no_names"
    RECIPIENTS = "recipients"
    SIGN_UPS = "sign_ups"
    INFORMATION = "information"
    CONTACTS = "contacts"
    COPIES = "copies"
    BOUNCES = "bounces"
    CONSENTS = "consents"
    GONE_PEOPLE = "gone_people"
    REFUSED_ROWS = "refused_rows"
    BEFORE_VALUES = "before_values"
    AUDIT = "audit"


class Since(StrEnum):
    """What the days are counted from."""

    EVENT = "event"
    SENT = "sent"
    NOTED = "noted"
    ENDED = "ended"
    STATUS = "status"


@dataclass(frozen=True)
class Rule:
    """How long one kind is kept: `days` unless the municipality has chosen another number from `least` to `most`.

    `what` goes and `stays` remains; `why` is the reason for the default.
    """

    kind: Kept
    title: str
    since: Since
    days: int
    least: int
    most: int
    what: str
    why: str


RULES = (
    Rule(Kept.FREE_TEXT, N_("What people wrote about their needs, and their notes"), Since.EVENT, 0, 0, 14,
         N_("The text is emptied. That they came, and how many they were, stays."),
         N_("It may tell of somebody's health, and is of use only until the chairs are set out.")),
    Rule(Kept.NO_NAMES, N_("Who was invited to an event without names"), Since.EVENT, 0, 0, 14,
         N_("The way from the invitation to the person. Counts by campaign, wave, language and answer stay."),
         N_("We have promised that nobody is named there.")),
    Rule(Kept.RECIPIENTS, N_("Who was invited and did not sign up"), Since.EVENT, 14, 1, 90,
         N_("The way from the invitation and its messages to the person. Counts and states stay."),
         N_("After a fortnight nobody calls about the invitation any more.")),
    Rule(Kept.SIGN_UPS, N_("Who signed up"), Since.EVENT, 30, 1, 180,
         N_("The way from the answer to the person. Households, seats and who came stay as counts."),
         N_("Until then someone may ask for what was handed out, or for what they forgot.")),
    Rule(Kept.INFORMATION, N_("Whom we wrote to without an event"), Since.SENT, 14, 1, 90,
         N_("The way from the message to the person. Counts and states stay."),
         N_("As for those who were invited and did not sign up.")),
    Rule(Kept.CONTACTS, N_("That someone was invited, or came, and to which theme"), Since.NOTED, 2 * YEAR, 31,
         3 * YEAR,
         N_("The note. Nobody is named elsewhere because of it."),
         N_("The limit on invitations looks back a month, and rules may look back further.")),
    Rule(Kept.COPIES, N_("Copies of mails in the outbox"), Since.SENT, 14, 1, 90,
         N_("The file. That it was sent, and when, stays."),
         N_("After that nobody needs to see word by word what was sent.")),
    Rule(Kept.BOUNCES, N_("Mail addresses that do not exist"), Since.NOTED, YEAR, 30, 2 * YEAR,
         N_("The note, so the address may be tried again. It was kept as a keyed hash only."),
         N_("People get new addresses, and old ones back.")),
    Rule(Kept.CONSENTS, N_("That someone agreed to something, once it no longer holds"), Since.ENDED, 2 * YEAR, YEAR,
         5 * YEAR,
         N_("The proof. As long as a consent holds it is kept."),
         N_("So long a complaint about an old invitation can be answered.")),
    Rule(Kept.GONE_PEOPLE, N_("People who died or left the municipality"), Since.STATUS, 90, 30, YEAR,
         N_("The register row, unless an event they are invited to is still within its own time."),
         N_("A wrong mark can be mended until then, and a move back be seen.")),
    Rule(Kept.REFUSED_ROWS, N_("Rows of a register file that were not taken"), Since.NOTED, 1, 1, 7,
         N_("The row. The import keeps how many there were."),
         N_("In a day the file has been mended and brought again.")),
    Rule(Kept.BEFORE_VALUES, N_("How people stood in the register before the last file"), Since.NOTED, 14, 1, 14,
         N_("The old values; the import can no longer be undone. Its counts stay."),
         N_("A wrong file is noticed within a fortnight.")),
    Rule(Kept.AUDIT, N_("Who did what in this system"), Since.NOTED, 5 * YEAR, 2 * YEAR, 10 * YEAR,
         N_("The line of the trail, with the reason somebody wrote to see a hidden name."),
         N_("So long the release of a campaign must be possible to account for.")),
)
BY_KIND = {rule.kind: rule for rule in RULES}
SOURCE = N_("Proposed in keeping with GDPR art. 5(1)(c) and (e); your data protection officer decides.")

#: A run is due once a day, at this local hour or as soon after it as the machine is on.
HOUR = time(3)
#: A run this much later than it was due is not made without a person: the clock may be wrong, and it would delete much.
LATEST = DAY


class ClockJumpedError(Refusal):
    """The clock is far ahead of the last run; a person must say that it is right."""


def chosen_days(kind: Kept, days: int) -> int:
    """Return `days` as the municipality may choose them for `kind`; a Refusal says what may be chosen."""
    rule = BY_KIND[kind]
    if not rule.least <= days <= rule.most:
        raise Refusal(N_("Choose from %(least)s to %(most)s days."), field=kind, least=rule.least, most=rule.most)
    return days


def periods(chosen: Mapping[str, int]) -> dict[Kept, int]:
    """Return the days each kind is kept: what was chosen, else the default."""
    return {rule.kind: chosen.get(rule.kind, rule.days) for rule in RULES}


def cut_off(rule: Rule, days: int, now: datetime, zone: str) -> datetime:
    """Return the moment before which things of this kind have had their time.

    Counted from an event whole local days count: 0 days is the night after the event, whenever it ended.
    """
    if rule.since is not Since.EVENT:
        return now - days * DAY
    today = now.astimezone(ZoneInfo(zone)).date()
    return _midnight(today - days * DAY, zone)


def next_run(last: datetime, zone: str) -> datetime:
    """Return when the run after `last` is due: the next HOUR of the local night."""
    local = last.astimezone(ZoneInfo(zone))
    day = local.date() + DAY if local.time() >= HOUR else local.date()
    return datetime.combine(day, HOUR, ZoneInfo(zone)).astimezone(UTC)


def check_clock(last: datetime | None, now: datetime, zone: str) -> None:
    """Raise ClockJumpedError when `now` is more than a day later than the run after `last` was due."""
    if last is not None and now > next_run(last, zone) + LATEST:
        raise ClockJumpedError(
            N_("Nothing was removed: the last run was on %(last)s, and by the clock it is %(today)s. If the clock is "
               "right, say so."), last=last.date(), today=now.date())


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
