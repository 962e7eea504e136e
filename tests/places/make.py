"""Builders of the municipality and its places."""

from sqlalchemy.orm import Session

from planner.places.models import Municipality, Place


def municipality(session: Session) -> Municipality:
    """Næstved, the sender."""
    town = Municipality(
        code="370", name="Næstved", sender_name="Næstved Bibliotek og Borgerservice",
        sender_email="bibliotek@example.org", phone="+45 00 00 00 00", phone_hours="10-14",
        legal_basis="test", dpo_contact="dpo@example.org",
    )
    session.add(town)
    session.flush()
    return town


def place(
    session: Session, town: Municipality, slug: str, at: tuple[float, float] | None, kind: str = "own",
) -> Place:
    """A place called `slug` at `at` (degrees north, east)."""
    north, east = at or (None, None)
    made = Place(
        municipality_id=town.id, slug=slug, kind=kind, name=slug.title(), street="Lindevej 1", postcode="4700",
        town="Næstved", latitude=north, longitude=east,
    )
    session.add(made)
    session.flush()
    return made
