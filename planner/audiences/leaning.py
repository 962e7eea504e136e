"""Saved audiences that ask for a legal age: whoever takes its last row out of the table has to hear of them."""

from sqlalchemy.orm import Session

from planner.audiences.queries import saved_audiences
from planner.segments.criteria import parse_criteria
from planner.segments.legal_ages import asks_for


def audiences_leaning(session: Session, country: str, milestone: str) -> list[str]:
    """Return the names of saved audiences in use that ask for a legal age."""
    return [saved.name for saved in saved_audiences(session)
            if asks_for(parse_criteria(saved.criteria), country, milestone)]
