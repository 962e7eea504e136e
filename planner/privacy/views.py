"""Pages of privacy: how long data are kept, and the record of processing of a campaign."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypedDict

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from planner.db import db
from planner.invitations.models import Campaign
from planner.invitations.pages import campaign_name
from planner.invitations.queries import find_campaign
from planner.privacy.chapters import Chapter, as_json, as_markdown
from planner.privacy.clearing import clear_due
from planner.privacy.periods import choose_periods, shown_periods, state
from planner.privacy.record import record_of
from planner.privacy.rules import SOURCE
from planner.refusal import Refusal, Refusals
from planner.staff.shown import moment
from planner.web import for_role, page_language, sentence, settings

bp = Blueprint("privacy", __name__, url_prefix="/staff")


@bp.get("/settings/retention")
@for_role("admin")
def retention() -> ResponseReturnValue:
    return _retention({}, [])


@bp.post("/settings/retention")
@for_role("admin")
def save_retention() -> ResponseReturnValue:
    try:
        choose_periods(db.session(), request.form, current_user.id, datetime.now(UTC))
    except Refusals as refused:
        return _retention(request.form, refused.refusals), 422
    db.session.commit()
    return redirect(url_for("privacy.retention", saved="yes"), 303)


@bp.post("/settings/retention/clear")
@for_role("admin")
def clear_now() -> ResponseReturnValue:
    """Clear what is due although the last time is long ago: the admin says that the clock is right."""
    clear_due(db.session(), settings(), datetime.now(UTC), by=current_user.id, clock_is_right=True)
    return redirect(url_for("privacy.retention"), 303)


def _retention(typed: Mapping[str, str], refusals: Sequence[Refusal]) -> str:
    now, errors = datetime.now(UTC), [(one.field or "", sentence(one)) for one in refusals]
    return render_template(
        "privacy/retention.html", periods=shown_periods(db.session(), now, typed), state=state(db.session(), now),
        problems=errors, errors=dict(errors), saved="saved" in request.args, source=_(SOURCE))


@bp.get("/campaigns/<campaign_id>/record")
@for_role("planner", "approver", "desk")
def show_record(campaign_id: str) -> ResponseReturnValue:
    return render_template("privacy/record.html", **_record(campaign_id))


@bp.get("/campaigns/<campaign_id>/record.md")
@for_role("planner", "approver", "desk")
def record_text(campaign_id: str) -> ResponseReturnValue:
    made = _record(campaign_id)
    text = as_markdown(f"{_('Record of processing')}: {made['name']}", made["made"], made["chapters"])
    return _as_file(Response(text, mimetype="text/markdown"), f"record-{made['campaign'].id}.md")


@bp.get("/campaigns/<campaign_id>/record.json")
@for_role("planner", "approver", "desk")
def record_json(campaign_id: str) -> ResponseReturnValue:
    made = _record(campaign_id)
    told = {"campaign": str(made["campaign"].id), "title": made["name"], "record": as_json(made["chapters"])}
    return _as_file(jsonify(told), f"record-{made['campaign'].id}.json")


def _as_file(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def record_link(campaign: Campaign) -> tuple[str, str]:
    """Return the way from a campaign's page to its record."""
    return str(_("Record of processing")), url_for("privacy.show_record", campaign_id=campaign.id)


class _Record(TypedDict):
    campaign: Campaign
    name: str
    made: str
    chapters: list[Chapter]


def _record(campaign_id: str) -> _Record:
    campaign = find_campaign(db.session(), campaign_id)
    return {
        "campaign": campaign, "name": campaign_name(campaign),
        "made": str(_("Made %(when)s.", when=moment(datetime.now(UTC)))),
        "chapters": record_of(db.session(), campaign, page_language(), settings())}
