"""When and where an event is, in the reader's words, for pages and calendar files."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from flask_babel import force_locale, format_decimal
from flask_babel import gettext as _

from planner.events.calendar import Occasion
from planner.events.models import Event, EventStatus
from planner.localtime import end_of, to_local, to_utc
from planner.places.models import Place
from planner.themes.pack import spoken

#: Danes and Norwegians write the hour with a full stop; the others with a colon.
CLOCKS = {"da": "%H.%M", "nb": "%H.%M"}
#: Short enough to be read at a glance: Wednesday 10 February 2027, without the comma and "den" of the long forms.
DATES = {"da": "EEEE d. MMMM y", "nb": "EEEE d. MMMM y", "uk": "EEEE, d MMMM y"}
DAYS = {"da": "EEEE d. MMMM", "nb": "EEEE d. MMMM", "uk": "EEEE, d MMMM"}
TYPED_DATES = {"da": "d. MMMM y", "nb": "d. MMMM y"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands on the leaf of a calendar: feb., 10, ons."""

    month: str
    day: str
    weekday: str


def clock(local: datetime, language: str) -> str:
    """Return the wall time as readers of `language` write it: 17.00 or 17:00."""
    return local.strftime(CLOCKS.get(language, "%H:%M"))


def date_words(local: datetime, language: str) -> str:
    """Return weekday and date as they stand inside a sentence: onsdag 10. februar 2027."""
    return format_date(local.date(), DATES.get(language, "EEEE d MMMM y"), locale=_locale(language))


def date_line(local: datetime, language: str) -> str:
    """Return weekday and date, fit to begin a line: Onsdag 10. februar 2027."""
    words = date_words(local, language)
    return words[:1].upper() + words[1:]


def day_line(local: datetime, language: str) -> str:
    """Return weekday and day, for where the year stands above already: Onsdag 10. februar."""
    words = format_date(local.date(), DAYS.get(language, "EEEE d MMMM"), locale=_locale(language))
    return words[:1].upper() + words[1:]


def typed_date(local: datetime, language: str) -> str:
    """Return the date as one types it into a form: 10. februar 2027."""
    return format_date(local.date(), TYPED_DATES.get(language, "d MMMM y"), locale=_locale(language))


def month_line(local: datetime, language: str) -> str:
    """Return month and year as a heading: Februar 2027."""
    words = format_date(local.date(), "LLLL y", locale=_locale(language))
    return words[:1].upper() + words[1:]


def hours_line(event: Event, language: str) -> str:
    """Return from when to when; the words between are the translator's, as a dash turns round from right to left."""
    ends = end_of(event.starts_local, event.minutes, event.timezone)
    return str(_("%(start)s to %(end)s", start=clock(event.starts_local, language), end=clock(ends, language)))


def leaf(local: datetime, language: str, *, wide: bool = False) -> Leaf:
    """Return the leaf for that day; `wide` writes month and weekday out."""
    def part(pattern: str) -> str:
        return format_date(local.date(), pattern, locale=_locale(language))

    if wide:
        return Leaf(part("LLLL"), part("d"), part("cccc"))
    return Leaf(part("LLL"), part("d"), part("ccc").rstrip("."))


def clock_after(event: Event, minutes: int, language: str) -> str:
    """Return the wall time `minutes` after `event` begins; before it when negative."""
    instant = to_utc(event.starts_local, event.timezone) + timedelta(minutes=minutes)
    return clock(to_local(instant, event.timezone), language)


def address_line(place: Place) -> str:
    """Return street, postcode and town."""
    return f"{place.street}, {place.postcode} {place.town}"


def where_line(event: Event) -> str:
    """Return room, place and address on one line."""
    room = f"{event.room.name}, " if event.room else ""
    return f"{room}{event.where.name}, {address_line(event.where)}"


def cost_words(price: int) -> str:
    """Return what one person pays, in the current language; `price` is in øre."""
    if not price:
        return str(_("Free"))
    amount = format_decimal(price / 100, "#,##0.00" if price % 100 else "#,##0")
    return str(_("%(amount)s kr. per person", amount=amount))


def sponsor_words(sponsor: str) -> str:
    """Return who supports it, as a sentence of its own; empty without a sponsor."""
    return str(_("With support from %(sponsor)s", sponsor=sponsor)) if sponsor else ""


@lru_cache(maxsize=256)
def _terms(price: int, sponsor: str, language: str) -> str:
    """Return price and sponsor in `language`, a line each: a wave of thousands asks for the same few."""
    with force_locale(language):
        return "\n".join(filter(None, (cost_words(price), sponsor_words(sponsor))))


def occasion_of(
    event: Event, summary: str, language: str, stamp: datetime, url: str, description: str = "",
) -> Occasion:
    """Return `event` for a calendar file: `summary` and `description` are in `language`, `url` is its public page.

    What it costs, and who supports it, ends the description.
    """
    described = "\n".join(filter(None, (description, _terms(event.price, event.sponsor, spoken(language)))))
    return Occasion(
        uid=event.uid, sequence=event.sequence, starts_local=event.starts_local, timezone=event.timezone,
        minutes=event.minutes, summary=summary, stamp=stamp, created=event.created_at, changed=event.changed_at,
        description=described, location=where_line(event), url=url, language=language,
        cancelled=event.status == EventStatus.CANCELLED,
        latitude=event.where.latitude, longitude=event.where.longitude)


def _locale(language: str) -> Locale:
    return Locale.parse("en_GB" if language == "en" else language)
