"""The migration that keeps erased people out: whom a file had brought back goes, and nobody else."""

from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from planner.citizens.models import Citizen, Contact
from planner.db import db
from planner.delivery.actions import stop
from planner.register.models import RegisterImport
from tests.register.make import BO, EVA, KEYS, NOW, citizen, file, take_in


def test_whom_a_file_has_brought_back_after_their_erasure_goes_once_more(session):
    take_in(session, file(BO, EVA))
    for person_id in ("P-1", "P-2"):
        session.add(Contact(citizen_id=citizen(session, person_id).id, kind="invitation", theme="wedding", at=NOW))
    stop(session, reason="erased", source="erasure", now=NOW, whom=KEYS.subject("P-2"))
    stop(session, reason="objected", source="desk", now=NOW, whom=KEYS.subject("P-1"))
    session.commit()
    db.engine.dispose()
    downgrade(revision="0018")
    upgrade()
    assert session.scalars(select(Citizen.person_id)).all() == ["P-1"]
    assert session.scalars(select(Contact.citizen_id)).all() == [citizen(session, "P-1").id]


def test_an_earlier_refusal_is_told_as_it_was(session):
    values = {"missing": 6, "residents": 8}
    session.add(RegisterImport(begun_at=NOW, file_name="a.csv", refusal="%(missing)d of %(residents)d are missing.",
                               status="refused", refusal_values=values))
    session.commit()
    db.engine.dispose()
    downgrade(revision="0018")
    upgrade()
    assert session.scalars(select(RegisterImport.refusal)).one() == "%(missing)s of %(residents)s are missing."
