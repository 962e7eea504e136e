"""What is asked of the municipality, its places and postcodes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.places.models import Municipality, Place, Postcode
from planner.places.rules import Point, degrees_around, distance_km
from planner.refusal import N_, NotFoundError, Refusal

USUAL_ZONE = "Europe/Copenhagen"


def municipality(session: Session) -> Municipality:
    """Return the municipality of this installation; raises NotFoundError before it is set up."""
    found = session.scalar(select(Municipality).order_by(Municipality.id).limit(1))
    if found is None:
        raise NotFoundError(N_("No municipality is set up yet. “flask demo load” sets up a demo."))
    return found


def find_place(session: Session, slug: str) -> Place:
    """Return the place, ours or a venue, whose short name is `slug`; raises NotFoundError."""
    found = session.scalar(select(Place).where(Place.slug == slug))
    if found is None:
        raise NotFoundError(N_("There is no place called “%(slug)s”."), field="place", slug=slug)
    return found


def own_places(session: Session) -> Sequence[Place]:
    """Return our own places, by name."""
    return session.scalars(select(Place).where(Place.kind == "own").order_by(Place.name)).all()


def own_zone(session: Session) -> str:
    """Return the time zone in which the municipality's day begins: that of its first place."""
    return session.scalar(select(Place.timezone).where(Place.kind == "own").order_by(Place.id).limit(1)) or USUAL_ZONE


def venues(session: Session) -> Sequence[Place]:
    """Return the external venues, by name."""
    return session.scalars(select(Place).where(Place.kind == "venue").order_by(Place.name)).all()


def point_of(place: Place) -> Point | None:
    """Return where a place lies, None when its coordinates are unknown."""
    if place.latitude is None or place.longitude is None:
        return None
    return Point(place.latitude, place.longitude)


def postcodes_within(session: Session, place: Place, km: float) -> list[str]:
    """Return the postcodes of the place's country of which the middle lies within `km` of it, nearest first.

    A box of degrees is looked up and the distance reckoned inside it. Raises Refusal when the place has no coordinates.
    """
    here = point_of(place)
    if here is None:
        raise Refusal(
            N_("The coordinates of %(place)s are unknown, so no distance to it can be told. Choose postcodes instead."),
            place=place.name,
        )
    north, east = degrees_around(here, km)
    rows = session.execute(
        select(Postcode.code, Postcode.latitude, Postcode.longitude).where(
            Postcode.country == place.municipality.country,
            Postcode.latitude.between(here.latitude - north, here.latitude + north),
            Postcode.longitude.between(here.longitude - east, here.longitude + east),
        )
    )
    away = ((distance_km(here, Point(latitude, longitude)), code) for code, latitude, longitude in rows)
    return [code for distance, code in sorted(away) if distance <= km]
