"""Pages of events: the public programme, event pages and calendar files, and what staff do with an event."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from planner.db import db
from planner.events import queries
from planner.events.actions import cancel_event, move_event
from planner.events.calendar import Occasion, feed, publish
from planner.events.forms import TypedStart, read_start, start_as_typed, start_of
from planner.events.models import Event, EventStatus
from planner.events.shown import begins, detailed, listed, months, said
from planner.events.wording import occasion_of, where_line
from planner.localtime import to_local, to_utc
from planner.places.queries import find_place, municipality, own_places
from planner.refusal import Refusal, Refusals
from planner.themes.reader import find_theme
from planner.web import CITIZEN_LANGUAGES, for_role, may_act_as, problems, public, public_url, settings

bp = Blueprint("events", __name__, url_prefix=None)

#: Long enough to spare us, short enough that a moved evening shows within the quarter of an hour.
CALENDAR_MAX_AGE_S = 900


@bp.get("/")
@public
def programme() -> ResponseReturnValue:
    language, place = _language(), request.args.get("place", "")
    found = queries.programme(db.session(), _today(), place or None)
    places = [(own.slug, own.name) for own in own_places(db.session())]
    return render_template(
        "events/programme.html", months=months(found, language), place=place, places=places,
        all_free=not any(event.price for event in found),
        place_name=dict(places).get(place, ""), webcal=_webcal, languages=CITIZEN_LANGUAGES)


@bp.get("/events/<slug>")
@public
def event_page(slug: str) -> ResponseReturnValue:
    event = queries.find_public_event(db.session(), slug) or abort(404)
    shown = detailed(event, _language())
    return render_template("events/event.html", event=shown, languages=shown.languages)


@bp.get("/events/<slug>.ics")
@public
def event_file(slug: str) -> ResponseReturnValue:
    event = queries.find_public_event(db.session(), slug) or abort(404)
    sender = event.place.municipality
    body = publish(_occasion(event), sender.sender_email, sender.sender_name)
    return _calendar_file(body, event.changed_at, f"{event.slug}.ics")


@bp.get("/calendar/all.ics")
@public
def whole_feed() -> ResponseReturnValue:
    events = queries.feed_events(db.session(), datetime.now(UTC))
    return _feed(events, municipality(db.session()).sender_name, "all", settings().timezone)


@bp.get("/calendar/<place_slug>.ics")
@public
def place_feed(place_slug: str) -> ResponseReturnValue:
    place = find_place(db.session(), place_slug)
    events = queries.feed_events(db.session(), datetime.now(UTC), place.slug)
    return _feed(events, place.name, place.slug, place.timezone)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@bp.errorhandler(OperationalError)
def database_away(error: OperationalError) -> ResponseReturnValue:
    if request.endpoint != "events.healthz":
        raise error
    return Response("database away\n", 503, content_type="text/plain", headers={"Cache-Control": "no-store"})


@bp.get("/staff/events")
@for_role("planner", "approver", "desk")
def staff_events() -> ResponseReturnValue:
    language, now = _language(), datetime.now(UTC)
    return render_template(
        "events/staff_events.html", may_plan=_may_plan(),
        coming=[listed(event, language) for event in queries.coming_for_staff(db.session(), now)],
        past=[listed(event, language) for event in queries.past_for_staff(db.session(), now)])


@bp.get("/staff/events/<int:event_id>")
@for_role("planner", "approver", "desk")
def staff_event(event_id: int) -> ResponseReturnValue:
    event = queries.find_event(db.session(), event_id)
    return render_template(
        "events/staff_event.html", event=event, shown=detailed(event, _language()), where=where_line(event),
        is_public=queries.find_public_event(db.session(), event.slug) is not None,
        may_change=_may_plan() and event.status != EventStatus.CANCELLED and event.starts_at > datetime.now(UTC))


@bp.get("/staff/events/<int:event_id>/move")
@for_role("planner")
def move_form(event_id: int) -> ResponseReturnValue:
    event = queries.find_event(db.session(), event_id)
    return _move_page(event, start_of(event, _language()), [])


@bp.post("/staff/events/<int:event_id>/move")
@for_role("planner")
def move(event_id: int) -> ResponseReturnValue:
    event, typed = queries.find_event(db.session(), event_id), start_as_typed(request.form)
    try:
        move_event(db.session(), event, read_start(typed), datetime.now(UTC), current_user.id)
    except (Refusal, Refusals) as error:
        db.session.rollback()
        return _move_page(event, typed, problems(error)), 422
    db.session.commit()
    return redirect(url_for("events.staff_event", event_id=event_id), 303)


@bp.get("/staff/events/<int:event_id>/cancel")
@for_role("planner")
def cancel_form(event_id: int) -> ResponseReturnValue:
    return _cancel_page(queries.find_event(db.session(), event_id), "", [])


@bp.post("/staff/events/<int:event_id>/cancel")
@for_role("planner")
def cancel(event_id: int) -> ResponseReturnValue:
    event, reason = queries.find_event(db.session(), event_id), request.form.get("reason", "")
    try:
        cancel_event(db.session(), event, reason, datetime.now(UTC), current_user.id)
    except Refusal as error:
        db.session.rollback()
        return _cancel_page(event, reason, problems(error)), 422
    db.session.commit()
    return redirect(url_for("events.staff_event", event_id=event_id), 303)


def _language() -> str:
    return str(get_locale() or "da")


def _may_plan() -> bool:
    return may_act_as([role.name for role in current_user.roles], ("planner",))


def _webcal(slug: str) -> str:
    """Return the address by which a calendar program follows the feed, rather than import it once."""
    return "webcal" + public_url(f"/calendar/{slug}.ics").removeprefix("https").removeprefix("http")


def _today() -> datetime:
    """Return when this day began: an event stays on the programme until the day is over."""
    zone = settings().timezone
    return to_utc(datetime.combine(to_local(datetime.now(UTC), zone), time.min), zone)


def _occasion(event: Event) -> Occasion:
    words = said(find_theme(event.theme), _language())
    url = public_url(f"/events/{event.slug}")
    return occasion_of(event, words.title, words.language, event.changed_at, url, f"{words.lead}\n{url}")


def _feed(events: Sequence[Event], name: str, slug: str, zone: str) -> Response:
    sender = municipality(db.session())
    body = feed(
        name, [_occasion(event) for event in events], sender.sender_email, sender.sender_name,
        url=public_url(f"/calendar/{slug}.ics"), timezone=zone,
        description=_("Events at the library and citizen service. Open to all."))
    return _calendar_file(body, max((event.changed_at for event in events), default=None), f"{slug}.ics")


def _calendar_file(body: bytes, changed: datetime | None, name: str) -> Response:
    """Return `body` as a file that is sent only to those who do not have it yet."""
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.add_etag()
    response.last_modified = changed
    response.cache_control.public = True
    response.cache_control.max_age = CALENDAR_MAX_AGE_S
    response.vary.add("Accept-Language")
    response.make_conditional(request)
    return response


def _move_page(event: Event, typed: TypedStart, wrong: list[tuple[str, str]]) -> str:
    language = _language()
    return render_template(
        "events/move.html", event=event, typed=typed, problems=wrong, errors=dict(wrong),
        title=said(find_theme(event.theme), language).title, begins=begins(event, language))


def _cancel_page(event: Event, reason: str, wrong: list[tuple[str, str]]) -> str:
    language = _language()
    return render_template(
        "events/cancel.html", event=event, reason=reason, problems=wrong, errors=dict(wrong),
        title=said(find_theme(event.theme), language).title, begins=begins(event, language))
