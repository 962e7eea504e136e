"""`python -m planner`: bring the database up to date, load the demo once, say where everything is, and serve."""

import json
import os
import socket
import sys
from collections.abc import Mapping

import click
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import OperationalError

from planner.app import create_app
from planner.config import SettingError, Settings
from planner.delivery.channels import open_channel
from planner.demo import SIGN_INS, is_empty, load_demo
from planner.numbers import whole_number
from planner.shell import FAILED, one_line


def main(environment: Mapping[str, str] = os.environ) -> None:
    """Serve the site on 127.0.0.1; ends with one line when the port or the database cannot be had."""
    os.umask(0o077)  # database, outbox and key are the owner's, whatever the folder allows
    port = environment.get("PORT", "8000")
    try:
        _refuse_taken(port)
        if "PUBLIC_BASE_URL" not in environment:
            os.environ["PUBLIC_BASE_URL"] = f"http://127.0.0.1:{port}"
        app = create_app()
        open_channel(app.extensions["planner.settings"])  # a bad MAIL_URL ends the start, not each tick of the clock
        _prepare(app, with_demo=environment.get("DEMO", "1") != "0")
    except (SettingError, PortTakenError) as error:
        _give_up(str(error))
    except OperationalError as error:
        _give_up(f"The database cannot be used: {error.orig}")
    _say_where(app.extensions["planner.settings"])
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", "python:planner.serve", "wsgi:app"])  # noqa: S606


class PortTakenError(Exception):
    """Another program listens where we want to."""


def _refuse_taken(port: str) -> None:
    if whole_number(port, 1, 65535) is None:
        raise PortTakenError(f"PORT must be a number from 1 to 65535, not {port}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            raise PortTakenError(
                f"Port {port} is in use. Stop the other program, or choose another port: make run PORT=8001"
            ) from error


def _prepare(app: Flask, *, with_demo: bool) -> None:
    with app.app_context():
        click.echo("Bringing the database up to date ...")
        upgrade()
        if with_demo and is_empty():
            load_demo(citizens=88_000, seed=1)


def _say_where(settings: Settings) -> None:
    click.echo(f"\nThe planner answers on {settings.public_base_url}")
    click.echo(f"  What citizens see   {settings.public_base_url}/")
    click.echo(f"  Staff sign in       {settings.public_base_url}/staff/sign-in")
    click.echo(f"  Mail                {settings.mail_url.partition('@')[2] or settings.mail_url}")
    sign_ins = settings.instance / SIGN_INS
    if sign_ins.exists():
        click.echo("Demo sign-ins (made at random on this machine):")
        for email, password in json.loads(sign_ins.read_text("utf-8")).items():
            click.echo(f"  {email:24} {password}")
    click.echo("Stop with Ctrl+C.\n")


def _give_up(reason: str) -> None:
    click.echo(one_line(reason), err=True)
    sys.exit(FAILED)


if __name__ == "__main__":
    main()
