"""What staff see before someone is erased, and after: their seats at coming events, and texts that name them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from planner.events.shown import listed
from planner.privacy.erasing import coming_answers
from planner.refusal import N_
from planner.replies.models import Reply, Standing
from planner.web import reader_language

#: What colleagues write in: what it is called, and the address of the page where it can be mended.
PLACES_TO_WRITE: Mapping[str, tuple[str, Callable[[int], str]]] = {
    "audience": (N_("Saved audience %(number)s"),
                 lambda number: url_for("audiences.show_audience", audience_id=number)),
    "campaign": (N_("Campaign %(number)s"),
                 lambda number: url_for("invitations.show_campaign", campaign_id=number)),
    "event": (N_("Event %(number)s"), lambda number: url_for("events.staff_event", event_id=number)),
    "place": (N_("Place %(number)s: ask whoever runs the server"), lambda _number: ""),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """An answer to a coming event: which event, what they hold there, and the way to its list of guests."""

    event: str
    holds: str
    waits: bool
    href: str


def seats_of(session: Session, subject: str, now: datetime) -> list[Seat]:
    """Return what someone holds at coming events, in words."""
    return [_seat(reply) for reply in coming_answers(session, subject, now) if reply.standing != Standing.DECLINED]


def _seat(reply: Reply) -> Seat:
    event = reply.invitation.event
    assert event is not None, "only asked of answers to an event"
    line = listed(event, reader_language())
    waits = reply.standing == Standing.WAITING
    holds = ngettext("waits for %(num)d seat", "waits for %(num)d seats", reply.seats) if waits else ngettext(
        "%(num)d seat", "%(num)d seats", reply.seats)
    return Seat(f"{line.said.title}, {line.date}", str(holds), waits,
                url_for("events.staff_event", event_id=reply.event_id))


def mention_links(mentioned: Sequence[str]) -> list[tuple[str, str]]:
    """Return what each of audience:3, campaign:7 is called, and the address of its page, empty where it has none."""
    found = []
    for mention in mentioned:
        kind, _colon, number = mention.partition(":")
        name, address = PLACES_TO_WRITE[kind]
        found.append((str(_(name, number=number)), address(int(number))))
    return found
