"""What register files on their way in hold of somebody beside the register itself."""

import json

from sqlalchemy import String, cast, delete, exists, select
from sqlalchemy.orm import Session

from planner.register.models import RegisterChange, RegisterPiece, RegisterRejection


def clear_staged(session: Session, person_id: str) -> int:
    """Delete the staged rows, the values kept for an undoing and the refused lines of a person; return how many."""
    session.flush()
    link = session.connection()
    as_kept = json.dumps(person_id)
    names_them = cast(RegisterRejection.cells, String).contains(as_kept, autoescape=True)
    changes = link.execute(delete(RegisterChange).where(RegisterChange.person_id == person_id))
    refused = link.execute(delete(RegisterRejection).where(names_them))
    return changes.rowcount + refused.rowcount


def clear_staged_again(session: Session, subject: str) -> None:
    """Delete what was staged of a person after they were erased, by a file that had come before."""
    session.execute(delete(RegisterChange).where(RegisterChange.subject == subject))


def is_being_read(session: Session) -> bool:
    """Return whether the pieces of an uploaded file lie here: nobody knows yet whom they name."""
    return bool(session.scalar(select(exists().where(RegisterPiece.number >= 0))))
