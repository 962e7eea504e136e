"""Calendar files, read back by a library we did not write."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from planner.events.calendar import Attendee, PartStat, cancel, feed, publish, request
from planner.refusal import Refusal
from tests.events.make import BIRTE, EVENING, NOW, OFFICE, occasion

HOSTILE = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="æøåÆØÅ,;:\\\"'\r\n\t^n🎂👩‍👩‍👧 ", max_size=200),
    st.sampled_from(["x\r\nATTENDEE:mailto:e@e", "\\n", "a" * 400, "å" * 200, "\x00\x0b", "END:VEVENT", "\u2028x"]))


def only(data: bytes, kind: str = "VEVENT") -> Component:
    (found,) = Calendar.from_ical(data).walk(kind)
    return found


def lines(data: bytes) -> list[bytes]:
    return data.replace(b"\r\n ", b"").split(b"\r\n")


def test_an_invitation_says_who_what_when_and_where():
    event = only(request(occasion(), *OFFICE, BIRTE))
    assert str(event["UID"]) == "2f1c@example.org"
    assert str(event["SUMMARY"]) == "Snart pensionist? Kom og få svar"
    assert str(event["DESCRIPTION"]) == "Pension, skat; og tilskud.\nDer er kaffe."
    assert str(event["LOCATION"]) == "Glumsø Bibliotek, Biblioteksvej 1, 4171 Glumsø"
    assert event.decoded("DTSTART") == EVENING.replace(tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=150)
    assert event.decoded("DTSTAMP") == event.decoded("CREATED") == event.decoded("LAST-MODIFIED") == NOW
    assert (event["SEQUENCE"], str(event["STATUS"]), str(event["TRANSP"])) == (0, "CONFIRMED", "OPAQUE")


def test_exactly_one_person_is_asked_and_one_asks():
    event = only(request(occasion(), *OFFICE, BIRTE))
    assert str(event["ATTENDEE"]) == "mailto:birte@example.org"
    assert dict(event["ATTENDEE"].params) == {
        "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE",
        "CN": "Birte Øster"}
    assert str(event["ORGANIZER"]) == "mailto:rsvp+x7@reply.example.org"
    assert event["ORGANIZER"].params["CN"] == "Næstved Bibliotek og Borgerservice"


def test_who_answered_on_the_web_is_not_asked_again():
    attendee = Attendee("Birte", "birte@example.org", PartStat.ACCEPTED, rsvp=False)
    params = only(request(occasion(), *OFFICE, attendee))["ATTENDEE"].params
    assert (params["PARTSTAT"], params["RSVP"]) == ("ACCEPTED", "FALSE")


@pytest.mark.parametrize(("write", "method"), [(request, "REQUEST"), (cancel, "CANCEL")])
def test_the_method_stands_once_in_the_calendar_before_the_components(write, method):
    written = lines(write(occasion(), *OFFICE, BIRTE))
    assert written.count(f"METHOD:{method}".encode()) == 1
    assert written.index(f"METHOD:{method}".encode()) < written.index(b"BEGIN:VTIMEZONE")


def test_a_cancellation_says_what_is_cancelled_and_rings_no_bell():
    data = cancel(occasion(sequence=1, cancelled=True), *OFFICE, BIRTE)
    event = only(data)
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)
    assert {"DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "ATTENDEE"} <= set(event)
    assert b"VALARM" not in data


def test_an_invitation_rings_one_bell_a_day_before_and_never_by_mail():
    alarm = only(request(occasion(), *OFFICE, BIRTE), "VALARM")
    assert (str(alarm["ACTION"]), alarm.decoded("TRIGGER")) == ("DISPLAY", timedelta(days=-1))
    assert str(alarm["DESCRIPTION"]) == occasion().summary


def test_the_text_carries_its_language():
    assert only(request(occasion(language="ar"), *OFFICE, BIRTE))["SUMMARY"].params["LANGUAGE"] == "ar"


def test_a_download_names_no_guest():
    event = only(publish(occasion(), *OFFICE))
    assert "ATTENDEE" not in event
    assert str(event["ORGANIZER"]) == "mailto:rsvp+x7@reply.example.org"


def test_a_feed_keeps_what_was_cancelled_and_names_no_guest():
    data = feed("Glumsø", [occasion(), occasion(uid="b@example.org", cancelled=True)], *OFFICE,
                url="https://events.example.org/calendar/glumsoe.ics", timezone="Europe/Copenhagen")
    calendar = Calendar.from_ical(data)
    assert [str(event["STATUS"]) for event in calendar.walk("VEVENT")] == ["CONFIRMED", "CANCELLED"]
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == "Glumsø"
    assert str(calendar["X-PUBLISHED-TTL"]) == "PT6H"
    assert calendar.decoded("REFRESH-INTERVAL") == timedelta(hours=6)
    assert str(calendar["X-WR-TIMEZONE"]) == "Europe/Copenhagen"
    assert "SOURCE" in calendar
    assert b"ATTENDEE" not in data
    assert b"METHOD" not in data
    assert data.count(b"BEGIN:VTIMEZONE") == 1


def test_an_empty_feed_is_still_a_calendar():
    data = feed("Alle", [], *OFFICE, url="https://events.example.org/calendar/all.ics", timezone="Europe/Oslo")
    assert Calendar.from_ical(data).walk("VEVENT") == []


@given(HOSTILE)
def test_no_text_breaks_out_of_its_line(text):
    data = request(occasion(summary=text, description=text, location=text), *OFFICE, BIRTE)
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    assert data.endswith(b"\r\n")
    names = [line.partition(b":")[0].partition(b";")[0] for line in lines(data)]
    assert [names.count(name) for name in (b"SUMMARY", b"ATTENDEE", b"ORGANIZER", b"UID")] == [1, 1, 1, 1]
    data.decode("utf-8")


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=110))
def test_every_readable_text_comes_back_as_it_was(text):
    event = only(request(occasion(summary=text, description=text + ".", location=text + "."), *OFFICE, BIRTE))
    assert str(event["SUMMARY"]) == text
    assert str(event["DESCRIPTION"]) == str(event["LOCATION"]) == text + "."


@given(HOSTILE)
def test_no_name_breaks_out_of_its_quotes(name):
    event = only(request(occasion(), OFFICE[0], name, Attendee(name, "birte@example.org")))
    assert str(event["ATTENDEE"]) == "mailto:birte@example.org"
    assert '"' not in event["ATTENDEE"].params["CN"]
    assert "\n" not in event["ATTENDEE"].params["CN"]


def test_a_quote_in_a_name_becomes_a_typographic_one():
    event = only(request(occasion(), *OFFICE, Attendee('Birte "Bitten" Øster; enke, 73', "birte@example.org")))
    assert event["ATTENDEE"].params["CN"] == "Birte ’Bitten’ Øster; enke, 73"


@pytest.mark.parametrize("email", [
    "a@example.org\r\nATTENDEE:mailto:e@e", "a@example.org\n", "", "Bo <bo@example.org>"])
def test_an_address_that_is_not_one_word_is_refused(email):
    with pytest.raises(Refusal):
        request(occasion(), *OFFICE, Attendee("Bo", email))


def test_lines_break_between_letters_only():
    data = request(occasion(description="Kåre og Åse spiser blåbærgrød 🎂 " * 20), *OFFICE, BIRTE)
    for line in data.split(b"\r\n"):
        line.decode("utf-8")
    assert any(len(line) > 70 for line in data.split(b"\r\n"))


def test_an_evening_over_the_autumn_change_lasts_as_long_as_it_says():
    late = datetime(2026, 10, 24, 23, 0)
    event = only(request(occasion(starts_local=late, minutes=300), *OFFICE, BIRTE))
    assert event.decoded("DTEND").timestamp() - event.decoded("DTSTART").timestamp() == 300 * 60
    assert event.decoded("DTEND").hour == 3


def test_the_same_occasion_gives_the_same_bytes():
    assert request(occasion(), *OFFICE, BIRTE) == request(occasion(), *OFFICE, BIRTE)
