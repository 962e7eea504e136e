"""The page of one person: what is shown, what is hidden, and what a colleague notes there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Consent
from planner.delivery.models import Delivery, Stop
from tests.citizens.desk import HIDDEN, at, page_of, person, trail
from tests.replies.make import YES, evening, invite, say

BY_PHONE = {"scope": "all", "channel": "all", "no-source": "phone"}
MARKERS = ("Inger", "Lindevej", "SYN-1@example.org", "12 34 56 78")


@pytest.fixture
def desk(app: Flask, session: Session) -> FlaskClient:
    """A browser at the desk."""
    return at(app, session, "desk")


@pytest.fixture
def inger(session: Session) -> Citizen:
    """Inger, whom nothing protects."""
    return person(session)


def noes(session: Session) -> set[tuple[str | None, str | None, str]]:
    """What has been said no to: theme, channel, and how."""
    session.rollback()
    return set(session.execute(select(Stop.scope, Stop.channel, Stop.source)).all())


def test_the_page_tells_what_staff_need_and_marks_what_matters(desk: FlaskClient, session: Session) -> None:
    text = desk.get(page_of(person(session, marketing_protected=True, status="left", language="uk"))).text
    for said in (*MARKERS[:1], "4171 Glumsø", "Born March 1, 1960", "Does not want advertising", "Has moved away"):
        assert said in text, said


def test_a_protected_name_is_on_no_page_until_someone_gives_a_reason_and_then_once(
    desk: FlaskClient, session: Session,
) -> None:
    hers = page_of(person(session, **HIDDEN))
    assert [marker for marker in MARKERS if marker in desk.get(hers).text] == []
    shown = desk.post(f"{hers}/name", data={"reason": "She  stands here with her letter"})
    assert "Lindevej 1" in shown.text and "Inger Marie Prøve" in shown.text
    assert [marker for marker in MARKERS if marker in desk.get(hers).text] == []
    assert trail(session) == [("hidden name shown", hers[-22:], "She stands here with her letter")]


@pytest.mark.parametrize("reason", ["", "because", "a b", "x " * 90, "the number 010158-5001 is hers"])
def test_a_reason_that_is_none_shows_nothing_and_leaves_nothing(
    desk: FlaskClient, session: Session, reason: str,
) -> None:
    answer = desk.post(f"{page_of(person(session, **HIDDEN))}/name", data={"reason": reason})
    assert (answer.status_code, "Lindevej" in answer.text, trail(session)) == (422, False, [])


@pytest.mark.parametrize("role", ["planner", "approver"])
def test_those_who_plan_see_no_hidden_name_for_any_reason(app: Flask, session: Session, role: str) -> None:
    hers = page_of(person(session, **HIDDEN))
    browser = at(app, session, role)
    assert "Colleagues at the desk may see them" in browser.get(hers).text
    assert browser.post(f"{hers}/name", data={"reason": "I would like to know"}).status_code == 403


def test_of_special_protection_there_is_no_address_to_show_and_none_is_guessed(
    desk: FlaskClient, session: Session,
) -> None:
    hers = page_of(person(session, **HIDDEN, street="", postcode="", town=""))
    assert "nobody may guess it" in desk.get(hers).text
    shown = desk.post(f"{hers}/name", data={"reason": "She stands here herself"}).text
    assert "Inger Marie Prøve" in shown and "None. It is kept from us" in shown


def test_a_no_is_noted_with_who_when_and_how_and_is_the_same_again(
    desk: FlaskClient, session: Session, inger: Citizen,
) -> None:
    for _ in range(2):
        assert desk.post(f"{page_of(inger)}/objections", data=BY_PHONE).status_code == 303
    assert noes(session) == {(None, None, "phone")}
    assert len(session.scalars(select(Stop)).all()) == 3
    text = desk.get(page_of(inger)).text
    assert "No invitations" in text and "By phone" in text and "noted by Gry Prøve" in text
    assert trail(session)[0] == ("no noted: phone", inger.subject, "")


def test_a_no_may_be_about_one_theme_or_one_way_and_each_is_taken_back_alone(
    desk: FlaskClient, session: Session, inger: Citizen,
) -> None:
    hers = page_of(inger)
    desk.post(f"{hers}/objections", data=BY_PHONE | {"scope": "turning-18", "no-source": "paper"})
    desk.post(f"{hers}/objections", data=BY_PHONE | {"channel": "mail"})
    assert noes(session) == {("turning-18", None, "paper"), (None, "mail", "phone")}
    desk.post(f"{hers}/objections/lift", data=BY_PHONE | {"channel": "mail", "no-source": "desk"})
    assert noes(session) == {("turning-18", None, "paper")}
    assert trail(session)[-1] == ("no taken back: desk", inger.subject, "")


def test_a_no_takes_out_what_waits_and_taking_it_back_sends_nothing_after_all(
    desk: FlaskClient, session: Session,
) -> None:
    waiting = invite(session, evening(session), state="queued")
    hers = f"/staff/citizens/{waiting.subject}"
    desk.post(f"{hers}/objections", data=BY_PHONE)
    desk.post(f"{hers}/objections/lift", data=BY_PHONE)
    session.rollback()
    row = session.scalars(select(Delivery)).one()
    assert (row.state, row.reason, noes(session)) == ("skipped", "objected", set())


@pytest.mark.parametrize("spoilt", [
    {"scope": "wedding"}, {"scope": "fresh-start"}, {"scope": "nothing"}, {"channel": "pigeon"}, {"no-source": ""},
    {"no-source": "web"}])
def test_a_no_about_nothing_we_write_of_is_refused(
    desk: FlaskClient, session: Session, inger: Citizen, spoilt: dict[str, str],
) -> None:
    answer = desk.post(f"{page_of(inger)}/objections", data=BY_PHONE | spoilt)
    assert (answer.status_code, noes(session)) == (422, set())
    assert "<title>Error: " in answer.text


def test_the_topics_to_hear_of_stand_once_under_their_heading(desk: FlaskClient, inger: Citizen) -> None:
    form = desk.get(page_of(inger)).text
    assert form.count("To hear of") == 1
    assert '<optgroup label="To hear of"><option value="interest:own-home">A home of one&#39;s own</option>' in form


def test_a_yes_is_noted_with_its_end_and_withdrawn(desk: FlaskClient, session: Session, inger: Citizen) -> None:
    hers = page_of(inger)
    for purpose in ("paid_offers", "interest:it-help"):
        desk.post(f"{hers}/consents", data={"purpose": purpose, "until": "1.3.2127", "yes-source": "desk"})
    assert "To hear of: help with computer and phone, until March 1, 2127" in desk.get(hers).text
    desk.post(f"{hers}/consents/withdraw", data={"purpose": "interest:it-help"})
    assert "To hear of: help with computer and phone, until" not in desk.get(hers).text
    session.rollback()
    kept = session.execute(select(Consent.purpose, Consent.topic, Consent.withdrawn_at.is_(None))).all()
    assert set(kept) == {("paid_offers", None, True), ("interest", "it-help", False)}


@pytest.mark.parametrize("spoilt", [
    {"purpose": ""}, {"purpose": "interest"}, {"purpose": "interest:debts"}, {"purpose": "paid_offers:x"},
    {"until": "soon"}, {"until": "1.3.2020"}, {"yes-source": "file"}])
def test_a_yes_to_nothing_or_to_the_past_is_refused(
    desk: FlaskClient, session: Session, inger: Citizen, spoilt: dict[str, str],
) -> None:
    whole = {"purpose": "paid_offers", "until": "", "yes-source": "desk"}
    answer = desk.post(f"{page_of(inger)}/consents", data=whole | spoilt)
    assert (answer.status_code, session.scalars(select(Consent)).all()) == (422, [])


def test_the_page_tells_what_they_were_invited_to_and_what_they_answered(
    desk: FlaskClient, session: Session,
) -> None:
    coming = invite(session, evening(session))
    say(session, coming, YES)
    text = desk.get(f"/staff/citizens/{coming.subject}").text
    assert "By mail, 1 Dec" in text and "Handed over" in text and "Comes, 1 seat" in text


def test_an_address_that_can_be_nobody_is_not_found(desk: FlaskClient) -> None:
    assert desk.get("/staff/citizens/Inger-Prøve").status_code == 404
