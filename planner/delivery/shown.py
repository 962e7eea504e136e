"""What the outbox shows, as values: a line of the list, and the facts of one mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from babel.dates import format_date
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _

from planner.delivery.models import Delivery, Kind, SkipReason, State
from planner.localtime import to_local
from planner.refusal import N_

KINDS = {
    Kind.INVITATION: N_("Invitation"), Kind.REMINDER: N_("Reminder"), Kind.CONFIRMATION: N_("Confirmation"),
    Kind.MOVED: N_("Moved"), Kind.CANCELLED: N_("Cancelled"), Kind.OFFER: N_("Offer of a seat"),
    Kind.RECONFIRM: N_("Do you still come?"), Kind.THANKS: N_("Thanks"), Kind.INFORMATION: N_("Information"),
}
#: A state in staff's words, and the tone of its dot.
STATES = {
    State.QUEUED: (N_("Queued"), "wait"), State.LEASED: (N_("Being sent"), "go"),
    State.HANDING_OVER: (N_("Being handed over"), "go"), State.ACCEPTED: (N_("Handed over"), "ok"),
    State.DELIVERED: (N_("Arrived"), "ok"), State.FAILED: (N_("Refused"), "stop"),
    State.UNCERTAIN: (N_("Uncertain"), "look"), State.SKIPPED: (N_("Left out"), "wait"),
}
REASONS = {
    SkipReason.OBJECTED: N_("The citizen has said no thanks."),
    SkipReason.CAPPED: N_("The citizen has had as many invitations as the municipality allows."),
    SkipReason.ERASED: N_("What we knew about the citizen has been erased."),
    SkipReason.EVENT_FULL: N_("The seats were taken."),
    SkipReason.EVENT_CANCELLED: N_("The event was cancelled."),
    SkipReason.CAMPAIGN_CANCELLED: N_("The campaign was stopped."),
    SkipReason.TOO_LATE: N_("It was too late to be of use."),
    SkipReason.NO_CHANNEL: N_("There is no address that mail can reach."),
    SkipReason.PROTECTED: N_("The citizen's address is protected."),
    SkipReason.DEAD: N_("The citizen has died."),
    SkipReason.LEFT: N_("The citizen has moved away."),
    SkipReason.TOO_YOUNG: N_("The citizen is too young."),
    SkipReason.MARKETING_PROTECTED: N_("The citizen has not agreed to paid offers, or wants no advertising."),
}
COLON_LANGUAGES = frozenset({"en", "ar", "uk"})
DATE = "EEEE d. MMMM y"
DATE_IN_ENGLISH = "EEEE d MMMM y"


@dataclass(frozen=True)
class Listed:
    """A line of the outbox. `who` never names anyone; `when` is short: the hour today, else the day."""

    public_id: str
    who: str
    kind: str
    when: str
    state: str
    tone: str


@dataclass(frozen=True)
class Facts:
    """What the outbox knows of an open mail. `sent` and `explained` may be empty; `whom` is the reader's keyed hash."""

    public_id: str
    whom: str
    who: str
    kind: str
    sent: str
    state: str
    tone: str
    explained: str


def state_options(counts: Mapping[State, int]) -> list[tuple[str, str]]:
    """Return the choices of states there are mails in, each with how many, after the choice of all."""
    found = [(state.value, state_name(state), counts[state]) for state in State if state in counts]
    return [("", str(_("All (%(number)s)", number=format_decimal(sum(counts.values()))))),
            *((value, f"{name} ({format_decimal(number)})") for value, name, number in found)]


def kind_options() -> list[tuple[str, str]]:
    """Return the choices of kinds, after the choice of all."""
    return [("", str(_("All kinds"))), *((kind.value, kind_name(kind)) for kind in KINDS)]


def listed(row: Delivery, zone: str, now: datetime) -> Listed:
    """Return a row as the list shows it to the reader."""
    at = to_local(row.handed_over_at or row.due_at, zone)
    is_today = at.date() == to_local(now, zone).date()
    state, tone = STATES[State(row.state)]
    return Listed(row.public_id, who(row), kind_name(Kind(row.kind)), clock(at) if is_today else short_date(at),
                  _(state), tone)


def facts(row: Delivery, zone: str) -> Facts:
    """Return what is to be said of the row of an open mail."""
    state, tone = STATES[State(row.state)]
    handed_over = moment(row.handed_over_at, zone) if row.handed_over_at else ""
    kind = kind_name(Kind(row.kind))
    return Facts(row.public_id, row.whom, who(row), kind, handed_over, str(_(state)), tone, explained(row, zone))


def who(row: Delivery) -> str:
    """Return the neutral label of whom a message is for: staff see what was sent, not a list of names."""
    return str(_("Citizen %(number)s", number=row.id))


def kind_name(kind: Kind) -> str:
    """Return what staff call a kind."""
    return str(_(KINDS[kind]))


def state_name(state: State) -> str:
    """Return what staff call a state."""
    return str(_(STATES[state][0]))


def explained(row: Delivery, zone: str) -> str:
    """Return what is to be said about a row's state beyond its name; empty when it speaks for itself."""
    if row.state == State.UNCERTAIN:
        if row.tried_again or row.reason:
            return str(_("The mail server did not answer, twice. It may have arrived; it is not sent again."))
        return str(_("The mail server did not answer. It is tried once more at %(time)s.",
                     time=clock(to_local(row.due_at, zone))))
    if row.state == State.SKIPPED and row.reason in REASONS:
        return str(_(REASONS[SkipReason(row.reason)]))
    if row.state == State.QUEUED:
        return str(_("It leaves %(time)s at the earliest.", time=moment(row.due_at, zone)))
    return (row.reply or "") if row.state == State.FAILED else ""


def moment(instant: datetime, zone: str) -> str:
    """Return day and hour as a sentence has them: tirsdag 19. januar 2027 kl. 10.12."""
    local = to_local(instant, zone)
    return str(_("%(date)s at %(time)s", date=full_date(local), time=clock(local)))


def full_date(local: datetime) -> str:
    """Return weekday and date in the reader's language."""
    return format_date(local.date(), DATE_IN_ENGLISH if _language() == "en" else DATE, locale=_locale())


def short_date(local: datetime) -> str:
    """Return day and month in as few letters as the language has for it."""
    return format_date(local.date(), "d MMM" if _language() == "en" else "d. MMM", locale=_locale())


def clock(local: datetime) -> str:
    """Return the wall time; Danes and Norwegians write it with a full stop."""
    return local.strftime("%H:%M" if _language() in COLON_LANGUAGES else "%H.%M")


def _language() -> str:
    return str(get_locale() or "da").partition("_")[0]


def _locale() -> Locale:
    return Locale.parse("en_GB" if _language() == "en" else _language())
