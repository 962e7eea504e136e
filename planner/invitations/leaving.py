"""What leaves when, and what has become of it: one line per wave and channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_date, format_decimal, gettext
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from planner.delivery.models import ChannelName, Delivery, Kind, SkipReason, State
from planner.events.models import EventStatus
from planner.events.wording import clock, date_words
from planner.invitations.models import Campaign, CampaignStatus, Invitation, Wave
from planner.invitations.pages import event_of
from planner.invitations.queries import WaveReport, planned_waves
from planner.localtime import to_local
from planner.refusal import N_
from planner.segments.cells import cell_words
from planner.segments.masking import Cell, mask_small, mask_table
from planner.web import page_language

DROPPED = {
    SkipReason.EVENT_FULL: N_("Not sent: the event was full"),
    SkipReason.EVENT_CANCELLED: N_("Not sent: the event was cancelled"),
    SkipReason.TOO_LATE: N_("Not sent: it was too late"),
    "changed": N_("Not sent: changed after the approval"),
}
CHANNELS = {ChannelName.MAIL: N_("Mail"), ChannelName.LETTER: N_("Letter")}


@dataclass(frozen=True)
class Leave:
    """What leaves when: one wave by one channel, and what has become of it."""

    when: str
    what: str
    how: str
    to: str
    state: str
    tone: str


@dataclass(frozen=True)
class Frozen:
    """What a launched wave became by one channel: how many invitations, and how many of them are still queued."""

    people: int
    queued: int


#: A wave's number and a channel.
Part = tuple[str, str]


def leaves(session: Session, campaign: Campaign) -> list[Leave]:
    """Return what leaves when, wave by wave and channel by channel; of a stopped campaign only what has left."""
    event, zone = event_of(campaign), event_of(campaign).timezone
    stopped = campaign.status == CampaignStatus.CANCELLED or event.status == EventStatus.CANCELLED
    frozen, planned = _frozen(session, campaign), _planned(campaign)
    return [
        Leave(
            short_when(to_local(datetime.fromisoformat(one.send_at), zone)),
            gettext("Invitation, wave %(n)s", n=one.wave),
            gettext(CHANNELS[ChannelName(one.channel)]),
            cell_words(_people(one, frozen, planned)),
            *_state_of(one, frozen.get((one.wave, one.channel))),
        )
        for one in planned_waves(campaign)
        if one.launched or (not stopped and planned[one.wave, one.channel] != 0)
    ]


def deferred(campaign: Campaign) -> list[str]:
    """Return, wave by wave, how many waited when it left because they had been invited lately, and until when."""
    zone = event_of(campaign).timezone
    return [_waiting(wave, to_local(wave.capped_until, zone)) for wave in campaign.waves if wave.capped_until]


def _waiting(wave: Wave, until: datetime) -> str:
    day = date_words(until, page_language())
    if mask_small(wave.capped) is None:
        few = gettext("Wave %(n)s: a few wait. They were invited lately, and may be invited again from %(day)s.",
                      n=wave.number, day=day)
        return str(few)
    said = gettext("Wave %(n)s: %(people)s wait. They were invited lately, and may be invited again from %(day)s.",
                   n=wave.number, people=format_decimal(wave.capped), day=day)
    return str(said)


def wave_sum(campaign: Campaign) -> tuple[Cell, Cell, Cell]:
    """Return how many are to be invited by mail, by letter and in all, as it may be shown."""
    mail, letter, people = _masked(campaign.waves)[-1]
    return mail, letter, people


def _people(wave: WaveReport, frozen: Mapping[Part, Frozen], planned: Mapping[Part, Cell]) -> Cell:
    """Return how many a wave reaches by its channel: once it has left, those who are really invited."""
    part = (wave.wave, wave.channel)
    if wave.launched and not wave.dropped:
        return frozen[part].people if part in frozen else 0
    return planned[part]


def _planned(campaign: Campaign) -> dict[Part, Cell]:
    """Return how many each wave is to reach by each channel, as it may be shown."""
    found: dict[Part, Cell] = {}
    for wave, (mail, letter, _people) in zip(campaign.waves, _masked(campaign.waves), strict=False):
        found[str(wave.number), ChannelName.MAIL] = mail
        found[str(wave.number), ChannelName.LETTER] = letter
    return found


def _masked(waves: Sequence[Wave]) -> list[list[Cell]]:
    """Return mail, letter and both of each wave, their sum last, with small numbers hidden."""
    return mask_table([(wave.shown_mail, wave.shown_letter, wave.shown) for wave in waves] or [(0, 0, 0)])


def _frozen(session: Session, campaign: Campaign) -> dict[Part, Frozen]:
    queued = func.sum(case((Delivery.state == State.QUEUED, 1), else_=0))
    counted = (
        select(Wave.number, Invitation.channel, func.count(), queued)
        .join(Wave, Wave.id == Invitation.wave_id)
        .join(Delivery, (Delivery.ref == Invitation.public_id) & (Delivery.kind == Kind.INVITATION))
        .where(Invitation.campaign_id == campaign.id, Delivery.mailing == campaign.mailing)
        .group_by(Wave.number, Invitation.channel)
    )
    found = session.execute(counted)
    return {(str(number), channel): Frozen(people, waiting) for number, channel, people, waiting in found}


def _state_of(wave: WaveReport, frozen: Frozen | None) -> tuple[str, str]:
    if wave.dropped:
        return gettext(DROPPED.get(wave.dropped, N_("Not sent"))), ""
    if not wave.launched:
        return gettext("Waits"), "wait"
    if wave.channel == ChannelName.LETTER and frozen and frozen.queued:
        return gettext("Waits to be printed"), "wait"
    return gettext("Set going"), "ok"


def short_when(local: datetime) -> str:
    """Return a day and an hour as they stand in a column: Tir. 12. jan. kl. 10.00."""
    day = format_date(local.date(), "EEE d MMM" if page_language() == "en" else "EEE d. MMM")
    said = gettext("%(date)s at %(time)s", date=day, time=clock(local, page_language()))
    return str(said[:1].upper() + said[1:])
