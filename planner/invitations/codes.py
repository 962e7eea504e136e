"""Whom a letter or mail was written to, read off the code or the link in it."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.delivery.models import Delivery
from planner.invitations.models import Invitation
from planner.keys import Keys

_TOKEN = re.compile(r"1\.[\w-]{22}\.[\w-]{22}", re.ASCII)
_CODE = re.compile(r"[\w-]{22}", re.ASCII)


def written_to(session: Session, keys: Keys, typed: str) -> str | None:
    """Return the keyed hash of whoever got what `typed` stands in: a link out of a mail, or a code of ours.

    None for what is neither. A link to say no thanks names the person even when no record is left.
    """
    if (found := _TOKEN.search(typed)) is not None:
        token = found[0]
        if (subject := keys.opened("unsubscribe", token)) is not None:
            return subject
        return _of_invitation(session, keys.opened("invitation", token) or keys.opened("rsvp", token))
    code = typed.strip()
    return _of_invitation(session, code) or _of_message(session, code) if _CODE.fullmatch(code) else None


def _of_invitation(session: Session, public_id: str | None) -> str | None:
    return session.scalar(select(Invitation.subject).where(Invitation.public_id == public_id))


def _of_message(session: Session, public_id: str) -> str | None:
    return session.scalar(select(Delivery.whom).where(Delivery.public_id == public_id))
