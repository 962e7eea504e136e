"""Fills the postcodes from the file we ship, and keeps for each which own place is nearest."""

import csv
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.places.models import Place, Postcode
from planner.places.queries import own_places, point_of
from planner.places.rules import Point, distance_km

DANISH_POSTCODES = Path(__file__).parent / "data" / "dk_postcodes.csv"


def load_postcodes(session: Session) -> int:
    """Put the Danish postcodes into the table, mend those that differ, and return how many there are.

    Nothing is deleted; a second call changes nothing.
    """
    known = {row.code: row for row in session.scalars(select(Postcode).where(Postcode.country == "DK"))}
    with DANISH_POSTCODES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        postcode = known.get(row["code"])
        if postcode is None:
            postcode = Postcode(code=row["code"], country="DK")
            session.add(postcode)
        postcode.town = row["town"]
        postcode.latitude, postcode.longitude = float(row["latitude"]), float(row["longitude"])
    session.flush()
    refresh_nearest(session)
    return len(rows)


def refresh_nearest(session: Session) -> None:
    """Note for every postcode the nearest own place in its country, None where we have none with coordinates.

    To be called whenever a place is added, moved or closed. Between equally near places the older one stays.
    """
    session.flush()
    ours = sorted(own_places(session), key=lambda place: place.id)
    for postcode in session.scalars(select(Postcode)):
        postcode.nearest_place_id = _nearest(postcode, ours)
    session.flush()


def _nearest(postcode: Postcode, places: list[Place]) -> int | None:
    middle = Point(postcode.latitude, postcode.longitude)
    near = [
        (distance_km(middle, point), place.id)
        for place in places
        if (point := point_of(place)) is not None and place.municipality.country == postcode.country
    ]
    return min(near)[1] if near else None
