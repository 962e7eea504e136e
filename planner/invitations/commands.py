"""The `flask campaigns` commands: the whole way from plan to status without a browser."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypedDict, Unpack

import click
from flask_babel import force_locale
from sqlalchemy.orm import Session

from planner.db import db
from planner.events.rules import EventPlan
from planner.invitations import actions
from planner.invitations.actions import CampaignPlan, plan_campaign
from planner.invitations.forms import price_typed
from planner.invitations.models import Campaign
from planner.invitations.proposal import counted
from planner.invitations.queries import CampaignReport, WaveReport, find_campaign, planned_waves, report
from planner.localtime import parse_local
from planner.segments.audience import AudienceCount
from planner.segments.criteria import to_json
from planner.segments.files import read_criteria_file
from planner.segments.words import left_out_words
from planner.shell import CommandGroup, json_option, say_json
from planner.staff.queries import account_with_role

group = CommandGroup("campaigns", help="Campaigns: plan, submit, approve, pause, resume, cancel, status.")
by_option = click.option("--by", required=True, metavar="EMAIL", help="The account that does it.")


class Wanted(TypedDict):
    """The options of `flask campaigns plan`, but for who does it and how it is told."""

    theme: str
    place: str
    venue: str | None
    starts: str
    minutes: int
    capacity: int
    co_hosts: tuple[str, ...]
    price: str
    sponsor: str
    criteria: str | None
    send_at: str | None
    waves: str


@group.command("plan")
@click.option("--theme", required=True, metavar="SLUG")
@click.option("--place", required=True, metavar="SLUG", help="The library that plans it.")
@click.option("--venue", metavar="SLUG", help="Where it is held, when not at the library.")
@click.option("--starts", required=True, metavar="LOCAL", help="Wall time there, like 2027-02-10T17:00.")
@click.option("--minutes", default=150, show_default=True)
@click.option("--capacity", required=True, type=int, help="Seats.")
@click.option(
    "--co-host", "co_hosts", multiple=True, metavar="SLUG", help="A partner that hosts with us; may be repeated."
)
@click.option("--price", metavar="KRONER", default="", help="What one person pays, like 50. Default: free.")
@click.option("--sponsor", metavar="NAME", default="", help="Who pays towards it and is named for that.")
@click.option("--criteria", metavar="FILE.json", help="An audience; - reads standard input. Default: the theme's own.")
@click.option("--send-at", metavar="LOCAL|now", help="Default: the theme's own timing.")
@click.option("--waves", type=click.Choice(["auto", "all"]), default="auto", show_default=True)
@by_option
@json_option
def plan(by: str, as_json: bool, **wanted: Unpack[Wanted]) -> None:
    """Plan an event and the campaign that invites to it; leaves a draft."""
    session = db.session()
    account = account_with_role(session, by, "planner")
    campaign = plan_campaign(session, _campaign_wanted(wanted), account.id, datetime.now(UTC))
    found = counted(session, campaign, datetime.now(UTC))
    session.commit()
    if as_json:
        say_json(_planned(campaign, found))
    else:
        _tell_planned(campaign, found)


def _campaign_wanted(wanted: Wanted) -> CampaignPlan:
    """Return the campaign that the options ask for."""
    send_at, criteria = wanted["send_at"], wanted["criteria"]
    return CampaignPlan(
        event=_event_wanted(wanted),
        criteria=to_json(read_criteria_file(criteria)) if criteria else None,
        send_at_local=parse_local(send_at) if send_at and send_at != "now" else None,
        at_once=send_at == "now",
        waves_policy=wanted["waves"],
    )


def _event_wanted(wanted: Wanted) -> EventPlan:
    """Return the event that the options ask for."""
    return EventPlan(
        theme=wanted["theme"],
        place_slug=wanted["place"],
        venue_slug=wanted["venue"],
        room_id=None,
        starts_local=parse_local(wanted["starts"]),
        minutes=wanted["minutes"],
        capacity=wanted["capacity"],
        co_host_slugs=wanted["co_hosts"],
        price=price_typed(wanted["price"]),
        sponsor=wanted["sponsor"],
    )


def _planned(campaign: Campaign, found: AudienceCount) -> dict[str, object]:
    return {
        "campaign": str(campaign.id),
        "event": str(campaign.event_id),
        "status": campaign.status,
        "matching": found.matching,
        "invitable": found.invitable,
        "by_channel": {"mail": found.by_channel.mail, "letter": found.by_channel.letter},
        "excluded": found.excluded,
        "waves": [wave.as_json() for wave in planned_waves(campaign)],
    }


def _tell_planned(campaign: Campaign, found: AudienceCount) -> None:
    """Say how many may be invited, why not the others, and what leaves when."""
    click.echo(f"Campaign {campaign.id} is a draft: {found.invitable} of {found.matching} may be invited.")
    with force_locale("en"):
        for reason, number in found.excluded.items():
            if number:
                click.echo(f"  {left_out_words(reason)}: {number}")
    for wave in planned_waves(campaign):
        click.echo(_wave_line(wave))


def _wave_line(wave: WaveReport) -> str:
    return f"  wave {wave.wave}: {wave.size} by {wave.channel}, {wave.send_at}"


Step = Callable[[Session, Campaign, int, datetime], None]


def _step(name: str, role: str, done: str, act: Step) -> None:
    """Make the command `name`, by an account with `role`, that does `act`."""

    @group.command(name, help=f"{done.capitalize()} a campaign.")
    @click.argument("campaign_id", metavar="ID")
    @by_option
    @json_option
    def command(campaign_id: str, by: str, as_json: bool) -> None:
        session = db.session()
        account = account_with_role(session, by, role)
        campaign = find_campaign(session, campaign_id)
        act(session, campaign, account.id, datetime.now(UTC))
        session.commit()
        if as_json:
            say_json({"campaign": str(campaign.id), "status": report(session, campaign).status})
        else:
            click.echo(f"Campaign {campaign.id}: {name} done.")


_step("submit", "planner", "hand in", actions.submit)
_step("approve", "approver", "approve", actions.approve)
_step("pause", "planner", "pause", actions.pause)
_step("resume", "planner", "resume", actions.resume)
_step("cancel", "planner", "cancel", actions.cancel_campaign)


@group.command("status")
@click.argument("campaign_id", metavar="ID")
@json_option
def status(campaign_id: str, as_json: bool) -> None:
    """Say where a campaign stands."""
    session = db.session()
    found = report(session, find_campaign(session, campaign_id))
    if as_json:
        say_json(found.as_json())
        return
    click.echo(_status_lines(found))


def _status_lines(found: CampaignReport) -> str:
    counts = ", ".join(f"{state} {count}" for state, count in found.counts.items()) or "nobody invited yet"
    lines = [
        f"Campaign {found.campaign} is {found.status}: {counts}",
        f"  seats: {found.seats.taken} of {found.seats.capacity} taken, {found.seats.waiting} waiting",
    ]
    return "\n".join([*lines, *map(_wave_line, found.waves)])
