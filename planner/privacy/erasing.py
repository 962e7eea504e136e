"""Takes one person out of the register and everything that hangs on it, so that counts stay and nobody is named."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Delete, Update, delete, exists, select, update
from sqlalchemy.orm import Session, joinedload

from planner.citizens.models import Citizen, Consent, Contact
from planner.citizens.queries import was_erased
from planner.config import Settings
from planner.delivery.copies import remove_copies
from planner.delivery.forgetting import is_under_way, make_nobody, nobody, sent_to, stop_for_good
from planner.delivery.models import Delivery, Stop
from planner.events.models import Event, EventStatus
from planner.invitations.models import Invitation
from planner.keys import Keys
from planner.privacy.mentions import mentions_of
from planner.privacy.models import Erasure
from planner.privacy.staged import clear_staged, is_being_read
from planner.refusal import N_, NotFoundError
from planner.register.queries import lock
from planner.register.taking import IMPORT_LOCK
from planner.replies.actions import answer, lock_event
from planner.replies.models import Reply, Standing
from planner.replies.rules import Answer
from planner.staff.actions import record
from planner.staff.models import AuditEntry
from planner.wake import there_is_work

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took out, in numbers: it may be shown and kept, for it names nobody.

    `already` says that the person had been erased before. `staged` is what register files on their way in, or their
    undoing, held. `skipped` are messages that waited and now never leave; `under_way` says that one is with the mail
    server at this moment. `seats_kept` stay taken at coming events. `reasons` are what staff wrote to see a hidden
    name. `mentioned` are texts of ours that name somebody so called (audience:3): colleagues take that out themselves.
    """

    already: bool
    register: int
    staged: int
    contacts: int
    consents: int
    invitations: int
    answers: int
    messages: int
    skipped: int
    under_way: bool
    seats_kept: int
    seats_freed: int
    reasons: int
    mentioned: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as the command prints it."""
        return asdict(self)


def erase(
    session: Session, keys: Keys, person_id: str, *, by: int | None, now: datetime, free_seats: bool = False,
) -> Erased:
    """Take the person of the register id out, stop whatever waits for them, and note that traces are to be removed.

    Commit, then `settle`, then search the database's pages. Again for the same id finds nothing and says so; an id
    nobody has or had raises NotFoundError. A seat at a coming event stays taken by someone without a name unless
    `free_seats`: to be forgotten is not to cancel. A place on a waiting list is given up, for nobody could be told.
    """
    subject = keys.subject(person_id)
    lock(session, IMPORT_LOCK)  # an import that is being taken in adds them before or finds the mark, never in between
    _lock_their_events(session, subject)
    citizen = session.scalar(select(Citizen).where(Citizen.person_id == person_id).with_for_update())
    already = was_erased(session, subject)
    if citizen is None and not already and not _has_left_traces(session, subject):
        raise NotFoundError(N_("Nobody in the register has the id %(person_id)s, and nobody with it was erased."),
                            person_id=person_id)
    freed, kept = _seats(session, subject, now, free_seats=free_seats)
    answers, invitations = _clear_answers(session, subject), _clear_invitations(session, subject)
    found = Erased(
        already=citizen is None and already, register=1 if citizen else 0, staged=clear_staged(session, subject),
        contacts=_changed(session, delete(Contact).where(Contact.citizen_id == citizen.id)) if citizen else 0,
        consents=_changed(session, delete(Consent).where(Consent.whom == subject)),
        invitations=invitations, answers=answers, messages=len(sent_to(session, subject)),
        skipped=stop_for_good(session, subject, now), under_way=is_under_way(session, subject),
        seats_kept=kept, seats_freed=freed, reasons=_clear_reasons(session, subject),
        mentioned=tuple(mentions_of(session, citizen)) if citizen else ())
    _changed(session, delete(Citizen).where(Citizen.subject == subject))
    if session.get(Erasure, subject) is None:
        session.add(Erasure(whom=subject, at=now))
    record(session, by, "person erased", f"person:{subject}", now)
    session.flush()
    session.expire_all()
    there_is_work(session)
    log.info("a person was erased: %s messages taken out", found.skipped)
    return found


def settle(session: Session, subject: str, settings: Settings) -> bool:
    """Remove the copies of the person's mails and take them out of the ledger; False while a message is under way.

    Or while a register file is being read: what it says of them is taken out as soon as it is known.

    The copies go first: without the ledger's rows nobody could tell whose they are.
    """
    more_may_come = is_being_read(session)  # asked first: what a reading wrote until it ended is there to be cleared
    clear_staged(session, subject)
    if is_under_way(session, subject) or more_may_come:
        return False
    remove_copies(settings, sent_to(session, subject))
    make_nobody(session, Delivery.whom == subject)
    return True


def _has_left_traces(session: Session, subject: str) -> bool:
    """Return whether anything still hangs on someone whose register row has gone another way."""
    return any(session.scalar(select(exists().where(column == subject)))
               for column in (Invitation.subject, Delivery.whom, Stop.whom, Consent.whom))


def _lock_their_events(session: Session, subject: str) -> None:
    """Lock the events the person has answered to before the register row: a wave and an answer lock them first."""
    answered = select(Reply.event_id).join(Reply.invitation).where(Invitation.subject == subject).distinct()
    for event_id in sorted(session.scalars(answered)):
        lock_event(session, event_id)


def coming_answers(session: Session, subject: str, now: datetime) -> Sequence[Reply]:
    """Return what the person has answered to coming events, the next first."""
    asked = (
        select(Reply).join(Reply.invitation).join(Event, Event.id == Reply.event_id)
        .where(Invitation.subject == subject, Event.status == EventStatus.PUBLISHED, Event.starts_at > now)
        .options(joinedload(Reply.invitation)).order_by(Event.starts_at, Reply.id)
    )
    return session.scalars(asked).all()


def _seats(session: Session, subject: str, now: datetime, *, free_seats: bool) -> tuple[int, int]:
    """Give up what cannot be kept, and return how many seats at coming events came free and how many stay taken."""
    freed = kept = 0
    for reply in coming_answers(session, subject, now):
        holds = reply.seats if reply.standing == Standing.COMING else 0
        if reply.standing == Standing.WAITING or (holds and free_seats):
            answer(session, reply.invitation, Answer(coming=False), now)
            freed += holds
        else:
            kept += holds
    return freed, kept


def _clear_answers(session: Session, subject: str) -> int:
    """Take out what the person wrote; that a household came, and how many they were, stays."""
    mine = select(Invitation.id).where(Invitation.subject == subject)
    return _changed(session, update(Reply).where(Reply.invitation_id.in_(mine)).values(needs="", note=""))


def _clear_reasons(session: Session, subject: str) -> int:
    """Empty what staff wrote when they asked to see the person's hidden name; who asked, and when, stays."""
    about_them = AuditEntry.about.startswith(f"person:{subject}", autoescape=True)
    return _changed(session, update(AuditEntry).where(AuditEntry.reason != "", about_them).values(reason=""))


def _clear_invitations(session: Session, subject: str) -> int:
    theirs = update(Invitation).where(Invitation.subject == subject)
    return _changed(session, theirs.values(citizen_id=None, subject=nobody(Invitation.id), because=[]))


def _changed(session: Session, change: Update | Delete) -> int:
    session.flush()
    return session.connection().execute(change).rowcount
