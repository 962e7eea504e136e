"""What someone answered to an invitation, and where that leaves them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.db import Model, UtcDateTime
from planner.invitations.models import Invitation


class Standing(StrEnum):
    """Where an answer leaves a household."""

    COMING = "coming"
    WAITING = "waiting"
    DECLINED = "declined"


class Reply(Model):
    """One household's answer; `seats` are those taken when coming, those asked for when waiting, else 0."""

    __table_args__ = (
        CheckConstraint("seats >= 0", name="reply_seats_not_negative"),
        CheckConstraint("standing IN ('coming', 'waiting', 'declined')", name="standing_is_known"),
        Index("ix_reply_queue", "event_id", "standing", "waiting_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    standing: Mapped[str] = mapped_column(String(10))
    seats: Mapped[int] = mapped_column(default=0)
    needs: Mapped[str] = mapped_column(String(500), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    #: The event's revision when this was answered: a yes to the old time is shown as such.
    event_revision: Mapped[int] = mapped_column(default=0)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    invitation: Mapped[Invitation] = relationship()
