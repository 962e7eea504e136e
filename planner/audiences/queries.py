"""Saved audiences read back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.audiences.models import AudienceUse, SavedAudience
from planner.db import LARGEST_ID
from planner.localtime import to_local
from planner.refusal import N_, NotFoundError
from planner.segments.audience import Audience
from planner.segments.criteria import Criterion, parse_criteria
from planner.themes.reach import refuse_without_register
from planner.themes.reader import find_theme


def find_audience(session: Session, audience_id: int) -> SavedAudience:
    """Return the saved audience with that number, archived or not; raises NotFoundError."""
    found = session.get(SavedAudience, audience_id) if audience_id <= LARGEST_ID else None
    if found is None:
        raise NotFoundError(N_("There is no saved audience %(id)s."), field="audience", id=str(audience_id))
    return found


def saved_audiences(session: Session, theme: str | None = None, *, archived: bool = False) -> Sequence[SavedAudience]:
    """Return the saved audiences in use, or the archived ones, by name; of one theme if `theme` names one."""
    asked = select(SavedAudience).where(SavedAudience.archived_at.is_not(None) if archived
                                        else SavedAudience.archived_at.is_(None))
    if theme is not None:
        asked = asked.where(SavedAudience.theme == theme)
    return session.scalars(asked.order_by(SavedAudience.name, SavedAudience.id)).all()


def last_uses(session: Session, audience_ids: Iterable[int]) -> dict[int, datetime]:
    """Return when a campaign last took the rule of each of the audiences; those never used are not named."""
    used = select(AudienceUse.audience_id, func.max(AudienceUse.at)).where(AudienceUse.audience_id.in_(audience_ids))
    return dict(session.execute(used.group_by(AudienceUse.audience_id)).all())


def audience_to_ask(saved: SavedAudience, zone: str, now: datetime, criterion: Criterion | None = None) -> Audience:
    """Return the saved audience as it is counted today in `zone`: by its theme's age and terms.

    `criterion` takes the place of the saved rule, for a change that is only being looked at. Raises Refusal when the
    theme is gone, or has no audience any more.
    """
    theme = find_theme(saved.theme)
    refuse_without_register(theme)
    return Audience(criterion=criterion or parse_criteria(saved.criteria), on=to_local(now, zone).date(),
                    theme=theme.slug, min_age=theme.min_age, commercial=theme.commercial)
