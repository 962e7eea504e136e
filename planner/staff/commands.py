"""The `flask staff` commands that need nothing but accounts; `staff add` names a partner and lies with the partners."""

import sys
from datetime import UTC, datetime

import click

from planner.db import db
from planner.shell import CommandGroup
from planner.staff import actions
from planner.staff.passwords import check_password, hash_secret, random_password
from planner.staff.queries import account_by_email

group = CommandGroup("staff", help="Accounts of those who sign in.")

password_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")


def password_for(email: str, *, from_stdin: bool) -> str:
    """Return the password for `email`: the line on standard input, refused when weak, else a random one."""
    if not from_stdin:
        return random_password()
    password = sys.stdin.readline().rstrip("\r\n")
    check_password(password, email)
    return password


def say_password(email: str, password: str, *, from_stdin: bool) -> None:
    """Say that `email` may sign in, and with what if we made it up: this once, since only its hash is kept."""
    click.echo(f"{email} may sign in" + ("." if from_stdin else f" with the password {password}"))


@group.command("password")
@click.argument("email")
@password_option
def password(email: str, *, password_stdin: bool) -> None:
    """Give EMAIL a new password and sign the account out everywhere."""
    chosen = password_for(email, from_stdin=password_stdin)
    hashed = hash_secret(chosen)
    account = account_by_email(db.session(), email)
    actions.choose_password(db.session(), account, hashed, datetime.now(UTC))
    db.session.commit()
    say_password(account.email, chosen, from_stdin=password_stdin)


@group.command("roles")
@click.argument("email")
@click.option("--role", "names", multiple=True, help="admin, planner, approver or desk; may be given again.")
def roles(email: str, names: tuple[str, ...]) -> None:
    """Let EMAIL hold exactly the roles named and sign the account out everywhere."""
    account = account_by_email(db.session(), email)
    actions.choose_roles(db.session(), account, names, datetime.now(UTC))
    db.session.commit()
    click.echo(f"{account.email} is now: {', '.join(names)}")


@group.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Let nobody sign in as EMAIL any more."""
    account = account_by_email(db.session(), email)
    actions.close_account(db.session(), account, datetime.now(UTC))
    db.session.commit()
    click.echo(f"{account.email} is closed.")
