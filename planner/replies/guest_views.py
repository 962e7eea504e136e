"""What staff do on the guest list. Apart from the citizens' pages, which need no token of a session: these do."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from planner.db import db
from planner.events.queries import find_event
from planner.replies import actions
from planner.replies.attendance import tick
from planner.web import for_role

bp = Blueprint("guests", __name__, url_prefix="/staff/events/<int:event_id>/guests/<int:reply_id>")


@bp.post("/came")
@for_role("planner", "desk")
def note_came(event_id: int, reply_id: int) -> ResponseReturnValue:
    """Note that a household came, or take it back."""
    find_event(db.session(), event_id)
    came = request.form.get("came") == "1"
    tick(db.session(), event_id, reply_id, datetime.now(UTC), came=came)
    db.session.commit()
    return redirect(url_for("replies.guests", event_id=event_id, _anchor=f"guest-{reply_id}"), 303)


@bp.post("/free")
@for_role("planner", "desk")
def free_seats(event_id: int, reply_id: int) -> ResponseReturnValue:
    """Give back the seats of someone who has died; those who wait are told at once."""
    find_event(db.session(), event_id)
    actions.free_seats(db.session(), event_id, reply_id, datetime.now(UTC))
    db.session.commit()
    return redirect(url_for("replies.guests", event_id=event_id), 303)
