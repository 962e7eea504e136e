"""Where a campaign stands, and who has had a hand in it: each step is taken by one at a time, and noted."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.invitations.models import Act, Campaign, CampaignStatus, CampaignWork
from planner.invitations.rules import Hands
from planner.refusal import N_, Refusal
from planner.staff.actions import record

WORKING = (Act.MADE, Act.EDITED, Act.SUBMITTED)


class WrongStepError(Refusal):
    """The campaign is not at the step where this can be done."""


def hands_on(campaign: Campaign) -> Hands:
    """Return who made, edited or submitted the campaign."""
    return Hands(frozenset(work.account_id for work in campaign.work if work.act in WORKING))


def lock(session: Session, campaign: Campaign) -> None:
    """Take the campaign for this transaction and read it anew: a colleague, or a worker, may have been faster.

    A no-op on SQLite, where a transaction that writes has the only lock from its beginning.
    """
    session.flush()
    session.execute(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update())
    session.expire(campaign)


def at_step(session: Session, campaign: Campaign, status: CampaignStatus, sentence: str) -> None:
    """Take the campaign, or raise WrongStepError with `sentence` where it is not at the step `status`."""
    lock(session, campaign)
    if campaign.status != status:
        raise WrongStepError(sentence)


def edited(session: Session, campaign: Campaign, account_id: int, now: datetime) -> None:
    """Note the edit and take back a submission or approval; once invitations have left, there is nothing to edit."""
    lock(session, campaign)
    if any(wave.launched_at for wave in campaign.waves) or campaign.status in (
        CampaignStatus.PAUSED,
        CampaignStatus.CANCELLED,
    ):
        raise WrongStepError(N_("Invitations have left already, so audience and words stay as they are."))
    campaign.status, campaign.approved_hash = CampaignStatus.DRAFT, None
    worked(session, campaign, Act.EDITED, account_id, now)


def worked(session: Session, campaign: Campaign, act: Act, account_id: int, now: datetime, note: str = "") -> None:
    """Note who did what to the campaign, for its page and for the trail."""
    campaign.work.append(CampaignWork(account_id=account_id, act=act, note=note, at=now))
    session.flush()
    record(session, account_id, f"campaign {act}", campaign.mailing, now)
