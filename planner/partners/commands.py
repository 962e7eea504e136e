"""The command that makes an account. It names a partner too, so it belongs here, to the later of the two features."""

from datetime import UTC, datetime

import click

from planner.db import db
from planner.partners.queries import find_partner
from planner.places.queries import find_place
from planner.shell import Command
from planner.staff.actions import add_account
from planner.staff.commands import password_for, password_option, say_password
from planner.staff.passwords import hash_secret


@click.command("add", cls=Command)
@click.argument("email")
@click.option("--name", required=True, help="First and last name.")
@click.option("--role", "roles", multiple=True, help="admin, planner, approver, desk or partner; may be given again.")
@click.option("--place", "place_slug", help="The place the account works at.")
@click.option("--partner", "partner_slug", help="The partner the account belongs to; with the role partner.")
@password_option
def add(email: str, name: str, roles: tuple[str, ...], place_slug: str | None, partner_slug: str | None,
        *, password_stdin: bool) -> None:
    """Make an account for EMAIL. Without --password-stdin a random password is printed, this once."""
    password = password_for(email, from_stdin=password_stdin)
    hashed = hash_secret(password)
    session = db.session()
    place_id = find_place(session, place_slug).id if place_slug else None
    partner_id = find_partner(session, partner_slug).id if partner_slug else None
    account = add_account(session, email=email, name=name, roles=roles, password=hashed, place_id=place_id,
                          partner_id=partner_id, now=datetime.now(UTC))
    db.session.commit()
    say_password(account.email, password, from_stdin=password_stdin)
