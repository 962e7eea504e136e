"""Letters that waited long in the queue, and whose reader has had another invitation meanwhile.

The cap is counted when a wave chooses its people, so one that leaves within the day keeps it. A campaign that was
paused, or a mail server that was away, can bring two together all the same: then the later choice goes, for it was made
knowing of the earlier one, and what comes too soon after another is left out.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.delivery.models import Delivery, Kind, State
from planner.delivery.registry import Posting
from planner.segments.cap import has_had_enough
from planner.segments.outcome import House, house_of

#: One that left sooner than this after it was chosen counts from when it was chosen, as the cap counted it.
LATE = timedelta(days=1)


class Sent(NamedTuple):
    """An invitation that has left or still may."""

    id: int
    whom: str
    created_at: datetime
    handed_over_at: datetime | None

    @property
    def reached_at(self) -> datetime:
        """When it came, or is taken to come."""
        at = self.handed_over_at
        return at if at is not None and at - self.created_at >= LATE else self.created_at


def crowded_out(session: Session, postings: Sequence[Posting], now: datetime) -> set[int]:
    """Return the ids of those invitations that would come too soon after, or together with, another."""
    columns = (Delivery.id, Delivery.whom, Delivery.created_at, Delivery.handed_over_at)
    asked = select(*columns).where(
        Delivery.whom.in_({posting.whom for posting in postings}), Delivery.kind == Kind.INVITATION,
        Delivery.state.not_in((State.SKIPPED, State.FAILED)))
    theirs: defaultdict[str, list[Sent]] = defaultdict(list)
    for row in session.execute(asked):
        theirs[row.whom].append(Sent(*row))
    house = house_of(session)
    return {posting.id for posting in postings if is_crowded_out(posting.id, theirs[posting.whom], house, now)}


def is_crowded_out(this_id: int, theirs: Sequence[Sent], house: House, now: datetime) -> bool:
    """Return whether the invitation `this_id` must stay, given all those of its reader; one that has left may not."""
    this = next((one for one in theirs if one.id == this_id), None)
    if this is None or this.handed_over_at is not None:
        return False
    others = [one.reached_at for one in theirs if one.id != this_id
              and (one.handed_over_at is not None or one.created_at > this.created_at)]
    return has_had_enough(others, house, now)
