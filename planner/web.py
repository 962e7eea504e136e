"""What every page shares: who may, security headers, pages for errors, and the language of the reader."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, abort, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_login import current_user
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from planner.config import Settings
from planner.db import db, read_only_from_here
from planner.keys import Keys
from planner.refusal import NotAllowedError, NotFoundError, Refusal

STAFF_LANGUAGES = ("da", "nb", "en")
CITIZEN_LANGUAGES = ("da", "nb", "en", "ar", "uk")
LANGUAGE_NAMES = {"da": "Dansk", "nb": "Norsk", "en": "English", "ar": "العربية", "uk": "Українська"}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he"})
READING = ("GET", "HEAD", "OPTIONS")

View = Callable[..., ResponseReturnValue]


def settings() -> Settings:
    """Return the settings of this application."""
    found: Settings = current_app.extensions["planner.settings"]
    return found


def keys() -> Keys:
    """Return the keyed hashes and tokens of this installation."""
    found: Keys = current_app.extensions["planner.keys"]
    return found


def public_url(path: str) -> str:
    """Return the address of `path` (with its leading slash) on the public site; never taken from the request."""
    return settings().public_base_url + path


def for_role(*roles: str) -> Callable[[View], View]:
    """Let only signed-in accounts with one of `roles` use a view; admin may all that planners and approvers may."""
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                unauthorized: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
                return unauthorized
            if not any(current_user.has_role(role) for role in roles):
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
    return str(gettext(refusal.message, **refusal.values))


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
    app.before_request(_make_nonce)
    app.before_request(_read_only_on_reading)
    app.after_request(_security_headers)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _broken)
    app.jinja_env.globals.update(
        language_names=LANGUAGE_NAMES, text_direction=text_direction, public_url=public_url, page_language=_page_language,
        csp_nonce=lambda: g.csp_nonce, is_exposed_page=_has_token,
    )


def _page_language() -> str:
    return str(get_locale() or "da")


def _make_nonce() -> None:
    g.csp_nonce = secrets.token_urlsafe(16)


def _read_only_on_reading() -> None:
    """GET and HEAD change nothing: their transaction could not if it wanted to."""
    if request.method in READING and request.endpoint not in ("static", None):
        read_only_from_here()


def _has_token() -> bool:
    return bool(request.view_args) and "token" in (request.view_args or {})


def _security_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"))
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
    return render_template("error.html", status=status, title=title, text=text), status


def _refused(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(refusal, NotFoundError):
        return _page(404, gettext("We cannot find that"), sentence(refusal))
    status = 403 if isinstance(refusal, NotAllowedError) else 409
    return _page(status, gettext("That cannot be done"), sentence(refusal))


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error
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


def _broken(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    return _page(500, gettext("Something broke on our side"), gettext("Nothing you typed was sent. Try again in a moment."))
