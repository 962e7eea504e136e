"""Pages that show every part of the look, on one database: what is drawn does not depend on where data lie."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Blueprint, Flask, Response, render_template
from flask_babel import force_locale

from planner.app import create_app
from planner.charts import Bar, Ring, bars, seats, year_wheel
from planner.config import Settings
from planner.db import db
from planner.web import text_direction
from tests.conftest import make_settings
from tests.look.letters import letter

MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
SENDER = SimpleNamespace(
    sender_name="Næstved Bibliotek og Borgerservice", phone="12 34 56 78", phone_hours="hverdage 10–16",
    legal_basis="biblioteksloven § 1", dpo_contact="dpo@example.org",
)
WHEEL = [Ring([(0, 3), (8, 11)], [1.33, 2.5, 8.6, 9.9]), Ring([(0, 1), (7, 8)], [0.68, 7.5]), Ring([], [1.8, 3.5])]
YEARS = [Bar("2027", 884), Bar("2028", 902), Bar("2029", 917), Bar("2030", 0), Bar("2031", 931), Bar("2032", 920)]

bp = Blueprint("look", __name__, template_folder="templates")


@bp.get("/look/parts")
def parts() -> str:
    """Every part once, in the frame of the public pages."""
    return render_template(
        "look/parts.html", languages=["da", "en", "ar", "uk"], seats=seats(29, 40), bars=bars(YEARS),
        wheel=year_wheel(WHEEL, 11.05, MONTHS, ("I dag", "2. dec.")),
    )


@bp.get("/look/staff")
def staff() -> str:
    """The frame of the staff's pages, signed in as Ane."""
    ane = SimpleNamespace(is_authenticated=True, roles=[], name="Ane Mikkelsen")
    return render_template("look/staff.html", current_user=ane, live=True)


@bp.get("/look/invitation")
def invitation() -> str:
    """A citizen's page in Arabic, with Danish names in it."""
    return render_template("look/invitation.html", languages=["da", "en", "ar", "nb"])


@bp.get("/look/mail/<language>/<kind>")
def mail(language: str, kind: str) -> Response:
    """A mail as its reader sees it; mails carry styles on their elements, so this page allows them."""
    with force_locale(language):
        html = render_template("mail/letter.html", **letter(language, kind, SENDER), direction=text_direction(language))
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"
    return Response(html, headers={"Content-Security-Policy": policy})


@pytest.fixture
def settings(tmp_path: Path, migrated_file: Path) -> Settings:
    """The settings of an empty, migrated installation on SQLite."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application with the pages of this folder."""
    application = create_app(settings)
    application.config.update(TESTING=True)
    application.register_blueprint(bp)
    application.context_processor(lambda: {"sender": SENDER})
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
