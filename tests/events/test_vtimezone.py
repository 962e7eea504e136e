"""Zones in calendar files, held against the zone database itself."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Timezone

from planner.events.calendar import request
from planner.events.vtimezone import vtimezone
from tests.events.make import BIRTE, EVENING, OFFICE, occasion

EU_RULE = """BEGIN:VTIMEZONE
TZID:{zone}
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


@pytest.mark.parametrize("zone", ["Europe/Copenhagen", "Europe/Oslo", "Europe/Stockholm", "Europe/Berlin"])
def test_the_common_zones_are_written_exactly_as_clients_read_them_right(zone):
    assert vtimezone(zone) == EU_RULE.format(zone=zone).replace("\n", "\r\n")


@pytest.mark.parametrize("zone", [
    "Europe/Copenhagen", "Europe/Helsinki", "Atlantic/Faroe", "Atlantic/Reykjavik", "America/Nuuk", "Europe/Dublin",
    "America/New_York", "Australia/Sydney", "Asia/Jerusalem"])
def test_expanded_by_a_library_a_zone_agrees_with_the_zone_database(zone):
    component = Timezone.from_ical(vtimezone(zone))
    reader, truth = component.to_tz(lookup_tzid=False), ZoneInfo(zone)
    for hours in range(0, 3 * 365 * 24, 5):
        instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        wall = instant.astimezone(truth).replace(fold=0)  # of an hour that comes twice, the first
        assert wall.replace(tzinfo=reader).utcoffset() == wall.utcoffset()


def test_in_nuuk_the_clock_goes_forward_on_saturday_night():
    assert "BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA" in (vtimezone("America/Nuuk") or "")


def test_a_zone_whose_rule_leaves_the_month_is_told_in_utc():
    assert vtimezone("Africa/Cairo") is None
    data = request(occasion(timezone="Africa/Cairo"), *OFFICE, BIRTE)
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event.decoded("DTSTART") == EVENING.replace(hour=15, tzinfo=UTC)
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=150)
