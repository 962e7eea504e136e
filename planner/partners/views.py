"""The page of partners: what they host with us."""

from datetime import UTC, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from planner.db import db
from planner.partners.hosted import hosted_by
from planner.staff.models import RoleName
from planner.web import for_role

bp = Blueprint("partners", __name__, url_prefix="/partner")


@bp.get("/")
@for_role(RoleName.PARTNER)
def hosted() -> ResponseReturnValue:
    coming, past = hosted_by(db.session(), current_user.partner_id, datetime.now(UTC))
    return render_template("partners/hosted.html", coming=coming, past=past, first_name=current_user.name.split()[0])
