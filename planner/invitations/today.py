"""What campaigns ask of people today: something to approve, something sent back, a message nobody can be sure of."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.delivery.models import Delivery, State
from planner.invitations.models import Act, Campaign, CampaignStatus
from planner.invitations.pages import campaign_name
from planner.invitations.queries import campaigns, waiting_for_approval
from planner.invitations.rules import may_approve
from planner.invitations.steps import hands_on
from planner.staff.models import Account
from planner.staff.today import Task


def tasks(session: Session, account: Account, _now: datetime) -> list[Task]:
    """Return what waits for `account`, the most pressing first."""
    roles = {role.name for role in account.roles}
    found: list[Task] = []
    if roles & {"approver", "admin"}:
        found += [
            _approval(one)
            for one in waiting_for_approval(session)
            if one.event and may_approve(account.id, hands_on(one))
        ]
    if roles & {"planner", "admin"}:
        found += _sent_back(session)
        found += _uncertain(session)
    return found


def _approval(campaign: Campaign) -> Task:
    submitted = next(work for work in reversed(campaign.work) if work.act == Act.SUBMITTED)
    people = sum(wave.shown for wave in campaign.waves)
    return Task(
        title=_("Approve: %(name)s", name=campaign_name(campaign)),
        text=_(
            "%(invitations)s. Submitted by %(who)s on %(day)s.",
            invitations=ngettext("%(num)d invitation", "%(num)d invitations", people),
            who=submitted.account.name,
            day=format_date(submitted.at, "medium"),
        ),
        href=url_for("invitations.decide", campaign_id=campaign.id),
        button=_("Read and approve"),
    )


def _sent_back(session: Session) -> Iterator[Task]:
    for one in campaigns(session):
        if one.status == CampaignStatus.DRAFT and one.event and one.work and one.work[-1].act == Act.SENT_BACK:
            yield Task(
                title=_("Sent back: %(name)s", name=campaign_name(one)),
                text=one.work[-1].note,
                href=url_for("invitations.edit_audience", campaign_id=one.id),
                button=_("Go on planning"),
            )


def _uncertain(session: Session) -> Iterator[Task]:
    number = session.scalar(select(func.count()).select_from(Delivery).where(Delivery.state == State.UNCERTAIN)) or 0
    if number:
        yield Task(
            title=ngettext("%(num)d mail is uncertain", "%(num)d mails are uncertain", number),
            text=_(
                "The mail server did not answer. We try once more by ourselves; after that it stays here to be seen."
            ),
            href=url_for("delivery.outbox", state=State.UNCERTAIN),
            button=_("See the mail"),
        )
