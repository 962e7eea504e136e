"""Mail scanners and prefetching browsers open every link: looking must not change anything."""

import hashlib

from sqlalchemy import select

from planner.db import Base, db
from tests.guards.test_routes import ROLES
from tests.staff.make import sign_in

#: Pages that nobody sees with the samples below, and why. Empty is best.
SEEN_BY_NOBODY: dict[str, str] = {}


def browsers(app):
    """A browser for each role, signed in, and one for somebody else."""
    yield app.test_client()
    for role in ROLES:
        browser = app.test_client()
        sign_in(browser, email=f"{role}@guards.example.org")
        yield browser


def content():
    """A hash of every row of every table, in the order of their keys."""
    db.session.commit()
    digest = hashlib.sha256()
    with db.engine.connect() as link:
        for table in Base.metadata.sorted_tables:
            digest.update(repr(link.execute(select(table).order_by(*table.primary_key)).all()).encode())
    return digest.hexdigest()


def test_looking_at_every_page_as_everyone_changes_nothing(app, session, paths):
    everyone = list(browsers(app))
    before = content()
    for method in ("GET", "HEAD", "OPTIONS"):
        for browser in everyone:
            for path in paths.values():
                assert browser.open(path, method=method).status_code < 500, path
    assert content() == before


def test_the_samples_open_every_page_for_somebody(app, paths):
    everyone = list(browsers(app))
    unseen = {rule for rule, path in paths.items()
              if not any(browser.get(path).status_code == 200 for browser in everyone)}
    assert unseen == {*SEEN_BY_NOBODY}


def test_a_page_that_tried_to_write_would_be_found_out(app, session, samples):
    before = content()
    session.execute(Base.metadata.tables["event"].update().values(seats_taken=1))
    session.commit()
    assert content() != before
