"""Events: what, where, when in local wall time, how many seats, and who hosts with us."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.db import Base, Model, UtcDateTime
from planner.partners.models import Partner
from planner.places.models import Place, Room


class EventStatus(StrEnum):
    """A draft is seen by staff alone."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


event_co_host = Table(
    "event_co_host", Base.metadata,
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("partner_id", ForeignKey("partner.id"), primary_key=True),
)


class Event(Model):
    """One event. `starts_local` is naive wall time in `timezone`; `starts_at` is the same instant in UTC, for queries.

    `revision` rises with every change people must hear of, `told_revision` follows when they have been written to
    (a job compares the two). `changed_at` is when it was last published, moved or cancelled (what is
    published is not rewritten). `sequence` is the calendar's SEQUENCE (RFC 5546, 2.1.4).
    """

    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity_is_positive"),
        CheckConstraint("seats_taken >= 0", name="seats_not_negative"),
        CheckConstraint("seats_waiting >= 0", name="waiting_not_negative"),
        CheckConstraint("minutes > 0", name="event_lasts_some_time"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("status IN ('draft', 'published', 'cancelled')", name="event_status_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    theme: Mapped[str] = mapped_column(String(60), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    starts_local: Mapped[datetime] = mapped_column(DateTime)
    timezone: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    minutes: Mapped[int]
    capacity: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    seats_waiting: Mapped[int] = mapped_column(default=0)
    #: Whom one meets, named as people know them: "Maja fra borgerservice og Birk fra biblioteket".
    hosts: Mapped[str] = mapped_column(String(300), default="")
    #: What one person pays, in øre; 0 is free.
    price: Mapped[int] = mapped_column(default=0)
    #: Who pays towards it and is named for that; empty without one.
    sponsor: Mapped[str] = mapped_column(String(120), default="")
    status: Mapped[str] = mapped_column(String(12), default=EventStatus.DRAFT)
    sequence: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    told_revision: Mapped[int] = mapped_column(default=0)
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    place: Mapped[Place] = relationship(foreign_keys=[place_id], lazy="joined", innerjoin=True)
    venue: Mapped[Place | None] = relationship(foreign_keys=[venue_id], lazy="joined")
    room: Mapped[Room | None] = relationship(lazy="joined")
    co_hosts: Mapped[list[Partner]] = relationship(secondary=event_co_host, lazy="selectin", order_by=Partner.name)

    @property
    def where(self) -> Place:
        """The place people go to: the venue if there is one, else our own place."""
        return self.venue or self.place

    @property
    def topic(self) -> str:
        """The event's key in the post office."""
        return f"event:{self.id}"
