"""The pages behind the links of a letter: the invitation, no thanks, and how we look after data."""

from datetime import UTC, datetime

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.citizens.actions import object_to
from planner.citizens.models import Source
from planner.db import db
from planner.events.queries import find_event
from planner.events.shown import listed
from planner.invitations.models import Invitation
from planner.places.models import Municipality
from planner.places.queries import municipality
from planner.refusal import Refusal, Refusals
from planner.replies import actions
from planner.replies.forms import answer_in, typed
from planner.replies.guests import guest_list
from planner.replies.page import Page, page_of
from planner.replies.queries import find_invitation, language_of
from planner.replies.rules import SeatsTakenError, is_over
from planner.themes.pack import spoken
from planner.web import CITIZEN_LANGUAGES, for_role, keys, public, reader_language, sentence

bp = Blueprint("replies", __name__, url_prefix=None)


@bp.get("/i/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Show the invitation, or where the answer stands. Changes nothing: mail scanners open every link."""
    return _shown(_opened(token), {"answer": request.args.get("answer", "")})


@bp.post("/i/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Keep the household's answer, then show where it stands."""
    invitation = _opened(token)
    try:
        actions.answer(db.session(), invitation, answer_in(request.form), datetime.now(UTC))
    except (Refusals, SeatsTakenError) as refused:
        db.session.rollback()
        return _shown(_opened(token), typed(request.form), refused)
    db.session.commit()
    return redirect(url_for("replies.show", token=token, lang=request.args.get("lang")), 303)


@bp.get("/u/<token>")
@public
def offer_no_thanks(token: str) -> ResponseReturnValue:
    """Show what no thanks means, and one button."""
    _subject_of(token)
    return _no_thanks(done=False)


@bp.post("/u/<token>")
@public
def no_thanks(token: str) -> ResponseReturnValue:
    """Note the objection at once, from the button or from a mail program's one click (RFC 8058); again is the same."""
    object_to(db.session(), _subject_of(token), Source.WEB, datetime.now(UTC))
    db.session.commit()
    return _no_thanks(done=True)


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Say who is responsible, why we may write, where data come from, and what one can ask for."""
    return render_template("replies/privacy.html", sender=municipality(db.session()), languages=CITIZEN_LANGUAGES)


@bp.get("/staff/events/<int:event_id>/guests")
@for_role("planner", "desk")
def guests(event_id: int) -> ResponseReturnValue:
    """Show staff who is coming, and what they need."""
    event = find_event(db.session(), event_id)
    return render_template(
        "replies/guests.html", line=listed(event, reader_language()),
        guests=guest_list(db.session(), event, datetime.now(UTC)))


def _opened(token: str) -> Invitation:
    """Return the invitation of a link; 404 for any link that is not ours, 410 a day after the event."""
    public_id = keys().opened("invitation", token)
    invitation = find_invitation(db.session(), public_id) if public_id else None
    if invitation is None or invitation.event is None:
        abort(404)
    _speak(invitation.language)
    if is_over(invitation.event.starts_at, invitation.event.minutes, datetime.now(UTC)):
        abort(make_response(_over(invitation.event.place.municipality), 410))
    return invitation


def _over(sender: Municipality) -> str:
    return render_template("replies/over.html", sender=sender, languages=CITIZEN_LANGUAGES)


def _speak(language: str) -> None:
    """Let the page speak the language of the letter unless another is asked for."""
    if spoken(language) in CITIZEN_LANGUAGES:
        g.language = spoken(language)


def _shown(
    invitation: Invitation, said: dict[str, str], refused: Refusals | Refusal | None = None,
) -> ResponseReturnValue:
    page = page_of(db.session(), invitation, reader_language(), datetime.now(UTC))
    refusals = refused.refusals if isinstance(refused, Refusals) else [refused] if refused else []
    errors = [(refusal.field or "", sentence(refusal)) for refusal in refusals]
    shown = render_template(
        f"replies/{_template(page)}.html", page=page, said=said, errors=errors, sender=page.sender,
        languages=CITIZEN_LANGUAGES, unsubscribe_token=keys().token("unsubscribe", invitation.subject))
    return shown, 422 if errors else 200


def _template(page: Page) -> str:
    if not page.takes_answers:
        return "closed"
    return "answered" if page.standing else "invitation"


def _subject_of(token: str) -> str:
    """Return whom a no-thanks link stands for, whether or not a record is left; 404 for a link that is not ours."""
    subject = keys().opened("unsubscribe", token)
    if subject is None:
        abort(404)
    _speak(language_of(db.session(), subject))
    return subject


def _no_thanks(*, done: bool) -> ResponseReturnValue:
    return render_template(
        "replies/no_thanks.html", done=done, sender=municipality(db.session()), languages=CITIZEN_LANGUAGES)
