"""Local wall time with a zone, and UTC: the only place where one becomes the other."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.refusal import N_, Refusal


class NonexistentTimeError(Refusal):
    """The clock jumps over this time in spring."""


def exists(local: datetime, zone: str) -> bool:
    """Return whether the naive wall time `local` is shown by a clock in `zone` at some instant."""
    back = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return back.replace(tzinfo=None, fold=0) == local.replace(fold=0)


def to_utc(local: datetime, zone: str) -> datetime:
    """Return the instant of the naive wall time `local` in `zone`; in the autumn hour the first of the two.

    Raises NonexistentTimeError in the spring gap. Source: RFC 5545, 3.3.5.
    """
    if not exists(local, zone):
        raise NonexistentTimeError(
            N_("%(time)s does not exist on %(date)s: the clocks go forward. Choose another time."),
            field="time", time=local.strftime("%H.%M"), date=local.date(),
        )
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def to_local(instant: datetime, zone: str) -> datetime:
    """Return the naive wall time a clock in `zone` shows at the aware `instant`."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def parse_local(text: str) -> datetime:
    """Return the naive wall time written as 2027-02-10T17:00; raises Refusal for anything else."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refusal(N_("%(text)s is not a date and time. Write it like 2027-02-10T17:00."), text=text) from error
    if local.tzinfo is not None:
        raise Refusal(
            N_("%(text)s carries a zone. Write the wall time of the place, like 2027-02-10T17:00."), text=text)
    return local.replace(second=0, microsecond=0)


def end_of(local: datetime, minutes: int, zone: str) -> datetime:
    """Return the naive wall time `minutes` of elapsed time after `local` in `zone` (RFC 5545, 3.3.6)."""
    return to_local(to_utc(local, zone) + timedelta(minutes=minutes), zone)
