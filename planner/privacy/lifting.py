"""Takes the mark of an erasure away, so that the next register file may bring the person back."""

import logging
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from planner.delivery.models import SkipReason, Stop
from planner.privacy.models import Erasure
from planner.refusal import N_, Refusal
from planner.staff.actions import record

log = logging.getLogger(__name__)


def let_in_again(session: Session, subject: str, reason: str, account_id: int, now: datetime) -> None:
    """Let register files bring back whoever is behind the keyed hash `subject`; the trail keeps why.

    Nothing that was erased returns by it, and what they had said no to, they have still said no to. Does nothing where
    the mark is gone already; raises Refusal while the last traces of the erasure are still being removed.
    """
    if session.get(Erasure, subject) is not None:
        raise Refusal(N_("The last traces are still being removed. Try again in some minutes."), field="reason")
    mark = delete(Stop).where(Stop.whom == subject, Stop.reason == SkipReason.ERASED).returning(Stop.id)
    if session.scalars(mark).all():
        record(session, account_id, "erasure lifted", f"person:{subject}", now, reason=reason)
        log.info("an erasure was lifted")
