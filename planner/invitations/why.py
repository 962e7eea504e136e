"""Why each of those chosen is written to: the parts of the rule that hold for them, asked of the register."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.invitations.reasons import because
from planner.segments.audience import Audience
from planner.segments.criteria import signed
from planner.segments.queries import facts_of
from planner.segments.sql import where


def why_each(session: Session, audience: Audience, citizen_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the codes of why the rule fits each of them; a few thousand ids at most."""
    facts = facts_of(session, audience.criterion, audience.on)
    leaves = list(dict.fromkeys(leaf for leaf, _so in signed(audience.criterion)))
    asked = select(Citizen.id, Citizen.birth_date, *(where(leaf, facts) for leaf in leaves))
    why = {}
    for citizen_id, born, *holds in session.execute(asked.where(Citizen.id.in_(citizen_ids))):
        held = {leaf for leaf, so in zip(leaves, holds, strict=True) if so}
        why[citizen_id] = because(audience.criterion, held, born, facts.rules)
    return why
