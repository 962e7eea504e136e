"""Takes people out of invitations and their messages when the time of the names is over; counts and states stay."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, not_, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from planner.citizens.models import Citizen, Contact
from planner.config import Settings
from planner.delivery.forgetting import NOBODY, UNDER_WAY, make_nobody, nobody, too_late_to_leave
from planner.delivery.models import Delivery, Kind, SkipReason, State, Stop
from planner.events.models import Event
from planner.invitations.models import Invitation
from planner.privacy.rules import Kept
from planner.replies.models import Reply, Standing
from planner.themes.pack import SignUp
from planner.themes.reader import themes

#: People per transaction, so that nobody waits long for the database.
LOT = 5_000


@dataclass(frozen=True, slots=True)
class Turn:
    """One rule's turn: what is older than `before` has had its time."""

    session: Session
    settings: Settings
    before: datetime
    now: datetime


def count_guests(turn: Turn, kind: Kept) -> int:
    """Return how many invitations to past events still lead to somebody for whom the rule `kind` says the time is up.
    """
    return turn.session.scalar(select(func.count()).select_from(_linked(turn, kind).subquery())) or 0


def unlink_guests(turn: Turn, kind: Kept) -> int:
    """Take a lot of people out of one past event and return how many; what was never printed is too late."""
    session, linked = turn.session, _linked(turn, kind)
    event_id = session.scalar(linked.order_by(Event.id).limit(1))
    if event_id is None:
        return 0
    too_late_to_leave(session, f"event:{event_id}", turn.now)
    ids = session.scalars(linked.with_only_columns(Invitation.id).where(Event.id == event_id).limit(LOT)).all()
    subjects = session.scalars(select(Invitation.subject).where(Invitation.id.in_(ids))).all()
    theirs = and_(Delivery.topic == f"event:{event_id}", Delivery.whom.in_(subjects))
    _forget_unsent(session, theirs)
    make_nobody(session, theirs)
    return _unlink(session, Invitation.id.in_(ids))


def _linked(turn: Turn, kind: Kept) -> Select[int]:
    return (
        select(Event.id).join(Invitation, Invitation.event_id == Event.id)
        .where(Event.starts_at < turn.before, _is_named(Invitation.subject), _goes_by(kind)))


def _goes_by(kind: Kept) -> ColumnElement[bool]:
    """Return the clause on Event and Invitation for those whose way to the person goes by the rule `kind`."""
    nameless = Event.theme.in_([slug for slug, theme in themes().items() if theme.sign_up != SignUp.NAMED])
    if kind is Kept.NO_NAMES:
        return nameless
    signed_up = exists().where(
        Reply.invitation_id == Invitation.id, Reply.standing.in_((Standing.COMING, Standing.WAITING)))
    return and_(not_(nameless), signed_up if kind is Kept.SIGN_UPS else not_(signed_up))


def without_event(before: datetime) -> ColumnElement[bool]:
    """Return the clause on Delivery for what is settled and is about no event, or whose invitation leads to nobody."""
    return and_(
        _is_named(Delivery.whom), Delivery.settled_at < before, Delivery.state.not_in(UNDER_WAY),
        or_(Delivery.topic.is_(None), not_(exists().where(Invitation.subject == Delivery.whom))))


def unlink_messages(turn: Turn, lot: Select[int]) -> int:
    """Take the people out of a lot of such messages, and of the invitations behind them."""
    ids = turn.session.scalars(lot).all()
    theirs = select(Delivery.whom).where(Delivery.id.in_(ids))
    _forget_unsent(turn.session, Delivery.id.in_(ids))
    _unlink(turn.session, and_(Invitation.event_id.is_(None), Invitation.subject.in_(theirs)))
    return make_nobody(turn.session, Delivery.id.in_(ids))


def _is_named(column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return not_(column.startswith(NOBODY))


def _unlink(session: Session, whose: ColumnElement[bool]) -> int:
    return session.connection().execute(
        update(Invitation).where(whose).values(citizen_id=None, subject=nobody(Invitation.id), because=[])).rowcount


def _forget_unsent(session: Session, letters: ColumnElement[bool]) -> None:
    """Delete the contacts of `letters` that never left or whose event was cancelled: they count as no invitation.

    The ledger row says so as long as it leads to the person; then nothing would, and the limit would count them.
    """
    is_off = exists().where(Stop.topic == Delivery.topic, Stop.reason == SkipReason.EVENT_CANCELLED)
    unsent = (
        exists().where(
            Citizen.id == Contact.citizen_id, Delivery.whom == Citizen.subject, Delivery.kind == Kind.INVITATION,
            Delivery.created_at == Contact.at, letters,
            or_(Delivery.state.in_((State.SKIPPED, State.FAILED)), is_off)))
    session.connection().execute(delete(Contact).where(unsent))
