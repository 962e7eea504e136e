"""The real application and the real `flask work`, with the tests' letters instead of the features'."""

import os
import sys
from collections.abc import Mapping
from datetime import datetime

from flask.cli import ScriptInfo

from planner.app import create_app
from planner.delivery import worker
from planner.delivery.ledger import Key, Ledger, Outcome, Taken
from planner.delivery.models import Kind
from planner.delivery.registry import chores, composers
from tests.delivery.make import write


class UnmarkedLedger(Ledger):
    """A ledger that lets letters go without marking them first: the negative control of the kill tests."""

    def turn(self, outcomes: list[Outcome], loaded: list[Taken], now: datetime) -> set[Key]:  # type: ignore[override]
        super().turn(outcomes, [], now)
        return {taken.key for taken in loaded}


def work(environment: Mapping[str, str], arguments: list[str], errors: str, *, is_marked: bool) -> None:
    """Run `flask work` in this process, which is its own; what it says on stderr goes to the file `errors`."""
    with open(errors, "w", encoding="utf-8") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    os.environ.update(environment)
    composers.update(dict.fromkeys(Kind, write))
    chores.clear()
    if not is_marked:
        worker.Ledger = UnmarkedLedger  # type: ignore[misc]
    app = create_app()
    app.cli.main(["work", *arguments], obj=ScriptInfo(create_app=lambda: app))
