"""Erasures carried to their end: by the command and the page at once, by the clock where something stood in the way."""

import logging
import time
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.queries import find_citizen
from planner.db import db
from planner.privacy.erasing import Erased, erase, settle
from planner.privacy.models import Erasure
from planner.privacy.remains import marks_of, wipe, written_about
from planner.web import keys, settings

NAP_S = 0.2
log = logging.getLogger(__name__)


def erase_at_once(
    session: Session, person_id: str, *, by: int | None, now: datetime, free_seats: bool = False, patience_s: float = 0,
) -> tuple[Erased, bool]:
    """Erase someone, commit, and remove every trace; return what went and whether nothing is left to be done.

    What is with the mail server just now is waited for, `patience_s` at most; then the clock takes over. Raises
    NotFoundError.
    """
    citizen = find_citizen(session, person_id)
    marks = written_about(session, keys().subject(person_id)) + (marks_of(citizen) if citizen else [])
    found = erase(session, keys(), person_id, by=by, now=now, free_seats=free_seats)
    session.commit()
    until = time.monotonic() + patience_s
    while not (done := _finish(session, keys().subject(person_id), marks)) and time.monotonic() < until:
        time.sleep(NAP_S)
    return found, done


def finish_erasures(session: Session, now: datetime) -> int:
    """Go on with what a dead process, a message under way or a busy database has left, and return how many are done."""
    open_ones = session.scalars(select(Erasure).order_by(Erasure.at)).all()
    return sum(_finish(session, one.whom, [] if one.searched else None) for one in open_ones)


def _finish(session: Session, subject: str, marks: Sequence[bytes] | None) -> bool:
    """Take the next steps of an erasure, commit after each, and return whether they were the last."""
    settled = settle(session, subject, settings())
    erasure = session.get(Erasure, subject)
    may_wait = not settled and erasure is not None and erasure.searched
    session.commit()
    if may_wait or not wipe(db.engine, marks):
        return False
    if erasure and settled:
        session.delete(erasure)
        log.info("an erasure is finished")
    elif erasure:
        erasure.searched = True
    session.commit()
    return settled
