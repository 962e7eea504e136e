"""The page of one person is put together here: later features add sections and ways to find someone, in app.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.keys import Keys


@dataclass(frozen=True)
class Person:
    """Whom the page is about: the keyed hash, and the citizen if the register knows one."""

    subject: str
    citizen: Citizen | None


@dataclass(frozen=True)
class Section:
    """A part of the page: the template that draws it, with `section` in reach, and what it shows."""

    template: str
    content: object


#: Each returns its part of the page, None where it has nothing to say of that person; shown in this order.
sections: list[Callable[[Session, Person, datetime], Section | None]] = []
#: Each returns the keyed hash of whoever got the letter or mail with that code or link, None for a code it cannot read.
code_readers: list[Callable[[Session, Keys, str], str | None]] = []
#: Returns the names of the themes a no may be about, by slug, in a language; one entry.
theme_names: list[Callable[[str], Mapping[str, str]]] = []


def sections_of(session: Session, person: Person, now: datetime) -> list[Section]:
    """Return the parts of the page that later features have."""
    found = (part(session, person, now) for part in sections)
    return [section for section in found if section is not None]


def subject_of_code(session: Session, keys: Keys, code: str) -> str | None:
    """Return whom a code printed on a letter, or the link of a mail, was written to."""
    return next((subject for read in code_readers if (subject := read(session, keys, code))), None)


def themes_by_slug(language: str) -> dict[str, str]:
    """Return the names of the themes in `language`, by slug, in the order of the alphabet."""
    found = {slug: name for names in theme_names for slug, name in names(language).items()}
    return dict(sorted(found.items(), key=lambda theme: theme[1].casefold()))
