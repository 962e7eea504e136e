"""Finding one person: by a code, or by the whole name and the birth date, and never a list to leaf through."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from planner.citizens.look_ups import count_look_up
from planner.citizens.rules import fits_name
from planner.web import keys
from tests.citizens.desk import HIDDEN, at, page_of, person, trail
from tests.replies.make import evening, invite, letters, link, no_thanks_link

SEARCH = "/staff/citizens"
REASON = "She stands here with her passport"


@pytest.fixture
def desk(app: Flask, session: Session) -> FlaskClient:
    """A browser at the desk."""
    return at(app, session, "desk")


@pytest.mark.parametrize("typed", [
    {"code": "SYN-1"}, {"code": " SYN-1 "}, {"name": "Inger Marie Prøve", "born": "1.3.1960"},
    {"name": "inger  PRØVE", "born": "1 March 1960"}])
def test_one_person_is_found_and_the_address_tells_nothing(
    desk: FlaskClient, session: Session, typed: dict[str, str],
) -> None:
    inger = person(session)
    person(session, "SYN-2", given_name="Bo")
    found = desk.post(SEARCH, data=typed)
    assert (found.status_code, found.location) == (303, page_of(inger))
    assert "Inger Marie Prøve" in desk.get(found.location).text
    assert trail(session) == [("person looked up", inger.subject, "")]


@pytest.mark.parametrize("typed", [
    {"code": "SYN-9"}, {"code": "SYN-"}, {"name": "Inger Prøv", "born": "1.3.1960"},
    {"name": "Marie Prøve", "born": "1.3.1960"}, {"name": "Inger Prøve", "born": "2.3.1960"}, {"code": "%"}])
def test_nobody_is_found_by_a_part_and_the_page_helps_on(
    desk: FlaskClient, session: Session, typed: dict[str, str],
) -> None:
    person(session)
    answer = desk.post(SEARCH, data=typed)
    assert (answer.status_code, "Inger Marie" in answer.text) == (404, False)
    assert "Nobody was found" in answer.text
    assert trail(session) == [("person looked up", "nobody", "")]


@pytest.mark.parametrize(("typed", "said"), [
    ({"code": "010158-5001"}, "We have none here"), ({"code": "x" * 301}, "too long"),
    ({"name": "Inger", "born": "1.3.1960"}, "both given name and family name"),
    ({"name": "Inger Prøve", "born": "soon"}, "Write the birth date"), ({}, "Write the birth date")])
def test_what_cannot_be_looked_for_is_refused_kindly_and_stays_typed(
    desk: FlaskClient, typed: dict[str, str], said: str,
) -> None:
    answer = desk.post(SEARCH, data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert all(f'value="{value}"' in answer.text for value in typed.values())


def test_a_handful_of_namesakes_is_told_apart_and_more_are_nobodys_to_leaf_through(
    desk: FlaskClient, session: Session,
) -> None:
    for number in range(5):
        person(session, f"SYN-{number}", street=f"Lindevej {number}", **(HIDDEN if number == 4 else {}))
    typed = {"name": "Inger Prøve", "born": "1.3.1960", "reason": REASON}
    few = desk.post(SEARCH, data=typed).text
    assert [f"Lindevej {number}" in few for number in range(5)] == [True, True, True, True, False]
    assert "Protected person" in few
    person(session, "SYN-5")
    assert "Lindevej" not in desk.post(SEARCH, data=typed).text


def said(page: str) -> str:
    """What the page says of the search, above its forms."""
    return page.partition("<main")[2].partition("<form")[0]


@pytest.mark.parametrize(("role", "reason", "is_found"), [
    ("planner", "", False), ("planner", REASON, False), ("approver", REASON, False), ("desk", "", False),
    ("desk", REASON, True), ("admin", REASON, True)])
def test_a_protected_person_is_found_by_name_only_for_a_reason_by_who_may_see_it(
    app: Flask, session: Session, role: str, reason: str, is_found: bool,
) -> None:
    hidden = person(session, **HIDDEN)
    browser = at(app, session, role)
    typed = {"name": "Inger Prøve", "born": "1.3.1960", "reason": reason}
    answer, nobody = browser.post(SEARCH, data=typed), browser.post(SEARCH, data=typed | {"born": "2.3.1960"})
    assert (answer.status_code, nobody.status_code) == (303 if is_found else 404, 404)
    assert is_found or said(answer.text) == said(nobody.text)
    assert trail(session)[0][1] == (hidden.subject if is_found else "nobody")
    assert browser.post(SEARCH, data={"code": "SYN-1"}).location == page_of(hidden)


@pytest.mark.parametrize("what", ["link", "way out", "code", "code of another message"])
def test_what_they_got_leads_to_the_one_who_got_it(desk: FlaskClient, session: Session, what: str) -> None:
    inger = invite(session, evening(session))
    typed = {
        "link": f"https://example.org{link(inger)}?answer=yes", "way out": no_thanks_link(inger.subject),
        "code": inger.public_id, "code of another message": letters(session, inger, "invitation")[0].public_id,
    }[what]
    assert desk.post(SEARCH, data={"code": typed}).location == f"{SEARCH}/{inger.subject}"


def test_a_link_with_a_forged_signature_leads_nowhere(desk: FlaskClient, session: Session) -> None:
    forged = link(invite(session, evening(session)))[:-1] + "_"
    assert desk.post(SEARCH, data={"code": forged}).status_code == 404


def test_someone_who_is_not_in_the_register_has_a_page_where_a_no_can_be_noted(desk: FlaskClient) -> None:
    hers = f"{SEARCH}/{keys().subject('SYN-77')}"
    assert hers in desk.post(SEARCH, data={"code": "SYN-77"}).text
    assert "does not know this person" in desk.get(hers).text


def test_a_busy_desk_may_look_often_and_nobody_may_leaf_through_a_town(desk: FlaskClient, app: Flask) -> None:
    answers = [desk.post(SEARCH, data={"code": f"SYN-{number}"}).status_code for number in range(41)]
    assert answers == [404] * 40 + [429]
    with app.test_request_context():
        count_look_up(account_id=4711)


def test_a_partner_finds_nobody(app: Flask, client: FlaskClient, session: Session) -> None:
    assert client.post(SEARCH, data={"code": "SYN-1"}).location.startswith("/staff/sign-in")
    assert at(app, session, "approver").get(SEARCH).status_code == 200


@pytest.mark.parametrize(("typed", "fits"), [
    ("Åse Ærø", True), ("åse ærø", True), ("A\u030ase Ærø", True), ("Åse Maj Ærø", True), ("Maj Ærø", False),
    ("Åse", False), ("", False), (" ", False), ("Ærø Åse", False)])
def test_a_name_fits_whole_or_by_its_first_and_last(typed: str, fits: bool) -> None:
    assert fits_name(typed, "Åse Maj", "Ærø") is fits
