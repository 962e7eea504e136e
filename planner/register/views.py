"""Pages of the register: hand a file in, look at what it would change, say yes, undo. For admins alone."""

from datetime import UTC, datetime
from typing import BinaryIO, cast

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from planner.db import db
from planner.refusal import N_, Refusal
from planner.register import actions, queries
from planner.register.queries import (
    find_import,
    import_under_way,
    last_imports,
    reason_of,
    rejections,
    why_not_undone,
)
from planner.register.row import COLUMNS
from planner.register.shown import shown_import, up_to_date
from planner.saying import say
from planner.web import for_role, may_act_as, problems

bp = Blueprint("register", __name__, url_prefix="/staff/register")
ROWS_SHOWN = 100


def room_for_a_register() -> None:
    """Let an admin hand in a file as large as a register; nobody else may send us so much."""
    if request.endpoint == "register.hand_in" and current_user.is_authenticated and may_act_as(
            [role.name for role in current_user.roles], ("admin",)):
        request.max_content_length = actions.LARGEST_UPLOAD


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    refusal = Refusal(N_("The file is larger than %(most)s MB. Send the changes alone, or ask those who run the server "
                         "to import it by command."),
                      field="file", most=(request.max_content_length or 0) >> 20)
    return _list_page(problems(refusal)), 413


@bp.get("")
@for_role("admin")
def show_all() -> ResponseReturnValue:
    return _list_page([])


@bp.post("")
@for_role("admin")
def hand_in() -> ResponseReturnValue:
    upload = request.files.get("file")
    try:
        if upload is None or not upload.filename:
            raise Refusal(N_("Choose the file first."), field="file")  # noqa: TRY301 (shown as every other refusal)
        one = actions.begin_import(
            db.session(), cast(BinaryIO, upload.stream), name=upload.filename, full=request.form.get("kind") == "full",
            account_id=current_user.id, now=datetime.now(UTC))
    except Refusal as refusal:
        db.session.rollback()
        return _list_page(problems(refusal)), 422
    db.session.commit()
    return redirect(url_for("register.show_one", import_id=one.id), 303)


@bp.get("/<int:import_id>")
@for_role("admin")
def show_one(import_id: int) -> ResponseReturnValue:
    return _one_page(import_id, [])


@bp.get("/<int:import_id>/rejected.csv")
@for_role("admin")
def rejected_file(import_id: int) -> ResponseReturnValue:
    one = find_import(db.session(), import_id)
    body = "".join(queries.rejected_file(db.session(), one, say))
    return Response(body, content_type="text/csv; charset=utf-8",
                    headers={"Content-Disposition": f'attachment; filename="import-{one.id}.csv"'})


@bp.post("/<int:import_id>/confirm")
@for_role("admin")
def confirm(import_id: int) -> ResponseReturnValue:
    one = find_import(db.session(), import_id)
    try:
        actions.confirm_import(db.session(), one, current_user.id, datetime.now(UTC),
                               many_left="many_left" in request.form)
    except Refusal as refusal:
        db.session.rollback()
        return _one_page(import_id, problems(refusal)), 422
    db.session.commit()
    return redirect(url_for("register.show_one", import_id=import_id), 303)


@bp.post("/<int:import_id>/discard")
@for_role("admin")
def discard(import_id: int) -> ResponseReturnValue:
    actions.discard_import(db.session(), find_import(db.session(), import_id), current_user.id, datetime.now(UTC))
    db.session.commit()
    return redirect(url_for("register.show_all"), 303)


@bp.get("/<int:import_id>/undo")
@for_role("admin")
def confirm_undoing(import_id: int) -> ResponseReturnValue:
    one = find_import(db.session(), import_id)
    if (refusal := why_not_undone(db.session(), one, datetime.now(UTC))) is not None:
        raise refusal
    return render_template("register/undo.html", one=one, shown=shown_import(one))


@bp.post("/<int:import_id>/undo")
@for_role("admin")
def undo(import_id: int) -> ResponseReturnValue:
    one = find_import(db.session(), import_id)
    actions.undo_import(db.session(), one, current_user.id, datetime.now(UTC))
    db.session.commit()
    return redirect(url_for("register.show_one", import_id=import_id), 303)


def _list_page(wrong: list[tuple[str, str]]) -> str:
    under_way = import_under_way(db.session())
    return render_template(
        "register/register.html", problems=wrong, errors=dict(wrong), up_to_date=up_to_date(db.session()),
        columns=COLUMNS, under_way=shown_import(under_way) if under_way else None,
        imports=[shown_import(one) for one in last_imports(db.session())])


def _one_page(import_id: int, wrong: list[tuple[str, str]]) -> str:
    one = find_import(db.session(), import_id)
    rows = [(row.line, row.column, reason_of(row, say)) for row in rejections(db.session(), one, ROWS_SHOWN)]
    return render_template(
        "register/import.html", one=one, shown=shown_import(one), problems=wrong, errors=dict(wrong), rejected=rows,
        may_undo=why_not_undone(db.session(), one, datetime.now(UTC)) is None)
