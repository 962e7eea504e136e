"""The roof: puts the features together into one application."""

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import planner.audiences.building
import planner.invitations.choosing
import planner.invitations.planning
import planner.replies.models
import planner.segments.models  # noqa: F401  (every table and every page is known from the start)
from planner import cli
from planner.audiences.jobs import keep_monthly_count
from planner.audiences.leaning import audiences_leaning
from planner.audiences.views import bp as audiences
from planner.citizens import person
from planner.citizens.queries import openly_named, person_ids
from planner.citizens.views import bp as citizens
from planner.config import ROOT, Settings, read_settings
from planner.db import db, migrate
from planner.delivery.models import Kind
from planner.delivery.registry import chores, composers, namers, showers
from planner.delivery.views import bp as delivery
from planner.events.overviews import coming_events, hosted_events
from planner.events.views import bp as events
from planner.invitations import overview as campaign_overview
from planner.invitations import today as campaigns_today
from planner.invitations.codes import written_to
from planner.invitations.jobs import launch_due_wave
from planner.invitations.leaning import campaigns_leaning
from planner.invitations.letters import compose_invitations
from planner.invitations.views import bp as invitations
from planner.keys import Keys
from planner.partners.hosted import hosted
from planner.partners.views import bp as partners
from planner.privacy import periods
from planner.privacy.clearing import clear_nightly
from planner.privacy.jobs import finish_erasures
from planner.privacy.person_views import bp as personal
from planner.privacy.person_views import erased_here, own_data
from planner.privacy.views import bp as privacy
from planner.privacy.views import record_link
from planner.register import today as register_today
from planner.register.jobs import ImportWorker, forget_old_imports
from planner.register.shown import register_page
from planner.register.views import bp as register
from planner.register.views import room_for_a_register
from planner.replies.guest_views import bp as guests
from planner.replies.jobs import tell_changes
from planner.replies.letters import compose_changes, compose_confirmations
from planner.replies.person import invitations_of
from planner.replies.views import bp as replies
from planner.segments.closed import closed_themes, known_themes
from planner.segments.legal_ages import leaning
from planner.segments.shown import legal_ages_page
from planner.segments.views import bp as legal_ages
from planner.staff import settings as settings_of_staff
from planner.staff import today
from planner.staff.shown import municipality_page
from planner.staff.sign_in import init_sign_in
from planner.staff.views import bp as staff
from planner.themes.reader import handed_on_by_partners, invited_to, themes
from planner.web import Site, init_web, reader_language

BLUEPRINTS = (
    citizens, events, replies, guests, staff, audiences, invitations, delivery, partners, privacy, personal, legal_ages,
    register,
)
csrf = CSRFProtect()
babel = Babel()

composers.update({
    Kind.INVITATION: compose_invitations,
    Kind.CONFIRMATION: compose_confirmations,
    Kind.MOVED: compose_changes,
    Kind.CANCELLED: compose_changes,
})
chores += [
    launch_due_wave, tell_changes, ImportWorker().import_registers, forget_old_imports, keep_monthly_count,
    finish_erasures, clear_nightly,
]
namers["person"] = person_ids
campaign_overview.more_links.append(record_link)
known_themes.append(themes)
closed_themes.append(handed_on_by_partners)
today.waiting += [campaigns_today.tasks, register_today.tasks, periods.tasks]
showers["person"] = openly_named
today.coming.append(coming_events)
settings_of_staff.pages += [register_page, legal_ages_page, municipality_page, periods.settings_page]
leaning += [campaigns_leaning, audiences_leaning]
person.theme_names.append(invited_to)
person.code_readers.append(written_to)
person.sections += [erased_here, invitations_of, own_data]
hosted.append(hosted_events)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application for `settings` (default: what the environment says). Raises SettingError."""
    settings = settings or read_settings()
    app = Site("planner", root_path=str(ROOT / "planner"), template_folder=str(ROOT / "templates"))
    app.config.update(_flask_config(settings))
    app.extensions["planner.settings"] = settings
    app.extensions["planner.keys"] = Keys(settings.secret_key)
    if settings.proxies:  # only who asks is taken from them; the host and the scheme are settings of ours
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0)
    db.init_app(app)
    migrate.init_app(app, directory=str(ROOT / "migrations"))
    babel.init_app(app, locale_selector=reader_language)
    app.before_request(room_for_a_register)  # before anything reads a form
    csrf.init_app(app)
    init_web(app)
    init_sign_in(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    csrf.exempt(replies)  # the token in the address is the right; these pages need no cookie
    cli.register(app)
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
