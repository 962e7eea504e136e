"""Handing in, approving and stopping: nothing is taken back unawares, and every button may be pressed twice."""


import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.events.actions import cancel_event
from planner.events.models import Event, EventStatus
from planner.invitations import actions
from planner.invitations.jobs import launch_due_wave
from planner.invitations.models import Act, Campaign, CampaignStatus
from planner.staff.models import RoleName
from tests.invitations.conftest import Town
from tests.invitations.desk import PLAN, REACHES, WIDEST, browser, marked, page, refusal, ways
from tests.invitations.make import NOW

#: What is asked of the database is tested on both in test_campaigns.py.
pytestmark = [pytest.mark.parametrize("settings", ["sqlite"], indirect=True), pytest.mark.usefixtures("today")]


def test_who_changes_the_time_has_worked_on_it(
    app: Flask, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    both = browser(app, session, RoleName.PLANNER, RoleName.APPROVER)
    both.post(ways(campaign)["time"], data=PLAN | {"time": "18.00"})
    session.refresh(campaign)
    assert campaign.status == CampaignStatus.DRAFT
    actions.submit(session, campaign, town.planner.id, NOW)
    assert "Someone else has to approve it" in page(both, f"/staff/campaigns/{campaign.id}/approve")


def test_looking_through_an_approved_campaign_takes_nothing_back_and_says_what_would(
    desk: FlaskClient, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    shown = page(desk, ways(campaign)["audience"])
    assert "the approval falls away" in shown
    desk.post(ways(campaign)["audience"], data=WIDEST)
    session.refresh(campaign)
    assert campaign.status == CampaignStatus.APPROVED
    desk.post(ways(campaign)["audience"], data=REACHES)
    session.refresh(campaign)
    assert campaign.status == CampaignStatus.DRAFT


def test_once_invitations_have_left_nothing_can_be_saved(
    desk: FlaskClient, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    launch_due_wave(session, NOW)
    for step in ("audience", "text"):
        shown = page(desk, ways(campaign)[step])
        assert "Invitations have left." in shown
        assert "Save and" not in shown
    assert "stay as they are" in refusal(desk, ways(campaign)["audience"], **REACHES)


def test_what_an_approver_asks_for_stands_on_every_step(
    desk: FlaskClient, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.send_back(session, campaign, "Skriv, at der er kaffe.", town.approver.id, NOW)
    for step in ways(campaign).values():
        assert "Skriv, at der er kaffe." in page(desk, step)


def test_submitting_twice_is_once(desk: FlaskClient, session: Session, campaign: Campaign) -> None:
    for _ in range(2):
        assert desk.post(ways(campaign)["submit"]).location.endswith(f"/campaigns/{campaign.id}")
    session.refresh(campaign)
    assert [work.act for work in campaign.work] == [Act.MADE, Act.SUBMITTED]


def test_an_approver_approves_once_however_often_they_press(
    app: Flask, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    approver = browser(app, session, RoleName.APPROVER)
    for _ in range(2):
        pressed = {"decision": "approve", "seen": actions.shown_hash(campaign)}
        answer = approver.post(f"/staff/campaigns/{campaign.id}/approve", data=pressed)
        assert answer.location.endswith(f"/campaigns/{campaign.id}")
    session.refresh(campaign)
    assert [work.act for work in campaign.work][-2:] == [Act.SUBMITTED, Act.APPROVED]
    assert session.scalars(select(Event.status)).one() == EventStatus.PUBLISHED


def test_a_decision_on_what_has_changed_meanwhile_is_refused_in_plain_words(
    app: Flask, session: Session, campaign: Campaign
) -> None:
    approver = browser(app, session, RoleName.APPROVER)
    text = refusal(approver, f"/staff/campaigns/{campaign.id}/approve", decision="approve")
    assert "A colleague has changed the campaign" in text


def test_sending_back_asks_for_a_word(app: Flask, session: Session, campaign: Campaign, town: Town) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    approver = browser(app, session, RoleName.APPROVER)
    assert marked(refusal(approver, f"/staff/campaigns/{campaign.id}/approve", decision="back")) == ["note"]


def test_the_approver_reads_the_letter_in_every_language(
    app: Flask, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    text = page(browser(app, session, RoleName.APPROVER), f"/staff/campaigns/{campaign.id}/approve?text_language=nb")
    assert '<div class="letter" lang="nb"' in text


def test_the_brakes_can_be_pressed_twice(desk: FlaskClient, session: Session, campaign: Campaign, town: Town) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    for brake, status in (("pause", "paused"), ("resume", "approved"), ("cancel", "cancelled")):
        for _ in range(2):
            assert desk.post(f"/staff/campaigns/{campaign.id}/{brake}").status_code == 303
        session.refresh(campaign)
        assert campaign.status == status


def test_the_desk_sees_how_it_goes_and_can_stop_nothing(
    app: Flask, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    session.commit()
    desk = browser(app, session, RoleName.DESK)
    text = page(desk, f"/staff/campaigns/{campaign.id}")
    for words in ("Pause", "Stop the invitations", "Cancel the event"):
        assert words not in text
    assert desk.post(f"/staff/campaigns/{campaign.id}/pause").status_code == 403


def test_the_campaign_page_asks_again_only_while_it_moves(
    desk: FlaskClient, session: Session, campaign: Campaign, town: Town
) -> None:
    way = f"/staff/campaigns/{campaign.id}"
    assert "hx-get" not in page(desk, way)
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    launch_due_wave(session, NOW)
    sending = page(desk, way)
    assert 'hx-trigger="every 2s"' in sending
    assert "0 of 2 mails have been handed over." in sending


def test_a_cancelled_event_leaves_nothing_to_brake(
    desk: FlaskClient, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    launch_due_wave(session, NOW)
    cancel_event(session, session.scalars(select(Event)).one(), "Sygdom", NOW)
    text = page(desk, f"/staff/campaigns/{campaign.id}")
    assert "The event is cancelled" in text
    assert "Pause" not in text
    assert "hx-get" not in text


def test_a_stopped_campaign_promises_no_more_waves(
    desk: FlaskClient, session: Session, campaign: Campaign, town: Town
) -> None:
    assert "Invitation, wave 1" in page(desk, f"/staff/campaigns/{campaign.id}")
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    actions.cancel_campaign(session, campaign, town.planner.id, NOW)
    assert "Invitation, wave 1" not in page(desk, f"/staff/campaigns/{campaign.id}")


def test_letters_that_wait_for_the_printer_are_not_said_to_be_on_their_way(
    desk: FlaskClient, session: Session, campaign: Campaign, town: Town
) -> None:
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    campaign.waves[0].by_letter = 9
    launch_due_wave(session, NOW)
    rows = page(desk, f"/staff/campaigns/{campaign.id}").split('id="leaves-table"')[1].split("</table>")[0]
    letters = rows.split("<td>Letter</td>")[1]
    assert "Waits to be printed" in letters
    assert '<td class="num">1</td>' in letters
    assert "Set going" in rows.split("<td>Letter</td>")[0]


def test_the_way_to_the_guests_is_shown_to_those_who_meet_them(
    app: Flask, session: Session, campaign: Campaign
) -> None:
    way = f"/staff/campaigns/{campaign.id}"
    guests = f'href="/staff/events/{campaign.event_id}/guests"'
    assert guests in page(browser(app, session, RoleName.DESK), way)


def test_an_approver_alone_is_not_sent_to_the_guests(app: Flask, session: Session, campaign: Campaign) -> None:
    assert "/guests" not in page(browser(app, session, RoleName.APPROVER), f"/staff/campaigns/{campaign.id}")
