"""The table of legal ages as rows: what is asked of it, what people call an age, and who leans on it."""

from collections.abc import Callable, Sequence

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.db import db
from planner.refusal import N_, NotFoundError, Refusal
from planner.segments.ages import AgeRule
from planner.segments.criteria import Criterion, walk
from planner.segments.leaves import Reaches
from planner.segments.models import LegalAge, Milestone

#: Each returns the names of things that ask for a legal age, by country and slug; app.py fills the list.
leaning: list[Callable[[Session, str, str], Sequence[str]]] = []


def find_legal_age(session: Session, age_id: int) -> LegalAge:
    """Return one row of the table; raises NotFoundError."""
    row = session.get(LegalAge, age_id)
    if row is None:
        raise NotFoundError(N_("There is no such row in the table of legal ages."))
    return row


def all_rows(session: Session) -> Sequence[LegalAge]:
    """Return the whole table, earliest births first within a country and an age."""
    return session.scalars(select(LegalAge).order_by(LegalAge.country, LegalAge.milestone, LegalAge.born_from)).all()


def rows_of(session: Session, country: str, milestone: str) -> Sequence[LegalAge]:
    """Return the rows of one legal age, earliest births first."""
    found = select(LegalAge).where(LegalAge.country == country, LegalAge.milestone == milestone)
    return session.scalars(found.order_by(LegalAge.born_from)).all()


def rule_of_row(row: LegalAge) -> AgeRule:
    """Return the row as a rule."""
    return AgeRule(row.country, row.milestone, row.born_from, row.born_to, row.years, row.months)


def name_of(slug: str, language: str) -> str:
    """Return what people call a legal age that staff have added; its slug if nobody has. Asked for once a request."""
    if "milestones" not in g:
        g.milestones = {row.slug: row.names for row in db.session.scalars(select(Milestone))}
    names: dict[str, str] = g.milestones.get(slug, {})
    return names.get(language) or names.get("en") or slug


def asks_for(criterion: Criterion, country: str, milestone: str) -> bool:
    """Whether a rule cannot be read without a legal age."""
    asked = (part for part in walk(criterion) if isinstance(part, Reaches))
    return any((part.country, part.milestone) == (country, milestone) for part in asked)


def who_leans_on(session: Session, row: LegalAge) -> list[str]:
    """Return the names of what asks for the legal age of `row`."""
    return [name for asked in leaning for name in asked(session, row.country, row.milestone)]


def why_not_removed(session: Session, row: LegalAge) -> Refusal | None:
    """Return what stands in the way of taking `row` out, None when it may go."""
    if row.added_by is None:
        return Refusal(N_("This row came with the planner and is law for people alive. Where the law has changed, add "
                          "a row from the day it changes."))
    if len(rows_of(session, row.country, row.milestone)) == 1 and (names := who_leans_on(session, row)):
        return Refusal(N_("It is the only row of this age, and %(name)s asks for it. Change that first."),
                       name=names[0])
    return None
