"""An access request: everything held on one person, as values to be read or taken along."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from planner.citizens.models import Purpose, Status
from planner.delivery.models import ChannelName
from planner.delivery.shown import KINDS, REASONS, STATES
from planner.events.models import Event
from planner.invitations.wording import because_sentences
from planner.privacy.acts import SOURCES
from planner.privacy.chapters import Table
from planner.privacy.holdings import HOLDINGS, Asked, Holding, Row
from planner.refusal import N_
from planner.register.models import What
from planner.replies.models import Standing
from planner.segments.when import long_date
from planner.staff.shown import moment
from planner.themes.pack import spoken
from planner.themes.reader import themes

#: What stands for a code of ours, by column.
CODES: Mapping[str, Mapping[str, str]] = {
    "kind": {kind.value: name for kind, name in KINDS.items()} | {"came": N_("Came to an event")},
    "state": {state.value: name for state, (name, _tone) in STATES.items()},
    "reason": {reason.value: sentence for reason, sentence in REASONS.items()},
    "channel": {ChannelName.MAIL.value: N_("Mail"), ChannelName.LETTER.value: N_("Letter")},
    "standing": {Standing.COMING.value: N_("Coming"), Standing.WAITING.value: N_("On the waiting list"),
                 Standing.DECLINED.value: N_("Not coming")},
    "status": {Status.RESIDENT.value: N_("Lives here"), Status.LEFT.value: N_("Has moved away"),
               Status.DEAD.value: N_("Has died")},
    "purpose": {Purpose.PAID_OFFERS.value: N_("Offers that cost something"),
                Purpose.INTEREST.value: N_("News of a topic"),
                Purpose.WRITE_AGAIN.value: N_("To be written to again")},
    "source": SOURCES,
    "what": {What.ADD.value: N_("Would be added"), What.CHANGE.value: N_("Would be changed"),
             What.LEAVE.value: N_("Would be marked as moved away"), What.BEFORE.value: N_("As it was before")},
}


@dataclass(frozen=True)
class Part:
    """One kind of data: what and why, and each row as pairs of a name and a value in words, or all as a table."""

    title: str
    why: str
    rows: list[list[tuple[str, str]]]
    table: Table | None = None


Held = list[tuple[Holding, list[Row]]]


def held_on(session: Session, who: Asked) -> Held:
    """Return every row held on a person, table by table, where there is none an empty list.

    What staff did is told in the reader's language, whom it was by as a role.
    """
    return [(holding, _rows(session, holding, who)) for holding in HOLDINGS]


def _rows(session: Session, holding: Holding, who: Asked) -> list[Row]:
    if holding.told_by:
        return holding.told_by(session, who)
    columns = [column for column in holding.table.c if column.name in holding.names]
    asked = select(*columns).where(holding.whose(who)).order_by(*inspect(holding.table).primary_key)
    return [dict(row) for row in session.execute(asked).mappings()]


def as_parts(session: Session, held: Iterable[tuple[Holding, list[Row]]], language: str) -> list[Part]:
    """Return what is held in words of the reader's language; values that are empty are left out."""
    words = _Words(_events(session), language)
    return [_part(holding, rows, words) for holding, rows in held if rows]


def _part(holding: Holding, rows: list[Row], words: "_Words") -> Part:
    title, why = _(holding.title), _(holding.why)
    if not holding.told_by:
        return Part(title, why, [_pairs(holding, row, words) for row in rows])
    cells = [tuple(words.say(name, row[name]) if row[name] else "–" for name in holding.names) for row in rows]
    return Part(title, why, [], Table(tuple(_(name) for name in holding.names.values()), cells))


def _pairs(holding: Holding, row: Row, words: "_Words") -> list[tuple[str, str]]:
    return [(_(holding.names[name]), words.say(name, value)) for name, value in row.items()
            if value not in ("", None, [])]


def as_json(held: Iterable[tuple[Holding, list[Row]]], now: datetime) -> dict[str, object]:
    """Return the same as values a program can read, under the names of the tables and columns."""
    return {"made_at": now.isoformat(timespec="seconds")} | {
        holding.table.name: [{name: _plain(value) for name, value in row.items()} for row in rows]
        for holding, rows in held}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _events(session: Session) -> dict[int, Event]:
    return {event.id: event for event in session.scalars(select(Event))}


class _Words:
    """Says values as people write them, in the reader's language; codes of ours by their names."""

    def __init__(self, events: Mapping[int, Event], language: str) -> None:
        self._events = events
        self._language = language

    def say(self, name: str, value: object) -> str:
        """Return a value of the column `name`."""
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if isinstance(value, datetime):
            return moment(value)
        if isinstance(value, date):
            return long_date(value)
        if name == "because" and isinstance(value, list):
            return " ".join(because_sentences(value))
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return self._named(name, value)

    def _named(self, name: str, value: object) -> str:
        if name == "event_id" and (event := self._events.get(int(str(value)))):
            return f"{self._theme(event.theme)}, {moment(event.starts_at)}"
        if name == "language":
            return str(get_locale().languages.get(spoken(str(value)), value))
        if name in ("theme", "scope"):
            return self._theme(str(value))
        known = CODES.get(name, {}).get(str(value))
        return str(_(known)) if known else str(value)

    def _theme(self, slug: str) -> str:
        theme = themes().get(slug)
        return str(theme.title(self._language)) if theme else slug
