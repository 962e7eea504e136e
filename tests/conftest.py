"""Databases for tests: a migrated SQLite file copied per test, and a PostgreSQL template cloned per test."""

import contextvars
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from planner.app import create_app
from planner.config import Settings, read_settings
from planner.db import db
from tests.postgres import Cluster, find_cluster

pytest_plugins = ["tests.browser"]
KEY = "a-key-for-tests-only-never-for-a-real-installation"


def make_settings(folder: Path, **changes: object) -> Settings:
    """Settings of a test installation in `folder`; the clock is off, mail goes to a Maildir beside the database."""
    base = read_settings({"SECRET_KEY": KEY, "PLANNER_CLOCK": "off"}, instance=folder)
    return replace(base, **changes)  # type: ignore[arg-type]


class Browser(FlaskClient):
    """A browser without script. Each request has a context, a session and a sign-in of its own, as in real life.

    What the test has prepared is committed first: it should be there, and SQLite's write lock must be free.
    """

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        """Return the answer to one request."""
        if has_app_context():
            db.session.commit()
        return contextvars.Context().run(super().open, *args, **kwargs)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite database, made once per worker."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(make_settings(folder))
    with app.app_context():
        upgrade()
        db.engine.dispose()
    with sqlite3.connect(folder / "planner.db") as link:
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "planner.db"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server: the one PLANNER_TEST_PG_URL names, else Debian's binaries; skips loudly without either."""
    found = find_cluster()
    if found is None:
        if os.environ.get("PLANNER_REQUIRE_POSTGRESQL"):
            pytest.fail("PLANNER_REQUIRE_POSTGRESQL is set and no PostgreSQL was found")
        pytest.skip("POSTGRESQL TESTS SKIPPED: no PostgreSQL found (Debian: apt install postgresql)")
    with found as running:
        yield running


@pytest.fixture(scope="session")
def migrated_template(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of an empty, migrated PostgreSQL database to clone."""
    name = cluster.create("template")
    folder = tmp_path_factory.mktemp("pg")
    app = create_app(make_settings(folder, database_url=cluster.url(name)))
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return name


@pytest.fixture(scope="session")
def migrated_database(cluster: Cluster, migrated_template: str) -> str:
    """The name of the PostgreSQL database the tests of one worker use in turn; `clean` makes it new in between."""
    name = cluster.create("tests", template=migrated_template)
    cluster.remember(name)
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an empty, migrated installation, once per database."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "planner.db")
        yield make_settings(tmp_path)
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = request.getfixturevalue("migrated_database")
    yield make_settings(tmp_path, database_url=cluster.url(name))
    cluster.clean(name)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on an empty, migrated database."""
    application = create_app(settings)
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    application.test_client_class = Browser
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Session:
    """A database session inside the application's context."""
    return db.session()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script."""
    return app.test_client()
