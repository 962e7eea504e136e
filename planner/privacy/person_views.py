"""What someone may ask of us about themselves: to see everything that is held on them, and to be erased."""

from datetime import UTC, datetime

from flask import Blueprint, abort, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.citizens.naming import may_be_named, name_for_staff
from planner.citizens.pages import person_page
from planner.citizens.person import Person, Section
from planner.citizens.queries import citizen_of, erased_at
from planner.citizens.rules import checked_reason
from planner.db import db
from planner.privacy.access import Held, as_json, as_parts, held_on
from planner.privacy.acts import CHECKED_HOW
from planner.privacy.erase_page import mention_links, seats_of
from planner.privacy.holdings import Asked
from planner.privacy.jobs import erase_at_once
from planner.privacy.lifting import let_in_again
from planner.privacy.mentions import mentions_of
from planner.privacy.own_language import apology
from planner.refusal import N_, Refusal
from planner.staff.actions import record
from planner.staff.shown import moment
from planner.themes.pack import spoken
from planner.web import STAFF_LANGUAGES, for_role, may_act_as, reader_language, sentence

bp = Blueprint("personal", __name__, url_prefix="/staff/citizens")

#: Those who meet the person, and know that it is they who ask.
STAFF = ("desk", "admin")


@bp.get("/<subject>/access")
@for_role(*STAFF)
def ask_access(subject: str) -> ResponseReturnValue:
    """Ask in which language, and how staff know that it is they."""
    return _access_form(_person(subject), [])


@bp.post("/<subject>/access")
@for_role(*STAFF)
def give_access(subject: str) -> ResponseReturnValue:
    """Show everything held on a person, or give it as JSON; the trail keeps that, and how they were known."""
    citizen, now = _person(subject), datetime.now(UTC)
    try:
        how = _checked_how()
    except Refusal as refused:
        return _access_form(citizen, [refused]), 422
    record(db.session(), current_user.id, "data shown", f"person:{subject} {how}", now)
    db.session.commit()
    return _told(citizen, now)


def _told(citizen: Citizen, now: datetime) -> ResponseReturnValue:
    """Return all that is held as a page or as a file, in the language asked for."""
    g.language = _language(citizen)
    with force_locale(g.language):
        held = held_on(db.session(), Asked(citizen.subject, citizen.person_id))
        return _as_file(held, now) if request.form.get("as") == "json" else _as_page(citizen, held)


def _as_file(held: Held, now: datetime) -> ResponseReturnValue:
    answer = jsonify(as_json(held, now))
    answer.headers["Content-Disposition"] = "attachment; filename=personal-data.json"
    return answer


def _as_page(citizen: Citizen, held: Held) -> str:
    """Return the page with a word in the person's own language where it does not come in that."""
    return render_template(
        "privacy/held.html", parts=as_parts(db.session(), held, g.language),
        apology=apology(citizen.language, g.language))


@bp.get("/<subject>/erase")
@for_role(*STAFF)
def ask_erase(subject: str) -> ResponseReturnValue:
    """Say what goes and what stays, before it is too late."""
    return _erase_form(_person(subject), unchecked=False)


@bp.post("/<subject>/erase")
@for_role(*STAFF)
def erase(subject: str) -> ResponseReturnValue:
    """Erase the person once somebody has said that it is the right one; then tell what went."""
    citizen = _person(subject)
    if "checked" not in request.form:
        return _erase_form(citizen, unchecked=True), 422
    erased, finished = erase_at_once(
        db.session(), citizen.person_id, by=current_user.id, now=datetime.now(UTC),
        free_seats="free_seats" in request.form)
    return render_template(
        "privacy/erased.html", erased=erased, finished=finished, mentions=mention_links(erased.mentioned))


@bp.post("/<subject>/erasure/lift")
@for_role("admin")
def lift_erasure(subject: str) -> ResponseReturnValue:
    """Let register files bring someone back who was erased here, for a reason that is kept in the trail."""
    now = datetime.now(UTC)
    try:
        let_in_again(db.session(), subject, checked_reason(request.form.get("reason", "")), current_user.id, now)
    except Refusal as refused:
        db.session.rollback()
        person = Person(subject, citizen_of(db.session(), subject))
        shown = person_page(db.session(), person, request.form, [refused], now, revealed=False)
        return render_template("citizens/person.html", **shown), 422
    db.session.commit()
    return redirect(url_for("citizens.show", subject=subject), 303)


def own_data(_session: Session, person: Person, _now: datetime) -> Section | None:
    """Return the ways from a person's page to all that is held on them and to being erased, for those who may."""
    may = may_act_as([role.name for role in current_user.roles], STAFF)
    return Section("privacy/own_data.html", person.subject) if person.citizen and may else None


def erased_here(session: Session, person: Person, _now: datetime) -> Section | None:
    """Return, of someone who was erased, since when no file brings them back, and for an admin the way to let it."""
    at = erased_at(session, person.subject)
    may_lift = may_act_as([role.name for role in current_user.roles], ("admin",))
    return Section("privacy/erased_here.html", (moment(at), may_lift)) if at else None


def _person(subject: str) -> Citizen:
    return citizen_of(db.session(), subject) or abort(404)


def _checked_how() -> str:
    """Return how staff made sure that it is the person who asks."""
    how = request.form.get("checked_how", "")
    if how not in CHECKED_HOW:
        raise Refusal(N_("Choose how you have made sure that it is they who ask."), field="checked_how")
    return how


def _language(citizen: Citizen) -> str:
    """Return the language asked for, else the person's own if we speak it, else the reader's."""
    asked, own = request.form.get("language", ""), spoken(citizen.language)
    return next((code for code in (asked, own) if code in STAFF_LANGUAGES), reader_language())


def _erase_form(citizen: Citizen, *, unchecked: bool) -> str:
    seats = seats_of(db.session(), citizen.subject, datetime.now(UTC))
    return render_template(
        "privacy/erase.html", citizen=citizen, name=name_for_staff(citizen), unchecked=unchecked, seats=seats,
        mentions=mention_links(mentions_of(db.session(), citizen)))


def _access_form(citizen: Citizen, refusals: list[Refusal]) -> str:
    errors = [(refusal.field or "", sentence(refusal)) for refusal in refusals]
    return render_template(
        "privacy/access.html", citizen=citizen, hidden=not may_be_named(citizen), language=_language(citizen),
        apology=apology(citizen.language, reader_language()), problems=errors, errors=dict(errors),
        ways=[("", _("Choose")), *((how, _(name)) for how, name in CHECKED_HOW.items())])
