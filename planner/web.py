"""What every page shares: who may, security headers, pages for errors, and the language of the reader."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_login import current_user
from jinja2 import StrictUndefined
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from planner.addresses import AddressMap
from planner.config import Settings
from planner.db import db, read_only_from_here
from planner.keys import Keys
from planner.refusal import NotAllowedError, NotFoundError, Refusal, Refusals
from planner.saying import say

STAFF_LANGUAGES = ("da", "nb", "en")
CITIZEN_LANGUAGES = ("da", "nb", "en", "ar", "uk")
LANGUAGE_NAMES = {"da": "Dansk", "nb": "Norsk", "en": "English", "ar": "العربية", "uk": "Українська"}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he"})
ADMIN_ALSO = ("planner", "approver")
READING = ("GET", "HEAD", "OPTIONS")

View = Callable[..., ResponseReturnValue]


class Site(Flask):
    """The application, which logs what broke by the name of the page: its address may hold somebody's token."""

    url_map_class = AddressMap

    def log_exception(self, exc_info: Any) -> None:
        """Write one entry with the trace."""
        self.logger.error("%s %s broke", request.method, request.endpoint, exc_info=exc_info)


def settings() -> Settings:
    """Return the settings of this application."""
    return settings_of(current_app)


def settings_of(app: Flask) -> Settings:
    """Return the settings of `app`, before there is a request."""
    found: Settings = app.extensions["planner.settings"]
    return found


def keys() -> Keys:
    """Return the keyed hashes and tokens of this installation."""
    found: Keys = current_app.extensions["planner.keys"]
    return found


def public_url(path: str) -> str:
    """Return the address of `path` (with its leading slash) on the public site; never taken from the request."""
    return settings().public_base_url + path


def may_act_as(held: Collection[str], roles: Collection[str]) -> bool:
    """Return whether someone who holds the roles `held` may act in one of `roles`; an admin also plans and approves."""
    acts = {*held, *ADMIN_ALSO} if "admin" in held else set(held)
    return not acts.isdisjoint(roles)


def for_role(*roles: str) -> Callable[[View], View]:
    """Let only signed-in accounts with one of `roles` use a view; admin may all that planners and approvers may."""
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                unauthorized: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
                return unauthorized
            if not may_act_as([role.name for role in current_user.roles], roles):
                abort(403)
            return view(*args, **kwargs)
        guarded.who_may = roles  # type: ignore[attr-defined]
        return guarded
    return decorate


def public(view: View) -> View:
    """Mark a view that anyone may use; a guard test holds the marked ones against the table in the surfaces."""
    view.who_may = ("anyone",)  # type: ignore[attr-defined]
    return view


def sentence(refusal: Refusal) -> str:
    """Return the refusal's sentence in the reader's language."""
    return say(refusal.message, **refusal.values)


def problems(error: Refusal | Refusals) -> list[tuple[str, str]]:
    """Return what has to be mended, as pairs of field and sentence."""
    refusals = error.refusals if isinstance(error, Refusals) else [error]
    return [(refusal.field or "", sentence(refusal)) for refusal in refusals]


