"""How far apart two points are. Pure."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


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
