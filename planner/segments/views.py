"""Pages of the legal ages: the table as people read it, and the admin who keeps it right."""

from datetime import UTC, date, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from planner.db import db
from planner.localtime import to_local
from planner.refusal import Refusal, Refusals
from planner.segments import actions
from planner.segments.forms import Typed, as_typed, read_checked, read_new_age
from planner.segments.legal_ages import find_legal_age, who_leans_on, why_not_removed
from planner.segments.models import LegalAge
from planner.segments.shown import COUNTRY_NAMES, act_words, age_title, known_ages, legal_age_list, shown_row
from planner.segments.when import long_date
from planner.staff.queries import trail_of
from planner.staff.shown import moment
from planner.web import for_role, problems, settings

bp = Blueprint("legal_ages", __name__, url_prefix="/staff/settings/legal-ages")


@bp.get("")
@for_role("admin")
def show_all() -> ResponseReturnValue:
    told = [(moment(line.at), act_words(line)) for line in trail_of(db.session(), actions.ACTS)]
    return render_template("segments/legal_ages.html", ages=legal_age_list(db.session(), _today()), changes=told)


@bp.get("/new")
@for_role("admin")
def new() -> ResponseReturnValue:
    return _new_page(Typed(checked_on=long_date(_today())), [])


@bp.post("/new")
@for_role("admin")
def add() -> ResponseReturnValue:
    typed = as_typed(request.form)
    try:
        new_age = read_new_age(typed, known_ages(db.session()), _today())
        actions.add_legal_age(db.session(), new_age, current_user.id, datetime.now(UTC))
    except (Refusal, Refusals) as refused:
        db.session.rollback()
        return _new_page(typed, problems(refused)), 422
    db.session.commit()
    return redirect(url_for("legal_ages.show_all"), 303)


@bp.get("/<int:age_id>")
@for_role("admin")
def show_one(age_id: int) -> ResponseReturnValue:
    row = find_legal_age(db.session(), age_id)
    return _row_page(row, Typed(source=row.source, checked_on=long_date(row.checked_on)), [])


@bp.post("/<int:age_id>")
@for_role("admin")
def check_again(age_id: int) -> ResponseReturnValue:
    row, typed = find_legal_age(db.session(), age_id), as_typed(request.form)
    try:
        checked = read_checked(typed, _today())
    except Refusals as refused:
        return _row_page(row, typed, problems(refused)), 422
    actions.check_again(db.session(), row, checked, current_user.id, datetime.now(UTC))
    db.session.commit()
    return redirect(url_for("legal_ages.show_all"), 303)


@bp.get("/<int:age_id>/remove")
@for_role("admin")
def confirm_removal(age_id: int) -> ResponseReturnValue:
    row = find_legal_age(db.session(), age_id)
    if (refusal := why_not_removed(db.session(), row)) is not None:
        raise refusal
    return render_template(
        "segments/remove_legal_age.html", row=shown_row(row, _today()), title=age_title(row.country, row.milestone),
        ends=row.cut_id is not None, leaning=who_leans_on(db.session(), row))


@bp.post("/<int:age_id>/remove")
@for_role("admin")
def remove(age_id: int) -> ResponseReturnValue:
    row = find_legal_age(db.session(), age_id)
    actions.remove_legal_age(db.session(), row, current_user.id, datetime.now(UTC))
    db.session.commit()
    return redirect(url_for("legal_ages.show_all"), 303)


def _today() -> date:
    return to_local(datetime.now(UTC), settings().timezone).date()


def _new_page(typed: Typed, wrong: list[tuple[str, str]]) -> str:
    countries = [(code, _(name)) for code, name in COUNTRY_NAMES.items()]
    return render_template(
        "segments/new_legal_age.html", typed=typed, problems=wrong, errors=dict(wrong), countries=countries,
        ages=list(known_ages(db.session()).items()))


def _row_page(row: LegalAge, typed: Typed, wrong: list[tuple[str, str]]) -> str:
    return render_template(
        "segments/legal_age.html", row=shown_row(row, _today()), title=age_title(row.country, row.milestone),
        typed=typed, problems=wrong, errors=dict(wrong))
