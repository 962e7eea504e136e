"""The `flask deliveries` commands, and `flask work`."""

import json
import re
import signal
from collections.abc import Iterator

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from planner.db import db
from planner.delivery.channels.contract import ChannelDownError
from planner.delivery.models import Delivery
from planner.delivery.queries import deliveries_of
from planner.delivery.registry import namers
from planner.delivery.worker import Worker
from planner.refusal import N_, Refusal
from planner.shell import Command, CommandGroup, FailureError
from planner.web import settings

group = CommandGroup("deliveries", help="The ledger of the post office.")


@group.command("list")
@click.option("--campaign", required=True, metavar="ID", help="The campaign's number.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def list_deliveries(campaign: str, as_json: bool) -> None:
    """Print what became of each message of a campaign."""
    if not re.fullmatch(r"[0-9]{1,18}", campaign):
        raise Refusal(N_("%(text)s is not a campaign's number."), field="campaign", text=campaign)
    for row in _listed(db.session(), f"campaign:{int(campaign)}"):
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo("  ".join(str(value) for value in row.values() if value is not None))


def _listed(session: Session, mailing: str) -> Iterator[dict[str, object]]:
    for lot in deliveries_of(session, mailing):
        person_ids = namers["person"](session, [row.whom for row in lot]) if "person" in namers else {}
        for row in lot:
            yield _facts(row, person_ids.get(row.whom))


def _facts(row: Delivery, person_id: str | None) -> dict[str, object]:
    handed_over_at = row.handed_over_at.isoformat(timespec="milliseconds") if row.handed_over_at else None
    return {"delivery": row.public_id, "person": person_id, "kind": row.kind, "channel": row.channel,
            "state": row.state, "reason": row.reason, "attempts": row.attempts, "message_id": row.message_id,
            "handed_over_at": handed_over_at}


@click.command("work", cls=Command)
@click.option("--until-idle", is_flag=True, help="Do everything due now, then return.")
@click.option("--once", is_flag=True, help="Do one round, then return.")
@with_appcontext
def work(until_idle: bool, once: bool) -> None:
    """Send what is due; goes on until SIGTERM, which lets what is in flight finish."""
    worker = Worker(settings())
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda _number, _frame: worker.stopped.set())
    try:
        if until_idle:
            worker.work_until_idle()
        elif once:
            worker.do_due()
        else:
            worker.work_until_stopped()
    except ChannelDownError as error:
        raise FailureError(str(error)) from error
