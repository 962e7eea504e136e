"""Accounts for tests. The hash is made once: Argon2 is slow on purpose."""

from datetime import UTC, datetime
from functools import cache

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from planner.staff.actions import add_account
from planner.staff.models import Account
from planner.staff.passwords import Hashed, hash_secret

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
PASSWORD = "lampe violin regnvejr kanel"


@cache
def hashed() -> Hashed:
    """The hash of PASSWORD."""
    return hash_secret(PASSWORD)


def account(
    session: Session, *roles: str, email: str = "ane@example.org", name: str = "Ane Prøve", **more: int,
) -> Account:
    """An account that signs in with PASSWORD; a planner unless `roles` say otherwise. Committed."""
    made = add_account(session, email=email, name=name, roles=roles or ("planner",), password=hashed(), now=NOW, **more)
    session.commit()
    return made


def sign_in(client: FlaskClient, email: str = "ane@example.org", password: str = PASSWORD, **more: str) -> TestResponse:
    """Sign in as a person does."""
    return client.post("/staff/sign-in", data={"email": email, "password": password, **more})
