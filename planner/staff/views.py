"""Pages of staff: sign-in, today, the language one works in, and what admins decide for the municipality."""

from datetime import UTC, datetime

from flask import Blueprint, g, has_request_context, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from planner.db import db
from planner.localtime import to_local
from planner.places.queries import municipality
from planner.refusal import N_, NotFoundError, Refusal, Refusals
from planner.staff import actions, tries
from planner.staff.forms import Typed, as_typed, languages_to_tick, read_about_us, typed_of
from planner.staff.models import Account, RoleName
from planner.staff.queries import account_numbered, trail_of
from planner.staff.settings import settings_pages
from planner.staff.shown import changes_told
from planner.staff.sign_in import account_let_in, begin_session, way_in
from planner.staff.today import coming_for, date_line, part_of_day, tasks_for
from planner.web import for_role, keys, may_act_as, page_language, problems, public, reader_language, sentence, settings

bp = Blueprint("staff", __name__, url_prefix="/staff")

ANYONE_SIGNED_IN = tuple(RoleName)
STAFF = (RoleName.ADMIN, RoleName.PLANNER, RoleName.APPROVER, RoleName.DESK)


@bp.app_context_processor
def who_sends() -> dict[str, object]:
    """Give every page `sender`: the municipality that writes, None before there is one; asked for once a request."""
    if not has_request_context():
        return {}
    if "sender" not in g:
        try:
            g.sender = municipality(db.session())
        except NotFoundError:
            g.sender = None
    return {"sender": g.sender}


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(way_in(current_user, request.args.get("next", "")))
    return _sign_in_page([])


@bp.post("/sign-in")
@public
def let_in() -> ResponseReturnValue:
    email, password = request.form.get("email", "").strip(), request.form.get("password", "")
    if left_out := _left_out(email, password):
        return _sign_in_page(left_out), 422
    try:
        tries.count_try(email)
    except tries.TooManyTriesError as refusal:
        return _sign_in_page([refusal]), 429, {"Retry-After": str(int(tries.WINDOW.total_seconds()))}
    account_id = account_let_in(email, password)
    if account_id is None:
        return _turned_away(email)
    return _welcome(account_numbered(db.session(), account_id), datetime.now(UTC))


@bp.post("/sign-out")
@for_role(*ANYONE_SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    actions.sign_out(db.session(), current_user, datetime.now(UTC))
    session.clear()
    db.session.commit()
    return redirect(url_for("staff.sign_in"))


@bp.post("/language")
@for_role(*ANYONE_SIGNED_IN)
def choose_language() -> ResponseReturnValue:
    actions.choose_language(current_user, request.form.get("language", ""))
    db.session.commit()
    return redirect(way_in(current_user, request.form.get("back", "")))


@bp.get("/")
@for_role(*STAFF)
def today() -> ResponseReturnValue:
    now = datetime.now(UTC)
    local = to_local(now, settings().timezone)
    return render_template(
        "staff/today.html", day=local.date(), date_line=date_line(local, reader_language()),
        part_of_day=part_of_day(local), first_name=current_user.name.split()[0],
        may_plan=may_act_as([role.name for role in current_user.roles], (RoleName.PLANNER,)),
        tasks=tasks_for(db.session(), current_user, now), events=coming_for(db.session(), current_user, now))


@bp.get("/settings")
@for_role(RoleName.ADMIN)
def show_settings() -> ResponseReturnValue:
    return render_template("staff/settings.html", pages=settings_pages(db.session(), datetime.now(UTC)))


@bp.get("/settings/municipality")
@for_role(RoleName.ADMIN)
def show_municipality() -> ResponseReturnValue:
    return _municipality_page(typed_of(municipality(db.session())), [])


@bp.post("/settings/municipality")
@for_role(RoleName.ADMIN)
def change_municipality() -> ResponseReturnValue:
    town, typed = municipality(db.session()), as_typed(request.form)
    try:
        about = read_about_us(typed)
    except Refusals as refused:
        return _municipality_page(typed, problems(refused)), 422
    actions.change_municipality(db.session(), town, about, current_user.id, datetime.now(UTC))
    db.session.commit()
    return redirect(url_for("staff.show_municipality", saved=1), 303)


def _municipality_page(typed: Typed, wrong: list[tuple[str, str]]) -> str:
    changes = changes_told(trail_of(db.session(), [actions.MUNICIPALITY_CHANGED]))
    return render_template(
        "staff/municipality.html", typed=typed, problems=wrong, errors=dict(wrong), changes=changes,
        saved="saved" in request.args, languages_to_tick=languages_to_tick(typed, page_language()),
        town=municipality(db.session()))


def _left_out(email: str, password: str) -> list[Refusal]:
    wrong = []
    if not email:
        wrong.append(Refusal(N_("Write your mail address."), field="email"))
    if not password:
        wrong.append(Refusal(N_("Write your password."), field="password"))
    return wrong


def _sign_in_page(wrong: list[Refusal]) -> str:
    return render_template(
        "staff/sign_in.html", email=request.form.get("email", ""), next=request.values.get("next", ""),
        problems={problem.field: sentence(problem) for problem in wrong})


def _turned_away(email: str) -> ResponseReturnValue:
    """Say the same whether the account or the password is wrong, and keep what was typed as the address."""
    tries.note_wrong()
    actions.record(db.session(), None, "sign-in refused", f"mail:{keys().address(email)}", datetime.now(UTC))
    db.session.commit()
    wrong = Refusal(N_("The mail address and the password do not belong together. Try again."), field="email")
    return _sign_in_page([wrong]), 422


def _welcome(account: Account, now: datetime) -> ResponseReturnValue:
    tries.forget_tries(account.email)
    begin_session(account, now)
    actions.record(db.session(), account.id, "signed in", f"account:{account.id}", now)
    db.session.commit()
    return redirect(way_in(account, request.form.get("next", "")))
