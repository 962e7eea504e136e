"""`flask citizens erase` and `flask privacy retention`."""

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from planner.db import db
from planner.privacy.clearing import chosen_periods, clear_due, count_due
from planner.privacy.erasing import Erased
from planner.privacy.jobs import erase_at_once
from planner.privacy.rules import RULES
from planner.shell import Command, CommandGroup, json_option, say_json
from planner.web import settings

group = CommandGroup("privacy", help="What is kept of people, and for how long.")
#: A message that is with the mail server is answered within this, or the clock carries the erasure to its end.
PATIENCE_S = 10


@click.command("erase", cls=Command)
@with_appcontext
@click.argument("person_id")
@click.option("--free-seats", is_flag=True, help="Give their seats at coming events back as well.")
@json_option
def erase_person(person_id: str, free_seats: bool, as_json: bool) -> None:
    """Take one person out everywhere; counts stay, and nothing is written to them again."""
    erased, finished = erase_at_once(
        db.session(), person_id, by=None, now=datetime.now(UTC), free_seats=free_seats, patience_s=PATIENCE_S)
    if as_json:
        say_json(erased.as_json() | {"finished": finished})
    else:
        _tell(erased, finished=finished)


def _tell(erased: Erased, *, finished: bool) -> None:
    if erased.already:
        click.echo("Erased before: there was nothing left to take out.")
    else:
        click.echo(
            f"Erased: {erased.register} register row, {erased.invitations} invitations, {erased.answers} answers, "
            f"{erased.messages} messages, {erased.contacts} contacts, {erased.consents} consents. "
            f"{erased.skipped} messages that waited will never leave.")
    if erased.seats_kept:
        click.echo(f"{erased.seats_kept} seats at coming events stay taken, by someone without a name.")
    if erased.seats_freed:
        click.echo(f"{erased.seats_freed} seats at coming events are free again.")
    if erased.mentioned:
        click.echo(f"Somebody of that name stands in our own texts: {', '.join(erased.mentioned)}. Mend them.")
    if not finished:
        click.echo("Something is under way: a message at the mail server, or a file that is read. The rest follows.")


@group.command("retention")
@click.option("--dry-run", is_flag=True, help="Tell what would be cleared, and change nothing.")
@click.option("--clock-is-right", is_flag=True, help="Clear although the last time is long ago.")
@json_option
def retention(dry_run: bool, clock_is_right: bool, as_json: bool) -> None:
    """Clear what has been kept for its time: rows lose their way to a person, counts stay."""
    session, now = db.session(), datetime.now(UTC)
    days = chosen_periods(session)
    counts = count_due(session, settings(), now) if dry_run else clear_due(
        session, settings(), now, clock_is_right=clock_is_right)
    if as_json:
        say_json({"dry_run": dry_run, "counts": counts})
        return
    for rule in RULES:
        click.echo(f"{counts[rule.kind]:>9}  {rule.title} ({days[rule.kind]} days)")
    if dry_run:
        click.echo("This was a trial: nothing was changed.")
