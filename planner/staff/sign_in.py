"""Sign-in: Flask-Security on our accounts, with a limit on tries."""

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore

from planner.db import db
from planner.staff.models import Account, Role

datastore = SQLAlchemyUserDatastore(db, Account, Role)


def init_sign_in(app: Flask) -> None:
    """Put sign-in on the application."""
    app.config.update(SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"][:32], SECURITY_LOGIN_URL="/staff/sign-in",
                      SECURITY_LOGOUT_URL="/staff/sign-out", SECURITY_PASSWORD_HASH="argon2", SECURITY_REGISTER_BLUEPRINT=True)
    Security(app, datastore)
