"""Partners are added and found."""

import pytest

from planner.partners.actions import add_partner
from planner.partners.queries import all_partners, find_partner
from planner.refusal import NotFoundError, Refusal


def test_a_partner_is_found_by_its_slug(session):
    made = add_partner(session, slug="aeldre-sagen", name="Ældre Sagen")
    assert find_partner(session, "aeldre-sagen") == made


def test_an_unknown_partner_is_named(session):
    with pytest.raises(NotFoundError, match="nobody"):
        find_partner(session, "nobody")


def test_partners_come_by_name(session):
    for slug, name in [("b", "Red Barnet"), ("a", "Headspace")]:
        add_partner(session, slug=slug, name=name)
    assert [partner.name for partner in all_partners(session)] == ["Headspace", "Red Barnet"]


def test_what_cannot_be_a_partner_is_refused(session):
    add_partner(session, slug="aeldre-sagen", name="Ældre Sagen")
    for slug in ("aeldre-sagen", "Ældre Sagen", "a/b", "", "a" * 61):
        with pytest.raises(Refusal):
            add_partner(session, slug=slug, name="Ældre Sagen")
    for name in (" ", "Two\nlines"):
        with pytest.raises(Refusal):
            add_partner(session, slug="good", name=name)
