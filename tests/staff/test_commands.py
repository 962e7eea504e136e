"""The `flask staff` commands."""

import re

import pytest

from planner.staff.queries import account_by_email
from tests.staff.make import PASSWORD, account, sign_in


@pytest.fixture
def run(app, session):
    def run(*words, stdin=""):
        session.commit()
        answer = app.test_cli_runner().invoke(args=["staff", *words], input=stdin)
        session.expire_all()
        return answer
    return run


def add(run, *words, stdin=""):
    return run("add", "bo@example.org", "--name", "Bo Prøve", *words, stdin=stdin)


def test_a_random_password_is_printed_once_and_works(run, client):
    answer = add(run, "--role", "planner", "--role", "approver")
    assert answer.exit_code == 0
    printed = re.fullmatch(r"bo@example\.org may sign in with the password (\S+)\n", answer.output)
    assert sign_in(client, email="bo@example.org", password=printed[1]).status_code == 302


def test_a_password_from_standard_input_is_not_printed(run, client):
    answer = add(run, "--role", "desk", "--password-stdin", stdin=PASSWORD + "\n")
    assert answer.output == "bo@example.org may sign in.\n"
    assert sign_in(client, email="bo@example.org").status_code == 302


REFUSED = [
    (["--role", "librarian"], "", "librarian is not a role"),
    ([], "", "at least one role"),
    (["--role", "desk", "--place", "nowhere"], "", "nowhere"),
    (["--role", "partner", "--partner", "nobody"], "", "There is no partner nobody."),
    (["--role", "partner"], "", "names the partner"),
    (["--role", "desk", "--password-stdin"], "Password123!\n", "easy to guess"),
    (["--role", "desk", "--password-stdin"], "", "at least 12 characters"),
]


def test_what_is_wrong_is_one_line_and_nothing_is_made(run):
    for words, stdin, says in REFUSED:
        answer = add(run, *words, stdin=stdin)
        assert answer.exit_code == 2
        assert says in answer.stderr
        assert answer.stderr.count("\n") == 1
    assert "no account" in run("close", "bo@example.org").stderr


def test_the_same_address_twice_is_refused(run):
    add(run, "--role", "planner")
    again = add(run, "--role", "planner")
    assert (again.exit_code, again.stderr) == (2, "There is already an account for bo@example.org.\n")


def test_who_forgot_gets_a_new_password(run, session, client):
    account(session)
    new = "kanel regnvejr violin lampe"
    assert run("password", "ane@example.org", "--password-stdin", stdin=new).exit_code == 0
    assert sign_in(client).status_code == 422
    assert sign_in(client, password=new).status_code == 302


def test_roles_are_changed_as_a_whole(run, session):
    account(session, "planner")
    assert run("roles", "ane@example.org", "--role", "approver", "--role", "desk").exit_code == 0
    assert {role.name for role in account_by_email(session, "ane@example.org").roles} == {"approver", "desk"}


def test_a_closed_account_stays_in_the_books(run, session, client):
    account(session)
    assert run("close", "ane@example.org").exit_code == 0
    assert sign_in(client).status_code == 422
    assert account_by_email(session, "ane@example.org").active is False
