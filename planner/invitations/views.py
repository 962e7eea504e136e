"""The campaign pages: the list, one campaign with its progress, the approver's decision, and the brakes."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from planner.db import db
from planner.invitations import actions
from planner.invitations.content import shown_hash
from planner.invitations.decision import decision_page
from planner.invitations.models import Act, Campaign, CampaignStatus
from planner.invitations.overview import campaign_page, campaigns_page
from planner.invitations.pages import names
from planner.invitations.queries import find_campaign
from planner.invitations.steps import WrongStepError
from planner.refusal import N_, Refusal
from planner.web import for_role

bp = Blueprint("invitations", __name__, url_prefix="/staff")
STAFF = ("planner", "approver", "desk")
BRAKES = {"pause": actions.pause, "resume": actions.resume, "cancel": actions.cancel_campaign}


@bp.get("/campaigns")
@for_role(*STAFF)
def show_campaigns() -> ResponseReturnValue:
    """Every campaign, newest first."""
    return render_template("invitations/campaigns.html", **campaigns_page(db.session()))


@bp.get("/campaigns/<campaign_id>")
@for_role(*STAFF)
def show_campaign(campaign_id: str) -> ResponseReturnValue:
    """One campaign: what leaves now, the way from audience to seat, waves, states."""
    campaign = find_campaign(db.session(), campaign_id)
    return render_template("invitations/campaign.html", **campaign_page(db.session(), campaign))


@bp.route("/campaigns/<campaign_id>/approve", methods=["GET", "POST"])
@for_role("approver")
def decide(campaign_id: str) -> ResponseReturnValue:
    """Approve it, or send it back with a word."""
    campaign = find_campaign(db.session(), campaign_id)
    errors: list[Refusal] = []
    if request.method == "POST":
        try:
            _decided(campaign)
            return redirect(url_for("invitations.show_campaign", campaign_id=campaign.id), 303)
        except Refusal as refused:
            db.session.rollback()
            errors = [_for_people(refused)]
    shown = decision_page(db.session(), campaign, request.args.get("text_language", ""), errors)
    page = render_template(
        "invitations/approve.html", note=request.form.get("note", ""), seen_hash=shown_hash(campaign), **shown
    )
    return page, 422 if errors else 200


def _decided(campaign: Campaign) -> None:
    """Do what the approver has pressed; pressing the same button twice does it once."""
    now, approves = datetime.now(UTC), request.form.get("decision") == "approve"
    if campaign.status == (CampaignStatus.APPROVED if approves else CampaignStatus.DRAFT) and _decided_by_me(campaign):
        return
    if approves:
        actions.approve(db.session(), campaign, current_user.id, now, seen=request.form.get("seen", ""))
    else:
        actions.send_back(db.session(), campaign, request.form.get("note", ""), current_user.id, now)
    db.session.commit()


def _decided_by_me(campaign: Campaign) -> bool:
    last = campaign.work[-1]
    return last.account_id == current_user.id and last.act in (Act.APPROVED, Act.SENT_BACK)


def _for_people(refused: Refusal) -> Refusal:
    """Return the refusal as the page says it; a step taken too late has been overtaken by a colleague."""
    if isinstance(refused, WrongStepError):
        return Refusal(N_("A colleague has changed the campaign since you opened this page. Look at it again."))
    return refused


@bp.post("/campaigns/<campaign_id>/<any(pause, resume, cancel):brake>")
@for_role("planner", "approver")
def brake(campaign_id: str, brake: str) -> ResponseReturnValue:
    """Pause, resume or cancel what has not left yet; who comes too late, or presses twice, sees how it stands."""
    campaign = find_campaign(db.session(), campaign_id)
    try:
        BRAKES[brake](db.session(), campaign, current_user.id, datetime.now(UTC))
        db.session.commit()
    except WrongStepError:
        db.session.rollback()
    return redirect(url_for("invitations.show_campaign", campaign_id=campaign.id), 303)


@bp.get("/campaigns/<campaign_id>/stop")
@for_role("planner", "approver")
def ask_before_cancel(campaign_id: str) -> ResponseReturnValue:
    """Ask before the rest is thrown away: that cannot be undone."""
    campaign = find_campaign(db.session(), campaign_id)
    return render_template("invitations/stop.html", campaign=campaign, **names())
