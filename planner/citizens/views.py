"""The pages of one person: found by a code or by name and birth date, never in a list; what they said yes and no to."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from planner.citizens import actions
from planner.citizens.forms import Search, checked_search, read_expiry, read_no, read_source, read_yes, typed_search
from planner.citizens.interests import INTERESTS
from planner.citizens.look_ups import TooManyLookUpsError, count_look_up
from planner.citizens.pages import HANDFUL, MAY_REVEAL, looked_for, person_page, search_page
from planner.citizens.person import Person, themes_by_slug
from planner.citizens.queries import citizen_of
from planner.citizens.rules import checked_reason
from planner.db import db
from planner.refusal import Refusal, Refusals
from planner.web import for_role, reader_language, settings

bp = Blueprint("citizens", __name__, url_prefix="/staff/citizens")

STAFF = ("desk", "planner", "approver", "admin")
SUBJECT = re.compile(r"[\w-]{22}", re.ASCII)


@bp.get("")
@for_role(*STAFF)
def search() -> ResponseReturnValue:
    return _search_page(Search())


@bp.post("")
@for_role(*STAFF)
def find() -> ResponseReturnValue:
    """Look for one person. The answer to a search by code, and to a name that only one has, is that person's page."""
    typed, now = typed_search(request.form), datetime.now(UTC)
    try:
        count_look_up(current_user.id)
        subjects = looked_for(db.session(), typed, checked_search(typed))
    except TooManyLookUpsError as refused:
        return _search_page(typed, [refused]), 429
    except Refusals as refused:
        return _search_page(typed, refused.refusals), 422
    actions.record_look_up(db.session(), current_user.id, subjects[:HANDFUL], now, typed.reason)
    db.session.commit()
    if len(subjects) == 1:
        return redirect(url_for("citizens.show", subject=subjects[0]), 303)
    return _search_page(typed, found=subjects), 200 if subjects else 404


@bp.get("/<subject>")
@for_role(*STAFF)
def show(subject: str) -> ResponseReturnValue:
    return _person_page(_person(subject))


@bp.post("/<subject>/name")
@for_role(*MAY_REVEAL)
def reveal(subject: str) -> ResponseReturnValue:
    """Show a hidden name and address this once, for a reason that is kept in the trail."""
    person = _person(subject)
    try:
        reason = checked_reason(request.form.get("reason", ""))
    except Refusal as refused:
        return _person_page(person, [refused]), 422
    actions.record_reveal(db.session(), current_user.id, subject, reason, datetime.now(UTC))
    db.session.commit()
    return _person_page(person, revealed=True)


@bp.post("/<subject>/objections")
@for_role(*STAFF)
def note_no(subject: str) -> ResponseReturnValue:
    def note(now: datetime) -> None:
        no = read_no(request.form, themes_by_slug(reader_language()))
        actions.object_to(
            db.session(), subject, no.source, now, scope=no.scope, channel=no.channel, noted_by=current_user.id)
    return _noted(subject, note)


@bp.post("/<subject>/objections/lift")
@for_role(*STAFF)
def lift_no(subject: str) -> ResponseReturnValue:
    def lift(now: datetime) -> None:
        no = read_no(request.form, None)
        actions.lift_objection(
            db.session(), subject, no.source, now, scope=no.scope, channel=no.channel, noted_by=current_user.id)
    return _noted(subject, lift)


@bp.post("/<subject>/consents")
@for_role(*STAFF)
def note_yes(subject: str) -> ResponseReturnValue:
    def note(now: datetime) -> None:
        yes = read_yes(request.form, INTERESTS)
        expires = read_expiry(request.form, settings().timezone, now)
        actions.give_consent(
            db.session(), subject, yes.purpose, read_source(request.form, "yes-source"), now, topic=yes.topic,
            expires_at=expires, noted_by=current_user.id)
    return _noted(subject, note)


@bp.post("/<subject>/consents/withdraw")
@for_role(*STAFF)
def withdraw_yes(subject: str) -> ResponseReturnValue:
    def withdraw(now: datetime) -> None:
        yes = read_yes(request.form, None)
        actions.withdraw_consent(
            db.session(), subject, yes.purpose, now, topic=yes.topic, noted_by=current_user.id)
    return _noted(subject, withdraw)


def _noted(subject: str, note: Callable[[datetime], None]) -> ResponseReturnValue:
    """Do what was asked and show the page anew; or the page with what has to be mended."""
    person = _person(subject)
    try:
        note(datetime.now(UTC))
    except Refusals as refused:
        db.session.rollback()
        return _person_page(person, refused.refusals), 422
    db.session.commit()
    return redirect(url_for("citizens.show", subject=subject), 303)


def _person(subject: str) -> Person:
    """Return whom the address names; 404 for what can be nobody's keyed hash."""
    if not SUBJECT.fullmatch(subject):
        abort(404)
    return Person(subject, citizen_of(db.session(), subject))


def _search_page(
    typed: Search, refusals: Sequence[Refusal] = (), found: Sequence[str] | None = None,
) -> str:
    return render_template("citizens/search.html", **search_page(db.session(), typed, refusals, found))


def _person_page(person: Person, refusals: Sequence[Refusal] = (), *, revealed: bool = False) -> str:
    shown = person_page(db.session(), person, request.form, refusals, datetime.now(UTC), revealed=revealed)
    return render_template("citizens/person.html", **shown)
