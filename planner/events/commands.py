"""The `flask events` commands."""

from datetime import UTC, datetime

import click

from planner.db import LARGEST_ID, db
from planner.events.actions import cancel_event, move_event
from planner.events.models import Event
from planner.events.queries import find_event
from planner.localtime import parse_local
from planner.numbers import whole_number
from planner.refusal import N_, NotFoundError
from planner.shell import CommandGroup
from planner.staff.queries import account_with_role

group = CommandGroup("events", help="Events: move, cancel.")
by_option = click.option("--by", required=True, metavar="EMAIL", help="The account of a planner who does it.")


@group.command("move")
@click.argument("event_id", metavar="ID")
@click.option("--starts", required=True, metavar="LOCAL", help="Wall time of the place, like 2027-02-10T17:00.")
@by_option
def move(event_id: str, starts: str, by: str) -> None:
    """Let an event start at another time; everybody concerned is told."""
    account = account_with_role(db.session(), by, "planner")
    event = _event(event_id)
    move_event(db.session(), event, parse_local(starts), datetime.now(UTC), account.id)
    db.session.commit()
    click.echo(f"Event {event.id} now starts {event.starts_local.isoformat(timespec='minutes')} ({event.timezone}).")


@group.command("cancel")
@click.argument("event_id", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why; guests read it.")
@by_option
def cancel(event_id: str, reason: str, by: str) -> None:
    """Cancel an event for good; everybody concerned is told, what waits to be sent is stopped."""
    account = account_with_role(db.session(), by, "planner")
    event = _event(event_id)
    cancel_event(db.session(), event, reason, datetime.now(UTC), account.id)
    db.session.commit()
    click.echo(f"Event {event.id} is cancelled.")


def _event(number: str) -> Event:
    event_id = whole_number(number, 1, LARGEST_ID)
    if event_id is None:
        raise NotFoundError(N_("There is no event with the number %(number)s."), number=number)
    return find_event(db.session(), event_id)
