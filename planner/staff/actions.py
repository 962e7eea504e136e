"""Accounts are made, changed and closed, and every act leaves a line in the trail."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.keys import fresh_id
from planner.national_numbers import refused_numbers
from planner.places.models import Municipality
from planner.refusal import N_, Refusal, Refusals
from planner.staff.forms import AboutUs
from planner.staff.models import Account, AuditEntry, Role, RoleName
from planner.staff.passwords import Hashed
from planner.staff.passwords import hash_secret as hash_secret  # part of the interface
from planner.staff.queries import find_account
from planner.web import STAFF_LANGUAGES

MUNICIPALITY_CHANGED = "municipality changed"


def record(
    session: Session, account_id: int | None, act: str, about: str, now: datetime, *, reason: str = "",
) -> None:
    """Add a line to the trail: who, which act, about what; ids only. `account_id` is None when nobody was signed in.

    `reason` is what someone wrote where an act asks for one.
    """
    session.add(AuditEntry(at=now, account_id=account_id, act=act, about=about, reason=reason))


def add_account(
    session: Session, *, email: str, name: str, roles: Iterable[str], password: Hashed,
    place_id: int | None = None, partner_id: int | None = None, now: datetime,
) -> Account:
    """Return a new account, flushed; `password` comes from `hash_secret`. Refuses a bad or taken address or role."""
    address = _address(email)
    if find_account(session, address) is not None:
        raise Refusal(N_("There is already an account for %(email)s."), field="email", email=address)
    if not name.strip() or not name.isprintable():
        raise Refusal(N_("Write the name of the person, on one line."), field="name")
    if found := refused_numbers(name=name, email=address):
        raise Refusals(found)
    account = Account(
        email=address, name=name.strip(), password=password, active=True, fs_uniquifier=fresh_id(),
        place_id=place_id, partner_id=partner_id, roles=_roles(session, roles, partner_id))
    session.add(account)
    session.flush()
    record(session, None, "account added", f"account:{account.id}", now)
    return account


def sign_out(session: Session, account: Account, now: datetime) -> None:
    """Sign `account` out on all machines: cookies are signed, not stored, so one alone cannot be ended."""
    _end_sessions(account)
    record(session, account.id, "signed out", f"account:{account.id}", now)


def choose_password(session: Session, account: Account, password: Hashed, now: datetime) -> None:
    """Give `account` a new password, made by `hash_secret`; whoever was signed in as it is signed out."""
    account.password = password
    _end_sessions(account)
    record(session, None, "password changed", f"account:{account.id}", now)


def choose_roles(session: Session, account: Account, roles: Iterable[str], now: datetime) -> None:
    """Let `account` hold exactly `roles`; whoever was signed in as it is signed out."""
    account.roles = _roles(session, roles, account.partner_id)
    _end_sessions(account)
    record(session, None, "roles changed", f"account:{account.id}", now)


def close_account(session: Session, account: Account, now: datetime) -> None:
    """Let nobody sign in as `account` any more; what it did stays in the trail."""
    account.active = False
    _end_sessions(account)
    record(session, None, "account closed", f"account:{account.id}", now)


def choose_language(account: Account, language: str) -> None:
    """Let `account` read its pages in `language`."""
    if language not in STAFF_LANGUAGES:
        raise Refusal(N_("The pages of staff do not come in that language."), field="language")
    account.language = language


def change_municipality(session: Session, town: Municipality, about: AboutUs, account_id: int, now: datetime) -> None:
    """Let `town` say `about` of itself; each column that changes leaves a line in the trail, with its name alone."""
    for column in fields(about):
        value = getattr(about, column.name)
        if value != getattr(town, column.name):
            setattr(town, column.name, value)
            record(session, account_id, MUNICIPALITY_CHANGED, f"municipality:{town.id} {column.name}", now)


def _end_sessions(account: Account) -> None:
    """Make every cookie made for `account` worthless."""
    account.fs_uniquifier = fresh_id()


def _address(email: str) -> str:
    """Return `email` lower-cased; one plain address, no display name, no line break. No look-up in the network."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise Refusal(N_("%(email)s is not a mail address."), field="email", email=email.strip()) from error


def _roles(session: Session, names: Iterable[str], partner_id: int | None) -> list[Role]:
    """Return the rows of the roles `names`, made where missing; a partner's account holds that role alone."""
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in tuple(RoleName):
            raise Refusal(N_("%(role)s is not a role. Choose one of: %(roles)s."),
                          field="role", role=name, roles=", ".join(RoleName))
    if not wanted:
        raise Refusal(N_("Name at least one role: %(roles)s."), field="role", roles=", ".join(RoleName))
    if (RoleName.PARTNER in wanted or partner_id is not None) and (wanted != [RoleName.PARTNER] or partner_id is None):
        raise Refusal(N_("An account of a partner names the partner, and holds the role partner and no other."),
                      field="partner")
    there = {role.name: role for role in session.scalars(select(Role).where(Role.name.in_(wanted)))}
    missing = [Role(name=name) for name in wanted if name not in there]
    session.add_all(missing)
    return [*there.values(), *missing]
