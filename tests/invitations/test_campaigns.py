"""A campaign from draft to launched wave: who may, who is invited, and what stops it."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.db import db
from planner.delivery.models import Delivery, Hold, State
from planner.events.actions import cancel_event
from planner.events.models import EventStatus
from planner.events.rules import EventPlan
from planner.invitations import actions
from planner.invitations.actions import plan_campaign
from planner.invitations.jobs import launch_due_wave
from planner.invitations.models import Campaign, CampaignStatus, Invitation
from planner.invitations.queries import find_campaign, report, way
from planner.invitations.steps import WrongStepError
from planner.refusal import NotAllowedError, Refusal
from tests.invitations import make
from tests.invitations.conftest import Town
from tests.invitations.make import NOW


def approved(session: Session, town: Town, **changes: object) -> Campaign:
    campaign = make.campaign(session, town.planner, **changes)
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.approve(session, campaign, town.approver.id, NOW)
    return campaign


def invited(session: Session, campaign: Campaign) -> set[str]:
    rows = session.scalars(select(Invitation).where(Invitation.campaign_id == campaign.id))
    return {row.citizen.person_id for row in rows if row.citizen}


@pytest.fixture
def launch(session: Session):
    return lambda now=NOW: launch_due_wave(session, now)


def test_a_plan_counts_who_fits_and_leaves_a_draft(session: Session, town: Town):
    campaign = make.campaign(session, town.planner)
    assert (campaign.matching, campaign.invitable, campaign.status) == (4, 3, "draft")
    assert [(wave.size, wave.by_mail, wave.by_letter) for wave in campaign.waves] == [(3, 2, 1)]


def test_approving_publishes_the_event_and_the_due_wave_invites_those_who_fit(session: Session, town: Town, launch):
    campaign = approved(session, town)
    assert campaign.event is not None and campaign.event.status == EventStatus.PUBLISHED
    assert launch() == 1
    assert invited(session, campaign) == {"anna", "carl", "erik"}
    assert launch() == 0


def test_nobody_approves_what_they_made_edited_or_submitted(session: Session, town: Town):
    campaign = make.campaign(session, town.approver)
    actions.submit(session, campaign, town.planner.id, NOW)
    for worked in (town.approver, town.planner):
        with pytest.raises(NotAllowedError):
            actions.approve(session, campaign, worked.id, NOW)
    assert campaign.status == CampaignStatus.SUBMITTED


def test_a_draft_cannot_be_approved_and_an_empty_audience_not_be_submitted(session: Session, town: Town):
    campaign = make.campaign(session, town.planner)
    with pytest.raises(WrongStepError):
        actions.approve(session, campaign, town.approver.id, NOW)
    actions.set_audience(session, campaign, {"age": {"min": 110, "max": 120}}, town.planner.id, NOW)
    with pytest.raises(Refusal, match="Nobody can be invited"):
        actions.submit(session, campaign, town.planner.id, NOW)


def test_changing_the_words_takes_a_submission_back(session: Session, town: Town, launch):
    campaign = make.campaign(session, town.planner)
    actions.submit(session, campaign, town.planner.id, NOW)
    actions.set_text(session, campaign, "da", "Kom", "Kære {{navn}}", town.planner.id, NOW)
    assert campaign.status == CampaignStatus.DRAFT
    assert launch() == 0


def test_words_changed_behind_the_approval_invite_nobody(session: Session, town: Town, launch):
    campaign = approved(session, town)
    campaign.criteria = {"age": {"min": 18}}
    launch()
    assert (campaign.waves[0].dropped, invited(session, campaign)) == ("changed", set())


def test_a_cancelled_event_invites_nobody(session: Session, town: Town, launch):
    campaign = approved(session, town)
    assert campaign.event is not None
    cancel_event(session, campaign.event, "Sygdom", NOW, town.planner.id)
    launch()
    assert (campaign.waves[0].dropped, invited(session, campaign)) == ("event_cancelled", set())


def test_a_full_event_invites_nobody(session: Session, town: Town, launch):
    campaign = approved(session, town)
    assert campaign.event is not None
    campaign.event.seats_taken = campaign.event.capacity
    launch()
    assert (campaign.waves[0].dropped, invited(session, campaign)) == ("event_full", set())


def test_a_wave_that_comes_due_when_the_event_has_begun_invites_nobody(session: Session, town: Town, launch):
    campaign = approved(session, town)
    assert campaign.event is not None
    launch(campaign.event.starts_at - timedelta(minutes=30))
    assert (campaign.waves[0].dropped, invited(session, campaign)) == ("too_late", set())


def test_the_nearest_are_invited_first(session: Session, town: Town, launch):
    campaign = approved(session, town)
    campaign.waves[0].size = 2
    launch()
    assert invited(session, campaign) == {"anna", "erik"}


def test_each_invitation_keeps_its_reason_its_language_and_one_ledger_row(session: Session, town: Town, launch):
    campaign = approved(session, town)
    launch()
    carl = session.scalars(select(Invitation).where(Invitation.citizen_id == town.carl.id)).one()
    row = session.scalars(select(Delivery).where(Delivery.ref == carl.public_id)).one()
    assert (carl.language, carl.because) == ("en", ["reaches:folkepension:2027"])
    assert (row.state, row.whom, row.mailing, row.scope) == (
        State.QUEUED,
        town.carl.subject,
        campaign.mailing,
        "new-pensioners",
    )


def test_who_was_invited_to_the_theme_this_year_is_not_proposed_again(session: Session, town: Town, launch):
    first = approved(session, town)
    launch()
    second = make.campaign(session, town.planner)
    assert invited(session, first) and second.invitable == 0


def test_a_paused_campaign_launches_nothing_and_holds_its_mailing(session: Session, town: Town, launch):
    campaign = approved(session, town)
    actions.pause(session, campaign, town.planner.id, NOW)
    assert launch() == 0
    assert session.get(Hold, campaign.mailing) is not None
    actions.resume(session, campaign, town.planner.id, NOW)
    assert session.get(Hold, campaign.mailing) is None
    assert launch() == 1


@pytest.mark.parametrize("theme", ["wedding", "low-vision", "fresh-start", "travel"])
def test_a_theme_without_an_audience_is_never_given_one(session: Session, town: Town, theme: str):
    event = EventPlan(theme=theme, place_slug="glumsoe", starts_local=make.STARTS, minutes=120, capacity=20)
    with pytest.raises(Refusal, match=f"The theme {theme} has no audience"):
        plan_campaign(session, make.plan(event=event, criteria={"age": {"min": 18}}), town.planner.id, NOW)


def test_the_report_tells_states_seats_and_waves(app: Flask, session: Session, town: Town, launch):
    campaign = approved(session, town)
    launch()
    found = report(session, campaign)
    assert (found.status, found.counts, found.seats.capacity) == ("running", {"queued": 3}, 40)
    assert [(wave.channel, wave.size) for wave in found.waves] == [("mail", 2), ("letter", 1)]
    assert way(session, campaign).invited == 3


def test_an_approver_approves_only_what_they_have_read(session: Session, town: Town):
    campaign = make.campaign(session, town.planner)
    actions.submit(session, campaign, town.planner.id, NOW)
    read = actions.shown_hash(campaign)
    actions.set_text(session, campaign, "da", "Kom", "Kære {{navn}}", town.planner.id, NOW)
    actions.submit(session, campaign, town.planner.id, NOW)
    with pytest.raises(WrongStepError, match="changed since you opened"):
        actions.approve(session, campaign, town.approver.id, NOW, seen=read)
    actions.approve(session, campaign, town.approver.id, NOW, seen=actions.shown_hash(campaign))


def test_a_stopped_campaign_leaves_nothing_in_the_queue(session: Session, town: Town, launch):
    campaign = approved(session, town)
    launch()
    actions.cancel_campaign(session, campaign, town.planner.id, NOW)
    assert report(session, campaign).counts == {"skipped": 3}


def test_those_invited_to_a_cancelled_event_may_be_invited_to_the_next(session: Session, town: Town, launch):
    campaign = approved(session, town)
    launch()
    assert campaign.event is not None
    cancel_event(session, campaign.event, "Sygdom", NOW, town.planner.id)
    assert report(session, campaign).status == "cancelled"
    assert make.campaign(session, town.planner).invitable == 3


def test_words_cannot_be_changed_while_a_wave_is_being_launched(session: Session, town: Town, launch):
    campaign = approved(session, town)
    session.commit()
    launch()
    campaign_id, planner_id, refused, engine = campaign.id, town.planner.id, [], db.engine

    read, committed = threading.Event(), threading.Event()

    def edit() -> None:
        with Session(engine) as other:
            try:
                mine = find_campaign(other, str(campaign_id))
                mine.waves  # noqa: B018 - read before the launch is committed, as a page does
                read.set()
                committed.wait()
                actions.set_text(other, mine, "da", "Kom", "Kære {{navn}}", planner_id, NOW)
                other.commit()
            except WrongStepError as error:
                refused.append(str(error))

    editor = threading.Thread(target=edit)
    editor.start()
    if engine.dialect.name == "postgresql":  # on SQLite the editor cannot even read before the launch is committed
        read.wait()
    session.commit()
    committed.set()
    editor.join()
    assert refused == ["Invitations have left already, so audience and words stay as they are."]
