"""The compact VTIMEZONE of a zone, derived from the rule that closes its zoneinfo file. Pure."""

import re
import zoneinfo
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path

FIRST_YEAR = 1970
LAST_OF_MONTH = 5
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
DAY = timedelta(days=1)

_NAME = r"(?:<[^>]+>|[A-Za-z]+)"
_HOURS = r"[+-]?\d{1,3}(?::\d{2}){0,2}"
_RULE = rf"M\d{{1,2}}\.\d\.\d(?:/{_HOURS})?"
#: CET-1CEST,M3.5.0,M10.5.0/3 (POSIX.1-2017, 8.3; hours before 0 and after 24: RFC 8536, 3.3.1).
_FOOTER = re.compile(rf"({_NAME})({_HOURS})(?:({_NAME})({_HOURS})?,({_RULE}),({_RULE}))?")


@dataclass(frozen=True)
class Onset:
    """When a clock changes, as the clock showed before; `week` 5 is the last, `clock` may leave the day either way."""

    month: int
    week: int
    weekday: int
    clock: timedelta

    @property
    def days_off(self) -> int:
        """How many days after the named weekday the change falls: -1 in Nuuk, where `clock` is -1:00."""
        return self.clock // DAY

    def first(self) -> datetime:
        """Return the wall time of the first change, in 1970."""
        days = [date(FIRST_YEAR, self.month, day) for day in self._days_of_week()]
        named = next(day for day in days if day.isoweekday() % 7 == self.weekday)
        return datetime.combine(named, time.min) + self.clock

    def rule(self) -> str | None:
        """Return the RRULE value; None when the change may fall in another month than the named weekday."""
        start = f"FREQ=YEARLY;BYMONTH={self.month}"
        if not self.days_off:
            return f"{start};BYDAY={-1 if self.week == LAST_OF_MONTH else self.week}{WEEKDAYS[self.weekday]}"
        days = [day + self.days_off for day in self._days_of_week()]
        if self.month == 2 or days[0] < 1 or days[-1] > self._length():
            return None
        weekday = WEEKDAYS[(self.weekday + self.days_off) % 7]
        return f"{start};BYMONTHDAY={','.join(map(str, days))};BYDAY={weekday}"

    def _days_of_week(self) -> range:
        end = self._length() if self.week == LAST_OF_MONTH else self.week * 7
        return range(end - 6, end + 1)

    def _length(self) -> int:
        return monthrange(FIRST_YEAR, self.month)[1]


@lru_cache(maxsize=32)
def vtimezone(zone: str) -> str | None:
    """Return the VTIMEZONE of `zone` with its line ends, valid from its present rule on.

    None when the rule cannot be said in one RRULE per change: write UTC then. Compact rules, because clients differ in
    how they read lists of dates (ical.js takes the first of each, Outlook none) and would show an hour wrong.
    """
    found = _FOOTER.fullmatch(_footer(zone))
    if found is None:
        return None
    name, offset, summer_name, summer_offset, begins, ends = found.groups()
    standard = -_span(offset)
    if summer_name is None:
        part = _part("STANDARD", standard, standard, name, f"DTSTART:{FIRST_YEAR}0101T000000\r\n")
        return _component(zone, part)
    summer = -_span(summer_offset) if summer_offset else standard + timedelta(hours=1)
    forward, back = _onset_lines(_onset(begins)), _onset_lines(_onset(ends))
    if forward is None or back is None:
        return None
    daylight = _part("DAYLIGHT", standard, summer, summer_name, forward)
    return _component(zone, daylight + _part("STANDARD", summer, standard, name, back))


def _footer(zone: str) -> str:
    for folder in zoneinfo.TZPATH:
        if (path := Path(folder, zone)).is_file():
            return path.read_bytes().rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")
    packaged = resources.files("tzdata").joinpath("zoneinfo", *zone.split("/"))
    return packaged.read_bytes().rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


def _span(text: str) -> timedelta:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = ([*map(int, text.lstrip("+-").split(":")), 0, 0])[:3]
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _onset(rule: str) -> Onset:
    day, _, clock = rule.removeprefix("M").partition("/")
    month, week, weekday = map(int, day.split("."))
    return Onset(month, week, weekday, _span(clock) if clock else timedelta(hours=2))


def _onset_lines(onset: Onset) -> str | None:
    rule = onset.rule()
    return rule and f"DTSTART:{onset.first():%Y%m%dT%H%M%S}\r\nRRULE:{rule}\r\n"


def _part(kind: str, before: timedelta, after: timedelta, name: str, onset: str) -> str:
    lines = f"TZOFFSETFROM:{_offset(before)}\r\nTZOFFSETTO:{_offset(after)}\r\nTZNAME:{name.strip('<>')}\r\n"
    return f"BEGIN:{kind}\r\n{lines}{onset}END:{kind}\r\n"


def _offset(span: timedelta) -> str:
    minutes = abs(span) // timedelta(minutes=1)
    return f"{'-' if span < timedelta(0) else '+'}{minutes // 60:02d}{minutes % 60:02d}"


def _component(zone: str, parts: str) -> str:
    return f"BEGIN:VTIMEZONE\r\nTZID:{zone}\r\n{parts}END:VTIMEZONE\r\n"
