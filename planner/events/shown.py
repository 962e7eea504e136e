"""What pages show of an event, as values: a line of the programme, and the whole page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from planner.events.models import Event, EventStatus
from planner.events.wording import (
    Leaf,
    address_line,
    clock,
    clock_after,
    cost_words,
    date_line,
    day_line,
    hours_line,
    leaf,
    month_line,
    sponsor_words,
)
from planner.places.models import Place
from planner.refusal import N_
from planner.themes.pack import Reach, SignUp, Theme, spoken
from planner.themes.reader import find_theme
from planner.web import CITIZEN_LANGUAGES, text_direction

ACCESS = {
    "step_free": N_("No steps, and a wide door"),
    "toilet": N_("Accessible toilet"),
    "hearing_loop": N_("Hearing loop"),
    "guide_dog": N_("Guide dogs are welcome"),
    "parking": N_("Parking at the door, also for disabled visitors"),
    "interpreter": N_("An interpreter, if you tell us in good time"),
}
STATES = {
    EventStatus.DRAFT: (N_("Draft"), "wait"),
    EventStatus.PUBLISHED: (N_("Published"), "ok"),
    EventStatus.CANCELLED: (N_("Cancelled"), "stop"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A theme's words, and the language they are in when that is not the page's own."""

    title: str
    lead: str
    language: str

    @property
    def direction(self) -> str:
        """Whether the words are read from the left or the right."""
        return text_direction(self.language)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: `day` is `date` without the year, `cost` words, `seats` words or empty.

    `state` is a word and its tone.
    """

    id: int
    slug: str
    theme: str
    said: Said
    leaf: Leaf
    date: str
    day: str
    hours: str
    place: str
    seats: str
    cost: str
    state: tuple[str, str]
    cancelled: bool
    capacity: int
    taken: int


@dataclass(frozen=True, slots=True)
class Month:
    """The events of one month, under its name."""

    name: str
    events: Sequence[Listed]


@dataclass(frozen=True, slots=True)
class Detailed:
    """All of an event's public page. `map_url` is empty where the place's coordinates are unknown."""

    listed: Listed
    leaf: Leaf
    doors: str
    programme: Sequence[tuple[str, str]]
    gain: str
    bring: Sequence[str]
    address: str
    directions: str
    map_url: str
    access: Sequence[str]
    hosts: str
    co_hosts: str
    sponsor: str
    phone: str
    sign_up: SignUp
    is_full: bool
    reason: str
    languages: Sequence[str]


def listed(event: Event, language: str) -> Listed:
    """Return `event` as one line of a list in `language`."""
    theme, starts = find_theme(event.theme), event.starts_local
    word, tone = STATES[EventStatus(event.status)]
    return Listed(
        id=event.id, slug=event.slug, theme=event.theme, said=said(theme, language), leaf=leaf(starts, language),
        date=date_line(starts, language), day=day_line(starts, language), hours=hours_line(event, language),
        place=event.where.name,
        seats=seats_left(event, theme.sign_up), cost=cost_words(event.price), state=(_(word), tone),
        cancelled=event.status == EventStatus.CANCELLED, capacity=event.capacity, taken=event.seats_taken)


def months(events: Iterable[Event], language: str) -> list[Month]:
    """Return `events`, soonest first, under the months they fall in."""
    def month_of(event: Event) -> str:
        return month_line(event.starts_local, language)

    return [Month(name, [listed(event, language) for event in some]) for name, some in groupby(events, key=month_of)]


def detailed(event: Event, language: str) -> Detailed:
    """Return `event` as its public page tells it in `language`.

    Of a theme that only partners hand on, nothing is said but title and lead: what one brings, and who hosts along,
    would tell whom it is for.
    """
    theme, place = find_theme(event.theme), event.where
    words, unsaid = theme.words(language), theme.reach is Reach.MEDIATED
    items = [] if unsaid else [item for item in theme.programme if item.minute < event.minutes]
    before = [item.minute for item in items if item.minute < 0]
    return Detailed(
        listed=listed(event, language), leaf=leaf(event.starts_local, language, wide=True),
        doors=clock_after(event, min(before), language) if before else "",
        programme=[(clock_after(event, item.minute, language), item.text(language)) for item in items],
        gain="" if unsaid else words.gain, bring=() if unsaid else words.bring,
        address=address_line(place), directions=place.directions,
        map_url=_map_url(place), access=[_(ACCESS[key]) for key in ACCESS if key in place.access],
        hosts=event.hosts, co_hosts="" if unsaid else ", ".join(partner.name for partner in event.co_hosts),
        sponsor="" if unsaid else sponsor_words(event.sponsor),
        phone=place.phone or event.place.phone, sign_up=theme.sign_up, is_full=event.seats_taken >= event.capacity,
        reason=event.cancel_reason, languages=[code for code in CITIZEN_LANGUAGES if code in theme.languages])


def said(theme: Theme, language: str) -> Said:
    """Return the theme's title and lead in `language`, else in English, and in which of the two they are."""
    words = theme.words(language)
    return Said(words.title, words.lead, language if spoken(language) in theme.languages else "en")


def seats_left(event: Event, sign_up: SignUp) -> str:
    """Return in words whether there is room; empty for a cancelled event."""
    if event.status == EventStatus.CANCELLED:
        return ""
    if sign_up is SignUp.NONE:
        return str(_("Just come. You need not sign up."))
    left = event.capacity - event.seats_taken
    if left <= 0:
        return str(_("All seats are taken."))
    return str(ngettext("%(num)d seat left.", "%(num)d seats left.", left))


def begins(event: Event, language: str) -> str:
    """Return day and hour on one line: Onsdag 10. februar 2027 kl. 17.00."""
    words = date_line(event.starts_local, language)
    return str(_("%(date)s, %(hours)s", date=words, hours=clock(event.starts_local, language)))


def _map_url(place: Place) -> str:
    if place.latitude is None or place.longitude is None:
        return ""
    spot = f"{place.latitude:.5f}", f"{place.longitude:.5f}"
    return f"https://www.openstreetmap.org/?mlat={spot[0]}&mlon={spot[1]}#map=17/{spot[0]}/{spot[1]}"
