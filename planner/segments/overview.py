"""One person and a rule: which of its parts hold, and what would keep an invitation from them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.refusal import N_, NotFoundError
from planner.segments.audience import REASONS, Audience, Explanation
from planner.segments.criteria import conditions
from planner.segments.outcome import house_of, reasons_of
from planner.segments.queries import facts_of, fitting
from planner.segments.sql import where


def explain(session: Session, audience: Audience, person_id: str, now: datetime) -> Explanation:
    """Return how the rule and one person meet; refuses a person who is not in the register."""
    parts = list(dict.fromkeys(conditions(audience.criterion)))
    facts = facts_of(session, audience.criterion, audience.on)
    reasons = reasons_of(audience, house_of(session), now)
    clauses = [fitting(session, audience), *(where(part, facts) for part in parts), *reasons.values()]
    row = session.execute(select(*clauses).where(Citizen.person_id == person_id)).one_or_none()
    if row is None:
        raise NotFoundError(N_("There is nobody with that person id in the register."), field="person")
    matches, *held = (bool(value) for value in row)
    return Explanation(
        matches,
        holding=[part for part, holds in zip(parts, held, strict=False) if holds],
        failing=[part for part, holds in zip(parts, held, strict=False) if not holds],
        excluded_because=[reason for reason, holds in zip(REASONS, held[len(parts):], strict=True) if holds],
    )
