"""When somebody who was invited lately may be invited again. Pure."""

from collections.abc import Sequence
from datetime import datetime

from planner.segments.outcome import House


def free_again(invited: Sequence[datetime], house: House) -> datetime:
    """Return the moment from which someone invited at these times, at least one, may be invited again."""
    latest_first = sorted(invited, reverse=True)
    after_gap = latest_first[0] + house.cap_gap
    if len(latest_first) < house.cap_invitations:
        return after_gap
    return max(after_gap, latest_first[house.cap_invitations - 1] + house.cap_window)


def has_had_enough(invited: Sequence[datetime], house: House, now: datetime) -> bool:
    """Return whether someone invited at these times may not be invited now."""
    return bool(invited) and free_again(invited, house) > now
