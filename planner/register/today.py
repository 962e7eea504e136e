"""What the register asks of admins today: a file that waits for a yes, or a register that has grown old."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from planner.register.models import ImportStatus
from planner.register.queries import import_under_way
from planner.register.shown import is_old, up_to_date
from planner.staff.models import Account, RoleName
from planner.staff.today import Task


def tasks(session: Session, account: Account, now: datetime) -> list[Task]:
    """Return what waits for `account`: nothing unless it is an admin."""
    if not account.has_role(RoleName.ADMIN):
        return []
    under_way = import_under_way(session)
    if under_way is not None and under_way.status == ImportStatus.READY:
        return [Task(
            _("A register file waits for your yes"), _("See what it would change. Nothing has changed yet."),
            url_for("register.show_one", import_id=under_way.id), _("See the changes"))]
    if under_way is None and is_old(session, now):
        since = _("People have moved, died and come of age since.")
        return [Task(
            _("The register needs a new file"), f"{up_to_date(session)} {since}", url_for("register.show_all"),
            _("Hand in a file"))]
    return []
