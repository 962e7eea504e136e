"""What happens with a campaign at this moment, in words and numbers; the page asks again while it moves."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask_babel import format_decimal, gettext, ngettext
from sqlalchemy.orm import Session

from planner.delivery.models import State
from planner.events.models import EventStatus
from planner.invitations.audience_page import wave_words
from planner.invitations.models import Campaign, CampaignStatus
from planner.invitations.pages import event_of
from planner.invitations.queries import Shown, mail_counts, sending, state_counts
from planner.localtime import to_local
from planner.refusal import N_

STATUS = {
    CampaignStatus.DRAFT: (N_("Draft"), "wait"),
    CampaignStatus.SUBMITTED: (N_("Waits for approval"), "look"),
    CampaignStatus.APPROVED: (N_("Approved"), "ok"),
    CampaignStatus.PAUSED: (N_("Paused"), "look"),
    CampaignStatus.CANCELLED: (N_("Stopped"), "stop"),
    Shown.RUNNING: (N_("Under way"), "go"),
    Shown.DONE: (N_("Sent"), "ok"),
}


@dataclass(frozen=True)
class Progress:
    """What happens now; `moving` asks the page to look again."""

    title: str
    text: str
    done: int
    total: int
    moving: bool


def known(status: str) -> CampaignStatus | Shown:
    """Return the status that a report names."""
    return CampaignStatus(status) if status in set(CampaignStatus) else Shown(status)


def progress_of(session: Session, campaign: Campaign, status: str) -> Progress:
    """Return what happens now, in words and numbers."""
    if event_of(campaign).status == EventStatus.CANCELLED:
        told = gettext("Nobody more is invited. Those concerned are told.")
        return Progress(gettext("The event is cancelled"), str(told), 0, 0, moving=False)
    mails = mail_counts(session, campaign.mailing)
    found = sending(mails)
    if status == Shown.RUNNING and found.done < found.total:
        text = gettext(
            "%(done)s of %(all)s mails have been handed over.",
            done=format_decimal(found.done),
            all=format_decimal(found.total),
        )
        return Progress(gettext("Invitations are being sent"), str(text), found.done, found.total, moving=True)
    to_print = state_counts(session, campaign.mailing).get(State.QUEUED, 0) - mails.get(State.QUEUED, 0)
    text = " ".join([_what_next(campaign, status), *_letters(to_print)])
    moving = _due_soon(campaign, status)
    return Progress(gettext(STATUS[known(status)][0]), text, found.done, found.total, moving)


def _letters(to_print: int) -> list[str]:
    if not to_print:
        return []
    return [str(ngettext("%(num)d letter waits to be printed.", "%(num)d letters wait to be printed.", to_print))]


def _due_soon(campaign: Campaign, status: str) -> bool:
    """Return whether a wave is due within a minute: then the page should look again by itself."""
    waiting = [wave.send_at for wave in campaign.waves if wave.launched_at is None]
    return status in (CampaignStatus.APPROVED, Shown.RUNNING) and any(
        (moment - datetime.now(UTC)).total_seconds() < 60 for moment in waiting
    )


def _what_next(campaign: Campaign, status: str) -> str:
    coming = next((wave for wave in campaign.waves if wave.launched_at is None), None)
    sentences = {
        CampaignStatus.DRAFT: gettext("Nothing is sent before it is submitted and approved."),
        CampaignStatus.SUBMITTED: gettext("A colleague who did not work on it has to approve it."),
        CampaignStatus.PAUSED: gettext("Nothing leaves until someone resumes it."),
        CampaignStatus.CANCELLED: gettext("Nobody more is invited."),
    }
    if status in sentences:
        return str(sentences[CampaignStatus(status)])
    if coming is None:
        return str(gettext("Every wave has left."))
    moment = to_local(coming.send_at, event_of(campaign).timezone)
    return str(gettext("Wave %(n)s leaves %(when)s.", n=coming.number, when=wave_words(moment)))
