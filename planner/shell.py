"""What every command shares: a refusal is one line and exit 2, a failure one and exit 1, and --json prints JSON."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from planner.config import SettingError
from planner.national_numbers import refused_numbers
from planner.refusal import Refusal, Refusals

REFUSED, FAILED = 2, 1
#: Names a person of the register, who must be found again whatever a file has called them.
IDS = ("person", "person_id")


class FailureError(Exception):
    """Something outside failed; the message is one line that says what, and what to do."""


@contextmanager
def told_in_one_line(ctx: click.Context) -> Iterator[None]:
    """Turn a refusal into one line and exit 2, a failure into one line and exit 1."""
    try:
        yield
    except Refusals as several:
        for refusal in several.refusals:
            click.echo(one_line(str(refusal)), err=True)
        ctx.exit(REFUSED)
    except (Refusal, SettingError) as refusal:
        click.echo(one_line(str(refusal)), err=True)
        ctx.exit(REFUSED)
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else ctx.command_path
        click.echo(one_line(f"{error.format_message()} See: {path} --help"), err=True)
        ctx.exit(REFUSED)
    except FailureError as failure:
        click.echo(one_line(str(failure)), err=True)
        ctx.exit(FAILED)
    except OperationalError as error:
        click.echo(one_line(f"The database cannot be used: {error.orig}"), err=True)
        ctx.exit(FAILED)


def refuse_numbers_typed(ctx: click.Context) -> None:
    """Raise UsageError for a national number in what was typed as text; an id, and a file's own name, is none."""
    for param in ctx.command.params:
        if param.name in IDS or isinstance(param.type, click.Path | click.File):
            continue
        value = ctx.params.get(param.name or "")
        for text in value if isinstance(value, tuple) else (value,):
            for refusal in refused_numbers(text=text) if isinstance(text, str) else ():
                raise click.BadParameter(str(refusal), ctx, param)


class Command(click.Command):
    """One command: a refusal is told in one line, and no national number is taken in."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: D102
        with told_in_one_line(ctx):
            refuse_numbers_typed(ctx)
            return super().invoke(ctx)


class CommandGroup(AppGroup):
    """A feature's commands; never a stack trace for bad input or an unreachable server."""

    command_class = Command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: D102
        with told_in_one_line(ctx):
            return super().invoke(ctx)


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON value instead of words.")


def one_line(text: str) -> str:
    """Return `text` without line breaks, as a log or a script reads it."""
    return " ".join(text.split())


def say_json(value: object) -> None:
    """Print one JSON value; dataclasses become objects."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    click.echo(json.dumps(value, ensure_ascii=False))
