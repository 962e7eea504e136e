"""What the invitation page shows: the event as its public page tells it, a given name, and where someone stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from planner.delivery.models import ChannelName
from planner.events.models import Event
from planner.events.shown import Detailed, detailed
from planner.invitations.models import Invitation
from planner.invitations.wording import because_sentences, given_name_of, isolated
from planner.places.models import Municipality
from planner.replies.models import Reply, Standing
from planner.replies.phrases import seats_sentence
from planner.replies.queries import reply_to
from planner.replies.rules import OFFERED_SEATS
from planner.themes.pack import OWN_LANGUAGE, SignUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the templates of an invitation read. `standing` is "" before the first answer.

    `municipal_language` is the one that directions and hosts are written in.
    """

    event: Detailed
    sender: Municipality
    municipal_language: str
    given_name: str
    because: Sequence[str]
    standing: str
    seats: int
    seats_line: str
    needs: str
    note: str
    choices: Sequence[tuple[int, str]]
    by_mail: bool
    has_begun: bool
    is_full: bool
    said_before_move: bool

    @property
    def takes_answers(self) -> bool:
        """Whether there is a form to answer by."""
        return not self.event.listed.cancelled and not self.has_begun and self.event.sign_up != SignUp.NONE


def page_of(session: Session, invitation: Invitation, language: str, now: datetime) -> Page:
    """Return the page of `invitation` in `language` as things stand."""
    event = invitation.event
    assert event is not None, "a link to no event is not opened"
    reply, sender = reply_to(session, invitation), event.place.municipality
    coming = reply is not None and reply.standing == Standing.COMING
    return Page(
        event=detailed(event, language), sender=sender, municipal_language=OWN_LANGUAGE.get(sender.country, "da"),
        given_name=isolated(given_name_of(invitation), language), because=because_sentences(invitation.because),
        standing=reply.standing if reply else "", seats=max(1, reply.seats) if reply else 1,
        seats_line=seats_sentence(reply), needs=reply.needs if reply else "",
        note=reply.note if reply else "", choices=_choices(event, reply),
        by_mail=invitation.channel == ChannelName.MAIL,
        has_begun=now >= event.starts_at, is_full=not coming and event.seats_taken >= event.capacity,
        said_before_move=coming and reply is not None and reply.event_revision < event.revision,
    )


def _choices(event: Event, reply: Reply | None) -> list[tuple[int, str]]:
    """Return the party sizes to choose from: the usual ones that fit the room, and the one chosen already."""
    sizes = {size for size in OFFERED_SEATS if size <= event.capacity} | ({reply.seats} if reply else set())
    return [(size, _party_label(size)) for size in sorted(sizes) if size]


def _party_label(size: int) -> str:
    """Return how a household of `size` reads in the list of choices."""
    known = {1: _("Just me"), 2: _("Me and one more"), 3: _("Me and two more")}
    return str(known.get(size) or _("%(number)s people", number=size))
