"""Deny by default: who may what is written on every route, and this is the table of it."""

import re

import pytest

from planner.partners.actions import add_partner
from tests.guards.routes import path_of, routes
from tests.staff.make import account, sign_in

#: The public addresses of docs' table of surfaces; those of later features are here already.
PUBLIC = (
    "GET /", "GET /events/*", "GET /events/*.ics", "GET /calendar/*.ics", "GET /calendar/all.ics",
    "GET /i/*", "POST /i/*", "GET /u/*", "POST /u/*", "GET /preferences/*", "POST /preferences/*",
    "GET /code", "POST /code", "POST /webhooks/sendgrid/events", "POST /webhooks/sendgrid/inbound",
    "GET /staff/sign-in", "POST /staff/sign-in",
    "GET /healthz", "GET /metrics", "GET /accessibility", "GET /privacy",
)
ROLES = ("admin", "planner", "approver", "desk", "partner")
STAFF = {"admin", "planner", "approver", "desk"}
PLANNING = {"admin", "planner"}
#: Who may open each page that needs no number or name in its address. A new page gets its line here.
MATRIX = {
    "/": {*ROLES}, "/privacy": {*ROLES}, "/healthz": {*ROLES}, "/calendar/all.ics": {*ROLES},
    "/staff/sign-in": {*ROLES},
    "/staff/": STAFF,
    "/staff/events": STAFF,
    "/staff/plan": PLANNING,
    "/staff/campaigns": STAFF,
    "/staff/audiences": STAFF - {"desk"},
    "/staff/audiences/new": PLANNING,
    "/staff/audiences/overlap": STAFF - {"desk"},
    "/staff/citizens": STAFF,
    "/staff/outbox": STAFF - {"desk"},
    "/staff/settings": {"admin"}, "/staff/settings/municipality": {"admin"},
    "/staff/settings/retention": {"admin"},
    "/staff/settings/legal-ages": {"admin"}, "/staff/settings/legal-ages/new": {"admin"},
    "/staff/register": {"admin"},
    "/partner/": {"partner"},
}


@pytest.fixture
def everyone(session):
    """An account for each role, ROLE@example.org."""
    partner = add_partner(session, slug="aeldre-sagen", name="Ældre Sagen")
    for role in ROLES:
        more = {"partner_id": partner.id} if role == "partner" else {}
        account(session, role, email=f"{role}@example.org", **more)


def test_every_route_says_who_may(app):
    assert [str(route) for route in routes(app) if not route.who_may] == []


def test_every_right_names_roles_that_exist(app):
    named = {role for route in routes(app) for role in route.who_may or ()}
    assert named <= {*ROLES, "anyone"}


def test_nothing_is_public_but_what_the_table_of_surfaces_lists(app):
    public = {re.sub(r"<[^>]+>", "*", str(route)) for route in routes(app) if route.is_public}
    assert public - set(PUBLIC) == set()


def test_nobody_gets_past_the_sign_in_unsigned(app, client, session):
    passed = []
    for route in routes(app):
        if not route.is_public:
            answer = client.open(path_of(app, route, {}), method=route.method)
            to_sign_in = answer.status_code == 302 and answer.location.startswith("/staff/sign-in")
            if not (to_sign_in or answer.status_code in (401, 403, 404, 405)):
                passed.append((str(route), answer.status_code))
    assert passed == []


def test_the_roles_may_open_exactly_what_the_matrix_says(app, everyone):
    plain = [route for route in routes(app) if route.method == "GET" and not route.arguments]
    opened = {route.rule: set() for route in plain}
    for role in ROLES:
        browser = app.test_client()
        sign_in(browser, email=f"{role}@example.org")
        for route in plain:
            if browser.get(route.rule).status_code in (200, 302, 404):
                opened[route.rule].add(role)
    assert opened == {rule: MATRIX.get(rule, "this page is not in the matrix") for rule in opened}


def test_what_changes_something_needs_the_token_of_the_own_session(app, everyone):
    own = app.test_client()
    sign_in(own, email="admin@example.org")
    app.config["WTF_CSRF_ENABLED"] = True
    cookie_routes = [route for route in routes(app) if route.method != "GET" and not route.is_public]
    other = re.search(r'name="csrf_token" value="([^"]+)"', app.test_client().get("/staff/sign-in").text)[1]
    for route in cookie_routes:
        path = path_of(app, route, {})
        assert own.open(path, method=route.method).status_code == 400, route
        assert own.open(path, method=route.method, data={"csrf_token": other}).status_code == 400, route


def test_the_desk_is_not_shown_the_way_to_the_mails_of_others(app, everyone):
    menus = {}
    for role in ("desk", "approver", "planner", "admin"):
        browser = app.test_client()
        sign_in(browser, email=f"{role}@example.org")
        menus[role] = 'href="/staff/outbox"' in browser.get("/staff/").text
    assert menus == {"desk": False, "approver": True, "planner": True, "admin": True}


@pytest.mark.parametrize("path", ["/events/a%00b", "/?lang=%00", "/staff/sign-in?next=a%00b", "/i/a%00b", "/u/%00"])
def test_a_nul_in_an_address_is_refused_and_breaks_nothing(client, session, path):
    assert client.get(path).status_code == client.post(path).status_code == 400


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("data", [{"email": "a\0b", "password": "x"}, {"email": "a", "password": "x", "a\0": "b"}])
def test_a_nul_in_a_form_is_refused_and_breaks_nothing(client, session, kind, data):
    assert client.post("/staff/sign-in", data=data, content_type=kind).status_code == 400


@pytest.mark.parametrize("method", ["TRACE", "PURGE", "CONNECT"])
def test_odd_methods_are_refused_everywhere(app, client, method):
    for route in routes(app):
        assert client.open(path_of(app, route, {}), method=method).status_code == 405, route


def test_a_number_that_no_table_can_hold_leads_nowhere_and_breaks_nothing(app, everyone):
    browser, answers = app.test_client(), {}
    sign_in(browser, email="admin@example.org")
    for route in routes(app):
        if "<int:" in route.rule:
            for number in ("2147483648", "9223372036854775808", "9" * 5000):
                path = re.sub(r"<[^>]+>", number, route.rule)
                answers[f"{route} {number[:20]}"] = browser.open(path, method=route.method).status_code
    assert answers
    assert {route: status for route, status in answers.items() if status not in (404, 405)} == {}
