"""What an import asks of the register."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.citizens.models import Citizen
from planner.register.row import COLUMNS, RegisterRow


def rows_by_person_id(session: Session, person_ids: Collection[str]) -> dict[str, tuple[int, RegisterRow]]:
    """Return id and register row of those who are known, by person id; a few thousand ids at most."""
    columns = [getattr(Citizen, name) for name in COLUMNS]
    found = session.execute(select(Citizen.id, *columns).where(Citizen.person_id.in_(person_ids)))
    return {row[1]: (row[0], RegisterRow._make(row[1:])) for row in found}
