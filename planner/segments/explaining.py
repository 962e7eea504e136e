"""One person explained: why the rule fits or does not, part by part, and every reason to leave them out."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.refusal import N_, NotFoundError
from planner.segments.ages import birthday, reach_date, rules_for
from planner.segments.audience import REASONS, Answer, Audience, Explanation
from planner.segments.criteria import signed
from planner.segments.facts import Facts
from planner.segments.leaves import Leaf, MovedIn, Reaches, Turns
from planner.segments.outcome import house_of, reasons_of
from planner.segments.queries import facts_of, fitting
from planner.segments.sql import where


def explain(session: Session, audience: Audience, person_id: str, now: datetime) -> Explanation:
    """Return how the rule and one person meet; refuses a person who is not in the register."""
    asked = list(dict.fromkeys(signed(audience.criterion)))
    facts = facts_of(session, audience.criterion, audience.on)
    reasons = reasons_of(audience, house_of(session), now)
    clauses = [fitting(session, audience), *(where(leaf, facts) for leaf, _so in asked), *reasons.values()]
    named = [clause.label(f"clause_{number}") for number, clause in enumerate(clauses)]  # two may both be plain false
    row = session.execute(
        select(Citizen.birth_date, Citizen.moved_in_on, *named).where(Citizen.person_id == person_id)).one_or_none()
    if row is None:
        raise NotFoundError(N_("There is nobody with that person id in the register."), field="person")
    born, moved_in_on, matches, *held = row
    answers = [Answer(leaf, so, bool(holds) is so, _day(leaf, born, moved_in_on, facts))
               for (leaf, so), holds in zip(asked, held, strict=False)]
    out = [reason for reason, holds in zip(REASONS, held[len(asked):], strict=True) if holds]
    return Explanation(bool(matches), answers, out)


def _day(leaf: Leaf, born: date, moved_in_on: date | None, facts: Facts) -> date | None:
    match leaf:
        case Turns(age=age):
            return birthday(born, age)
        case Reaches(milestone=milestone, country=country):
            return reach_date(born, rules_for(facts.rules, country, milestone))
        case MovedIn():
            return moved_in_on
    return None
