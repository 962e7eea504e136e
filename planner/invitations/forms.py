"""What staff type into the planning pages, read and checked; nothing typed is lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from planner.dates import read_date, read_time
from planner.events.forms import read_price, typed_price
from planner.events.models import Event
from planner.events.rules import EventPlan, refused
from planner.national_numbers import refused_numbers
from planner.numbers import whole_number
from planner.refusal import N_, Refusal, Refusals
from planner.themes.filling import places_in
from planner.themes.pack import Theme

LONGEST_SUBJECT, LONGEST_BODY = 120, 6_000
LARGEST_NUMBER = 999_999
NOON = time(12)
#: What an invitation has to say, and the ways to answer of which one is enough.
FACTS, WAYS_TO_ANSWER = ("dato", "tid", "sted"), ("link", "telefon")
T = TypeVar("T")


@dataclass(frozen=True)
class TimeAndPlace:
    """The second step as typed."""

    place: str
    venue: str
    date: str
    time: str
    minutes: str
    seats: str
    co_hosts: Sequence[str]
    hosts: str
    price: str = ""
    sponsor: str = ""


def typed_time_and_place(form: MultiDict[str, str]) -> TimeAndPlace:
    """Return what stands in the form."""
    return TimeAndPlace(
        place=form.get("place", ""),
        venue=form.get("venue", ""),
        date=form.get("date", "").strip(),
        time=form.get("time", "").strip(),
        minutes=form.get("minutes", "").strip(),
        seats=form.get("seats", "").strip(),
        co_hosts=form.getlist("co_host"),
        hosts=form.get("hosts", "").strip(),
        price=form.get("price", "").strip(),
        sponsor=form.get("sponsor", "").strip(),
    )


@dataclass
class _Reading:
    """What could not be read so far; a stand-in takes its place, so that the rest is read too."""

    unread: list[Refusal] = field(default_factory=list)

    def read(self, reader: Callable[[str], T], text: str, stand_in: T) -> T:
        """Return `text` as read; `stand_in` when it cannot be."""
        try:
            return reader(text)
        except Refusal as refusal:
            self.unread.append(refusal)
            return stand_in


def event_plan(theme: str, typed: TimeAndPlace, now: datetime, zone: str) -> EventPlan:
    """Return the plan that was typed; raises Refusals with all that cannot be read, and what else is wrong with it.

    So everything is mended in one go. `zone` is where clocks are read for that; where the event is, is checked later.
    """
    reading = _Reading()
    plan = _plan_read(theme, typed, reading)
    if not typed.place:
        reading.unread.append(Refusal(N_("Choose a library."), field="place"))
    if reading.unread:
        raise Refusals(sorted([*reading.unread, *refused(plan, zone, now)], key=_in_order))
    return plan


def _plan_read(theme: str, typed: TimeAndPlace, reading: _Reading) -> EventPlan:
    """Return the plan as far as it can be read."""
    day, at = reading.read(_day, typed.date, date.max), reading.read(_clock, typed.time, NOON)
    return EventPlan(
        theme=theme,
        place_slug=typed.place,
        venue_slug=typed.venue or None,
        room_id=None,
        starts_local=datetime.combine(day, at),
        minutes=reading.read(_minutes, typed.minutes, 60),
        capacity=reading.read(_seats, typed.seats, 1),
        co_host_slugs=tuple(typed.co_hosts),
        hosts=typed.hosts,
        price=reading.read(price_typed, typed.price, 0),
        sponsor=typed.sponsor,
    )


def _in_order(refusal: Refusal) -> int:
    names = [field.name for field in fields(TimeAndPlace)]
    return names.index(refusal.field) if refusal.field in names else len(names)


def _day(text: str) -> date:
    found = read_date(text)
    if found is None:
        raise Refusal(N_("Choose a date."), field="date")
    return found


def _clock(text: str) -> time:
    found = read_time(text)
    if found is None:
        raise Refusal(N_("Write a time, for example 17.00."), field="time")
    return found


def price_typed(text: str) -> int:
    """Return in øre the price that was typed; raises Refusal."""
    found = read_price(text)
    if found is None:
        raise Refusal(N_("Write the price in kroner, for example 50. Leave it empty when it is free."), field="price")
    return found


def _minutes(text: str) -> int:
    return _whole(text, "minutes")


def _seats(text: str) -> int:
    return _whole(text, "seats")


def _whole(text: str, name: str) -> int:
    number = whole_number(text, -LARGEST_NUMBER, LARGEST_NUMBER)
    if number is None:
        raise Refusal(N_("Write a whole number."), field=name)
    return number


def missing_places(own: str, body: str) -> list[str]:
    """Return the places a reader cannot do without that `own`, the theme's text, holds and `body` does not.

    Of link and phone number one is enough.
    """
    wanted, there = places_in(own), places_in(body)
    missing = [name for name in FACTS if name in wanted - there]
    if there.isdisjoint(WAYS_TO_ANSWER):
        missing += [name for name in WAYS_TO_ANSWER if name in wanted]
    return missing


def text_errors(subject: str, body: str, unknown: Sequence[str], missing: Sequence[str] = ()) -> list[Refusal]:
    """Return what is wrong with an invitation's words.

    `unknown` are placeholders nobody can fill, `missing` those without which a reader does not know enough.
    """
    refusals = refused_numbers(subject=subject, text=body)
    if not subject.strip() or len(subject) > LONGEST_SUBJECT or not subject.isprintable():
        refusals.append(
            Refusal(N_("Write a subject of at most %(n)s characters, on one line."), field="subject", n=LONGEST_SUBJECT)
        )
    if not body.strip() or len(body) > LONGEST_BODY:
        refusals.append(Refusal(N_("Write a text of at most %(n)s characters."), field="text", n=LONGEST_BODY))
    if any(not (character.isprintable() or character == "\n") for character in body):
        refusals.append(
            Refusal(N_("The text holds characters that cannot be sent. Paste it as plain text."), field="text")
        )
    if unknown:
        refusals.append(
            Refusal(
                N_("We cannot fill in %(names)s. Use the fields listed below the text."),
                field="text",
                names=", ".join(unknown),
            )
        )
    if missing and body.strip():
        refusals.append(
            Refusal(
                N_("Readers need to know when, where and how to answer. Put these fields back: %(names)s."),
                field="text",
                names=", ".join("{{" + name + "}}" for name in missing),
            )
        )
    return refusals


def untyped(theme: Theme, place: str) -> TimeAndPlace:
    """Return the form as it is first shown: the theme's own length and seats, at `place`."""
    return TimeAndPlace(
        place=place,
        venue="",
        date="",
        time="17.00",
        minutes=str(theme.minutes),
        seats=str(theme.seats),
        co_hosts=(),
        hosts="",
    )


def typed_event(event: Event) -> TimeAndPlace:
    """Return what someone would have typed for `event` as it is."""
    return TimeAndPlace(
        place=event.place.slug,
        venue=event.venue.slug if event.venue else "",
        date=event.starts_local.date().isoformat(),
        time=event.starts_local.strftime("%H.%M"),
        minutes=str(event.minutes),
        seats=str(event.capacity),
        co_hosts=[partner.slug for partner in event.co_hosts],
        hosts=event.hosts,
        price=typed_price(event.price),
        sponsor=event.sponsor,
    )
