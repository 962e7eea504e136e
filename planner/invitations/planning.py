"""The planning pages: theme, time and place, audience, words, and handing in. One question a page."""

from datetime import UTC, datetime, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response

from planner.audiences.models import SavedAudience
from planner.audiences.queries import find_audience
from planner.db import db
from planner.events.actions import plan_event, publish_event
from planner.events.models import Event
from planner.events.rules import EventPlan
from planner.invitations.actions import (
    CampaignPlan,
    plan_campaign,
    set_text,
    set_time_and_place,
    submit,
)
from planner.invitations.decision import decision_page
from planner.invitations.forms import (
    TimeAndPlace,
    event_plan,
    missing_places,
    text_errors,
    typed_event,
    typed_time_and_place,
    untyped,
)
from planner.invitations.models import Campaign, CampaignStatus
from planner.invitations.pages import differs, event_of, listed, text_page, themes_page, time_page, usual_place
from planner.invitations.queries import campaign_of, find_campaign, just_planned
from planner.invitations.texts import cannot_fill, reading_languages
from planner.invitations.views import bp
from planner.refusal import N_, Refusal, Refusals
from planner.themes.pack import Reach, TextKind
from planner.themes.reach import refuse_without_register
from planner.themes.reader import find_theme
from planner.web import for_role, settings

UNPROCESSABLE = 422
#: Whoever sends the same plan again so soon has pressed twice.
TWICE = timedelta(minutes=1)


@bp.get("/plan")
@for_role("planner")
def choose_theme() -> ResponseReturnValue:
    """Which theme?"""
    return render_template("invitations/choose_theme.html", **themes_page())


@bp.route("/plan/<slug>", methods=["GET", "POST"])
@for_role("planner")
def plan_time(slug: str) -> ResponseReturnValue:
    """When and where? A theme from the register goes on to its audience; an open one is published as an event."""
    theme = find_theme(slug)
    typed = (
        typed_time_and_place(request.form) if request.method == "POST" else untyped(theme, usual_place(db.session()))
    )
    errors: list[Refusal] = []
    if request.method == "POST":
        try:
            return _planned(event_plan(slug, typed, datetime.now(UTC), settings().timezone), _audience_id())
        except (Refusal, Refusals) as refused:
            db.session.rollback()
            errors = listed(refused)
    page = render_template(
        "invitations/plan_time.html",
        theme=theme,
        has_campaign=theme.reach is Reach.REGISTER,
        audience=_saved_audience(slug),
        **time_page(db.session(), typed, errors),
    )
    return page, UNPROCESSABLE if errors else 200


def _audience_id() -> int | None:
    """Return the number of the saved audience that was chosen before the theme's steps began; None where none was."""
    return request.values.get("audience", type=int)


def _saved_audience(slug: str) -> SavedAudience | None:
    """Return the saved audience the plan begins with, as the page names it; another theme's is not offered."""
    chosen = _audience_id()
    found = find_audience(db.session(), chosen) if chosen is not None else None
    return found if found and found.theme == slug else None


def _planned(plan: EventPlan, audience_id: int | None) -> Response:
    now = datetime.now(UTC)
    there = just_planned(db.session(), plan, current_user.id, now - TWICE)
    if there is not None:
        return _on_to(there, campaign_of(db.session(), there))
    if find_theme(plan.theme).reach is Reach.REGISTER:
        campaign = plan_campaign(db.session(), CampaignPlan(event=plan, audience_id=audience_id), current_user.id, now)
        db.session.commit()
        return _on_to(event_of(campaign), campaign)
    if audience_id is not None:
        refuse_without_register(find_theme(plan.theme))
    event = plan_event(db.session(), plan, current_user.id, now)
    publish_event(db.session(), event, now, current_user.id)
    db.session.commit()
    return _on_to(event, None)


def _on_to(event: Event, campaign: Campaign | None) -> Response:
    if campaign is None:
        return redirect(url_for("events.staff_event", event_id=event.id), 303)
    return redirect(url_for("invitations.edit_audience", campaign_id=campaign.id), 303)


