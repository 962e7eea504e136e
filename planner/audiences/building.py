"""Building a saved audience and changing it: the same sentences as in a campaign, for a theme of the register."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from planner.audiences.actions import AudienceDraft, change_audience, save_audience
from planner.audiences.builder import Asked, Context, builder_page, live_page
from planner.audiences.choices import theme_names
from planner.audiences.models import SavedAudience
from planner.audiences.queries import find_audience
from planner.audiences.sentences import Sentence, sentences_of
from planner.audiences.typed import changed, criterion_of, sentences_in
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
from planner.web import for_role

UNPROCESSABLE = 422


@dataclass(frozen=True)
class Form:
    """What stands in the form; `sentences` None for a saved rule that is too rich for them."""

    theme: Theme
    name: str
    note: str
    sentences: list[Sentence] | None
    saved: SavedAudience | None = None
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
    slug = saved.theme if saved else values.get("theme") or next(iter(theme_names()), "")
    if not slug:
        raise NotFoundError(N_("There is no such theme to look people up for."))
    theme = find_theme(slug)
    refuse_without_register(theme)
    begun = sentences_of(parse_criteria(saved.criteria) if saved else _own_rule(theme))
    return Form(
        theme=theme,
        name=values.get("name", saved.name if saved else ""),
        note=values.get("note", saved.note if saved else "").replace("\r\n", "\n"),
        sentences=sentences_in(values) if "sentences" in values else begun,
        saved=saved,
    )


def _own_rule(theme: Theme) -> Criterion:
    assert theme.audience is not None, "a theme of the register has an audience"
    return parse_criteria(theme.audience.criteria)


def _too_rich(form: Form) -> Criterion | None:
    """Return the saved rule where no sentences can say it: then it stays as it is."""
    return parse_criteria(form.saved.criteria) if form.saved and form.sentences is None else None


def _answer(form: Form) -> ResponseReturnValue:
    """Save it, or show the form as the pressed button leaves it, counted."""
    if request.method == "POST" and request.form.keys().isdisjoint(("add", "drop", "back", "count")):
        try:
            return _saved(form)
        except (Refusal, Refusals) as refused:
            db.session.rollback()
            errors = refused.refusals if isinstance(refused, Refusals) else [refused]
            form = replace(form, errors=tuple(errors))
    elif request.method == "POST" and form.sentences is not None:
        sentences, gaze = changed(form.sentences, request.form, _here(form.theme))
        form = replace(form, sentences=sentences, gaze=gaze)
    elif "HX-Request" in request.headers and request.method == "GET":
        now = datetime.now(UTC)
        return render_template("audiences/live.html", **live_page(db.session(), _asked(form, now), now))
    return render_template("audiences/build.html", **_page(form)), UNPROCESSABLE if form.errors else 200


def _saved(form: Form) -> ResponseReturnValue:
    now, session = datetime.now(UTC), db.session()
    asked = _too_rich(form) or criterion_of(form.sentences or [])
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
        kept=_too_rich(form) or _own_rule(theme),
        audience=lambda rule: Audience(criterion=rule, on=today, theme=theme.slug, min_age=theme.min_age,
                                       commercial=theme.commercial),
        zone=zone,
        country=municipality(session).country,
        sentences=form.sentences,
        errors=form.errors,
        gaze=form.gaze,
    )


def _page(form: Form) -> Context:
    now = datetime.now(UTC)
    at = url_for("audiences.rebuild", audience_id=form.saved.id) if form.saved else url_for("audiences.build")
    page = builder_page(db.session(), _asked(form, now), now)
    return page | {"form": form, "themes": list(theme_names().items()), "builder_at": at}
