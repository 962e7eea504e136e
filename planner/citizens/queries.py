"""What is asked of the register, of consents and of objections."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Consent, Purpose
from planner.citizens.rules import fits_name
from planner.delivery.models import ChannelName, SkipReason, Stop
from planner.staff.models import Account


def citizens_by_id(session: Session, citizen_ids: Collection[int]) -> dict[int, Citizen]:
    """Return those of the citizens who are there, by id; a few thousand ids at most."""
    found = session.scalars(select(Citizen).where(Citizen.id.in_(citizen_ids)))
    return {citizen.id: citizen for citizen in found}


def find_citizen(session: Session, person_id: str) -> Citizen | None:
    """Return the person with that id of the register, None if there is nobody."""
    return session.scalar(select(Citizen).where(Citizen.person_id == person_id))


def person_ids(session: Session, subjects: Collection[str]) -> dict[str, str]:
    """Return the person id behind each keyed hash the register still knows; a few thousand hashes at most."""
    found = session.execute(select(Citizen.subject, Citizen.person_id).where(Citizen.subject.in_(subjects)))
    return dict(found.all())


def citizen_of(session: Session, subject: str) -> Citizen | None:
    """Return the citizen behind a keyed hash, None when the register does not (or no longer) know one."""
    return session.scalar(select(Citizen).where(Citizen.subject == subject))


def people_named(
    session: Session, name: str, birth_date: date, most: int, *, protected_too: bool,
) -> Sequence[Citizen]:
    """Return those of exactly that name born that day, at most `most`. The name is compared here: databases differ.

    Unless `protected_too`, those whose name is protected are as if they were not here: to find them would tell.
    """
    born = select(Citizen).where(Citizen.birth_date == birth_date).order_by(Citizen.id)
    if not protected_too:
        born = born.where(Citizen.name_address_protected.is_(False))
    found = session.scalars(born)
    return [citizen for citizen in found if fits_name(name, citizen.given_name, citizen.family_name)][:most]


def openly_named(session: Session, subjects: Collection[str]) -> set[str]:
    """Return those of the keyed hashes whose person the register knows and whose name is not protected."""
    asked = select(Citizen.subject).where(Citizen.subject.in_(subjects), Citizen.name_address_protected.is_(False))
    return set(session.scalars(asked))


def consent_holds(at: datetime) -> ColumnElement[bool]:
    """Return the clause on Consent that it holds at the moment `at`."""
    return and_(
        Consent.given_at <= at, or_(Consent.withdrawn_at.is_(None), Consent.withdrawn_at > at),
        or_(Consent.expires_at.is_(None), Consent.expires_at > at))


def agreed(session: Session, subjects: Collection[str], purpose: Purpose, at: datetime) -> set[str]:
    """Return those of the keyed hashes whose consent to `purpose` holds at the moment `at`; a few thousand at most."""
    asked = select(Consent.whom).where(Consent.whom.in_(subjects), Consent.purpose == purpose, consent_holds(at))
    return set(session.scalars(asked))


def has_consent(purpose: Purpose, at: datetime, topics: Collection[str] = ()) -> ColumnElement[bool]:
    """Return the clause on Citizen that they have agreed to `purpose`, and that holds at the moment `at`.

    With `topics`: to one of these at least.
    """
    # One column, since SQLite would fetch the whole row for a SELECT *.
    asked = exists(Consent.whom).where(Consent.whom == Citizen.subject, Consent.purpose == purpose, consent_holds(at))
    return asked.where(Consent.topic.in_(topics)) if topics else asked


@dataclass(frozen=True, slots=True)
class Noted:
    """A yes or a no as it was written down. `by` is the account's name, empty where the person did it."""

    source: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Objection:
    """A standing no to invitations: `scope` None to all themes, `channel` None to mail and letter alike."""

    scope: str | None
    channel: ChannelName | None
    noted: Noted


def objections_of(session: Session, whom: str) -> list[Objection]:
    """Return what the person behind `whom` has said no to, oldest first; its kinds of message make one no."""
    first = (
        select(func.min(Stop.id)).where(Stop.whom == whom, Stop.reason == SkipReason.OBJECTED)
        .group_by(Stop.scope, Stop.channel))
    asked = select(Stop, Account.name).outerjoin(Account, Account.id == Stop.noted_by).where(Stop.id.in_(first))
    return [
        Objection(
            stop.scope, ChannelName(stop.channel) if stop.channel else None, Noted(stop.source, stop.at, by or ""))
        for stop, by in session.execute(asked.order_by(Stop.at, Stop.id))
    ]


def erased_at(session: Session, whom: str) -> datetime | None:
    """Return when the person behind `whom` was erased: since then no file brings them back and nothing is sent."""
    return session.scalar(select(func.min(Stop.at)).where(Stop.whom == whom, Stop.reason == SkipReason.ERASED))


def was_erased(session: Session, whom: str) -> bool:
    """Return whether the person behind `whom` was erased."""
    return erased_at(session, whom) is not None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A yes that holds, until `expires_at` if that is not None."""

    purpose: Purpose
    topic: str | None
    expires_at: datetime | None
    noted: Noted


def agreements_of(session: Session, whom: str, now: datetime) -> list[Agreement]:
    """Return what the person behind `whom` agrees to now, oldest first."""
    asked = (
        select(Consent, Account.name).outerjoin(Account, Account.id == Consent.noted_by)
        .where(Consent.whom == whom, consent_holds(now)).order_by(Consent.given_at, Consent.id))
    return [
        Agreement(Purpose(consent.purpose), consent.topic, consent.expires_at,
                  Noted(consent.source, consent.given_at, by or ""))
        for consent, by in session.execute(asked)
    ]


def declared_languages(session: Session) -> list[str]:
    """Return the languages people in the register have told us, as plain codes: da, uk. Reads the whole register."""
    tags = session.scalars(select(Citizen.language).where(Citizen.language != "").distinct())
    return sorted({tag.partition("-")[0].lower() for tag in tags if tag})
