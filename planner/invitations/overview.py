"""The campaign pages: the list, and one campaign as it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import url_for
from flask_babel import format_date, gettext
from flask_login import current_user
from sqlalchemy.orm import Session

from planner.charts import seats as seats_chart
from planner.delivery.models import State
from planner.events.models import Event, EventStatus
from planner.events.wording import date_line, hours_line
from planner.invitations.leaving import deferred, leaves
from planner.invitations.models import Act, Campaign, CampaignStatus
from planner.invitations.pages import Context, campaign_name, event_of, leaf_of, names
from planner.invitations.progress import STATUS, known, progress_of
from planner.invitations.queries import Funnel, Shown, campaigns, shown_status, state_counts, way
from planner.invitations.rules import may_approve
from planner.invitations.steps import hands_on
from planner.refusal import N_
from planner.themes.reader import find_theme
from planner.web import may_act_as, page_language

STATES = {
    State.QUEUED: (N_("Queued"), "wait", N_("Waits for its turn, or is a letter to be printed")),
    State.LEASED: (N_("Being sent"), "go", N_("A worker has it in hand")),
    State.HANDING_OVER: (N_("Being handed over"), "go", N_("With the mail server at this moment")),
    State.ACCEPTED: (N_("Handed over"), "ok", N_("The mail server has taken it")),
    State.DELIVERED: (N_("Arrived"), "ok", N_("The reader's mailbox has said yes")),
    State.FAILED: (N_("Refused"), "stop", N_("The address does not work")),
    State.UNCERTAIN: (N_("Uncertain"), "look", N_("No answer from the mail server; tried once more later")),
    State.SKIPPED: (N_("Left out"), "", N_("Something forbade it after the audience was chosen")),
}
ACTS = {
    Act.MADE: N_("%(name)s planned it"),
    Act.EDITED: N_("%(name)s changed it"),
    Act.SUBMITTED: N_("%(name)s submitted it"),
    Act.SENT_BACK: N_("%(name)s sent it back"),
    Act.APPROVED: N_("%(name)s approved it"),
    Act.PAUSED: N_("%(name)s paused it"),
    Act.RESUMED: N_("%(name)s resumed it"),
    Act.CANCELLED: N_("%(name)s stopped it"),
}


@dataclass(frozen=True)
class Row:
    """A campaign in one line of the list, and at the top of its page."""

    name: str
    href: str
    title: str
    month: str
    day: str
    weekday: str
    when: str
    where: str
    state: str
    tone: str
    taken: int
    capacity: int
    waiting: int


@dataclass(frozen=True)
class StateRow:
    """One state of invitations and how many are in it."""

    name: str
    tone: str
    meaning: str
    count: int

#: Each returns what a later feature has to show of a campaign: a text and an address; app.py fills it.
more_links: list[Callable[[Campaign], tuple[str, str]]] = []


def row_of(campaign: Campaign, status: str) -> Row:
    """Return how a campaign stands in a list."""
    event = event_of(campaign)
    state, tone = (N_("Cancelled"), "stop") if _is_off(campaign) else STATUS[known(status)]
    theme = find_theme(campaign.theme)
    return Row(
        name=campaign_name(campaign),
        href=url_for("invitations.show_campaign", campaign_id=campaign.id),
        title=theme.title(page_language()),
        when=f"{date_line(event.starts_local, page_language())}, {hours_line(event, page_language())}",
        where=event.where.name,
        state=gettext(state),
        tone=tone,
        taken=event.seats_taken,
        capacity=event.capacity,
        waiting=event.seats_waiting,
        **leaf_of(event),
    )


def campaigns_page(session: Session) -> Context:
    """Return every campaign, newest first."""
    found = [(one, shown_status(one, state_counts(session, one.mailing))) for one in campaigns(session)]
    return {"rows": [row_of(one, status) for one, status in found], "may_plan": may_plan()}


def may_plan() -> bool:
    """Return whether the account may plan."""
    return may("planner")


def may(*roles: str) -> bool:
    """Return whether the account may act in one of `roles`."""
    return may_act_as([role.name for role in current_user.roles], roles)


def campaign_page(session: Session, campaign: Campaign) -> Context:
    """Return one campaign: what happens now, the way from audience to seat, waves, states, and what was done."""
    counts, event = state_counts(session, campaign.mailing), event_of(campaign)
    status, funnel = shown_status(campaign, counts), way(session, campaign)
    return {
        "campaign": campaign,
        "row": row_of(campaign, status),
        "progress": progress_of(session, campaign, status),
        "brakes": _brakes(campaign, status),
        "ways_on": _ways_on(campaign, status),
        "funnel": funnel,
        "steps": _steps(funnel),
        "leaves": leaves(session, campaign),
        "deferred": deferred(campaign),
        "begun": _begun(campaign),
        "states": _states(counts),
        "log": log_of(campaign),
        "links": [*_links(campaign, event, datetime.now(UTC)), *(tell(campaign) for tell in more_links)],
        "seats_chart": seats_chart(event.seats_taken, event.capacity),
        **names(),
    }


def _brakes(campaign: Campaign, status: str) -> list[tuple[str, str]]:
    brakes = {
        CampaignStatus.APPROVED: (gettext("Pause"), "pause"),
        CampaignStatus.PAUSED: (gettext("Resume"), "resume"),
    }
    found = brakes.get(CampaignStatus(campaign.status))
    if found is None or status == Shown.DONE or _is_off(campaign) or not may("planner", "approver"):
        return []
    return [(found[0], url_for("invitations.brake", campaign_id=campaign.id, brake=found[1]))]


def _ways_on(campaign: Campaign, status: str) -> list[tuple[str, str]]:
    if status == CampaignStatus.DRAFT and may_plan():
        return [(gettext("Go on planning"), url_for("invitations.edit_audience", campaign_id=campaign.id))]
    if status == CampaignStatus.SUBMITTED and may("approver") and may_approve(current_user.id, hands_on(campaign)):
        return [(gettext("Read and approve"), url_for("invitations.decide", campaign_id=campaign.id))]
    return []


def _steps(funnel: Funnel) -> list[tuple[str, int]]:
    return [
        (gettext("Fit"), funnel.matching),
        (gettext("May be invited"), funnel.invitable),
        (gettext("Invited"), funnel.invited),
        (gettext("Handed over"), funnel.delivered),
        (gettext("Have answered"), funnel.answered),
        (gettext("Seats taken"), funnel.seats),
    ]


def _states(counts: dict[str, int]) -> list[StateRow]:
    return [
        StateRow(gettext(name), tone, gettext(meaning), counts[state])
        for state, (name, tone, meaning) in STATES.items()
        if counts.get(state)
    ]


def log_of(campaign: Campaign) -> list[tuple[str, str]]:
    """Return who did what on which day, newest first."""
    pattern = "d MMM" if page_language() == "en" else "d. MMM"
    return [
        (
            format_date(work.at, pattern),
            gettext(ACTS[Act(work.act)], name=work.account.name) + (f": {work.note}" if work.note else "."),
        )
        for work in reversed(campaign.work)
    ]


def _links(campaign: Campaign, event: Event, now: datetime) -> list[tuple[str, str]]:
    found = [(gettext("See the event"), url_for("events.staff_event", event_id=event.id))]
    if may("planner", "desk"):
        found.append((gettext("Who is coming"), f"/staff/events/{event.id}/guests"))
    if _is_off(campaign):
        return found
    if may_plan() and event.starts_at > now:
        if event.status == EventStatus.PUBLISHED:
            found.append((gettext("Move the event"), url_for("events.move_form", event_id=event.id)))
        found.append((gettext("Cancel the event"), url_for("events.cancel_form", event_id=event.id)))
    if may_plan() and campaign.status in (CampaignStatus.SUBMITTED, CampaignStatus.APPROVED) and not _begun(campaign):
        found.append(
            (gettext("Change audience or words"), url_for("invitations.edit_audience", campaign_id=campaign.id))
        )
    if may("planner", "approver") and campaign.status in (CampaignStatus.APPROVED, CampaignStatus.PAUSED):
        stop = url_for("invitations.ask_before_cancel", campaign_id=campaign.id)
        found.append((gettext("Stop the invitations for good"), stop))
    return found


def _is_off(campaign: Campaign) -> bool:
    return event_of(campaign).status == EventStatus.CANCELLED


def _begun(campaign: Campaign) -> bool:
    return any(wave.launched_at for wave in campaign.waves)
