"""Planning pages without script: who may, what is refused with nothing lost, and what is safe to press twice."""


import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.delivery.models import Delivery, State
from planner.events.models import Event
from planner.invitations import actions
from planner.invitations.jobs import launch_due_wave
from planner.invitations.models import Campaign
from planner.places.models import Place
from planner.staff.models import Account, RoleName
from tests.invitations.conftest import Town
from tests.invitations.desk import PLAN, browser, marked, page, refusal, ways
from tests.invitations.make import NOW

#: What is asked of the database is tested on both in test_campaigns.py.
pytestmark = [pytest.mark.parametrize("settings", ["sqlite"], indirect=True), pytest.mark.usefixtures("today")]


@pytest.mark.parametrize("role", [RoleName.DESK, RoleName.APPROVER])
def test_only_planners_plan(app: Flask, session: Session, campaign: Campaign, role: RoleName) -> None:
    other = browser(app, session, role)
    for path in ("/staff/plan", "/staff/plan/new-pensioners", *ways(campaign).values()):
        assert other.get(path).status_code == 403
        assert other.post(path, data=PLAN).status_code in (403, 405)
    assert session.query(Campaign).count() == 1


def test_themes_are_grouped_by_how_far_they_reach(desk: FlaskClient) -> None:
    text = page(desk, "/staff/plan")
    register, opened, mediated = (text.index(words) for words in ("With an invitation", "Open to everyone", "Through"))
    assert register < text.index("New pensioners") < opened < text.index("Wedding") < mediated


def test_a_plan_sent_twice_is_one_campaign(desk: FlaskClient, session: Session) -> None:
    first, second = (desk.post("/staff/plan/new-pensioners", data=PLAN) for _ in range(2))
    assert first.location == second.location
    assert session.query(Event).count() == 1


def test_an_open_event_sent_twice_is_one_event(desk: FlaskClient, session: Session) -> None:
    first, second = (desk.post("/staff/plan/wedding", data=PLAN) for _ in range(2))
    assert first.location == second.location
    assert session.query(Event).count() == 1


@pytest.mark.parametrize(("changes", "fields", "words"), [
    ({"date": "2020-01-01"}, ["date"], "The date has passed"),
    ({"date": "2027-03-28", "time": "02.30"}, ["time"], "02.30 does not exist on"),
    ({"seats": "0"}, ["seats"], "at least 1 seat"),
    ({"seats": "-4"}, ["seats"], "at least 1 seat"),
    ({"seats": "forty"}, ["seats"], ">Seats: Write a whole number.</a>"),
    ({"minutes": "long"}, ["minutes"], ">Minutes: Write a whole number.</a>"),
    ({"minutes": "0"}, ["minutes"], "from 15 to 1,440"),
    ({"place": "atlantis"}, ["place"], "no place called “atlantis”"),
    ({"venue": "atlantis"}, ["place"], "no place called “atlantis”"),
    ({"place": ""}, ["place"], "Choose a library."),
    ({"date": "2020-01-01", "time": "noon", "seats": "0"}, ["date", "time", "seats"], "3 things to mend"),
])
def test_a_bad_plan_is_refused_at_once_and_keeps_what_was_typed(
    desk: FlaskClient, session: Session, changes: dict[str, str], fields: list[str], words: str
) -> None:
    text = refusal(desk, "/staff/plan/new-pensioners", **(PLAN | changes))
    assert marked(text) == fields
    assert words in text
    for name in ("date", "time", "minutes", "seats", "hosts"):
        assert f'name="{name}"' in text
        assert f'value="{(PLAN | changes)[name]}"' in text
    assert session.query(Event).count() == 0


def test_without_a_library_of_ones_own_one_has_to_be_chosen(desk: FlaskClient, session: Session) -> None:
    assert '<option value="" selected>Choose a library</option>' in page(desk, "/staff/plan/wedding")
    gry = session.scalars(select(Account).where(Account.email == "gry@example.org")).one()
    gry.place_id = session.scalars(select(Place.id).where(Place.slug == "glumsoe")).one()
    session.commit()
    text = page(desk, "/staff/plan/wedding")
    assert "Choose a library" not in text
    assert '<option value="glumsoe" selected>' in text


def test_moving_a_draft_to_another_library_takes_its_neighbours(
    desk: FlaskClient, session: Session, campaign: Campaign
) -> None:
    desk.post(ways(campaign)["time"], data=PLAN | {"place": "naestved", "seats": "30"})
    session.refresh(campaign)
    assert campaign.near_place is campaign.place is campaign.event.place
    assert (campaign.place.slug, campaign.event.capacity) == ("naestved", 30)


def test_a_draft_with_an_open_event_page_is_moved_not_edited(
    desk: FlaskClient, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    assert "Move it or cancel it" in page(desk, ways(campaign)["time"])
    assert "Move it or cancel it" in refusal(desk, ways(campaign)["time"], **(PLAN | {"time": "18.00"}))


@pytest.mark.parametrize("slug", ["wedding", "low-vision", "fresh-start", "travel"])
def test_a_theme_without_a_list_never_gets_an_audience_page(desk: FlaskClient, session: Session, slug: str) -> None:
    answer = desk.post(f"/staff/plan/{slug}", data=PLAN)
    assert answer.location.startswith("/staff/events/")
    assert session.query(Campaign).count() == 0


def test_what_is_not_there_is_not_found(desk: FlaskClient) -> None:
    for path in ("/staff/plan/nonsense", "/staff/campaigns/99", "/staff/campaigns/x/audience"):
        assert desk.get(path).status_code == 404


def test_what_was_sent_back_waits_on_the_planners_first_page(
    desk: FlaskClient, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.send_back(session, campaign, "Skriv, at der er kaffe.", town.approver.id, NOW)
    text = page(desk, "/staff/")
    assert "Sent back: New pensioners" in text
    assert "Skriv, at der er kaffe." in text


def test_an_uncertain_mail_waits_there_too_with_the_way_to_it(
    desk: FlaskClient, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    launch_due_wave(session, NOW)
    session.scalars(select(Delivery).where(Delivery.channel == "mail")).first().state = State.UNCERTAIN
    text = page(desk, "/staff/")
    assert "1 mail is uncertain" in text
    assert "/staff/outbox?state=uncertain" in text


def test_an_approver_is_asked_only_for_what_others_have_made(
    app: Flask, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    approver = browser(app, session, RoleName.APPROVER)
    assert "Approve: New pensioners" in page(approver, "/staff/")
    campaign.work[0].account_id = session.scalars(select(Account).where(Account.email == "gry@example.org")).one().id
    assert "Approve: New pensioners" not in page(approver, "/staff/")
