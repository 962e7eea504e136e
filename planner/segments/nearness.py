"""How near people live to a place, as SQL that orders alike on both databases: no trigonometry in a row."""

import math
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Mapped, Session

from planner.places.models import Municipality, Place, Postcode
from planner.places.queries import find_place, point_of, postcodes_within
from planner.places.rules import Point
from planner.segments.leaves import LivesNear, NearestPlace

Degrees = Mapped[float] | Mapped[float | None]
Nearness = ColumnElement[float] | ColumnElement[float | None]


def middle_of(session: Session, slug: str) -> Point | None:
    """Return where a place lies, or the middle of its postcode; None if neither is known. Refuses an unknown place."""
    place = find_place(session, slug)
    if here := point_of(place):
        return here
    code = session.get(Postcode, (place.postcode, place.municipality.country))
    return Point(code.latitude, code.longitude) if code else None


def postcodes_near(session: Session, asked: LivesNear | NearestPlace) -> Sequence[str]:
    """Return the postcodes that `asked` means: an index answers to a list.

    Refuses a distance to an unknown place or to one that has no coordinates. A nearest place we do not have is that of
    no postcode.
    """
    if isinstance(asked, LivesNear):
        return postcodes_within(session, find_place(session, asked.place), asked.km)
    codes = (
        select(Postcode.code).join(Place, Place.id == Postcode.nearest_place_id)
        .join(Municipality, Municipality.id == Place.municipality_id)
        .where(Place.slug.in_(asked.places), Postcode.country == Municipality.country).order_by(Postcode.code)
    )
    return session.scalars(codes).all()


def squared_distance(middle: Point, latitude: Degrees, longitude: Degrees) -> Nearness:
    """Return what grows with the distance from `middle`: squared degrees of latitude, NULL where nothing is known.

    A degree of longitude is shorter by the cosine of the latitude. Inside a country that orders as the globe does.
    """
    north = latitude - middle.latitude
    east = (longitude - middle.longitude) * math.cos(math.radians(middle.latitude))
    return north * north + east * east
