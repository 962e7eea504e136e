"""The ledger of the post office: one row per person and message, and the stops that hold a letter back."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Model, UtcDateTime


class State(StrEnum):
    """Where a message is. See surfaces: these names are stable."""

    QUEUED = "queued"
    LEASED = "leased"
    HANDING_OVER = "handing_over"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    SKIPPED = "skipped"


class Kind(StrEnum):
    """What a message says."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    CONFIRMATION = "confirmation"
    MOVED = "moved"
    CANCELLED = "cancelled"
    OFFER = "offer"
    RECONFIRM = "reconfirm"
    THANKS = "thanks"
    INFORMATION = "information"


class ChannelName(StrEnum):
    """How a message travels."""

    MAIL = "mail"
    LETTER = "letter"


class SkipReason(StrEnum):
    """Why a message did not leave, or a person was left out."""

    OBJECTED = "objected"
    CAPPED = "capped"
    ERASED = "erased"
    EVENT_FULL = "event_full"
    EVENT_CANCELLED = "event_cancelled"
    CAMPAIGN_CANCELLED = "campaign_cancelled"
    TOO_LATE = "too_late"
    NO_CHANNEL = "no_channel"
    PROTECTED = "protected"
    DEAD = "dead"
    LEFT = "left"
    TOO_YOUNG = "too_young"
    MARKETING_PROTECTED = "marketing_protected"


class Delivery(Model):
    """One message to one person. The post office knows neither events nor citizens, only keys.

    `what` names the occasion (campaign:7, event:3:2) and is unique with whom and kind, so nobody gets a message twice.
    `ref` is read by the composer of the kind alone. `mailing` (campaign:7) and `topic` (event:3) are what a hold or a
    stop may name; `scope` is the theme an objection may name. `created_at` gives the message its DTSTAMP.
    """

    __table_args__ = (
        UniqueConstraint("what", "whom", "kind", name="nobody_gets_a_message_twice"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        # Partial indexes: a settled row, soon nearly every row, is in neither.
        Index("ix_delivery_waiting", "channel", "due_at", "id", sqlite_where=text("state = 'queued'"),
              postgresql_where=text("state = 'queued'")),
        Index("ix_delivery_in_hand", "lease_until", sqlite_where=text("lease_until IS NOT NULL"),
              postgresql_where=text("lease_until IS NOT NULL")),
        Index("ix_delivery_uncertain", "due_at", sqlite_where=text("state = 'uncertain'"),
              postgresql_where=text("state = 'uncertain'")),
        Index("ix_delivery_mailing_kind_state", "mailing", "kind", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    mailing: Mapped[str | None] = mapped_column(String(40))
    topic: Mapped[str | None] = mapped_column(String(40), index=True)
    scope: Mapped[str | None] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(60))
    whom: Mapped[str] = mapped_column(String(22), index=True)
    address: Mapped[str | None] = mapped_column(String(22), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(8))
    ref: Mapped[str] = mapped_column(String(60))
    message_id: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), default=State.QUEUED)
    reason: Mapped[str | None] = mapped_column(String(24))
    attempts: Mapped[int] = mapped_column(default=0)
    #: An uncertain message has been tried its one more time.
    tried_again: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: After this it is too late to be of use (an invitation after the event began).
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fence: Mapped[int | None] = mapped_column(BigInteger)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: What the other side said, or why it failed; never an address.
    reply: Mapped[str | None] = mapped_column(String(200))


class Stop(Model):
    """A standing no, written in the transaction of the act that caused it and read at hand-over.

    Exactly one of `whom`, `address`, `topic` is set. `kind` None means every kind, `scope` None every theme, `channel`
    None every way to travel. `source` is the way it reached us, `noted_by` who wrote it down, if not the person.
    """

    __table_args__ = (
        CheckConstraint("whom IS NOT NULL OR address IS NOT NULL OR topic IS NOT NULL", name="a_stop_names_something"),
        Index("ix_stop_whom", "whom"),
        Index("ix_stop_address", "address"),
        Index("ix_stop_topic", "topic"),
        # Few say no to one way only, and a count asks about everyone.
        Index("ix_stop_channel", "whom", "channel", sqlite_where=text("channel IS NOT NULL"),
              postgresql_where=text("channel IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    whom: Mapped[str | None] = mapped_column(String(22))
    address: Mapped[str | None] = mapped_column(String(22))
    topic: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[str | None] = mapped_column(String(16))
    scope: Mapped[str | None] = mapped_column(String(60))
    channel: Mapped[str | None] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(24))
    source: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Hold(Model):
    """A mailing that waits: nothing of it leaves while the row is there."""

    mailing: Mapped[str] = mapped_column(String(40), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
