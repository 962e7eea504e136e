"""What every command shares: bad input is one line and exit 2."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from flask import Flask

from planner.app import create_app
from planner.shell import Command
from tests.conftest import make_settings


@pytest.mark.parametrize("words", [
    ["segments", "count"],
    ["campaigns", "plan", "--theme", "new-pensioners"],
    ["campaigns", "status", "99"],
    ["campaigns", "plan", "--theme", "nothing", "--place", "glumsoe", "--starts", "2027-02-10T17:00", "--capacity", "4",
     "--by", "nobody@example.org"],
    ["events", "move", "1", "--starts", "soon", "--by", "nobody@example.org"],
])
def test_bad_input_is_one_line_on_stderr_and_exit_2(app: Flask, words: list[str]):
    result = app.test_cli_runner().invoke(args=words)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)


#: Commands of Flask, its migrations and its accounts.
FOREIGN = {"db", "users", "roles", "routes", "run", "shell"}


def every_command(group: click.Group, *path: str) -> Iterator[tuple[str, click.Command]]:
    """Our own commands by the words that call them; others are left out."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            if path or name not in FOREIGN:
                yield from every_command(command, *path, name)
        elif path or name not in FOREIGN:
            yield " ".join([*path, name]), command


def test_a_national_number_is_refused_by_every_command_and_not_repeated(app: Flask):
    account = ["--by", "birk@example.org"]
    for words in (["events", "cancel", "1", "--reason", "Syg: 010155-1234", *account],
                  ["staff", "add", "birk@example.org", "--name", "Birk 0101551234", "--role", "planner"]):
        result = app.test_cli_runner().invoke(args=words)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert "personal identity number" in result.stderr
        assert "1234" not in result.stderr


def test_no_command_goes_without_these_manners(app: Flask):
    assert [words for words, command in every_command(app.cli) if not isinstance(command, Command)] == []


def test_a_database_that_cannot_be_reached_is_one_line_and_exit_1(tmp_path: Path):
    away = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    app = create_app(replace(make_settings(tmp_path), database_url=away))
    result = app.test_cli_runner().invoke(args=["campaigns", "status", "1"])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "The database cannot be used" in result.stderr
