"""Who fits an audience and waits, because they were invited lately, and until when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, not_, select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen, Contact
from planner.delivery.models import Kind, SkipReason
from planner.segments.audience import Audience
from planner.segments.cap import free_again
from planner.segments.outcome import house_of, outcome_of
from planner.segments.queries import fitting
from planner.segments.sql import never_left


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and the moment from which all of them may be invited again; None when nobody waits."""

    people: int
    until: datetime | None


def waiting_for_the_cap(session: Session, audience: Audience, now: datetime, unless: ColumnElement[bool]) -> Waiting:
    """Return who is left out for the frequency cap alone, without those for whom `unless` (on Citizen) holds."""
    house = house_of(session)
    is_capped = outcome_of(audience, house, now) == SkipReason.CAPPED.value
    capped = select(Citizen.id).where(fitting(session, audience), is_capped, not_(unless)).subquery()
    lately = and_(Contact.citizen_id == Citizen.id, Contact.kind == Kind.INVITATION,
                  Contact.at > now - max(house.cap_window, house.cap_gap), ~never_left())
    asked = select(Citizen.id, Contact.at).join(capped, capped.c.id == Citizen.id).join(Contact, lately)
    invited: defaultdict[int, list[datetime]] = defaultdict(list)
    for citizen_id, at in session.execute(asked):
        invited[citizen_id].append(at)
    return Waiting(len(invited), max((free_again(times, house) for times in invited.values()), default=None))
