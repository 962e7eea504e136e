"""A campaign from draft to approval, and everything that may stop it. Nobody approves their own work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from planner.delivery.actions import call_off, hold, release
from planner.events.actions import edit_event, plan_event, publish_event
from planner.events.forms import typed_price
from planner.events.models import Event
from planner.events.rules import EventPlan
from planner.invitations.content import content_hash, promising_free, shown_hash
from planner.invitations.models import Act, Campaign, CampaignStatus, CampaignText, Wave
from planner.invitations.proposal import counted, first_criteria, laid_out, previewed_count
from planner.invitations.rules import may_approve
from planner.invitations.steps import WrongStepError, at_step, edited, hands_on, lock, worked
from planner.localtime import to_utc
from planner.national_numbers import refused_numbers
from planner.refusal import N_, NotAllowedError, Refusal
from planner.segments.audience import AudienceCount, ByChannel
from planner.segments.criteria import parse_criteria, to_json
from planner.themes.reach import refuse_without_register
from planner.themes.reader import find_theme
from planner.web import LANGUAGE_NAMES

LONGEST_NOTE = 1_000


@dataclass(frozen=True, kw_only=True)
class CampaignPlan:
    """What someone asks for. `criteria` None: the saved audience with that number, if any, else the one the theme was
    made for, as wide as the seats call for."""

    event: EventPlan
    criteria: Mapping[str, object] | None = None
    audience_id: int | None = None
    send_at_local: datetime | None = None
    at_once: bool = False
    waves_policy: str = "auto"


def plan_campaign(session: Session, plan: CampaignPlan, account_id: int, now: datetime) -> Campaign:
    """Return a new draft with its event, audience and waves. Refuses a theme that has no audience."""
    theme = find_theme(plan.event.theme)
    refuse_without_register(theme)
    event = plan_event(session, plan.event, account_id, now)
    campaign = Campaign(
        theme=theme.slug,
        event=event,
        place=event.place,
        near_place=event.place,
        criteria=None,
        created_at=now,
        send_at_local=plan.send_at_local,
        at_once=plan.at_once,
        waves_policy=plan.waves_policy,
    )
    session.add(campaign)
    session.flush()
    worked(session, campaign, Act.MADE, account_id, now)
    campaign.criteria = to_json(first_criteria(session, campaign, plan.criteria, plan.audience_id, now))
    arrange_waves(session, campaign, now)
    return campaign


def set_audience(
    session: Session, campaign: Campaign, criteria: Mapping[str, object], account_id: int, now: datetime
) -> AudienceCount:
    """Give the campaign another audience, arrange its waves anew and return the count; an approval falls away."""
    refuse_without_register(find_theme(campaign.theme))
    campaign.criteria = to_json(parse_criteria(criteria))
    edited(session, campaign, account_id, now)
    return arrange_waves(session, campaign, now)


def set_time_and_place(session: Session, campaign: Campaign, plan: EventPlan, account_id: int, now: datetime) -> None:
    """Let the campaign's draft event be as `plan` says and arrange its waves anew; a submission is taken back."""
    event = _event_of(campaign)
    edit_event(session, event, plan, account_id, now)
    campaign.place = campaign.near_place = event.place
    edited(session, campaign, account_id, now)
    arrange_waves(session, campaign, now)


def set_text(
    session: Session,
    campaign: Campaign,
    language: str,
    subject: str,
    body: str,
    account_id: int,
    now: datetime,
) -> None:
    """Keep the campaign's own words in one language; an approval falls away. Checked by the form before."""
    found = next((text for text in campaign.texts if text.language == language), None)
    if found is None:
        campaign.texts.append(CampaignText(language=language, subject=subject, body=body))
    else:
        found.subject, found.body = subject, body
    edited(session, campaign, account_id, now)


def arrange_waves(session: Session, campaign: Campaign, now: datetime) -> AudienceCount:
    """Count the audience and lay out the waves that are not yet launched; return the count as pages show it.

    What a page shows follows from that count alone. Where everyone in it is invited, the last wave takes those whom it
    leaves out along.
    """
    zone, found = _event_of(campaign).timezone, previewed_count(session, campaign, now)
    campaign.matching, campaign.invitable, campaign.by_mail = found.matching, found.invitable, found.by_channel.mail
    campaign.waves.clear()
    session.flush()
    mail_share = found.by_channel.mail / found.invitable if found.invitable else 0
    plans = laid_out(campaign, found.invitable, now)
    for wave in plans:
        by_mail = round(wave.size * mail_share)
        campaign.waves.append(
            Wave(
                number=wave.number,
                send_at=to_utc(wave.send_local, zone),
                size=wave.size,
                by_mail=by_mail,
                by_letter=wave.size - by_mail,
            )
        )
    if plans and sum(wave.size for wave in plans) == found.invitable:
        _take_along(campaign.waves[-1], found.by_channel, counted(session, campaign, now).by_channel)
    session.flush()
    return found


