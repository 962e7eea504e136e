"""What becomes of a person whom the rule fits, as SQL: left out for the first reason that holds, or invited."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Contact, Purpose, Status
from planner.citizens.queries import has_consent
from planner.delivery.models import ChannelName, Kind, SkipReason, Stop
from planner.places.models import Municipality
from planner.segments.ages import born_by
from planner.segments.audience import REASONS, Audience
from planner.segments.sql import never_left

#: The outcomes of those who may be invited.
INVITED = (ChannelName.MAIL.value, ChannelName.LETTER.value)


@dataclass(frozen=True, slots=True)
class House:
    """What the municipality has decided: how often one may be written to, and how it reads marketing protection."""

    country: str = "DK"
    respect_marketing_always: bool = False
    cap_invitations: int = 2
    cap_window: timedelta = timedelta(days=30)
    cap_gap: timedelta = timedelta(days=7)


def house_of(session: Session) -> House:
    """Return what the municipality of this installation has decided; the defaults where none is set up yet."""
    columns = (Municipality.country, Municipality.respect_marketing_always, Municipality.cap_invitations,
               Municipality.cap_window_days, Municipality.cap_gap_days)
    found = session.execute(select(*columns).order_by(Municipality.id).limit(1)).one_or_none()
    if found is None:
        return House()
    country, always, invitations, window, gap = found
    return House(country, always, invitations, timedelta(days=window), timedelta(days=gap))


def outcome_of(audience: Audience, house: House, now: datetime) -> ColumnElement[str]:
    """Return the SQL of a person's outcome: a reason or a channel. Reasons are tried in order until one holds.

    A mail address that bounced is not seen here: the stop knows it by a keyed hash alone, and hand-over reads it.
    """
    reasons = reasons_of(audience, house, now)
    tried = [(reasons[reason], reason.value) for reason in REASONS if reason is not SkipReason.NO_CHANNEL]
    may_mail = and_(by_mail(), ~_refused(audience.theme, ChannelName.MAIL))
    # Whoever is left has no mail or wants none; if letters were refused too, the objection was found before.
    channels = [(may_mail, ChannelName.MAIL.value), (by_letter(), ChannelName.LETTER.value)]
    return case(*tried, *channels, else_=SkipReason.NO_CHANNEL.value)


def reasons_of(audience: Audience, house: House, now: datetime) -> dict[SkipReason, ColumnElement[bool]]:
    """Return each reason to leave someone out as a clause on Citizen, in the order of counting."""
    clauses = (
        Citizen.status == Status.DEAD,
        Citizen.status == Status.LEFT,
        Citizen.birth_date > born_by(audience.youngest, audience.on),
        _protected(),
        and_(_said_any_no(), or_(_refused(audience.theme, None), _refused_the_last_way(audience.theme))),
        _spared_from_offers(audience, house, now),
        _capped(house, now),
        ~or_(by_mail(), by_letter()),
    )
    return dict(zip(REASONS, clauses, strict=True))


def by_mail() -> ColumnElement[bool]:
    """Return whether a mail can go: there is an address, and who is exempt from Digital Post has asked us for mail."""
    return and_(Citizen.email != "", or_(~Citizen.digital_post_exempt, Citizen.chose_mail))


def by_letter() -> ColumnElement[bool]:
    """Return whether a letter would arrive."""
    return and_(Citizen.street != "", Citizen.postcode != "")


def _protected() -> ColumnElement[bool]:
    """Special protection: threatened people are registered here without any address. Source: CPR act par. 6.6."""
    return and_(Citizen.status == Status.RESIDENT, Citizen.name_address_protected,
                Citizen.street == "", Citizen.postcode == "", Citizen.town == "")


def _spared_from_offers(audience: Audience, house: House, now: datetime) -> ColumnElement[bool]:
    """An offer goes to those alone who have agreed to such, and their own yes outweighs the mark in the register.

    Source: the Danish marketing act, section 10. A municipality may respect the mark always, offer or not.
    """
    if audience.commercial:
        return ~has_consent(Purpose.PAID_OFFERS, now)
    if house.respect_marketing_always:
        return and_(Citizen.marketing_protected, ~has_consent(Purpose.PAID_OFFERS, now))
    return false()


def _said_any_no() -> ColumnElement[bool]:
    """Hardly anyone has: one look spares the others those into what they refused (a third of a usual count)."""
    return exists().where(Stop.whom == Citizen.subject)


def _refused(theme: str | None, channel: ChannelName | None) -> ColumnElement[bool]:
    """A standing no to invitations, of all themes or of this one, whatever act it came from (erasure is one too).

    `channel` None: to invitations as such; else only to those that travel that way.
    """
    scope = Stop.scope.is_(None) if theme is None else or_(Stop.scope.is_(None), Stop.scope == theme)
    way = Stop.channel.is_(None) if channel is None else Stop.channel == channel.value
    return exists().where(
        Stop.whom == Citizen.subject, or_(Stop.kind.is_(None), Stop.kind == Kind.INVITATION), scope, way,
    )


def _refused_the_last_way(theme: str | None) -> ColumnElement[bool]:
    """A no to mail goes by letter, and the other way round; it is their no, and no lack, where nothing else is left."""
    no_mail, no_letter = (_refused(theme, channel) for channel in (ChannelName.MAIL, ChannelName.LETTER))
    return or_(and_(by_mail(), no_mail, or_(~by_letter(), no_letter)), and_(~by_mail(), by_letter(), no_letter))


def _capped(house: House, now: datetime) -> ColumnElement[bool]:
    """Invited often enough: so many times in the window, or once within the gap.

    One look into the index per person, however few or many are asked about; an IN over all contacts would be 20 %
    faster for the whole register and ten times slower for a usual audience (1,000,000 citizens, 200,000 contacts).
    """
    earliest = now - max(house.cap_window, house.cap_gap)
    in_window = func.count().filter(Contact.at > now - house.cap_window)
    return exists(
        select(Contact.citizen_id)
        .where(Contact.citizen_id == Citizen.id, Contact.kind == Kind.INVITATION, Contact.at > earliest, ~never_left())
        .correlate(Citizen).group_by(Contact.citizen_id)
        .having(or_(in_window >= house.cap_invitations, func.max(Contact.at) > now - house.cap_gap))
    )


def capped_after_one_more(house: House, now: datetime) -> ColumnElement[bool]:
    """Return whether somebody who may be invited now could not be, within the gap, after one more invitation."""
    if house.cap_gap > timedelta(0) or house.cap_invitations <= 1:
        return true()
    in_window = (
        select(func.count()).where(Contact.citizen_id == Citizen.id, Contact.kind == Kind.INVITATION,
                                   Contact.at > now - house.cap_window, ~never_left())
        .correlate(Citizen).scalar_subquery()
    )
    return in_window + 1 >= house.cap_invitations
