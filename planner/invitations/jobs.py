"""A wave comes due: its people are frozen with their reasons, and their letters queued, in one transaction."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from planner.audiences.actions import keep_before_sending
from planner.citizens.models import Citizen, Contact
from planner.delivery.actions import NewLetter, post
from planner.delivery.models import Kind, SkipReason
from planner.events.models import Event, EventStatus
from planner.invitations.content import content_hash
from planner.invitations.models import Campaign, CampaignStatus, Invitation, Wave
from planner.invitations.proposal import audience_of, invited_already
from planner.invitations.rules import lot_now
from planner.invitations.steps import lock
from planner.invitations.texts import reading_language
from planner.invitations.why import why_each
from planner.keys import fresh_id
from planner.places.models import Municipality
from planner.segments.audience import Audience, Invitee
from planner.segments.criteria import parse_criteria
from planner.segments.queries import select_audience
from planner.segments.waiting import waiting_for_the_cap
from planner.themes.pack import Reach
from planner.themes.reader import find_theme
from planner.web import keys, settings

#: Nobody can plan their evening on shorter notice than this.
CUT_OFF = timedelta(hours=2)
LOT = 5_000
log = logging.getLogger(__name__)


def launch_due_wave(session: Session, now: datetime) -> int:
    """Launch the oldest wave that is due, if there is one, and return 1, else 0. The caller commits."""
    due = (
        select(Wave)
        .join(Wave.campaign)
        .where(Wave.launched_at.is_(None), Wave.send_at <= now, Campaign.status == CampaignStatus.APPROVED)
        .order_by(Wave.send_at, Wave.id)
        .limit(1)
    )
    wave = session.scalar(due)
    return 0 if wave is None else launch_wave(session, wave, now)


def launch_wave(session: Session, wave: Wave, now: datetime) -> int:
    """Launch `wave` if that is still to be done, and return 1, else 0.

    Two processes may meet here: the one whose UPDATE finds the wave unlaunched goes on.
    """
    campaign = wave.campaign
    lock(session, campaign)  # before the wave, as those who edit the campaign do
    if campaign.status != CampaignStatus.APPROVED or not _is_ours(session, wave, now):
        return 0
    event = campaign.event
    wave.dropped = _why_not(campaign, event, now)
    invited = 0
    if wave.dropped is None and event is not None:
        invited = _invite(session, wave, event, now)
    log.info(
        "wave %s of campaign %s launched: %s invited, dropped: %s", wave.number, campaign.id, invited, wave.dropped
    )
    return 1


def take_turns(session: Session) -> None:
    """Let one wave at a time choose its people, for all campaigns share one frequency cap.

    Two that chose at the same moment would both find somebody free whom the other is about to write to. What a wave has
    chosen is committed before the next may look. On SQLite every writing transaction takes turns already.
    """
    mine = select(Municipality.id).order_by(Municipality.id)
    session.execute(mine.with_for_update(key_share=True)).all()


def _is_ours(session: Session, wave: Wave, now: datetime) -> bool:
    """Take the wave where it is still unlaunched; another worker may have been first."""
    taken = (
        update(Wave).where(Wave.id == wave.id, Wave.launched_at.is_(None)).values(launched_at=now).returning(Wave.id)
    )
    return session.scalar(taken) is not None


def _why_not(campaign: Campaign, event: Event | None, now: datetime) -> str | None:
    may_look_up = find_theme(campaign.theme).reach is Reach.REGISTER
    if event is None or not may_look_up or campaign.approved_hash != content_hash(campaign):
        return "changed"
    if event.status == EventStatus.CANCELLED:
        return SkipReason.EVENT_CANCELLED
    if event.starts_at - CUT_OFF <= now:
        return SkipReason.TOO_LATE
    return SkipReason.EVENT_FULL if event.seats_taken >= event.capacity else None


def _invite(session: Session, wave: Wave, event: Event, now: datetime) -> int:
    """Freeze the wave's people and queue their letters; return how many."""
    campaign = wave.campaign
    take_turns(session)
    size = lot_now(wave.size, event.capacity - event.seats_taken, campaign.waves_policy)
    criterion = parse_criteria(campaign.criteria)
    keep_before_sending(session, campaign.mailing, campaign.criteria or {}, now)
    audience = audience_of(campaign, criterion, now)
    chosen = select_audience(session, audience, now, limit=size, unless=invited_already(campaign))
    waiting = waiting_for_the_cap(session, audience, now, invited_already(campaign))
    wave.capped, wave.capped_until = waiting.people, waiting.until
    for start in range(0, len(chosen), LOT):
        _freeze(session, wave, event, audience, chosen[start : start + LOT], now)
    return len(chosen)


def _freeze(
    session: Session, wave: Wave, event: Event, audience: Audience, lot: Sequence[Invitee], now: datetime,
) -> None:
    """Write down whom the wave invites and why, that they were written to, and the letters to be sent."""
    theme, country, named = (
        find_theme(wave.campaign.theme), event.place.municipality.country, [(one, fresh_id()) for one in lot])
    mails, why = _mails_of(session, lot), why_each(session, audience, [one.citizen_id for one in lot])
    session.execute(insert(Invitation), [
        {
            **_invitation(wave, one, public_id, now), "language": reading_language(theme, one.language, country),
            "because": why[one.citizen_id],
        }
        for one, public_id in named])
    session.execute(insert(Contact), [
        {"citizen_id": one.citizen_id, "kind": Kind.INVITATION, "theme": theme.slug, "at": now} for one in lot])
    post(session, [
        _letter(wave.campaign, event, one, public_id, mails[one.citizen_id], now)
        for one, public_id in named], settings().reply_domain, now)


def _mails_of(session: Session, lot: Sequence[Invitee]) -> dict[int, str]:
    """Return the mail address of each of the lot, by id."""
    asked = select(Citizen.id, Citizen.email).where(Citizen.id.in_([one.citizen_id for one in lot]))
    return dict(session.execute(asked).all())


def _invitation(wave: Wave, one: Invitee, public_id: str, now: datetime) -> dict[str, object]:
    """Return the row of an invitation but for its language and its reasons."""
    return {
        "public_id": public_id, "campaign_id": wave.campaign.id, "wave_id": wave.id, "event_id": wave.campaign.event_id,
        "citizen_id": one.citizen_id, "subject": one.subject, "channel": one.channel, "answers": 0, "created_at": now}


def _letter(
    campaign: Campaign, event: Event, one: Invitee, public_id: str, email: str, now: datetime,
) -> NewLetter:
    """Return the letter of an invitation; too late for the event it is not sent any more."""
    return NewLetter(
        what=campaign.mailing, whom=one.subject, kind=Kind.INVITATION, channel=one.channel, ref=public_id, due_at=now,
        mailing=campaign.mailing, topic=event.topic, scope=campaign.theme,
        address=keys().address(email) if email else None, expires_at=event.starts_at - CUT_OFF)
