"""What each rule of retention counts and clears: rows lose their way to a person, or go; counts and states stay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, not_, or_, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute

from planner.citizens.models import Citizen, Consent, Contact, Status
from planner.delivery.copies import copies_before, remove_copies_before
from planner.delivery.models import Delivery, Stop
from planner.events.models import Event
from planner.invitations.models import Invitation
from planner.privacy.rules import Kept
from planner.privacy.unlinking import LOT, Turn, count_guests, unlink_guests, unlink_messages, without_event
from planner.register.models import Holds, ImportStatus, RegisterChange, RegisterImport, RegisterRejection, What
from planner.replies.models import Reply
from planner.staff.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Clearing:
    """How a kind is counted and cleared; `clear` takes a lot at a time and returns 0 when nothing is left."""

    count: Callable[[Turn], int]
    clear: Callable[[Turn], int]


def _rows(
    row_id: InstrumentedAttribute[int], due: Callable[[datetime], ColumnElement[bool]],
    clear: Callable[[Turn, Select[int]], int],
) -> Clearing:
    """Return the clearing of plain rows: those `due` names, in lots."""
    def count(turn: Turn) -> int:
        return turn.session.scalar(select(func.count(row_id)).where(due(turn.before))) or 0

    def clear_lot(turn: Turn) -> int:
        return clear(turn, select(row_id).where(due(turn.before)).order_by(row_id).limit(LOT))
    return Clearing(count, clear_lot)


def _gone(row_id: InstrumentedAttribute[int]) -> Callable[[Turn, Select[int]], int]:
    """Return a clearing that deletes the rows."""
    def clear(turn: Turn, lot: Select[int]) -> int:
        return turn.session.connection().execute(delete(row_id.class_).where(row_id.in_(lot))).rowcount
    return clear


def _has_text(before: datetime) -> ColumnElement[bool]:
    past = select(Event.id).where(Event.starts_at < before)
    return and_(or_(Reply.needs != "", Reply.note != ""), Reply.event_id.in_(past))


def _empty_text(turn: Turn, lot: Select[int]) -> int:
    return turn.session.connection().execute(
        update(Reply).where(Reply.id.in_(lot)).values(needs="", note="")).rowcount


def _has_ended(before: datetime) -> ColumnElement[bool]:
    return func.coalesce(Consent.withdrawn_at, Consent.expires_at) < before


def _has_gone(before: datetime) -> ColumnElement[bool]:
    """Died or left long ago, and no event is still within the time of its own names."""
    return and_(
        Citizen.status.in_((Status.DEAD, Status.LEFT)), Citizen.status_on < before.date(),
        not_(exists().where(Invitation.citizen_id == Citizen.id)))


def _remove_people(turn: Turn, lot: Select[int]) -> int:
    """Delete register rows, with the contacts that hang on them and the consents that nobody can use any more."""
    link, ids = turn.session.connection(), turn.session.scalars(lot).all()
    link.execute(delete(Consent).where(Consent.whom.in_(select(Citizen.subject).where(Citizen.id.in_(ids)))))
    link.execute(delete(Contact).where(Contact.citizen_id.in_(ids)))
    return link.execute(delete(Citizen).where(Citizen.id.in_(ids))).rowcount


def _refused(before: datetime) -> ColumnElement[bool]:
    return RegisterRejection.import_id.in_(select(RegisterImport.id).where(RegisterImport.begun_at < before))


def _count_refused(turn: Turn) -> int:
    return turn.session.scalar(select(func.count()).select_from(RegisterRejection).where(_refused(turn.before))) or 0


def _clear_refused(turn: Turn) -> int:
    row = tuple_(RegisterRejection.import_id, RegisterRejection.line)
    lot = select(RegisterRejection.import_id, RegisterRejection.line).where(_refused(turn.before)).limit(LOT)
    return turn.session.connection().execute(delete(RegisterRejection).where(row.in_(lot))).rowcount


def _undoable(before: datetime) -> ColumnElement[bool]:
    """The values before an import; those of one that has just ended, or is being undone, are left alone."""
    old = select(RegisterImport.id).where(
        RegisterImport.ended_at < before, RegisterImport.holds != Holds.STAGED,
        RegisterImport.status != ImportStatus.UNDOING)
    return and_(RegisterChange.what == What.BEFORE, RegisterChange.import_id.in_(old))


def _count_before_values(turn: Turn) -> int:
    return turn.session.scalar(select(func.count()).select_from(RegisterChange).where(_undoable(turn.before))) or 0


def _clear_before_values(turn: Turn) -> int:
    """Delete a lot, and note first that the import holds nothing any more: what is half gone is not undone."""
    link = turn.session.connection()
    link.execute(update(RegisterImport).where(
        RegisterImport.ended_at < turn.before, RegisterImport.holds == Holds.BEFORE,
        RegisterImport.status != ImportStatus.UNDOING).values(holds=Holds.NOTHING))
    key = (RegisterChange.import_id, RegisterChange.what, RegisterChange.number)
    lot = select(*key).where(_undoable(turn.before)).limit(LOT)
    return link.execute(delete(RegisterChange).where(tuple_(*key).in_(lot))).rowcount


def _guests(kind: Kept) -> Clearing:
    return Clearing(lambda turn: count_guests(turn, kind), lambda turn: unlink_guests(turn, kind))


#: A kind without an entry here would be promised and not kept: a test holds it against the rules.
CLEARINGS: dict[Kept, Clearing] = {
    Kept.FREE_TEXT: _rows(Reply.id, _has_text, _empty_text),
    Kept.NO_NAMES: _guests(Kept.NO_NAMES),
    Kept.RECIPIENTS: _guests(Kept.RECIPIENTS),
    Kept.SIGN_UPS: _guests(Kept.SIGN_UPS),
    Kept.INFORMATION: _rows(Delivery.id, without_event, unlink_messages),
    Kept.CONTACTS: _rows(Contact.id, lambda before: Contact.at < before, _gone(Contact.id)),
    Kept.COPIES: Clearing(
        lambda turn: len(copies_before(turn.settings, turn.before)),
        lambda turn: remove_copies_before(turn.settings, turn.before)),
    Kept.BOUNCES: _rows(
        Stop.id, lambda before: and_(Stop.address.is_not(None), Stop.at < before), _gone(Stop.id)),
    Kept.CONSENTS: _rows(Consent.id, _has_ended, _gone(Consent.id)),
    Kept.GONE_PEOPLE: _rows(Citizen.id, _has_gone, _remove_people),
    Kept.REFUSED_ROWS: Clearing(_count_refused, _clear_refused),
    Kept.BEFORE_VALUES: Clearing(_count_before_values, _clear_before_values),
    Kept.AUDIT: _rows(AuditEntry.id, lambda before: AuditEntry.at < before, _gone(AuditEntry.id)),
}