@bp.route("/campaigns/<campaign_id>/time", methods=["GET", "POST"])
@for_role("planner")
def edit_time(campaign_id: str) -> ResponseReturnValue:
    """When and where? Once more, for a draft."""
    campaign = find_campaign(db.session(), campaign_id)
    typed = typed_time_and_place(request.form) if request.method == "POST" else typed_event(event_of(campaign))
    errors: list[Refusal] = []
    if request.method == "POST":
        try:
            return _changed_time(campaign, typed)
        except (Refusal, Refusals) as refused:
            db.session.rollback()
            errors = listed(refused)
    page = render_template("invitations/edit_time.html", campaign=campaign, **time_page(db.session(), typed, errors))
    return page, UNPROCESSABLE if errors else 200


def _changed_time(campaign: Campaign, typed: TimeAndPlace) -> Response:
    """Keep what was typed and go on; saving it unchanged takes no submission back."""
    if typed != typed_event(event_of(campaign)):
        now = datetime.now(UTC)
        plan = event_plan(campaign.theme, typed, now, event_of(campaign).timezone)
        set_time_and_place(db.session(), campaign, plan, current_user.id, now)
        db.session.commit()
    return redirect(url_for("invitations.edit_audience", campaign_id=campaign.id), 303)


@bp.route("/campaigns/<campaign_id>/text", methods=["GET", "POST"])
@for_role("planner")
def edit_text(campaign_id: str) -> ResponseReturnValue:
    """What is it to say? One language at a time, beside the letter as its reader sees it."""
    campaign = find_campaign(db.session(), campaign_id)
    language = request.values.get("text_language", "")
    typed = (
        (request.form.get("subject", ""), request.form.get("text", "").replace("\r\n", "\n")) if request.form else None
    )
    errors = _text_errors(campaign, language, *typed) if typed else []
    if typed and not errors and "restore" in request.form:
        return _kept(campaign, language, *_own_words(campaign, language))
    if typed and not errors and "look" not in request.form:
        return _kept(campaign, language, *typed)
    page = render_template("invitations/text.html", **text_page(db.session(), campaign, language, typed, errors))
    return page, UNPROCESSABLE if errors else 200


def _text_errors(campaign: Campaign, language: str, subject: str, body: str) -> list[Refusal]:
    """Return why the words cannot be kept; what is typed does not matter where the theme's own are wanted."""
    if language not in reading_languages(find_theme(campaign.theme), campaign.place.municipality.country):
        return [Refusal(N_("Nobody reads this invitation in that language. Choose one of those above."), field="text")]
    if "restore" in request.form:
        return []
    _subject, own = _own_words(campaign, language)
    return text_errors(subject, body, cannot_fill(subject, body), missing_places(own, body))


def _own_words(campaign: Campaign, language: str) -> tuple[str, str]:
    """Return the theme's own subject and body."""
    country = campaign.place.municipality.country
    own = find_theme(campaign.theme).text(TextKind.INVITATION, language, country)
    return own.subject, own.body


def _kept(campaign: Campaign, language: str, subject: str, body: str) -> Response:
    if differs(campaign, language, subject, body):
        set_text(db.session(), campaign, language, subject.strip(), body.strip(), current_user.id, datetime.now(UTC))
        db.session.commit()
    if "next" in request.form:
        return redirect(url_for("invitations.check_and_submit", campaign_id=campaign.id), 303)
    return redirect(url_for("invitations.edit_text", campaign_id=campaign.id, text_language=language), 303)


@bp.route("/campaigns/<campaign_id>/submit", methods=["GET", "POST"])
@for_role("planner")
def check_and_submit(campaign_id: str) -> ResponseReturnValue:
    """Is it ready for a colleague?"""
    campaign = find_campaign(db.session(), campaign_id)
    errors: list[Refusal] = []
    if request.method == "POST" and campaign.status == CampaignStatus.SUBMITTED:  # pressed twice
        return redirect(url_for("invitations.show_campaign", campaign_id=campaign.id), 303)
    if request.method == "POST":
        try:
            submit(db.session(), campaign, current_user.id, datetime.now(UTC))
            db.session.commit()
            return redirect(url_for("invitations.show_campaign", campaign_id=campaign.id), 303)
        except Refusal as refused:
            db.session.rollback()
            errors = listed(refused)
    language = request.args.get("text_language", "")
    page = render_template("invitations/submit.html", **decision_page(db.session(), campaign, language, errors))
    return page, UNPROCESSABLE if errors else 200
