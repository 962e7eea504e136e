"""What every command shares: bad input is one line and exit 2."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from planner.app import create_app
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


def test_a_database_that_cannot_be_reached_is_one_line_and_exit_1(tmp_path: Path):
    away = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    app = create_app(replace(make_settings(tmp_path), database_url=away))
    result = app.test_cli_runner().invoke(args=["campaigns", "status", "1"])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "The database cannot be used" in result.stderr
