"""What anybody sees: the programme, event pages, calendar files and feeds."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from planner.app import create_app
from planner.events.actions import cancel_event, move_event, plan_event
from tests.events.make import EVENING, NOW, plan, published

#: What is asked of the database is tested on both in test_queries.py.
pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

SLUG = "new-pensioners-glumsoe-2027-02-10"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.text


def test_the_programme_shows_months_with_title_day_hours_and_place(town, client):
    published(town)
    published(town, starts_local=EVENING + timedelta(days=30), place_slug="naestved", theme="turning-18")
    town.commit()
    text = page(client, "/?lang=da")
    places = [text.index(words) for words in ("Februar 2027", "Snart pensionist?", "Marts 2027", "Snart 18?")]
    assert places == sorted(places)
    assert "Onsdag 10. februar kl. 17.00–19.30" in text
    assert f"/events/{SLUG}" in text


def test_a_place_can_be_chosen_and_nothing_there_is_said_kindly(town, client):
    published(town)
    town.commit()
    assert "Snart pensionist?" in page(client, "/?lang=da&place=glumsoe")
    empty = page(client, "/?lang=en&place=naestved")
    assert "Close to pension age?" not in empty
    assert "Nothing is planned at this place just now" in empty


def test_an_empty_programme_and_an_empty_database_say_so(client):
    assert "Nothing is planned just now" in page(client, "/?lang=en")


def test_drafts_show_nowhere(town, client):
    plan_event(town, plan(), None, NOW)
    town.commit()
    assert "Close to pension age?" not in page(client, "/?lang=en")
    assert SLUG.encode() not in client.get("/calendar/all.ics").data
    assert client.get(f"/events/{SLUG}").status_code == client.get(f"/events/{SLUG}.ics").status_code == 404


def test_a_draft_that_is_dropped_shows_nowhere_either(town, client):
    cancel_event(town, plan_event(town, plan(), None, NOW), "Kom i tanker om noget bedre", NOW)
    town.commit()
    assert client.get(f"/events/{SLUG}").status_code == 404
    assert b"VEVENT" not in client.get("/calendar/all.ics").data


def test_the_page_says_what_when_where_how_and_whom_one_meets(town, client):
    published(town)
    town.commit()
    text = page(client, f"/events/{SLUG}?lang=da")
    for words in ("Snart pensionist? Kom og få svar", "Onsdag 10. februar 2027", "Glumsø Bibliotek", "4171 Glumsø",
                  "6 minutter fra stationen.", "Maja fra borgerservice", "Ældre Sagen", "tel:12345678",
                  f"/events/{SLUG}.ics"):
        assert words in text, words


def test_the_evening_is_told_in_clock_times_of_the_place(town, client):
    published(town)
    town.commit()
    danish, english = page(client, f"/events/{SLUG}?lang=da"), page(client, f"/events/{SLUG}?lang=en")
    assert "<time>16.30</time><span" in danish
    assert danish.index("<time>17.20</time>") < danish.index("<time>19.00</time>")
    assert "<time>16:30</time><span" in english
    assert "The doors open. There is coffee and cake." in english


def test_what_happens_after_a_short_event_ends_is_left_out(town, client):
    published(town, minutes=60)
    town.commit()
    text = page(client, f"/events/{SLUG}?lang=da")
    assert "17.40" in text
    assert "<time>18.00</time>" not in text


@pytest.mark.parametrize(("taken", "words"), [
    (0, "40 seats left."), (39, "1 seat left."), (40, "All seats are taken.")])
def test_seats_are_told_in_words(town, client, taken, words):
    published(town).seats_taken = taken
    town.commit()
    assert words in page(client, f"/events/{SLUG}?lang=en")


def test_where_nobody_signs_up_no_seats_are_counted(town, client):
    event = published(town, theme="fresh-start")
    town.commit()
    text = page(client, f"/events/{event.slug}?lang=en")
    assert "Just come. You need not sign up." in text
    assert "seats left" not in text


def test_a_theme_handed_on_by_partners_says_title_and_lead_alone(town, client):
    event = published(town, theme="fresh-start")
    town.commit()
    text = page(client, f"/events/{event.slug}?lang=da")
    assert "Kom godt videre" in text
    assert "Ældre Sagen" not in text
    assert "Breve, du ikke har åbnet" not in text


def test_the_page_speaks_arabic_from_the_right_and_keeps_danish_names_apart(town, client):
    event = published(town, theme="newcomers")
    town.commit()
    text = page(client, f"/events/{event.slug}?lang=ar")
    assert '<html lang="ar" dir="rtl"' in text
    assert "<bdi>Glumsø Bibliotek</bdi>" in text
    assert "17:00" in text


def test_words_in_another_language_than_the_page_are_marked_as_such(town, client):
    published(town)
    town.commit()
    assert '<h1 lang="en" dir="ltr">Close to pension age?' in page(client, f"/events/{SLUG}?lang=ar")


def test_a_cancelled_event_says_so_plainly_and_why(town, client):
    event = published(town)
    cancel_event(town, event, "Vi har fået vand i kælderen.", NOW)
    town.commit()
    text = page(client, f"/events/{SLUG}?lang=en")
    assert "This event has been cancelled." in text
    assert "Vi har fået vand i kælderen." in text
    assert "Add to your calendar" not in text
    assert "Cancelled" in page(client, "/?lang=en")


def test_hostile_words_are_escaped(town, client):
    published(town, hosts='<script>alert(1)</script>"')
    town.commit()
    assert "<script>alert" not in page(client, f"/events/{SLUG}")


def test_the_calendar_file_holds_the_event_and_no_guest(town, client):
    event = published(town)
    town.commit()
    answer = client.get(f"/events/{SLUG}.ics?lang=da")
    (told,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert (str(told["UID"]), str(told["SUMMARY"])) == (event.uid, "Snart pensionist? Kom og få svar")
    assert str(told["URL"]) == f"http://127.0.0.1:8000/events/{SLUG}"
    assert "ATTENDEE" not in told


def test_public_calendars_hold_these_properties_and_no_others(town, client):
    published(town)
    town.commit()
    (told,) = Calendar.from_ical(client.get("/calendar/all.ics").data).walk("VEVENT")
    assert set(told) == {
        "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "URL", "STATUS",
        "TRANSP", "CLASS", "X-MICROSOFT-CDO-BUSYSTATUS", "CREATED", "LAST-MODIFIED", "ORGANIZER"}


def test_a_feed_is_the_places_own_and_keeps_what_was_cancelled(town, client):
    published(town)
    cancelled = published(town, starts_local=EVENING + timedelta(days=7))
    cancel_event(town, cancelled, "Snestorm", NOW)
    published(town, place_slug="naestved")
    town.commit()
    feed = Calendar.from_ical(client.get("/calendar/glumsoe.ics").data)
    assert str(feed["X-WR-CALNAME"]) == "Glumsø Bibliotek"
    assert [str(told["STATUS"]) for told in feed.walk("VEVENT")] == ["CONFIRMED", "CANCELLED"]
    assert len(Calendar.from_ical(client.get("/calendar/all.ics").data).walk("VEVENT")) == 3
    assert client.get("/calendar/atlantis.ics").status_code == 404


@pytest.mark.parametrize("path", ["/calendar/all.ics", "/calendar/glumsoe.ics", f"/events/{SLUG}.ics"])
def test_a_calendar_that_has_not_changed_is_not_sent_again(town, client, path):
    event = published(town)
    town.commit()
    first = client.get(path)
    assert first.headers["Cache-Control"] == "public, max-age=900"
    assert first.headers["Last-Modified"]
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    move_event(town, event, EVENING + timedelta(hours=1), NOW + timedelta(minutes=5))
    town.commit()
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_an_event_stays_on_the_programme_until_its_day_is_over(town, client):
    event = published(town)
    town.commit()
    with time_machine.travel(event.starts_at + timedelta(hours=1), tick=False):
        assert SLUG in page(client, "/")
    with time_machine.travel(event.starts_at + timedelta(hours=9), tick=False):
        assert SLUG not in page(client, "/")


def test_public_pages_set_no_cookie(town, client):
    published(town)
    town.commit()
    for path in ("/", f"/events/{SLUG}", "/calendar/all.ics", "/healthz"):
        assert "Set-Cookie" not in client.get(path).headers, path


def test_healthz_says_ok_and_nothing_else(client):
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (200, "ok\n")


def test_healthz_says_503_when_the_database_is_away(settings):
    away = replace(settings, database_url="postgresql+psycopg://127.0.0.1:1/away")
    answer = create_app(away).test_client().get("/healthz")
    assert (answer.status_code, answer.text) == (503, "database away\n")


def test_price_and_sponsor_stand_on_page_programme_and_in_every_calendar(town, client):
    published(town, price=50_00, sponsor="Fonden")
    town.commit()
    assert "50 kr. pr. person" in page(client, "/?lang=da")
    assert "Alt er gratis" not in page(client, "/?lang=da")
    shown = page(client, f"/events/{SLUG}?lang=da")
    assert "50 kr. pr. person" in shown and "Med støtte fra Fonden" in shown
    for path in (f"/events/{SLUG}.ics?lang=da", "/calendar/all.ics?lang=da"):
        described = str(Calendar.from_ical(page(client, path)).events[0]["DESCRIPTION"])
        assert described.endswith("50 kr. pr. person\nMed støtte fra Fonden")


def test_what_is_free_says_so_everywhere(town, client):
    published(town)
    town.commit()
    assert "Gratis" in page(client, "/?lang=da") and "Gratis" in page(client, f"/events/{SLUG}?lang=da")
    described = Calendar.from_ical(page(client, f"/events/{SLUG}.ics?lang=da")).events[0]["DESCRIPTION"]
    assert str(described).endswith("Gratis")
