"""How far apart two points are. Pure."""

from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
ROUNDING = 1e-9  # degrees; a tenth of a millimetre


@dataclass(frozen=True)
class Point:
    """A point on the map, in degrees north and east (WGS 84)."""

    latitude: float
    longitude: float


def distance_km(a: Point, b: Point) -> float:
    """Return the great-circle distance in km (haversine, which does not fail for equal points)."""
    north, south = radians(a.latitude), radians(b.latitude)
    across = radians(b.longitude - a.longitude)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


def degrees_around(middle: Point, km: float) -> tuple[float, float]:
    """Return how many degrees north or south, and east or west, hold everything within `km` of `middle`.

    A circle reaches furthest east where its meridian touches it, nearer to the pole than its middle; near a pole it
    holds every longitude.
    """
    reach = km / EARTH_RADIUS_KM
    shrunk = cos(radians(middle.latitude))
    east = degrees(asin(sin(reach) / shrunk)) if sin(reach) < shrunk else 180.0
    return degrees(reach) + ROUNDING, east + ROUNDING
