"""Pages of privacy: how long data are kept."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from planner.db import db
from planner.privacy.clearing import clear_due
from planner.privacy.periods import choose_periods, shown_periods, state
from planner.privacy.rules import SOURCE
from planner.refusal import Refusal, Refusals
from planner.web import for_role, sentence, settings

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