def _take_along(wave: Wave, shown: ByChannel, everyone: ByChannel) -> None:
    """Make the wave larger by those whom no page counts."""
    wave.unseen_mail, wave.unseen_letter = everyone.mail - shown.mail, everyone.letter - shown.letter
    wave.by_mail += wave.unseen_mail
    wave.by_letter += wave.unseen_letter
    wave.size += wave.unseen_mail + wave.unseen_letter


def submit(session: Session, campaign: Campaign, account_id: int, now: datetime) -> None:
    """Hand the draft to the approvers."""
    at_step(
        session, campaign, CampaignStatus.DRAFT, N_("Only a draft can be submitted. Somebody has been here before you.")
    )
    _refuse_false_promise(campaign)
    arrange_waves(session, campaign, now)
    if not campaign.waves:
        raise Refusal(N_("Nobody can be invited with this audience. Choose a wider one before you submit."))
    campaign.status = CampaignStatus.SUBMITTED
    worked(session, campaign, Act.SUBMITTED, account_id, now)


def _refuse_false_promise(campaign: Campaign) -> None:
    """Raise Refusal where the words say that it is free and it is not."""
    price, promising = _event_of(campaign).price, promising_free(campaign)
    if price and promising:
        raise Refusal(
            N_("It costs %(price)s kr., but the invitation says it is free: %(languages)s. Change the words first."),
            price=typed_price(price),
            languages=", ".join(LANGUAGE_NAMES.get(language, language) for language in promising),
        )


def approve(session: Session, campaign: Campaign, account_id: int, now: datetime, *, seen: str | None = None) -> None:
    """Let the invitations go: the event becomes public, the waves leave at their times. Never by those who made it.

    `seen` is the `shown_hash` of what the approver has read; None for a command, which shows nothing.
    """
    at_step(
        session,
        campaign,
        CampaignStatus.SUBMITTED,
        N_("Only a submitted campaign can be approved. Somebody has been here before you."),
    )
    if not may_approve(account_id, hands_on(campaign)):
        raise NotAllowedError(N_("You worked on this campaign yourself. Someone else has to approve it."), field="by")
    event = _event_of(campaign)
    if seen is not None and seen != shown_hash(campaign):
        raise WrongStepError(N_("The campaign has changed since you opened this page. Read it again."))
    if event.starts_at <= now:
        raise Refusal(N_("The event has begun. There is nothing left to approve."))
    arrange_waves(session, campaign, now)
    publish_event(session, event, now)
    campaign.status, campaign.approved_hash = CampaignStatus.APPROVED, content_hash(campaign)
    worked(session, campaign, Act.APPROVED, account_id, now)


def send_back(session: Session, campaign: Campaign, note: str, account_id: int, now: datetime) -> None:
    """Return it to its makers with a word on what to change."""
    at_step(
        session,
        campaign,
        CampaignStatus.SUBMITTED,
        N_("Only a submitted campaign can be sent back. Somebody has been here before you."),
    )
    if not note.strip() or len(note) > LONGEST_NOTE:
        raise Refusal(
            N_("Write what should be changed, in at most %(most)s characters."), field="note", most=LONGEST_NOTE
        )
    for refusal in refused_numbers(note=note):
        raise refusal
    campaign.status = CampaignStatus.DRAFT
    worked(session, campaign, Act.SENT_BACK, account_id, now, note.strip())


def pause(session: Session, campaign: Campaign, account_id: int, now: datetime) -> None:
    """Let nothing more of it leave until someone resumes it."""
    at_step(session, campaign, CampaignStatus.APPROVED, N_("Only an approved campaign can be paused."))
    campaign.status = CampaignStatus.PAUSED
    hold(session, campaign.mailing, "paused", now)
    worked(session, campaign, Act.PAUSED, account_id, now)


def resume(session: Session, campaign: Campaign, account_id: int, now: datetime) -> None:
    """Let it go on where it stopped."""
    at_step(session, campaign, CampaignStatus.PAUSED, N_("Only a paused campaign can be resumed."))
    campaign.status = CampaignStatus.APPROVED
    release(session, campaign.mailing)
    worked(session, campaign, Act.RESUMED, account_id, now)


def cancel_campaign(session: Session, campaign: Campaign, account_id: int, now: datetime) -> None:
    """Invite nobody more: what has not left stays here for good. The event and those invited are not touched."""
    lock(session, campaign)
    if campaign.status == CampaignStatus.CANCELLED:
        raise WrongStepError(N_("The campaign is cancelled already."))
    campaign.status = CampaignStatus.CANCELLED
    hold(session, campaign.mailing, "cancelled", now)
    call_off(session, campaign.mailing, now)
    worked(session, campaign, Act.CANCELLED, account_id, now)


def _event_of(campaign: Campaign) -> Event:
    if campaign.event is None:
        raise WrongStepError(N_("This campaign has no event."))
    return campaign.event
