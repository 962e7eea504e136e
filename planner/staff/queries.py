"""Accounts looked up by address and by what they may do, and what the trail tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.refusal import N_, NotAllowedError, NotFoundError
from planner.staff.models import Account, AuditEntry, Role
from planner.web import may_act_as

SHOWN_LINES = 8


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line of the trail as a page shows it; `who` is None when nobody was signed in."""

    at: datetime
    who: str | None
    act: str
    about: str


def account_by_email(session: Session, email: str) -> Account:
    """Return the account that signs in with `email`, whatever its case; NotFoundError names the address."""
    found = find_account(session, email)
    if found is None:
        raise NotFoundError(N_("There is no account for %(email)s."), field="by", email=email.strip())
    return found


def find_account(session: Session, email: str) -> Account | None:
    """Return the account that signs in with `email`, or None."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def account_with_role(session: Session, email: str, *roles: str) -> Account:
    """Return the account of `email` if it is in use and may act in one of `roles`; an admin also plans and approves."""
    account = account_by_email(session, email)
    if not account.active:
        raise NotAllowedError(N_("The account of %(email)s is closed."), field="by", email=account.email)
    if not may_act_as([role.name for role in account.roles], roles):
        raise NotAllowedError(
            N_("%(email)s may not do this; needs %(roles)s."), field="by", email=account.email, roles=", ".join(roles))
    return account


def accounts_with_role(session: Session, role: str) -> Sequence[Account]:
    """Return the accounts in use that hold exactly `role`, by name; admins only when `role` is admin."""
    holders = select(Account).join(Account.roles).where(Role.name == role, Account.active)
    return session.scalars(holders.order_by(Account.name, Account.id)).all()


def account_of_session(session: Session, uniquifier: str) -> Account | None:
    """Return the account in use whose sessions carry `uniquifier`, or None once that was changed."""
    return session.scalar(select(Account).where(Account.fs_uniquifier == uniquifier, Account.active))


def account_numbered(session: Session, account_id: int) -> Account:
    """Return the account with that number; it is there, somebody just found it."""
    return session.get_one(Account, account_id)


def trail_of(session: Session, acts: Sequence[str], limit: int = SHOWN_LINES) -> list[TrailLine]:
    """Return the newest lines of the trail that tell of one of `acts`, newest first."""
    found = (
        select(AuditEntry.at, Account.name, AuditEntry.act, AuditEntry.about)
        .outerjoin(Account, Account.id == AuditEntry.account_id).where(AuditEntry.act.in_(acts))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(limit))
    return [TrailLine(*row) for row in session.execute(found)]
