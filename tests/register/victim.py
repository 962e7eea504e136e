"""An import in a process of its own, to be killed."""

from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from planner.app import create_app
from planner.citizens.models import Citizen
from planner.config import read_settings
from planner.db import db
from planner.keys import Keys
from planner.register.importing import import_register
from tests.register.make import take_in


def import_file(environment: dict[str, str], path: str, begun: Event) -> None:
    """Take the file in, and say when that begins: starting the application takes longer than the import."""
    settings = read_settings({**environment, "PLANNER_CLOCK": "off"}, instance=Path(environment["PLANNER_INSTANCE"]))
    with create_app(settings).app_context(), open(path, "rb") as file:
        begun.set()
        import_register(db.session(), file, Keys(settings.secret_key), datetime.now(UTC))


def back_to(session: Session, content: bytes) -> None:
    """Empty the register and fill it with `content`."""
    session.rollback()
    session.execute(delete(Citizen))
    session.commit()
    take_in(session, content)
