"""The pages behind the links of a letter."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.db import db
from planner.delivery.models import Delivery, Stop
from planner.events.actions import cancel_event, move_event
from planner.events.models import Event
from planner.invitations.models import Invitation
from planner.replies.models import Reply, Standing
from planner.replies.rules import Answer
from planner.web import keys
from tests.replies.make import NOW, invite, link, no_thanks_link, say


@pytest.fixture(autouse=True)
def _december() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def inger(session: Session, event: Event) -> Invitation:
    """Inger, invited in Danish."""
    return invite(session, event)


def counts(session: Session) -> list[int]:
    session.rollback()
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Reply, Delivery, Stop)]


def test_the_page_says_what_when_where_and_why_and_names_no_more_than_the_given_name(
    client: FlaskClient, inger: Invitation,
) -> None:
    page = client.get(link(inger)).text
    for said in ("Inger", "10. februar 2027", "17.00", "Glumsø Bibliotek", "Maja", "Ældre Sagen", "12 34 56 78"):
        assert said in page
    assert "Prøve" not in page
    assert inger.citizen is not None
    assert inger.citizen.email not in page


def test_opening_a_link_any_number_of_times_changes_nothing(
    client: FlaskClient, session: Session, inger: Invitation,
) -> None:
    before = counts(session)
    page = link(inger)
    for address in (page, page + "?answer=yes", page + "?answer=no", no_thanks_link(inger.subject)):
        for _time in range(3):
            assert client.get(address).status_code == client.head(address).status_code == 200
    assert counts(session) == before


def test_yes_for_two_leads_back_to_the_page_which_is_the_receipt(
    client: FlaskClient, session: Session, inger: Invitation, event: Event,
) -> None:
    posted = client.post(link(inger) + "?lang=en", data={"answer": "yes", "seats": "2"})
    assert (posted.status_code, posted.location) == (303, link(inger) + "?lang=en")
    receipt = client.get(posted.location).text
    assert "We look forward to seeing you" in receipt
    assert f"/events/{event.slug}.ics" in receipt
    session.refresh(event)
    assert event.seats_taken == 2


def test_no_thanks_is_one_button_too(client: FlaskClient, session: Session, inger: Invitation) -> None:
    assert client.post(link(inger), data={"answer": "no"}).status_code == 303
    assert session.scalars(select(Reply.standing)).all() == [Standing.DECLINED]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("form", [
    {"answer": "yes", "seats": "0"}, {"answer": "yes", "seats": "-1"}, {"answer": "yes", "seats": "11"},
    {"answer": "yes", "seats": "9" * 5000}, {"answer": "yes", "seats": "to"}, {"answer": "yes", "seats": "4"},
    {"answer": "perhaps"}, {}, {"answer": "yes", "seats": "1", "needs": "010155-1234"},
    {"answer": "yes", "seats": "1", "needs": "x" * 501},
])
def test_what_cannot_be_kept_is_said_at_the_top_and_nothing_typed_is_lost(
    client: FlaskClient, session: Session, inger: Invitation, form: dict[str, str],
) -> None:
    typed = {"note": "Vi glæder os", **form}
    shown = client.post(link(inger) + "?lang=en", data=typed)
    assert shown.status_code == 422
    assert "ds-error-summary" in shown.text
    assert "<title>Error: " in shown.text
    assert "Vi glæder os" in shown.text
    assert counts(session)[0] == 0


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("spoil", [
    lambda token: token[:-1], lambda token: token + "A", lambda token: token[:-1] + chr(ord(token[-1]) ^ 1),
    lambda token: "2" + token[1:], lambda _token: "x", lambda token: token.replace(".", ""),
    lambda token: token.upper(),
])
def test_a_link_that_is_not_ours_shows_nothing(client: FlaskClient, inger: Invitation, spoil: object) -> None:
    token = link(inger).removeprefix("/i/")
    answer = client.get("/i/" + spoil(token))  # type: ignore[operator]
    assert answer.status_code == 404
    assert "Inger" not in answer.text


def test_a_link_for_one_purpose_opens_no_other(client: FlaskClient, inger: Invitation) -> None:
    rsvp = keys().token("rsvp", inger.public_id)
    unsubscribe = keys().token("unsubscribe", inger.public_id)
    assert [client.get("/i/" + token).status_code for token in (rsvp, unsubscribe)] == [404, 404]
    assert client.get("/u/" + keys().token("invitation", inger.subject)).status_code == 404


def test_the_page_is_over_a_day_after_the_event(client: FlaskClient, inger: Invitation, event: Event) -> None:
    with time_machine.travel(event.starts_at + timedelta(hours=30), tick=False):
        page = client.get(link(inger))
        assert client.post(link(inger), data={"answer": "yes"}).status_code == 410
    assert page.status_code == 410
    assert "12 34 56 78" in page.text
    assert "Inger" not in page.text


def test_a_running_event_shows_no_form_and_takes_no_answer(
    client: FlaskClient, inger: Invitation, event: Event,
) -> None:
    with time_machine.travel(event.starts_at, tick=False):
        assert "<form" not in client.get(link(inger)).text
        assert client.post(link(inger), data={"answer": "yes"}).status_code == 409


def test_a_cancelled_event_says_so_and_why(
    client: FlaskClient, session: Session, inger: Invitation, event: Event,
) -> None:
    cancel_event(session, event, "Underviseren er syg", NOW)
    session.commit()
    page = client.get(link(inger) + "?lang=en").text
    assert "The event is cancelled" in page
    assert "Underviseren er syg" in page
    assert "<form" not in page


def test_a_full_event_offers_the_waiting_list(client: FlaskClient, session: Session, event: Event) -> None:
    say(session, invite(session, event, "Bo"), Answer(True, 3))
    kim = invite(session, event, "Kim")
    assert "Put me on the waiting list" in client.get(link(kim) + "?lang=en").text
    client.post(link(kim), data={"answer": "yes", "seats": "1"})
    assert "You are on the waiting list" in client.get(link(kim) + "?lang=en").text


def test_a_yes_to_the_old_time_is_asked_about(
    client: FlaskClient, session: Session, inger: Invitation, event: Event,
) -> None:
    say(session, inger)
    move_event(session, event, event.starts_local.replace(hour=18), NOW)
    session.commit()
    assert "moved since you said yes" in client.get(link(inger) + "?lang=en").text
    client.post(link(inger), data={"answer": "yes", "seats": "1"})
    assert "moved since you said yes" not in client.get(link(inger) + "?lang=en").text


def test_a_theme_that_asks_for_no_sign_up_has_no_form(
    client: FlaskClient, session: Session, inger: Invitation, event: Event,
) -> None:
    event.theme = "fresh-start"
    session.commit()
    page = client.get(link(inger) + "?lang=en")
    assert "just come" in page.text
    assert "<form" not in page.text


def test_the_page_speaks_the_language_of_the_letter_or_the_one_asked_for(
    client: FlaskClient, session: Session, event: Event,
) -> None:
    samira = invite(session, event, "Samira", language="ar")
    assert '<html lang="ar" dir="rtl"' in client.get(link(samira)).text
    assert '<html lang="da" dir="ltr"' in client.get(link(samira) + "?lang=da").text


def test_theme_texts_in_another_language_say_so(client: FlaskClient, session: Session, event: Event) -> None:
    page = client.get(link(invite(session, event, "Samira", language="ar"))).text
    assert '<h1 lang="en" dir="ltr">' in page


def test_a_link_that_preselects_no_only_turns_the_buttons(client: FlaskClient, inger: Invitation) -> None:
    page = client.get(link(inger) + "?answer=no&lang=en").text
    assert "we will not expect you" in page
    assert 'value="yes" data-variant="secondary"' in page


def test_the_page_of_an_erased_person_still_works_without_a_name(
    client: FlaskClient, session: Session, inger: Invitation,
) -> None:
    session.delete(inger.citizen)
    session.commit()
    assert client.post(link(inger), data={"answer": "yes", "seats": "1"}).status_code == 303


def test_no_thanks_needs_neither_cookie_nor_token_and_is_the_same_again(
    client: FlaskClient, session: Session, inger: Invitation,
) -> None:
    for _time in range(3):
        done = client.post(no_thanks_link(inger.subject), data={"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
        assert "Set-Cookie" not in done.headers
    objections = session.scalars(select(Stop).where(Stop.whom == inger.subject)).all()
    assert len({stop.kind for stop in objections}) == len(objections) == 3


def test_no_thanks_works_when_no_record_is_left(client: FlaskClient, session: Session, event: Event) -> None:
    gone = keys().subject("somebody erased long ago")
    assert client.get(no_thanks_link(gone)).status_code == 200
    assert client.post(no_thanks_link(gone)).status_code == 200
    assert session.scalars(select(Stop).where(Stop.whom == gone)).first() is not None


def test_privacy_says_who_is_responsible_and_whom_to_ask(client: FlaskClient, event: Event) -> None:
    page = client.get("/privacy").text
    for said in ("Næstved Kommune", "Biblioteksloven", "dpo@example.org", "12 34 56 78"):
        assert said in page


def test_nothing_is_stored_in_the_browser_and_the_address_is_not_passed_on(
    client: FlaskClient, inger: Invitation,
) -> None:
    headers = client.get(link(inger)).headers
    assert "Set-Cookie" not in headers
    assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")
    db.session.rollback()
