"""The pages of saved audiences: the list, one audience, and archiving with a way back."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from planner.audiences.actions import archive_audience, put_back
from planner.audiences.keeping import keep_count
from planner.audiences.listing import list_page, one_page
from planner.audiences.queries import find_audience
from planner.audiences.shared import overlap_page
from planner.db import db
from planner.web import for_role, may_act_as

bp = Blueprint("audiences", __name__, url_prefix="/staff/audiences")
READERS = ("planner", "approver")
LONGEST_SEARCH = 80


@bp.get("")
@for_role(*READERS)
def show_audiences() -> ResponseReturnValue:
    """Every saved audience in use, or the archived ones."""
    wanted, archived = request.args.get("q", "").strip()[:LONGEST_SEARCH], "archived" in request.args
    page = list_page(db.session(), wanted, archived, datetime.now(UTC))
    return render_template("audiences/list.html", may_plan=_may_plan(), **page)


@bp.get("/overlap")
@for_role(*READERS)
def show_overlap() -> ResponseReturnValue:
    """How many are in two audiences at once?"""
    first, second = request.args.get("a", type=int), request.args.get("b", type=int)
    return render_template("audiences/overlap.html", **overlap_page(db.session(), first, second, datetime.now(UTC)))


@bp.get("/<int:audience_id>")
@for_role(*READERS)
def show_audience(audience_id: int) -> ResponseReturnValue:
    """One audience: its rule, how many now, and why not as many as last time."""
    saved = find_audience(db.session(), audience_id)
    months = 24 if request.args.get("months") == "24" else 12
    page = one_page(db.session(), saved, request.args.get("since", ""), months, datetime.now(UTC))
    kept_on = page["today"] if request.args.get("kept") == page["today_iso"] else ""
    return render_template("audiences/one.html", may_plan=_may_plan(), kept_on=kept_on, **page)


@bp.post("/<int:audience_id>/keep")
@for_role("planner")
def keep(audience_id: int) -> ResponseReturnValue:
    """Keep today's numbers, to compare with later."""
    day = keep_count(db.session(), find_audience(db.session(), audience_id), datetime.now(UTC))
    db.session.commit()
    return redirect(url_for("audiences.show_audience", audience_id=audience_id, kept=day.isoformat()), 303)


@bp.post("/<int:audience_id>/archive")
@for_role("planner")
def archive(audience_id: int) -> ResponseReturnValue:
    """Take it out of the list; its page says how to put it back."""
    archive_audience(db.session(), find_audience(db.session(), audience_id), current_user.id, datetime.now(UTC))
    db.session.commit()
    return redirect(url_for("audiences.show_audience", audience_id=audience_id), 303)


@bp.post("/<int:audience_id>/put-back")
@for_role("planner")
def back(audience_id: int) -> ResponseReturnValue:
    """Put it back into the list."""
    put_back(db.session(), find_audience(db.session(), audience_id), current_user.id, datetime.now(UTC))
    db.session.commit()
    return redirect(url_for("audiences.show_audience", audience_id=audience_id), 303)


def _may_plan() -> bool:
    return may_act_as([role.name for role in current_user.roles], ["planner"])
