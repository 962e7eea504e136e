"""Partners are added."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.national_numbers import refused_numbers
from planner.partners.models import Partner
from planner.refusal import N_, Refusal, Refusals

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60


def add_partner(
    session: Session, *, slug: str, name: str, kind: str = "", email: str = "", phone: str = "",
    commercial: bool = False,
) -> Partner:
    """Return a new partner, flushed. Refuses a slug that is taken or would look odd in an address."""
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise Refusal(N_("%(slug)s cannot stand in an address. Use a-z, 0-9 and single hyphens."),
                      field="slug", slug=slug)
    if session.scalar(select(Partner.id).where(Partner.slug == slug)) is not None:
        raise Refusal(N_("There is already a partner %(slug)s."), field="slug", slug=slug)
    if not name.strip() or not name.isprintable():
        raise Refusal(N_("Write the name of the partner, on one line."), field="name")
    if found := refused_numbers(name=name, kind=kind, email=email, phone=phone):
        raise Refusals(found)
    partner = Partner(slug=slug, name=name.strip(), kind=kind, email=email, phone=phone, commercial=commercial)
    session.add(partner)
    session.flush()
    return partner
