"""Campaigns read back: lists, progress, and the way from audience to seat. Completion is read off the rows."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.db import LARGEST_ID
from planner.delivery.models import ChannelName, Delivery, Kind, State
from planner.events.models import Event, EventStatus
from planner.events.rules import EventPlan
from planner.invitations.models import Campaign, CampaignStatus, Invitation
from planner.numbers import whole_number
from planner.places.models import Place
from planner.refusal import N_, NotFoundError
from planner.staff.models import Account

OPEN = (State.QUEUED, State.LEASED, State.HANDING_OVER)


class Shown(StrEnum):
    """What a campaign is called once approved: derived, never stored."""

    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True)
class Seats:
    """How full the event is."""

    capacity: int
    taken: int
    waiting: int


@dataclass(frozen=True)
class WaveReport:
    """One wave's part by one channel; `send_at` is local time with its offset, `launched`: its people are frozen."""

    wave: str
    send_at: str
    size: int
    channel: str
    launched: bool
    dropped: str | None

    def as_json(self) -> dict[str, object]:
        """Return it as the surfaces name it."""
        return asdict(self)


@dataclass(frozen=True)
class CampaignReport:
    """Where a campaign stands; `counts` counts its invitations by state."""

    campaign: str
    event: str | None
    status: str
    counts: dict[str, int]
    seats: Seats
    waves: list[WaveReport]

    def as_json(self) -> dict[str, object]:
        """Return it as the surfaces name it."""
        return asdict(self)


def find_campaign(session: Session, campaign_id: str) -> Campaign:
    """Return the campaign with that number; NotFoundError names it."""
    number = whole_number(campaign_id, 1, LARGEST_ID)
    found = session.get(Campaign, number) if number else None
    if found is None:
        raise NotFoundError(N_("There is no campaign %(id)s."), id=str(campaign_id))
    return found


def campaigns(session: Session) -> Sequence[Campaign]:
    """Return all campaigns, newest first."""
    return session.scalars(select(Campaign).order_by(Campaign.id.desc())).all()


def just_planned(session: Session, plan: EventPlan, account_id: int, since: datetime) -> Event | None:
    """Return the event that `account_id` planned alike after `since`: the form was sent twice, by an impatient click.

    The account's row is locked, so that of two requests at once the second sees what the first has made.
    """
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    alike = (
        select(Event)
        .join(Event.place)
        .where(
            Event.made_by == account_id,
            Event.created_at > since,
            Event.theme == plan.theme,
            Event.starts_local == plan.starts_local,
            Place.slug == plan.place_slug,
            Event.status != EventStatus.CANCELLED,
        )
    )
    return session.scalars(alike.order_by(Event.id.desc())).first()


def campaign_of(session: Session, event: Event) -> Campaign | None:
    """Return the campaign that invites to `event`, the newest if there are several."""
    return session.scalar(select(Campaign).where(Campaign.event_id == event.id).order_by(Campaign.id.desc()).limit(1))


def waiting_for_approval(session: Session) -> Sequence[Campaign]:
    """Return what has been submitted, oldest first."""
    return session.scalars(
        select(Campaign).where(Campaign.status == CampaignStatus.SUBMITTED).order_by(Campaign.id)
    ).all()


def state_counts(session: Session, mailing: str) -> dict[str, int]:
    """Return how many invitations of `mailing` are in each state; states without any are left out."""
    counted = select(Delivery.state, func.count()).where(Delivery.mailing == mailing, Delivery.kind == Kind.INVITATION)
    return dict(session.execute(counted.group_by(Delivery.state)).all())


def report(session: Session, campaign: Campaign) -> CampaignReport:
    """Return where `campaign` stands."""
    counts = state_counts(session, campaign.mailing)
    event = campaign.event
    return CampaignReport(
        campaign=str(campaign.id),
        event=str(event.id) if event else None,
        status=shown_status(campaign, counts),
        counts=counts,
        seats=Seats(event.capacity, event.seats_taken, event.seats_waiting) if event else Seats(0, 0, 0),
        waves=planned_waves(campaign),
    )


def shown_status(campaign: Campaign, counts: dict[str, int]) -> str:
    """Return the status people read: approved becomes running with the first wave and done when nothing is open."""
    if campaign.event and campaign.event.status == EventStatus.CANCELLED:
        return CampaignStatus.CANCELLED
    if campaign.status != CampaignStatus.APPROVED or not any(wave.launched_at for wave in campaign.waves):
        return campaign.status
    waits = any(wave.launched_at is None for wave in campaign.waves) or any(counts.get(state) for state in OPEN)
    return Shown.RUNNING if waits else Shown.DONE


def planned_waves(campaign: Campaign) -> list[WaveReport]:
    """Return the waves by channel, in the order they leave."""
    zone = ZoneInfo(campaign.event.timezone if campaign.event else campaign.place.timezone)
    return [
        WaveReport(
            wave=str(wave.number),
            send_at=wave.send_at.astimezone(zone).isoformat(timespec="minutes"),
            size=size,
            channel=channel,
            launched=wave.launched_at is not None,
            dropped=wave.dropped,
        )
        for wave in campaign.waves
        for channel, size in ((ChannelName.MAIL, wave.by_mail), (ChannelName.LETTER, wave.by_letter))
        if size
    ]


@dataclass(frozen=True)
class Funnel:
    """The way from audience to seat: people, and at the end the seats they take, companions among them."""

    matching: int
    invitable: int
    invited: int
    delivered: int
    answered: int
    seats: int


def way(session: Session, campaign: Campaign) -> Funnel:
    """Return how many came how far; `delivered` are those handed over to the mail server or printed."""
    counts = state_counts(session, campaign.mailing)
    mine = select(func.count()).where(Invitation.campaign_id == campaign.id)
    return Funnel(
        matching=campaign.matching,
        invitable=campaign.invitable,
        invited=session.scalar(mine) or 0,
        delivered=sum(counts.get(state, 0) for state in (State.ACCEPTED, State.DELIVERED)),
        answered=session.scalar(mine.where(Invitation.answers > 0)) or 0,
        seats=campaign.event.seats_taken if campaign.event else 0,
    )


@dataclass(frozen=True)
class Sending:
    """How far the letters that may leave now have come: `done` of `total`; `uncertain` among the done."""

    done: int
    total: int
    uncertain: int


def sending(counts: dict[str, int]) -> Sending:
    """Return the progress that the state counts of the mails tell."""
    total = sum(counts.values())
    return Sending(
        done=total - sum(counts.get(state, 0) for state in OPEN), total=total, uncertain=counts.get(State.UNCERTAIN, 0)
    )


def mail_counts(session: Session, mailing: str) -> dict[str, int]:
    """Return the states of the invitations of `mailing` that go by mail."""
    counted = select(Delivery.state, func.count()).where(
        Delivery.mailing == mailing, Delivery.kind == Kind.INVITATION, Delivery.channel == ChannelName.MAIL
    )
    return dict(session.execute(counted.group_by(Delivery.state)).all())


def invited_per_wave(session: Session, campaign: Campaign) -> dict[int, int]:
    """Return how many people each launched wave invited, by wave id."""
    counted = select(Invitation.wave_id, func.count()).where(Invitation.campaign_id == campaign.id)
    return dict(session.execute(counted.group_by(Invitation.wave_id)).all())


def language_counts(session: Session, campaign: Campaign) -> dict[str, int]:
    """Return how many invited people read each language."""
    counted = select(Invitation.language, func.count()).where(Invitation.campaign_id == campaign.id)
    return dict(session.execute(counted.group_by(Invitation.language)).all())