def text_direction(language: str) -> str:
    """Return rtl or ltr."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def reader_language() -> str:
    """Return the language to show: asked for in the address, the account's own, the browser's, else Danish.

    No cookie: a public page keeps the choice in its links (?lang=), and a view that knows better sets g.language.
    """
    asked = request.args.get("lang", "")
    offered = STAFF_LANGUAGES if request.path.startswith(("/staff", "/partner")) else CITIZEN_LANGUAGES
    if asked in offered:
        return asked
    if "language" in g:
        return str(g.language)
    own = getattr(current_user, "language", None) if request.path.startswith(("/staff", "/partner")) else None
    return own or request.accept_languages.best_match(offered, "da")


def init_web(app: Flask) -> None:
    """Put headers, error pages, the reading transaction and template globals on the application."""
    ours = urlsplit(settings_of(app).public_base_url).hostname
    app.config["TRUSTED_HOSTS"] = [ours, "127.0.0.1", "localhost", "[::1]"]
    app.before_request(_read_only_on_reading)
    app.before_request(_refuse_nul)
    app.after_request(_security_headers)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(500, _broken)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(
        language_names=LANGUAGE_NAMES, text_direction=text_direction, public_url=public_url,
        page_language=page_language, may_act_as=may_act_as)


def page_language() -> str:
    """Return the code of the language this page is shown in."""
    return str(get_locale() or "da")


def _read_only_on_reading() -> None:
    """GET and HEAD change nothing: their transaction could not if it wanted to."""
    if request.method in READING and request.endpoint != "static":
        read_only_from_here()


def _refuse_nul() -> ResponseReturnValue | None:
    """Answer 400 to the character that PostgreSQL stores nowhere; what lies in an uploaded file is not looked at."""
    asked = "\0" in request.path or b"%00" in request.query_string or b"\0" in request.query_string
    typed = request.form.items(multi=True) if request.endpoint is not None else ()
    if asked or any("\0" in name + text for name, text in typed):
        return Response(_line(gettext("There is a character in it that nobody can type.")), 400, mimetype="text/plain")
    return None


def _has_token() -> bool:
    return bool(request.view_args) and "token" in (request.view_args or {})


def _security_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Referrer-Policy", "no-referrer" if _has_token() else "same-origin")
    if settings().public_base_url.startswith("https"):
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if _has_token() or request.path.startswith(("/staff", "/partner")):
        headers["Cache-Control"] = "no-store"
        headers["X-Robots-Tag"] = "noindex"
    return response


def _page(status: int, title: str, text: str) -> ResponseReturnValue:
    try:
        return render_template("error.html", status=status, title=title, text=text), status
    except OperationalError as error:  # the sender's name is asked of the database
        return _no_database(error)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(refusal, NotFoundError):
        return _page(404, gettext("We cannot find that"), sentence(refusal))
    status = 403 if isinstance(refusal, NotAllowedError) else 409
    return _page(status, gettext("That cannot be done"), sentence(refusal))


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error
    if isinstance(error, SecurityError):  # no page of ours belongs to that host, so none can be drawn
        return Response(_line(gettext("This address is not ours.")), 400, mimetype="text/plain")
    if request.endpoint == "static":
        read_only_from_here()
    words = {
        403: (gettext("You may not see this page"), gettext("Your role has no access here. Ask an administrator.")),
        404: (gettext("We cannot find that page"), gettext("The address may be old or mistyped.")),
        405: (gettext("That cannot be done here"), gettext("Go back and use the buttons on the page.")),
        400: (gettext("The page has waited too long"), gettext("Go back, load the page again and try once more.")),
        429: (gettext("Too many tries"), gettext("Wait a quarter of an hour and try again.")),
    }
    if isinstance(error, RequestEntityTooLarge):
        return _page(413, gettext("The file is too large"), gettext("Send a smaller file."))
    title, text = words.get(error.code or 500, (gettext("That did not work"), gettext("Try again in a moment.")))
    return _page(error.code or 500, title, text)


def _broken(_error: Exception) -> ResponseReturnValue:
    """Say that it is our fault; asks nothing more of the database, and does without a page if that is what broke."""
    db.session.rollback()
    _ask_nothing_more()
    title, text = gettext("Something broke on our side"), gettext("Nothing you typed was sent. Try again in a moment.")
    try:
        return _page(500, title, text)
    except SQLAlchemyError:
        return Response(_line(f"{title}. {text}"), 500, mimetype="text/plain")


def _no_database(error: OperationalError) -> ResponseReturnValue:
    """Ask for a minute when the database is locked or away; nothing was kept, and who asked is not looked up again."""
    current_app.logger.error("%s %s: the database cannot be used: %s", request.method, request.endpoint,
                             " ".join(str(error.orig).split()))
    db.session.rollback()
    _ask_nothing_more()
    current_app.login_manager._update_request_context_with_user()  # type: ignore[attr-defined]
    title, text = gettext("We are busy just now"), gettext("Nothing was changed. Try again in a minute.")
    answer = make_response(render_template("error.html", status=503, title=title, text=text), 503)
    answer.headers["Retry-After"] = "60"
    return answer


def _ask_nothing_more() -> None:
    """Let the page be drawn without the database: in the browser's language, and without a sender."""
    g.setdefault("language", request.accept_languages.best_match(STAFF_LANGUAGES, "da"))
    g.setdefault("sender", None)


def _line(text: str) -> str:
    return text + "\n"
