"""Campaigns that ask for a legal age: whoever takes its last row out of the table has to hear of them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.invitations.models import Campaign, CampaignStatus
from planner.invitations.pages import campaign_name
from planner.segments.criteria import parse_criteria
from planner.segments.legal_ages import asks_for


def campaigns_leaning(session: Session, country: str, milestone: str) -> list[str]:
    """Return the names of campaigns that ask for a legal age and have not been stopped."""
    asking = select(Campaign).where(Campaign.criteria.is_not(None), Campaign.status != CampaignStatus.CANCELLED)
    return [campaign_name(one) for one in session.scalars(asking)
            if one.event and asks_for(parse_criteria(one.criteria), country, milestone)]
