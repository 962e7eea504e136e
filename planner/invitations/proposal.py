"""The audience a theme was made for, as wide as the seats call for, and the audience a campaign asks about."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from math import ceil

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from planner.audiences.actions import take_rule
from planner.audiences.queries import find_audience
from planner.citizens.models import Citizen
from planner.invitations.commercial import is_commercial
from planner.invitations.models import Campaign, Invitation
from planner.invitations.rules import RESERVE, WavePlan, people_needed, plan_waves, wave_sizes, wave_times
from planner.localtime import to_local
from planner.refusal import N_, Refusal
from planner.segments.audience import Audience, AudienceCount
from planner.segments.criteria import Criterion, parse_criteria
from planner.segments.queries import count_audience, preview_audience
from planner.themes.pack import Theme
from planner.themes.reach import refuse_without_register
from planner.themes.reader import find_theme


def audience_of(campaign: Campaign, criterion: Criterion, now: datetime) -> Audience:
    """Return the audience `criterion` names for `campaign`, seen from today in the place's own calendar.

    Raises Refusal when the theme has no audience any more.
    """
    theme = find_theme(campaign.theme)
    refuse_without_register(theme)
    return Audience(
        criterion=criterion,
        theme=theme.slug,
        on=to_local(now, campaign.place.timezone).date(),
        min_age=theme.min_age,
        commercial=is_commercial(campaign),
        near=campaign.near_place.slug if campaign.near_place else None,
        lot=campaign.mailing,
    )


def counted(session: Session, campaign: Campaign, now: datetime) -> AudienceCount:
    """Count the campaign's audience as it stands, everyone in it."""
    return count_audience(session, audience_of(campaign, parse_criteria(campaign.criteria), now), now)


def previewed_count(session: Session, campaign: Campaign, now: datetime) -> AudienceCount:
    """Count the campaign's audience as pages show it: without people of protected name and address."""
    return preview_audience(session, audience_of(campaign, parse_criteria(campaign.criteria), now), now)


def first_criteria(
    session: Session, campaign: Campaign, criteria: Mapping[str, object] | None, audience_id: int | None, now: datetime,
) -> Criterion:
    """Return whom a new campaign asks for: `criteria`, else the saved audience, else what its theme proposes."""
    if criteria:
        return parse_criteria(criteria)
    if audience_id is not None:
        return parse_criteria(rule_of_saved(session, campaign, audience_id, now))
    return proposed_criteria(session, campaign, now)


def rule_of_saved(session: Session, campaign: Campaign, audience_id: int, now: datetime) -> dict[str, object]:
    """Return the rule of a saved audience for `campaign`, and note the use; refuses one of another theme."""
    saved = find_audience(session, audience_id)
    if saved.theme != campaign.theme:
        raise Refusal(N_("The audience “%(name)s” was saved for another theme. Choose one of this theme."),
                      field="audience", name=saved.name)
    return take_rule(session, saved, campaign.mailing, now)


def proposed_criteria(session: Session, campaign: Campaign, now: datetime) -> Criterion:
    """Return the theme's audience with the narrowest window that holds enough people for the seats, else the widest."""
    theme = find_theme(campaign.theme)
    enough = ceil(people_needed(campaign.event.capacity if campaign.event else 1) * RESERVE)
    widest: Criterion | None = None
    for criterion in widening(theme):
        widest = criterion
        if preview_audience(session, audience_of(campaign, criterion, now), now).invitable >= enough:
            break
    assert widest is not None, "a theme with an audience has at least one width"
    return widest


def widening(theme: Theme) -> Iterator[Criterion]:
    """Yield the theme's audience at each of its widths, narrow to wide."""
    for criteria in theme.audience.widths() if theme.audience else ():
        yield parse_criteria(criteria)


def invited_already(campaign: Campaign) -> ColumnElement[bool]:
    """Return the condition that a citizen has an invitation of this campaign."""
    return exists(
        select(Invitation.id).where(Invitation.campaign_id == campaign.id, Invitation.subject == Citizen.subject)
    )


def laid_out(campaign: Campaign, invitable: int, now: datetime) -> list[WavePlan]:
    """Return the waves that `invitable` people make by the theme's timing; none without anyone to invite."""
    event, timing = campaign.event, find_theme(campaign.theme).timing
    if event is None or timing is None:
        return []
    sizes = wave_sizes(invitable, event.capacity, campaign.waves_policy)
    local_now = to_local(now, event.timezone).replace(second=0, microsecond=0)
    times = wave_times(
        event.starts_local,
        local_now,
        len(sizes),
        wanted=timing.send_at(event.starts_local),
        gap_days=timing.wave_gap_days,
        first=local_now if campaign.at_once else campaign.send_at_local,
    )
    return plan_waves(sizes, times)
