"""No form takes a national number in, whatever the field. The forms are read off the pages: a new one is tried too."""

from html.parser import HTMLParser

from sqlalchemy import select

from planner.db import Base, db
from tests.guards.conftest import paths  # noqa: F401  (a fixture)
from tests.guards.test_get_changes_nothing import browsers

NUMBER = "010155-1234"


class Forms(HTMLParser):
    """The forms of a page that post: where to, what they send as they stand, and which fields people type text into."""

    def __init__(self, page, path):
        super().__init__()
        self.path, self.found, self.area = path, [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            self.found.append((given.get("action") or self.path, {}, []))
        name = given.get("name")
        if not self.found or not name or tag not in ("input", "textarea", "button"):
            return
        _action, values, typed = self.found[-1]
        if tag == "textarea" or (tag == "input" and given.get("type", "text") in ("text", "search", "email", "tel")):
            typed.append(name)
        if tag != "button" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            values.setdefault(name, given.get("value") or "")


def stored():
    """Whether the number stands in any row of any table."""
    db.session.rollback()
    with db.engine.connect() as link:
        return [table.name for table in Base.metadata.sorted_tables
                if NUMBER in repr(link.execute(select(table)).all())]


def typed_everywhere(browser, path):
    """What comes of typing the number into each field of each form of a page: form, field, and the answer."""
    page = browser.get(path)
    if page.mimetype == "text/html" and page.status_code == 200:
        for action, values, names in Forms(page.text, path).found:
            for name in names:
                yield action, name, browser.post(action, data=values | {name: f"Ring {NUMBER}"})


def test_no_form_keeps_a_number_and_none_loses_what_was_typed(app, session, paths):  # noqa: F811
    tried, lost = set(), set()
    for browser in browsers(app):
        for path in paths.values():
            for action, name, answer in typed_everywhere(browser, path):
                tried.add(name)
                assert stored() == [], (action, name)
                if answer.status_code == 422 and NUMBER not in answer.text:
                    lost.add((action, name))
    assert lost == set()
    assert {"needs", "note", "subject", "text", "reason", "hosts", "sponsor"} <= tried
