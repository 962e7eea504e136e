"""Whether a campaign can be planned on, in words: nobody takes back an approval without meaning to."""

from dataclasses import dataclass

from flask_babel import gettext as _

from planner.invitations.models import Act, Campaign, CampaignStatus
from planner.refusal import N_


@dataclass(frozen=True)
class Standing:
    """Whether planners may change a campaign, and what they must know before they do; `words` may be empty."""

    may_change: bool
    title: str
    words: str


STANDINGS = {
    CampaignStatus.SUBMITTED: (
        True,
        N_("This campaign waits for approval."),
        N_("If you change it and save, it becomes a draft again and must be submitted once more."),
    ),
    CampaignStatus.APPROVED: (
        True,
        N_("This campaign is approved."),
        N_("If you change it and save, the approval falls away. It must be submitted and approved again."),
    ),
    CampaignStatus.PAUSED: (False, N_("The campaign is paused."), N_("Resume it before you change it.")),
    CampaignStatus.CANCELLED: (False, N_("The campaign has been stopped."), N_("Plan a new one instead.")),
}


def standing(campaign: Campaign) -> Standing:
    """Return how `campaign` stands to being changed."""
    if any(wave.launched_at for wave in campaign.waves):
        return Standing(False, _("Invitations have left."), _("Audience and words stay as they are."))
    if campaign.status == CampaignStatus.DRAFT:
        return _draft(campaign)
    may_change, title, words = STANDINGS[CampaignStatus(campaign.status)]
    return Standing(may_change, _(title), _(words))


def _draft(campaign: Campaign) -> Standing:
    """Return a draft's standing: what an approver has asked for stays in view until it is submitted again."""
    for work in reversed(campaign.work):
        if work.act in (Act.SUBMITTED, Act.MADE):
            break
        if work.act == Act.SENT_BACK:
            return Standing(True, _("%(name)s has sent it back:", name=work.account.name), work.note)
    return Standing(True, "", "")
