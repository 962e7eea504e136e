"""The roof: puts the features together into one application."""

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect

import planner.replies.models
import planner.segments.models  # noqa: F401  (every table is known before the first query)
from planner import cli, engine
from planner.config import ROOT, Settings, read_settings
from planner.db import db, migrate
from planner.delivery.models import Kind
from planner.delivery.registry import composers
from planner.delivery.views import bp as delivery
from planner.events.views import bp as events
from planner.invitations.letters import compose_invitations
from planner.invitations.views import bp as invitations
from planner.keys import Keys
from planner.partners.views import bp as partners
from planner.replies.letters import compose_changes, compose_confirmations
from planner.replies.views import bp as replies
from planner.staff.sign_in import init_sign_in
from planner.staff.views import bp as staff
from planner.web import init_web, reader_language

BLUEPRINTS = (events, replies, staff, invitations, delivery, partners)
csrf = CSRFProtect()
babel = Babel()

composers.update({
    Kind.INVITATION: compose_invitations,
    Kind.CONFIRMATION: compose_confirmations,
    Kind.MOVED: compose_changes,
    Kind.CANCELLED: compose_changes,
})


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application for `settings` (default: what the environment says). Raises SettingError."""
    settings = settings or read_settings()
    app = Flask("planner", root_path=str(ROOT / "planner"), template_folder=str(ROOT / "templates"))
    app.config.update(_flask_config(settings))
    app.extensions["planner.settings"] = settings
    app.extensions["planner.keys"] = Keys(settings.secret_key)
    db.init_app(app)
    migrate.init_app(app, directory=str(ROOT / "migrations"))
    babel.init_app(app, locale_selector=reader_language)
    csrf.init_app(app)
    init_web(app)
    init_sign_in(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    csrf.exempt(replies)  # the token in the address is the right; these pages need no cookie
    cli.register(app)
    engine.init_engine(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    https = settings.public_base_url.startswith("https")
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "MAX_CONTENT_LENGTH": 64 * 1024 * 1024,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": https,
        "BABEL_DEFAULT_LOCALE": "da",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "planner" / "translations"),
    }
