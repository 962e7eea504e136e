"""What staff type on the pages of one person: whom they look for, a no, a yes, and the reason to see a hidden name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from planner.citizens.models import Purpose, Source
from planner.citizens.rules import checked_reason
from planner.dates import read_date
from planner.delivery.models import ChannelName
from planner.localtime import to_utc
from planner.national_numbers import is_national_number
from planner.refusal import N_, Refusal, Refusals

#: The ways by which a word reaches staff; by web and by file nobody notes it.
WAYS = (Source.PHONE, Source.DESK, Source.PAPER, Source.CODE)
ALL = "all"
LONGEST_CODE = 300


@dataclass(frozen=True)
class Search:
    """What someone has typed to find a person: a code, or name and birth date.

    `reason` is why to look among people with a protected name too; without one they are not found by name.
    """

    code: str = ""
    name: str = ""
    born: str = ""
    reason: str = ""

    @property
    def by_code(self) -> bool:
        """Whether the code is what to look for."""
        return bool(self.code)


def typed_search(form: Mapping[str, str]) -> Search:
    """Return what has been typed."""
    return Search(*(form.get(field, "").strip() for field in ("code", "name", "born", "reason")))


def checked_search(typed: Search) -> date | None:
    """Return the birth date to look for, None when it goes by a code; raises Refusals for what cannot be looked for."""
    refusals = []
    if is_national_number(typed.code):
        refusals.append(Refusal(
            N_("This reads as a personal identity number. We have none here. Look by name and birth date instead."),
            field="code"))
    if len(typed.code) > LONGEST_CODE:
        refusals.append(Refusal(N_("That is too long to be a code or a link of ours."), field="code"))
    born = read_date(typed.born)
    if not typed.by_code:
        refusals += [*_nameless(typed, born), *_reasonless(typed)]
    if refusals:
        raise Refusals(refusals)
    return None if typed.by_code else born


def _nameless(typed: Search, born: date | None) -> list[Refusal]:
    refusals = []
    if len(typed.name.split()) < 2:
        refusals.append(Refusal(N_("Write both given name and family name, in full."), field="name"))
    if born is None:
        refusals.append(Refusal(N_("Write the birth date like 1 March 1960 or 1.3.1960."), field="born"))
    return refusals


def _reasonless(typed: Search) -> list[Refusal]:
    if typed.reason:
        try:
            checked_reason(typed.reason)
        except Refusal as refused:
            return [refused]
    return []


@dataclass(frozen=True)
class TypedNo:
    """A no to be noted or taken back; None is all themes, or mail and letter alike."""

    scope: str | None
    channel: ChannelName | None
    source: Source


def read_no(form: Mapping[str, str], themes: Collection[str] | None) -> TypedNo:
    """Return the no in the form; raises Refusals when it names no theme of ours, no way, or not how it reached us.

    `themes` None takes any: a no may have outlived its theme.
    """
    scope, channel = form.get("scope", ALL), form.get("channel", ALL)
    if themes is not None and scope not in (ALL, *themes):
        raise Refusals([Refusal(N_("Choose what the no is about."), field="scope")])
    if channel not in (ALL, *ChannelName):
        raise Refusals([Refusal(N_("Choose which way they do not want to be written to."), field="channel")])
    return TypedNo(
        None if scope == ALL else scope, None if channel == ALL else ChannelName(channel),
        read_source(form, "no-source"))


@dataclass(frozen=True)
class TypedYes:
    """A consent to be noted or withdrawn."""

    purpose: Purpose
    topic: str | None


def read_yes(form: Mapping[str, str], topics: Collection[str] | None) -> TypedYes:
    """Return what someone agrees to, chosen as paid_offers or interest:it-help; raises Refusals for anything else.

    `topics` None takes any: an interest may have outlived the list.
    """
    purpose, _, topic = form.get("purpose", "").partition(":")
    fits = bool(topic) and (topics is None or topic in topics) if purpose == Purpose.INTEREST else not topic
    if purpose not in tuple(Purpose) or not fits:
        raise Refusals([Refusal(N_("Choose what they say yes to."), field="purpose")])
    return TypedYes(Purpose(purpose), topic or None)


def read_expiry(form: Mapping[str, str], zone: str, now: datetime) -> datetime | None:
    """Return the moment the consent ends: the end of the day typed; None when it has no end."""
    typed = form.get("until", "").strip()
    if not typed:
        return None
    day = read_date(typed)
    if day is None:
        raise Refusals([Refusal(N_("Write a date like 10 February 2027 or 10.2.2027."), field="until")])
    ends = to_utc(datetime.combine(day, time(23, 59)), zone)
    if ends <= now:
        raise Refusals([Refusal(N_("That day has passed. Choose a later one, or leave it empty."), field="until")])
    return ends


def read_source(form: Mapping[str, str], field: str) -> Source:
    """Return which way the word reached us; raises Refusals when none is chosen."""
    chosen = form.get(field, "")
    if chosen not in WAYS:
        raise Refusals([Refusal(N_("Choose how they told us."), field=field)])
    return Source(chosen)
