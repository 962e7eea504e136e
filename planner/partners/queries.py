"""Partners looked up."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.partners.models import Partner
from planner.refusal import N_, NotFoundError


def find_partner(session: Session, slug: str) -> Partner:
    """Return the partner `slug`; NotFoundError names it when there is none."""
    found = session.scalar(select(Partner).where(Partner.slug == slug))
    if found is None:
        raise NotFoundError(N_("There is no partner %(slug)s."), field="partner", slug=slug)
    return found


def all_partners(session: Session) -> Sequence[Partner]:
    """Return every partner, by name."""
    return session.scalars(select(Partner).order_by(Partner.name, Partner.id)).all()
