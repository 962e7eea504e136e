"""Calendar files against plain joining of strings: a feed of 10,000 events, and one invitation per person.

The floor escapes and folds like ours, but writes eight properties in UTC where ours writes all that invitations and
feeds call for, with the zone. Run: .venv/bin/python -m bench.calendar
"""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from planner.events.calendar import Attendee, Occasion, feed, request

EVENTS, PEOPLE = 10_000, 20_000
BASE = datetime(2027, 2, 10, 17, tzinfo=UTC)
OFFICE = ("rsvp+x7@reply.example.org", "Næstved Bibliotek og Borgerservice")
WORDS = "A free event for families. Sign up at the desk or on the web page. " * 2


def _occasions() -> list[Occasion]:
    return [Occasion(
        uid=f"{n}@library.example.org", sequence=0, starts_local=(BASE + timedelta(days=n)).replace(tzinfo=None),
        timezone="Europe/Copenhagen", minutes=120, summary=f"Story hour {n}, with songs; for all", description=WORDS,
        location="Central Library, Main street 1", url=f"https://library.example.org/e/{n}",
        stamp=BASE, created=BASE, changed=BASE) for n in range(EVENTS)]


def _floor_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _floor_line(line: str) -> str:
    octets, parts, start, room = line.encode(), [], 0, 75
    if len(octets) <= room:
        return line + "\r\n"
    while start < len(octets):
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(octets[start:end].decode())
        start, room = end, 74
    return "\r\n ".join(parts) + "\r\n"


def _floor(occasions: list[Occasion]) -> bytes:
    lines = ["BEGIN:VCALENDAR\r\nPRODID:-//x//y//EN\r\nVERSION:2.0\r\n"]
    for one in occasions:
        ends = one.starts_local + timedelta(minutes=one.minutes)
        lines += [
            f"BEGIN:VEVENT\r\nUID:{one.uid}\r\nDTSTAMP:{one.stamp:%Y%m%dT%H%M%SZ}\r\n",
            f"DTSTART:{one.starts_local:%Y%m%dT%H%M%SZ}\r\nDTEND:{ends:%Y%m%dT%H%M%SZ}\r\n",
            _floor_line("SUMMARY:" + _floor_text(one.summary)), _floor_line("LOCATION:" + _floor_text(one.location)),
            _floor_line("DESCRIPTION:" + _floor_text(one.description)), f"URL:{one.url}\r\nEND:VEVENT\r\n",
        ]
    return "".join([*lines, "END:VCALENDAR\r\n"]).encode()


def _ours(occasions: list[Occasion]) -> bytes:
    return feed("Library", occasions, *OFFICE, url="https://library.example.org/all.ics", timezone="Europe/Copenhagen")


def _median_ms(work: Callable[[], object], runs: int = 7) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def main() -> None:
    """Print the two figures."""
    occasions = _occasions()
    floor, ours = _median_ms(lambda: _floor(occasions)), _median_ms(lambda: _ours(occasions))
    sizes = len(_floor(occasions)), len(_ours(occasions))
    assert len(Calendar.from_ical(_ours(occasions[:500])).walk("VEVENT")) == 500
    print(f"feed of {EVENTS} events: {ours:.0f} ms for {sizes[1] / 1e6:.1f} MB, plain join {floor:.0f} ms for "
          f"{sizes[0] / 1e6:.1f} MB: ratio {ours / floor:.2f}, per byte {ours / sizes[1] / (floor / sizes[0]):.2f}")
    people = [Attendee(f"Borger {n} Øster", f"citizen{n}@example.org") for n in range(PEOPLE)]
    each = _median_ms(lambda: [request(occasions[0], *OFFICE, person) for person in people], 5) * 1e3 / PEOPLE
    print(f"one invitation: {each:.1f} us a person (target 20)")


if __name__ == "__main__":
    main()
