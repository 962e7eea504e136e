"""What admins look after: each feature tells of its page here, and app.py fills the list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class SettingsPage:
    """One page of the settings: its name, a sentence on how things stand, and whether that needs seeing to."""

    title: str
    text: str
    href: str
    needs_a_look: bool = False


#: Each returns the page of one feature, in the reader's language; the settings show them in this order.
pages: list[Callable[[Session, datetime], SettingsPage]] = []


def settings_pages(session: Session, now: datetime) -> list[SettingsPage]:
    """Return every page of the settings, as things stand at `now`."""
    return [tell(session, now) for tell in pages]
