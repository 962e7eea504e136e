"""An import in a process of its own, which kills itself at a moment that is told to it."""

import os
import signal
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, event
from sqlalchemy.orm import Session

from planner.app import create_app
from planner.citizens.models import Citizen
from planner.config import read_settings
from planner.db import db
from planner.keys import Keys
from planner.register.importing import import_register
from tests.register.make import NOW, take_in


class Fate(NamedTuple):
    """Before which statement or commit the process dies (0: none), and what it shares with whoever watches.

    `passed` is how many there were; `there` is set when it stands before its death, which it meets on `go`. `torn`: its
    take-in is broken, and commits in the middle.
    """

    dies_at: int
    passed: "Synchronized[int]"
    there: Event
    go: Event
    torn: bool


def import_file(environment: dict[str, str], path: str, fate: Fate) -> None:
    """Take the file in, and die where it is fated."""
    settings = read_settings({**environment, "PLANNER_CLOCK": "off"}, instance=Path(environment["PLANNER_INSTANCE"]))
    with create_app(settings).app_context(), open(path, "rb") as file:
        _follow(fate)
        import_register(db.session(), file, Keys(settings.secret_key), NOW)


def _follow(fate: Fate) -> None:
    def count() -> None:
        fate.passed.value += 1
        if fate.passed.value == fate.dies_at:
            fate.there.set()
            fate.go.wait()
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(Engine, "before_cursor_execute")
    def _statement(link: Connection, _cursor: object, text: str, *_more: object) -> None:
        count()
        if fate.torn and text.startswith("INSERT INTO citizen"):
            link.connection.commit()
            if link.dialect.name == "sqlite":
                link.connection.cursor().execute("BEGIN IMMEDIATE")

    @event.listens_for(Engine, "commit")
    def _commit(_link: Connection) -> None:
        count()


def back_to(session: Session, content: bytes) -> None:
    """Empty the register and fill it with `content`."""
    session.rollback()
    session.execute(delete(Citizen))
    session.commit()
    take_in(session, content)
