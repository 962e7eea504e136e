"""The audience step as it is filled in: sentences added and removed, a saved audience taken, this one kept."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from planner.audiences.actions import AudienceDraft, save_audience
from planner.audiences.live import Piece, piece_asked
from planner.audiences.models import SavedAudience
from planner.audiences.queries import find_audience
from planner.audiences.sentences import sentences_of
from planner.audiences.typed import changed, criterion_of, instead_of, sentences_in
from planner.db import LARGEST_ID, db
from planner.invitations.actions import set_audience
from planner.invitations.audience_page import Typed, audience_page
from planner.invitations.models import Campaign
from planner.invitations.queries import find_campaign
from planner.invitations.views import bp
from planner.numbers import whole_number
from planner.refusal import N_, Refusal, Refusals
from planner.segments.criteria import Criterion, conditions, parse_criteria, to_json
from planner.web import for_role

UNPROCESSABLE = 422
PAGES = {
    Piece.PAGE: "invitations/audience.html", Piece.FORM: "invitations/audience.html",
    Piece.COUNT: "audiences/live.html", Piece.TABLES: "audiences/tables.html",
}


@bp.get("/campaigns/<campaign_id>/audience")
@for_role("planner")
def edit_audience(campaign_id: str) -> ResponseReturnValue:
    """Who is to have it? Counts what stands in the address, or the campaign's own audience."""
    return _page(find_campaign(db.session(), campaign_id), _typed(request.args))


@bp.post("/campaigns/<campaign_id>/audience")
@for_role("planner")
def choose_audience(campaign_id: str) -> ResponseReturnValue:
    """Keep the audience and go on, or change the sentences by one of the other buttons and count again."""
    campaign = find_campaign(db.session(), campaign_id)
    try:
        typed = _pressed(campaign)
        if typed is None:
            return _kept(campaign)
    except (Refusal, Refusals) as refused:
        db.session.rollback()
        errors = refused.refusals if isinstance(refused, Refusals) else [refused]
        typed = replace(_typed(request.form), errors=errors)
    return _page(campaign, typed), UNPROCESSABLE if typed.errors else 200


def _page(campaign: Campaign, typed: Typed) -> str:
    piece = piece_asked()
    return render_template(PAGES[piece], **audience_page(db.session(), campaign, typed, piece))


def _typed(values: MultiDict[str, str]) -> Typed:
    """Return what stands in the form; a rule too rich for sentences is that of the saved audience it came from."""
    name, rich = values.get("name", ""), values.get("rich", "")
    if "sentences" in values:
        return Typed(sentences_in(values), name=name)
    return Typed(rich=_saved_one(rich) if rich else None, name=name)


def _pressed(campaign: Campaign) -> Typed | None:
    """Return the form as the pressed button leaves it; None for the button that keeps it and goes on."""
    typed, pressed = _typed(request.form), request.form.keys()
    if "use" in pressed:
        return _used(typed)
    if "keep" in pressed:
        return _kept_for_later(campaign, typed)
    if pressed.isdisjoint(("add", "drop", "back", "count")):
        return None
    here = {"places": campaign.place.slug, "place": campaign.place.slug, "codes": campaign.place.postcode,
            "theme": campaign.theme}
    sentences, gaze = changed(typed.sentences or [], request.form, here)
    return replace(typed, sentences=sentences, gaze=gaze)


def _used(typed: Typed) -> Typed:
    """Return the form with a saved audience in it; the sentences that stood there can be put back."""
    saved = _saved_one(request.form.get("saved", ""))
    taken = sentences_of(parse_criteria(saved.criteria))
    if taken is None:
        return Typed(rich=saved, said=(saved.name, ""))
    return replace(typed, sentences=instead_of(typed.sentences or [], taken), said=(saved.name, ""))


def _saved_one(number: str) -> SavedAudience:
    audience_id = whole_number(number, 1, LARGEST_ID)
    if audience_id is None:
        raise Refusal(N_("Choose a saved audience."), field="saved")
    return find_audience(db.session(), audience_id)


def _criterion(campaign: Campaign, typed: Typed) -> Criterion:
    if typed.sentences is not None:
        return criterion_of(typed.sentences)
    return parse_criteria(typed.rich.criteria if typed.rich else campaign.criteria)


def _kept_for_later(campaign: Campaign, typed: Typed) -> Typed:
    """Save the audience under a name, for other campaigns; the form stays as it is."""
    draft = AudienceDraft(name=typed.name, criteria=to_json(_criterion(campaign, typed)))
    saved = save_audience(db.session(), campaign.theme, draft, current_user.id, datetime.now(UTC))
    db.session.commit()
    return replace(typed, name="", said=("", saved.name))


def _kept(campaign: Campaign) -> ResponseReturnValue:
    """Keep what the sentences say and go on; an audience that says the same takes no approval back."""
    asked = _criterion(campaign, _typed(request.form))
    if conditions(asked) != conditions(parse_criteria(campaign.criteria)):
        set_audience(db.session(), campaign, to_json(asked), current_user.id, datetime.now(UTC))
        db.session.commit()
    return redirect(url_for("invitations.edit_text", campaign_id=campaign.id), 303)
