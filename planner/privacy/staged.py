"""What register files on their way in hold of somebody beside the register itself."""

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from planner.register.models import ImportStatus, RegisterChange, RegisterImport, RegisterRejection


def rejected_of(subject: str) -> ColumnElement[bool]:
    """Return the clause on RegisterRejection that a row is about the person; no cell but that of the id says so."""
    return RegisterRejection.subjects.contains(subject, autoescape=True)


def clear_staged(session: Session, subject: str) -> int:
    """Delete the staged rows, the values kept for an undoing and the refused lines of a person; return how many.

    Once more after they were erased, when a file that had come before has been read.
    """
    session.flush()
    link = session.connection()
    changes = link.execute(delete(RegisterChange).where(RegisterChange.subject == subject))
    refused = link.execute(delete(RegisterRejection).where(rejected_of(subject)))
    return changes.rowcount + refused.rowcount


def is_being_read(session: Session) -> bool:
    """Return whether a file is being read, or waits to be, by whatever way it came: nobody knows yet whom it names."""
    return bool(session.scalar(select(exists().where(RegisterImport.status == ImportStatus.READING))))
