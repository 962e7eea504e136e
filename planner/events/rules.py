"""What a plan for an event must hold to, how its address is made, and which changes people must hear of. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from planner.localtime import NonexistentTimeError, to_local, to_utc
from planner.national_numbers import refused_numbers
from planner.refusal import N_, Refusal, Refusals

MOST_SEATS = 10_000
MOST_YEARS_AHEAD = 3
SHORTEST_MINUTES, LONGEST_MINUTES = 15, 24 * 60
LONGEST_HOSTS, LONGEST_REASON = 300, 300
LONGEST_STEM = 110
#: In øre. Whoever asks for more has typed a nought too many.
HIGHEST_PRICE = 10_000_00
LONGEST_SPONSOR = 120


@dataclass(frozen=True, kw_only=True)
class EventPlan:
    """What a planner asks for. `starts_local` is naive wall time at the venue if there is one, else at the place.

    `price` is what one person pays, in øre; 0 is free.
    """

    theme: str
    place_slug: str
    venue_slug: str | None = None
    room_id: int | None = None
    starts_local: datetime
    minutes: int
    capacity: int
    co_host_slugs: tuple[str, ...] = ()
    hosts: str = ""
    price: int = 0
    sponsor: str = ""


@dataclass(frozen=True)
class Appointment:
    """The part of an event that stands in people's calendars."""

    starts_local: datetime
    timezone: str
    minutes: int
    where_id: int


def validate(plan: EventPlan, zone: str, now: datetime) -> None:
    """Raise Refusals with all that has to be mended in `plan`; fields as in the form."""
    if found := refused(plan, zone, now):
        raise Refusals(found)


def refused(plan: EventPlan, zone: str, now: datetime) -> list[Refusal]:
    """Return what has to be mended in `plan`, in the order of the form."""
    return [
        *refused_start(plan.starts_local, zone, now), *_refused_minutes(plan.minutes), *_refused_seats(plan.capacity),
        *_refused_hosts(plan.hosts), *_refused_terms(plan),
        *refused_numbers(hosts=plan.hosts, sponsor=plan.sponsor),
    ]


def refused_start(starts_local: datetime, zone: str, now: datetime) -> list[Refusal]:
    """Return why an event cannot start then: the day or hour has passed, is years away, or is skipped by the clocks."""
    here = to_local(now, zone)
    if starts_local.date() < here.date():
        return [Refusal(N_("The date has passed. Choose today or a later day."), field="date")]
    if starts_local.date() > here.date() + timedelta(days=MOST_YEARS_AHEAD * 365 + 1):
        return [Refusal(N_("That is more than %(most)s years ahead. Look at the year again."), field="date",
                        most=MOST_YEARS_AHEAD)]
    try:
        starts_at = to_utc(starts_local, zone)
    except NonexistentTimeError as error:
        return [error]
    if starts_at <= now:
        return [Refusal(N_("That time has passed today. Choose a later time, or another day."), field="time")]
    return []


def _refused_minutes(minutes: int) -> list[Refusal]:
    if SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        return []
    return [Refusal(N_("Write how long it lasts, from %(least)s to %(most)s minutes."), field="minutes",
                    least=SHORTEST_MINUTES, most=LONGEST_MINUTES)]


def _refused_seats(seats: int) -> list[Refusal]:
    if seats < 1:
        return [Refusal(N_("Write at least 1 seat."), field="seats")]
    if seats > MOST_SEATS:
        return [Refusal(N_("Write at most %(most)s seats."), field="seats", most=MOST_SEATS)]
    return []


def _refused_hosts(hosts: str) -> list[Refusal]:
    if not hosts.strip().isprintable():
        return [Refusal(N_("Write whom one meets on one line, in plain letters."), field="hosts")]
    if len(hosts) <= LONGEST_HOSTS:
        return []
    return [Refusal(N_("Write whom one meets in at most %(most)s characters."), field="hosts", most=LONGEST_HOSTS)]


def _refused_terms(plan: EventPlan) -> list[Refusal]:
    found = []
    if not 0 <= plan.price <= HIGHEST_PRICE:
        found.append(Refusal(N_("Write a price from 0 to %(most)s kroner."), field="price", most=HIGHEST_PRICE // 100))
    if len(plan.sponsor.strip()) > LONGEST_SPONSOR or not plan.sponsor.strip().isprintable():
        found.append(Refusal(N_("Write the name of the sponsor on one line, in at most %(most)s characters."),
                             field="sponsor", most=LONGEST_SPONSOR))
    return found


def refused_seats_in_room(seats: int, room_name: str, room_seats: int) -> list[Refusal]:
    """Return the refusal when more people are asked for than the room may hold."""
    if seats <= room_seats:
        return []
    return [Refusal(N_("%(room)s has %(seats)s seats. Write fewer, or choose a larger room."), field="seats",
                    room=room_name, seats=room_seats)]


def slugs(theme: str, where_slug: str, day: date) -> Iterator[str]:
    """Yield addresses for an event, best first: new-pensioners-glumsoe-2027-02-10, then with -2, -3 ...

    A theme's slug is neutral where its people must not be seen, so the address is too.
    """
    stem = f"{f'{theme}-{where_slug}'[:LONGEST_STEM - 11]}-{day.isoformat()}"
    yield stem
    for number in count(2):
        yield f"{stem}-{number}"


def must_be_told(before: Appointment, after: Appointment) -> bool:
    """Return whether people must hear of the change and SEQUENCE rises: another time, place or length.

    Better words alone change nobody's calendar. Source: RFC 5546, 2.1.4.
    """
    return before != after
