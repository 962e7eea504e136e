"""Sign-in: Flask-Security on our accounts, how long a session lives, and where one goes when nobody is signed in.

Flask-Security loads the account, hashes and compares. Its pages stay off: ours look the account up in a reading
transaction and compare the password outside any, because Argon2 inside SQLite's BEGIN IMMEDIATE would make every other
writer wait.
"""

from datetime import UTC, datetime, timedelta

from flask import Flask, Response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security import Security, SQLAlchemyUserDatastore, login_user

from planner.db import db, read_only_from_here
from planner.staff import tries
from planner.staff.models import Account, Role, RoleName
from planner.staff.passwords import is_right
from planner.staff.queries import account_of_session, find_account

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
INSIDE = ("/staff/", "/partner/")

datastore = SQLAlchemyUserDatastore(db, Account, Role)


def init_sign_in(app: Flask) -> None:
    """Put sign-in on the application; sessions live in a signed cookie."""
    https = app.config["SESSION_COOKIE_SECURE"]
    app.config.update(
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],  # else the hash would hang on SECRET_KEY, which must be changeable
        SECURITY_REGISTER_BLUEPRINT=False,
        SESSION_COOKIE_NAME="__Host-session" if https else "session",
        SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=IDLE,
        WTF_CSRF_TIME_LIMIT=None,  # a form lives as long as its session
    )
    security = Security(app, datastore, register_blueprint=False)
    security.principal.identity_loaders.clear()  # it would look the account up on public pages and static files too
    login = security.login_manager
    login.user_loader(_account_of_cookie)
    login.request_loader(_nobody)  # the cookie is the only way in; no token in an address or a header
    login.unauthorized_handler(_to_sign_in)
    app.before_request(_keep_awake)
    tries.init_tries(app)


def account_let_in(email: str, password: str) -> int | None:
    """Return the id of the account that `email` and `password` open, or None; unknown accounts take the same time.

    No transaction is open while Argon2 works, nor afterwards.
    """
    db.session.rollback()
    read_only_from_here()
    account = find_account(db.session(), email)
    known = (account.id, account.password) if account and account.active else (None, None)
    db.session.rollback()
    account_id, hashed = known
    return account_id if is_right(password, hashed) else None


def begin_session(account: Account, now: datetime) -> None:
    """Sign `account` in, with a fresh session in place of whatever the cookie held before."""
    session.clear()
    login_user(account, remember=False)
    session.permanent = True
    session["signed_in_at"] = int(now.timestamp())


def way_in(account: Account, wanted: str) -> str:
    """Return the path to go to after sign-in: `wanted` if it is a page inside, else the account's first page."""
    if wanted.startswith(INSIDE) and wanted.isprintable() and wanted.isascii():
        return wanted
    return "/partner/" if account.has_role(RoleName.PARTNER) else "/staff/"


def _account_of_cookie(uniquifier: str) -> Account | None:
    signed_in_at = session.get("signed_in_at", 0)
    if datetime.now(UTC).timestamp() - signed_in_at > LONGEST.total_seconds():
        return None
    return account_of_session(db.session(), uniquifier)


def _nobody(_request: object) -> None:
    return None


def _to_sign_in() -> ResponseReturnValue:
    """Send people to the sign-in page and back; a region that htmx swaps must not swallow that page."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": url_for("staff.sign_in")})
    return redirect(url_for("staff.sign_in", next=wanted))


def _keep_awake() -> None:
    """Renew the cookie's half hour on every page for those signed in, and on no other."""
    if request.path.startswith(INSIDE) and current_user.is_authenticated:
        session.modified = True
