"""Building a saved audience and changing it: the same sentences as in a campaign, for a theme of the register."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from planner.audiences.actions import AudienceDraft, change_audience, save_audience
from planner.audiences.builder import Asked, Context, builder_page
from planner.audiences.choices import theme_names
from planner.audiences.live import Piece, piece_asked
from planner.audiences.models import SavedAudience
from planner.audiences.queries import find_audience
from planner.audiences.sentences import Sentence, sentences_of
from planner.audiences.themed import own_rule, says_own_rule
from planner.audiences.typed import changed, criterion_of, instead_of, sentences_in
from planner.audiences.views import bp
from planner.db import db
from planner.localtime import to_local
from planner.places.queries import municipality, own_places, own_zone
from planner.refusal import N_, NotFoundError, Refusal, Refusals
from planner.segments.audience import Audience
from planner.segments.criteria import Criterion, parse_criteria, to_json
from planner.themes.pack import Theme
from planner.themes.reach import refuse_without_register
from planner.themes.reader import find_theme
from planner.web import for_role, page_language

UNPROCESSABLE = 422
PAGES = {
    Piece.PAGE: "audiences/build.html", Piece.FORM: "audiences/build.html", Piece.COUNT: "audiences/live.html",
    Piece.TABLES: "audiences/tables.html",
}


@dataclass(frozen=True)
class Form:
    """What stands in the form; `sentences` None for a rule that is too rich for them.

    `begun` is the theme with whose rule the sentences began. `put_in` says that the theme's own has just taken its
    place, `choice` that somebody has to say which of the two they want.
    """

    theme: Theme
    begun: Theme
    name: str
    note: str
    sentences: list[Sentence] | None
    saved: SavedAudience | None = None
    put_in: bool = False
    choice: bool = False
    errors: tuple[Refusal, ...] = ()
    gaze: str = ""


@bp.route("/new", methods=["GET", "POST"])
@for_role("planner")
def build() -> ResponseReturnValue:
    """Whom do you look for? Begins with those the theme was made for."""
    return _answer(_form_in(request.values, None))


@bp.route("/<int:audience_id>/edit", methods=["GET", "POST"])
@for_role("planner")
def rebuild(audience_id: int) -> ResponseReturnValue:
    """Change a saved audience; campaigns keep the rule they took."""
    return _answer(_form_in(request.values, find_audience(db.session(), audience_id)))


def _form_in(values: MultiDict[str, str], saved: SavedAudience | None) -> Form:
    """Return the form as typed, or as it first stands; refuses a theme that nobody may be looked up for."""
    known = theme_names()
    slug = saved.theme if saved else values.get("theme") or next(iter(known), "")
    if not slug:
        raise NotFoundError(N_("There is no such theme to look people up for."))
    theme = find_theme(slug)
    refuse_without_register(theme)
    begun = values.get("begun", "")
    return Form(
        theme=theme,
        begun=find_theme(begun) if begun in known and not saved else theme,
        name=values.get("name", saved.name if saved else ""),
        note=values.get("note", saved.note if saved else "").replace("\r\n", "\n"),
        sentences=sentences_in(values) if "sentences" in values else sentences_of(_first_rule(theme, saved)),
        saved=saved,
    )


def _first_rule(theme: Theme, saved: SavedAudience | None) -> Criterion:
    return parse_criteria(saved.criteria) if saved else own_rule(theme)


def _answer(form: Form) -> ResponseReturnValue:
    """Save it, or show the form as the pressed button leaves it, counted."""
    if request.method == "POST":
        try:
            pressed = _pressed(form)
            if pressed is None:
                return _saved(form)
            form = pressed
        except (Refusal, Refusals) as refused:
            db.session.rollback()
            errors = refused.refusals if isinstance(refused, Refusals) else [refused]
            form = replace(form, errors=tuple(errors))
    piece = piece_asked()
    return render_template(PAGES[piece], **_page(form, piece)), UNPROCESSABLE if form.errors else 200


def _pressed(form: Form) -> Form | None:
    """Return the form as the pressed button leaves it; None for the one that saves, where nothing is left to ask."""
    keys = request.form.keys()
    if "theirs" in keys and form.sentences is not None:
        taken = instead_of(form.sentences, sentences_of(own_rule(form.theme)) or [])
        return replace(form, sentences=taken, begun=form.theme)
    if "mine" in keys:
        return replace(form, begun=form.theme)
    saves = keys.isdisjoint(("add", "drop", "back", "count"))
    if not saves and form.sentences is not None:
        sentences, gaze = changed(form.sentences, request.form, _here(form.theme))
        form = replace(form, sentences=sentences, gaze=gaze)
    turned = _turned(form)
    if saves and (turned is form or (turned.choice and request.form.get("offered") == form.theme.slug)):
        return None
    return turned


def _turned(form: Form) -> Form:
    """Return the form as another theme leaves it: its rule put in where the old one's is untouched, else offered."""
    if form.begun.slug == form.theme.slug or form.sentences is None:
        return form
    if says_own_rule(form.sentences, form.begun):
        return replace(form, sentences=sentences_of(own_rule(form.theme)), begun=form.theme, put_in=True)
    return replace(form, choice=True)


def _saved(form: Form) -> ResponseReturnValue:
    now, session = datetime.now(UTC), db.session()
    asked = _first_rule(form.theme, form.saved) if form.sentences is None else criterion_of(form.sentences)
    draft = AudienceDraft(name=form.name, criteria=to_json(asked), note=form.note)
    if form.saved:
        change_audience(session, form.saved, draft, current_user.id, now)
    kept = form.saved or save_audience(session, form.theme.slug, draft, current_user.id, now)
    db.session.commit()
    return redirect(url_for("audiences.show_audience", audience_id=kept.id), 303)


def _here(theme: Theme) -> dict[str, str]:
    """Return what the fields of a new sentence start from."""
    place = next(iter(own_places(db.session())), None)
    slug, postcode = (place.slug, place.postcode) if place else ("", "")
    return {"places": slug, "place": slug, "codes": postcode, "theme": theme.slug}


def _asked(form: Form, now: datetime) -> Asked:
    session, theme = db.session(), form.theme
    zone = own_zone(session)
    today = to_local(now, zone).date()
    return Asked(
        at=url_for("audiences.rebuild", audience_id=form.saved.id) if form.saved else url_for("audiences.build"),
        kept=_first_rule(theme, form.saved),
        audience=lambda rule: Audience(criterion=rule, on=today, theme=theme.slug, min_age=theme.min_age,
                                       commercial=theme.commercial),
        zone=zone,
        country=municipality(session).country,
        sentences=form.sentences,
        along={} if form.saved else {"theme": theme.slug},
        errors=form.errors,
        gaze=form.gaze,
    )


def _page(form: Form, piece: Piece) -> Context:
    now = datetime.now(UTC)
    page = builder_page(db.session(), _asked(form, now), piece, now)
    return page | {"form": form, "themes": list(theme_names().items()), "counted_in": "audiences/counted.html",
                   "theme_name": form.theme.name(page_language())}
