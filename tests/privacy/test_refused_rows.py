"""Whose a row is that a register file brought and that was not taken: by the id in it, and by no other cell."""

import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.privacy.access import held_on
from planner.privacy.holdings import Asked
from planner.privacy.staged import clear_staged
from planner.register.importing import import_register
from planner.register.models import RegisterRejection
from planner.register.named import ids_in
from planner.web import keys
from tests.register.make import NOW

HEAD = "given_name,person_id,street,birth_date,moved_from_abroad"
ROWS = {
    "another": "Sonja,SYN-9,Skjulvej 9,1960-99-20,1",
    "blanks": "Quintilia, SYN-2 ,Vej 2,1960-99-20,0",
    "letters": "Carl,bør-3,Vej 3,1960-99-20,0",
    "a comma too many": "Dora,SYN-4,Vej 4,st. th.,1960-05-20,0",
    "a comma before": "Ane,Eva,SYN-5,Vej 5,1960-05-20,0",
    "torn": 'Finn,SYN-6,"Vej 6,1960-05-20,0',
}


@pytest.fixture
def refused(app, session: Session) -> Session:
    """A file of which every row was refused. Committed."""
    import_register(session, io.BytesIO("\n".join([HEAD, *ROWS.values(), ""]).encode()), keys(), NOW)
    return session


def left(session: Session) -> list[str]:
    """Which of the rows lie there."""
    return [list(ROWS)[line - 2] for line in session.scalars(
        select(RegisterRejection.line).order_by(RegisterRejection.line))]


@pytest.mark.parametrize(("person_id", "theirs"), [
    ("SYN-9", "another"), ("SYN-2", "blanks"), ("bør-3", "letters"), ("SYN-4", "a comma too many"),
    ("SYN-5", "a comma before"), ("SYN-6", "torn"), ("1", None), ("Vej 3", None)])
def test_a_refused_row_is_shown_to_and_goes_with_the_one_whose_id_it_has(refused, person_id, theirs):
    assert left(refused) == list(ROWS)
    who = Asked(keys().subject(person_id), person_id)
    shown = next(rows for holding, rows in held_on(refused, who) if holding.table.name == "register_rejection")
    assert len(shown) == clear_staged(refused, who.subject) == (1 if theirs else 0)
    assert left(refused) == [row for row in ROWS if row != theirs]


def test_a_row_without_an_id_is_nobodys():
    assert ids_in(["", "x"], ["person_id", "given_name"]) == ids_in([], ["person_id", "given_name"]) == []
