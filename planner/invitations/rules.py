"""How many to invite, in which waves, and when each leaves. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from planner.refusal import N_, Refusal

#: Of those invited, the share that says yes, and how many a yes brings: measured in a pilot, an estimate elsewhere.
YES_SHARE = 0.13
PARTY = 1.4
#: Invitable people per needed invitation that a proposed audience should hold: the rest is reserve for later waves.
RESERVE = 1.75
#: The first wave is two thirds of what the seats call for, so that a hall is not overrun by one good morning.
FIRST_SHARE = 2 / 3
LAST_DAYS_BEFORE = 5
FRIDAY = 4


class SendTimeError(Refusal):
    """The invitations cannot leave when asked."""


#: How an invitation says that it costs nothing, by language.
SAYS_FREE = {
    "da": re.compile(r"\ber (helt )?gratis\b", re.IGNORECASE),
    "nb": re.compile(r"\ber (helt )?gratis\b", re.IGNORECASE),
    "en": re.compile(r"\b(is|are) free\b(?! to)", re.IGNORECASE),
    "ar": re.compile("مجان"),
    "uk": re.compile("безкоштовн|безоплатн", re.IGNORECASE),
}


def says_free(language: str, text: str) -> bool:
    """Return whether `text` promises that it costs nothing."""
    return language in SAYS_FREE and SAYS_FREE[language].search(text) is not None


@dataclass(frozen=True)
class WavePlan:
    """One wave: its number from 1, the local wall time it leaves, and how many people."""

    number: int
    send_local: datetime
    size: int


def people_needed(seats: int) -> int:
    """Return how many invitations `seats` free seats call for."""
    return ceil(seats / (YES_SHARE * PARTY))


def wave_sizes(invitable: int, capacity: int, policy: str) -> list[int]:
    """Return the sizes of the waves, first to last; all makes one wave of everyone, auto what seats call for.

    Never more people than `invitable`; a last wave that would be under a quarter of the others joins the one before.
    """
    if invitable <= 0:
        return []
    if policy == "all":
        return [invitable]
    needed = people_needed(capacity)
    total, size = min(invitable, ceil(needed * RESERVE)), max(1, ceil(needed * FIRST_SHARE))
    sizes = [size] * (total // size)
    rest = total - sum(sizes)
    if rest and sizes and rest < size / 4:
        sizes[-1] += rest
    elif rest:
        sizes.append(rest)
    return sizes


def lot_now(size: int, seats_left: int, policy: str) -> int:
    """Return how many of a wave of `size` may be invited while `seats_left` seats are free; 0 invites nobody."""
    if seats_left <= 0:
        return 0
    return size if policy == "all" else min(size, people_needed(seats_left))


def wave_times(
    starts: datetime,
    now: datetime,
    count: int,
    *,
    wanted: datetime,
    gap_days: int,
    first: datetime | None,
) -> list[datetime]:
    """Return the local wall times of `count` waves, oldest first.

    The first leaves at `first`, or else at `wanted` (the theme's timing) but not before tomorrow, the others
    `gap_days` apart and never at a weekend; when the event is near, the gap shrinks so that the last leaves five days
    before it.
    Raises SendTimeError when `first` is in the past or not before the event.
    """
    if not count:
        return []
    if first is not None and first < now:
        raise SendTimeError(
            N_("The sending time has passed. Choose a later one, or send when approved."), field="send_at"
        )
    if first is not None and first >= starts:
        raise SendTimeError(N_("The sending time is after the event begins. Choose an earlier one."), field="send_at")
    begin = first or _first_time(starts, now, wanted)
    last_day = starts.date() - timedelta(days=LAST_DAYS_BEFORE)
    room = max(0, (last_day - begin.date()).days)
    gap = min(gap_days, room // (count - 1)) if count > 1 else gap_days
    latest = max(begin, starts - timedelta(days=1))
    later = (_on_working_day(begin + timedelta(days=max(1, gap) * n), starts) for n in range(1, count))
    return [begin, *(min(moment, latest) for moment in later)]


def _first_time(starts: datetime, now: datetime, wanted: datetime) -> datetime:
    tomorrow = datetime.combine(now.date() + timedelta(days=1), wanted.time())
    chosen = _on_working_day(max(wanted, tomorrow), starts)
    return chosen if chosen < starts else now


def _on_working_day(moment: datetime, starts: datetime) -> datetime:
    """Return the same time on the next Monday to Friday, or as it is when that would be after the event."""
    moved = moment
    while moved.weekday() > FRIDAY:
        moved += timedelta(days=1)
    return moved if moved < starts else moment


def plan_waves(sizes: Sequence[int], times: Sequence[datetime]) -> list[WavePlan]:
    """Return the waves of `sizes` at `times`, numbered from 1.

    When the event is so near that a wave would leave less than a day after the one before, it is left out: a wave is
    the answer to the seats the last one left empty.
    """
    waves: list[WavePlan] = []
    for size, moment in zip(sizes, times, strict=True):
        if not waves or moment - waves[-1].send_local >= timedelta(days=1):
            waves.append(WavePlan(len(waves) + 1, moment, size))
    return waves


@dataclass(frozen=True)
class Hands:
    """Who did what to a campaign so far, by account id."""

    worked: frozenset[int]


def may_approve(account_id: int, hands: Hands) -> bool:
    """Return whether the account neither made, edited nor submitted it: nobody approves their own work."""
    return account_id not in hands.worked
