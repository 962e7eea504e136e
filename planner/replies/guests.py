"""Who is coming to an event, for those who set out the chairs: counts, and names only where names are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Status
from planner.citizens.naming import name_for_staff
from planner.events.models import Event
from planner.invitations.models import Invitation
from planner.replies.attendance import came_to, takes_ticks
from planner.replies.models import Reply, Standing
from planner.segments.masking import mask_small
from planner.themes.pack import Reach, SignUp
from planner.themes.reader import find_theme

#: Those who take a chair, or would like one.
EXPECTED = (Standing.COMING, Standing.WAITING)


@dataclass(frozen=True, slots=True)
class Guest:
    """One household on the list. `said_before_move`: the yes was to the old time.

    `has_died` is whoever answered for the household: nothing more is sent, and the seats stay theirs until staff free
    them, since somebody else of the household may still come.
    """

    reply_id: int
    name: str
    seats: int
    needs: str
    note: str
    said_before_move: bool
    has_died: bool
    has_come: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestList:
    """What the page shows: counts in words, and names or bare needs where the theme lets them be seen.

    `waiting_guests` are first in line first, `coming_guests` in order of the alphabet. `needs` stand without a person.
    """

    sign_up: SignUp
    is_empty: bool
    #: Of a theme that only partners hand on: small numbers are hidden, and there is never a list.
    is_exposed: bool
    coming: str
    waiting: str
    declined: str
    coming_guests: Sequence[Guest] = ()
    waiting_guests: Sequence[Guest] = ()
    needs: Sequence[str] = ()
    #: Whether it can be noted who came.
    takes_ticks: bool = False


def guest_list(session: Session, event: Event, now: datetime) -> GuestList:
    """Return who is coming to `event`, no more of it than its theme lets staff see."""
    theme = find_theme(event.theme)
    exposed = theme.reach is Reach.MEDIATED
    counts = _counts(session, event)
    named, counted = (not exposed and theme.sign_up is sign_up for sign_up in (SignUp.NAMED, SignUp.COUNT))
    return GuestList(
        sign_up=theme.sign_up, is_empty=not counts, is_exposed=exposed,
        coming=_in_words(counts.get(Standing.COMING, (0, 0)), exposed=exposed),
        waiting=_in_words(counts.get(Standing.WAITING, (0, 0)), exposed=exposed),
        declined=_households(counts.get(Standing.DECLINED, (0, 0))[0], exposed=exposed),
        coming_guests=sorted(_guests(session, event, Standing.COMING), key=_place_on_list) if named else (),
        waiting_guests=_guests(session, event, Standing.WAITING) if named else (),
        needs=_needs(session, event) if counted else (), takes_ticks=takes_ticks(event, now))


def _counts(session: Session, event: Event) -> dict[str, tuple[int, int]]:
    """Return households and seats by standing."""
    asked = select(Reply.standing, func.count(), func.sum(Reply.seats)).where(Reply.event_id == event.id)
    return {standing: (households, seats) for standing, households, seats in
            session.execute(asked.group_by(Reply.standing))}


def _guests(session: Session, event: Event, standing: Standing) -> list[Guest]:
    """Return the households in one standing, in the order of the waiting list, then of their answers."""
    came = came_to(session, event)
    asked = (
        select(Reply, Citizen).join(Reply.invitation).outerjoin(Invitation.citizen)
        .where(Reply.event_id == event.id, Reply.standing == standing)
        .order_by(Reply.waiting_since, Reply.answered_at, Reply.id)
    )
    return [
        Guest(
            reply.id, name_for_staff(citizen), reply.seats, reply.needs, reply.note,
            said_before_move=reply.event_revision < event.revision,
            has_died=citizen is not None and citizen.status == Status.DEAD,
            has_come=citizen is not None and citizen.id in came)
        for reply, citizen in session.execute(asked)
    ]


def _needs(session: Session, event: Event) -> Sequence[str]:
    """Return what is needed, by the alphabet: the order of the answers would tell who needs it."""
    asked = select(Reply.needs).where(Reply.event_id == event.id, Reply.standing.in_(EXPECTED), Reply.needs != "")
    return sorted(session.scalars(asked))


def _place_on_list(guest: Guest) -> str:
    """Return the name as the alphabet orders it: å comes last, after ø."""
    return guest.name.casefold().replace("å", "ø\uffff")


def _in_words(count: tuple[int, int], *, exposed: bool) -> str:
    households, seats = count
    if not households:
        return str(_("none"))
    both = {"households": _households(households, exposed=exposed), "seats": _seats(seats, exposed=exposed)}
    return str(_("%(households)s, %(seats)s", **both))


def _households(number: int, *, exposed: bool) -> str:
    if not number:
        return str(_("none"))
    if exposed and mask_small(number) is None:
        return str(_("under 5 households"))
    return str(ngettext("%(num)d household", "%(num)d households", number))


def _seats(number: int, *, exposed: bool) -> str:
    if exposed and mask_small(number) is None:
        return str(_("under 5 seats"))
    return str(ngettext("%(num)d seat", "%(num)d seats", number))
