"""Accounts: making them, finding them, and what a role is good for."""

import pytest
from sqlalchemy import select

from planner.partners.actions import add_partner
from planner.refusal import NotAllowedError, NotFoundError, Refusal
from planner.staff.actions import add_account, choose_roles
from planner.staff.models import AuditEntry, Role
from planner.staff.queries import account_by_email, account_with_role, accounts_with_role
from tests.staff.make import NOW, account, hashed


def test_an_account_is_found_however_its_address_is_written(session):
    made = account(session)
    assert account_by_email(session, " ANE@EXAMPLE.org") == made


def test_an_unknown_address_is_named(session):
    with pytest.raises(NotFoundError, match=r"nobody@example\.org"):
        account_by_email(session, "nobody@example.org")


def test_an_admin_also_plans_and_approves_but_does_not_stand_at_the_desk(session):
    admin = account(session, "admin")
    assert account_with_role(session, "ane@example.org", "planner") == admin
    assert account_with_role(session, "ane@example.org", "approver") == admin
    with pytest.raises(NotAllowedError, match=r"ane@example\.org may not do this; needs desk"):
        account_with_role(session, "ane@example.org", "desk")


def test_a_planner_does_not_approve(session):
    account(session, "planner")
    with pytest.raises(NotAllowedError):
        account_with_role(session, "ane@example.org", "approver")


def test_a_closed_account_may_nothing(session):
    account(session, "admin").active = False
    with pytest.raises(NotAllowedError, match="closed"):
        account_with_role(session, "ane@example.org", "planner")


def test_those_who_hold_a_role_come_by_name(session):
    bo = account(session, "approver", email="bo@example.org", name="Bo Prøve")
    ane = account(session, "approver", "planner")
    account(session, "planner", email="eva@example.org", name="Eva Prøve").active = False
    assert list(accounts_with_role(session, "approver")) == [ane, bo]
    assert list(accounts_with_role(session, "planner")) == [ane]


def test_role_rows_are_made_once(session):
    account(session, "planner", "approver")
    account(session, "approver", email="bo@example.org")
    assert sorted(session.scalars(select(Role.name))) == ["approver", "planner"]


REFUSED = [
    ({"email": "ane@example.org"}, "already an account"),
    ({"email": "ANE@Example.org"}, "already an account"),
    ({"email": "bo@example.org\r\nBcc: eva@example.org"}, "not a mail address"),
    ({"email": "Bo <bo@example.org>"}, "not a mail address"),
    ({"email": "bo@example.org,eva@example.org"}, "not a mail address"),
    ({"name": " "}, "name of the person"),
    ({"name": "Bo\nPrøve"}, "name of the person"),
    ({"roles": ["librarian"]}, "librarian is not a role"),
    ({"roles": []}, "at least one role"),
    ({"roles": ["partner"]}, "names the partner"),
]


def test_what_cannot_be_an_account_is_refused_and_said(session):
    account(session)
    for changes, says in REFUSED:
        asked = {"email": "bo@example.org", "name": "Bo Prøve", "roles": ["planner"]} | changes
        with pytest.raises(Refusal, match=says):
            add_account(session, **asked, password=hashed(), now=NOW)


def test_a_partners_account_cannot_become_staff(session):
    partner = add_partner(session, slug="aeldre-sagen", name="Ældre Sagen")
    theirs = account(session, "partner", partner_id=partner.id)
    with pytest.raises(Refusal, match="no other"):
        choose_roles(session, theirs, ["planner"], NOW)


def test_a_new_account_leaves_a_line_in_the_trail(session):
    made = account(session)
    line = session.scalars(select(AuditEntry)).one()
    assert (line.at, line.act, line.about) == (NOW, "account added", f"account:{made.id}")
