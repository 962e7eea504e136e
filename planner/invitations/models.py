"""Campaigns: the audience as data, the words, who worked on it, the waves, and one invitation per person."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.citizens.models import Citizen
from planner.db import Model, UtcDateTime
from planner.events.models import Event
from planner.places.models import Place
from planner.staff.models import Account


class CampaignStatus(StrEnum):
    """What people decided. That it runs or is done is read off the rows, never stored."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What someone did to a campaign."""

    MADE = "made"
    EDITED = "edited"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    PAUSED = "paused"
    RESUMED = "resumed"
    CANCELLED = "cancelled"


class Campaign(Model):
    """One invitation campaign for one event. `criteria` is a segment as in the surfaces.

    `near_place` is whose neighbours come first. `send_at_local` None means the theme's own timing; `at_once` means
    when approved. `waves` is auto (as many as the seats call for) or all.
    """

    __table_args__ = (
        CheckConstraint("waves_policy IN ('auto', 'all')", name="waves_policy_is_known"),
        CheckConstraint(
            "status IN ('draft', 'submitted', 'approved', 'paused', 'cancelled')", name="campaign_status_is_known"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme: Mapped[str] = mapped_column(String(60), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    criteria: Mapped[dict[str, object] | None] = mapped_column(JSON)
    near_place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    send_at_local: Mapped[datetime | None] = mapped_column(DateTime)
    at_once: Mapped[bool] = mapped_column(default=False)
    waves_policy: Mapped[str] = mapped_column(String(8), default="auto")
    status: Mapped[str] = mapped_column(String(12), default=CampaignStatus.DRAFT, index=True)
    #: What the approver saw; the campaign goes out only while it still hashes to this.
    approved_hash: Mapped[str | None] = mapped_column(String(22))
    #: Counted as pages count when it was planned; shown until the first wave freezes its people.
    matching: Mapped[int] = mapped_column(default=0)
    invitable: Mapped[int] = mapped_column(default=0)
    by_mail: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    event: Mapped[Event | None] = relationship(lazy="joined")
    place: Mapped[Place] = relationship(foreign_keys=[place_id], lazy="joined", innerjoin=True)
    near_place: Mapped[Place | None] = relationship(foreign_keys=[near_place_id], lazy="joined")
    texts: Mapped[list["CampaignText"]] = relationship(order_by="CampaignText.language", cascade="all, delete-orphan")
    waves: Mapped[list["Wave"]] = relationship(
        order_by="Wave.send_at", cascade="all, delete-orphan", back_populates="campaign"
    )
    work: Mapped[list["CampaignWork"]] = relationship(order_by="CampaignWork.id", cascade="all, delete-orphan")

    @property
    def mailing(self) -> str:
        """The campaign's key in the post office."""
        return f"campaign:{self.id}"


class CampaignText(Model):
    """The invitation in one language where it differs from the theme's own."""

    __table_args__ = (UniqueConstraint("campaign_id", "language", name="one_text_per_language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)


class CampaignWork(Model):
    """Who made, edited, submitted, sent back or approved it, in order; nobody may approve their own work."""

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    act: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Wave(Model):
    """A lot of people written to at one time. `launched_at` is set in the transaction that writes their rows."""

    __table_args__ = (
        UniqueConstraint("campaign_id", "number", name="waves_are_numbered_once"),
        CheckConstraint("size > 0", name="wave_has_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    send_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    size: Mapped[int]
    #: How many of `size` were counted for mail and for letter when it was planned.
    by_mail: Mapped[int] = mapped_column(default=0)
    by_letter: Mapped[int] = mapped_column(default=0)
    #: How many of these no page counts, because their name and address are protected.
    unseen_mail: Mapped[int] = mapped_column(default=0)
    unseen_letter: Mapped[int] = mapped_column(default=0)
    launched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Why a wave that came due invited nobody: event_full, event_cancelled, too_late.
    dropped: Mapped[str | None] = mapped_column(String(24))
    #: How many fitted when it was launched and had been invited too lately, and when all of these are free again.
    capped: Mapped[int] = mapped_column(default=0)
    capped_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def shown_mail(self) -> int:
        """How many get a mail, as pages count them."""
        return self.by_mail - self.unseen_mail

    @property
    def shown_letter(self) -> int:
        """How many get a letter, as pages count them."""
        return self.by_letter - self.unseen_letter

    @property
    def shown(self) -> int:
        """How many the wave is, as pages count them."""
        return self.shown_mail + self.shown_letter

    campaign: Mapped[Campaign] = relationship(back_populates="waves")


class Invitation(Model):
    """One person's invitation; the public id is what the link in the letter carries."""

    __table_args__ = (
        UniqueConstraint("campaign_id", "subject", name="one_invitation_per_person_and_campaign"),
        Index("ix_invitation_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizen.id", ondelete="SET NULL"), index=True)
    subject: Mapped[str] = mapped_column(String(22), index=True)
    language: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(8))
    #: Why this person, as the criteria that held: shown to the citizen as "why you get this".
    because: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: How often the answer has changed; numbers the confirmations.
    answers: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    campaign: Mapped[Campaign] = relationship()
    event: Mapped[Event | None] = relationship()
    citizen: Mapped[Citizen | None] = relationship()
