"""What every command shares: a refusal is one line and exit 2, a failure one line and exit 1, and --json prints JSON."""

import json
from dataclasses import asdict, is_dataclass
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from planner.refusal import Refusal, Refusals

REFUSED, FAILED = 2, 1


class FailureError(Exception):
    """Something outside failed; the message is one line that says what, and what to do."""


class CommandGroup(AppGroup):
    """A feature's commands; never a stack trace for bad input or an unreachable server."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusals as several:
            for refusal in several.refusals:
                click.echo(one_line(str(refusal)), err=True)
            ctx.exit(REFUSED)
        except Refusal as refusal:
            click.echo(one_line(str(refusal)), err=True)
            ctx.exit(REFUSED)
        except FailureError as failure:
            click.echo(one_line(str(failure)), err=True)
            ctx.exit(FAILED)
        except OperationalError as error:
            click.echo(one_line(f"The database cannot be used: {error.orig}"), err=True)
            ctx.exit(FAILED)


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON value instead of words.")


def one_line(text: str) -> str:
    """Return `text` without line breaks, as a log or a script reads it."""
    return " ".join(text.split())


def say_json(value: object) -> None:
    """Print one JSON value; dataclasses become objects."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    click.echo(json.dumps(value, ensure_ascii=False))
