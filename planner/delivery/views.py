"""Pages of the outbox: every mail, exactly as the citizen sees it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from planner.db import LARGEST_ID, db
from planner.delivery import shown
from planner.delivery.channels.maildir import file_name, find_mail, maildir_folder
from planner.delivery.models import Delivery, Kind, State
from planner.delivery.opened import OpenedMail, open_mail
from planner.delivery.queries import count_mails, find_delivery, outbox_page
from planner.delivery.registry import Envelope, Posting, composers, showers
from planner.delivery.veil import veiled
from planner.numbers import whole_number
from planner.web import for_role, settings

bp = Blueprint("delivery", __name__, url_prefix="/staff/outbox")

#: Not the desk: every mail holds links that act for the citizen it was written to.
STAFF = ("planner", "approver", "admin")
PARTS = ("text", "html", "calendar")
#: The mail's own styles and pictures, and nothing from anywhere else; it is shown inside our page only.
MAIL_POLICY = ("default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
               "frame-ancestors 'self'; sandbox")
Choice = TypeVar("Choice", bound=StrEnum)


@bp.get("")
@for_role(*STAFF)
def outbox() -> ResponseReturnValue:
    return render_template("outbox/outbox.html", **_list(), row=None)


@bp.get("/<public_id>")
@for_role(*STAFF)
def show_mail(public_id: str) -> ResponseReturnValue:
    row = find_delivery(db.session(), public_id) or abort(404)
    opened = _opened(row)
    part = request.args.get("part", PARTS[0])
    if part not in PARTS or (part == "calendar" and not (opened and opened.calendar)):
        part = PARTS[0]
    facts = shown.facts(row, settings().timezone)
    return render_template("outbox/outbox.html", **_list(), row=facts, mail=opened, part=part,
                           is_veiled=not _is_shown(row))


@bp.get("/<public_id>/html")
@for_role(*STAFF)
def mail_html(public_id: str) -> ResponseReturnValue:
    opened = _opened(find_delivery(db.session(), public_id) or abort(404))
    answer = Response(opened.html if opened else "", mimetype="text/html")
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    return answer


def _list() -> dict[str, object]:
    """Return what the list beside the mail needs; the filter stays in the address."""
    state, kind = _chosen(State, "state"), _chosen(Kind, "kind")
    before = _row_id("before")
    page = outbox_page(db.session(), state=state, kind=kind, before=before)
    now, zone, counts = datetime.now(UTC), settings().timezone, count_mails(db.session())
    return {
        "mails": [shown.listed(row, zone, now) for row in page.rows], "older": page.older,
        "asked": _kept({"state": state, "kind": kind}),
        "here_asked": _kept({"state": state, "kind": kind, "before": before}),
        "state_options": shown.state_options(counts), "kind_options": shown.kind_options(), "is_empty": not counts,
        "full_date": shown.full_date, "clock": shown.clock}


def _chosen(choices: type[Choice], name: str) -> Choice | None:
    value = request.args.get(name, "")
    return choices(value) if value in list(choices) else None


def _row_id(name: str) -> int | None:
    return whole_number(request.args.get(name, ""), 0, LARGEST_ID)


def _kept(asked: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in asked.items() if value}


def _opened(row: Delivery) -> OpenedMail | None:
    """Return the mail as it lies in the Maildir, else written anew; None when nobody can write it any more."""
    raw = None
    if settings().mail_url.startswith("maildir:"):
        raw = find_mail(maildir_folder(settings()), file_name(row.public_id, row.created_at))
    if raw is None:
        posting = Posting(row.id, row.fence or 0, row.public_id, Kind(row.kind), row.channel, row.ref, row.whom,
                          row.message_id, row.created_at)
        composed = composers[posting.kind](db.session(), [posting]).get(row.id) if posting.kind in composers else None
        raw = composed.message if isinstance(composed, Envelope) else None
    if not raw:
        return None
    return open_mail(raw) if _is_shown(row) else veiled(open_mail(raw))


def _is_shown(row: Delivery) -> bool:
    """Return whether staff may see whom the mail is to; not where the name is protected, or nobody knows any more."""
    return "person" in showers and row.whom in showers["person"](db.session(), [row.whom])
