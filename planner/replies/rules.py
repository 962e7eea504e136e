"""What an answer may say, who is next on the waiting list, and who hears of a change. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from planner.delivery.models import State
from planner.events.models import EventStatus
from planner.national_numbers import refused_numbers
from planner.refusal import N_, Refusal, Refusals
from planner.replies.models import Standing

#: The page offers these; a larger household rings, or posts the number itself up to LARGEST_PARTY.
OFFERED_SEATS = (1, 2, 3)
LARGEST_PARTY = 10
LONGEST_TEXT = 500
#: Links are shown for a day after the event; then the page says only that it is over. Source: reliability.md, S68.
SHOWN_AFTER_EVENT = timedelta(days=1)
#: Somebody who presses yes and no in turn gets the first confirmation at once, and then the last: one posted within
#: FLURRY of another waits for CALM, and those overtaken meanwhile are not sent.
FLURRY, CALM = timedelta(minutes=1), timedelta(seconds=30)

#: An invitation in one of these states has, or may have, reached its reader.
MAY_HAVE_REACHED = frozenset({State.HANDING_OVER, State.UNCERTAIN, State.ACCEPTED, State.DELIVERED})


class AnswersClosedError(Refusal):
    """The event is cancelled, over or under way, or takes no sign-ups: nothing can be answered any more."""


class SeatsTakenError(Refusal):
    """Someone who is coming asked for more seats than are free; what they have stays theirs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a household says: whether it comes, how many they are, and what they need. `seats` is 0 for a no."""

    coming: bool
    seats: int = 0
    needs: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A household on the waiting list: it comes whole or not at all."""

    reply_id: int
    seats: int


def checked(answer: Answer, capacity: int, *, named: bool) -> Answer:
    """Return `answer` as it may be kept; raises Refusals with every sentence that has to be mended.

    `named` False is a theme that takes a number only: needs and note are dropped unread.
    """
    if not named:
        answer = replace(answer, needs="", note="")
    if not answer.coming:
        answer = replace(answer, seats=0)
    found = [_seats_refused(answer.seats, capacity)] if answer.coming else []
    found += [_text_refused(answer.needs, "needs"), _text_refused(answer.note, "note")]
    if refusals := [refusal for refusal in found if refusal]:
        raise Refusals(refusals)
    return answer


def _seats_refused(seats: int, capacity: int) -> Refusal | None:
    if seats < 1:
        return Refusal(N_("Choose how many you are: at least one."), field="seats")
    if seats > LARGEST_PARTY:
        return Refusal(
            N_("You can sign up to %(largest)s people here. Are you more? Please call us."),
            field="seats", largest=LARGEST_PARTY)
    if seats > capacity:
        return Refusal(N_("There is only room for %(capacity)s people in all."), field="seats", capacity=capacity)
    return None


def _text_refused(text: str, field: str) -> Refusal | None:
    if len(text) > LONGEST_TEXT:
        return Refusal(
            N_("Please write a little less: at most %(longest)s characters."), field=field, longest=LONGEST_TEXT)
    return next(iter(refused_numbers(**{field: text})), None)


def check_open(status: str, starts_at: datetime, now: datetime) -> None:
    """Raise AnswersClosedError unless the event is on and has not begun."""
    if status == EventStatus.CANCELLED:
        raise AnswersClosedError(N_("The event is cancelled, so there is nothing to answer any more."))
    if status != EventStatus.PUBLISHED:
        raise AnswersClosedError(N_("The event is not open for answers yet."))
    if now >= starts_at:
        raise AnswersClosedError(N_("The event has begun, so you can no longer answer here. Please call us."))


def is_over(starts_at: datetime, minutes: int, now: datetime) -> bool:
    """Return whether the event ended more than a day ago: its links then show nothing any more."""
    return now > starts_at + timedelta(minutes=minutes) + SHOWN_AFTER_EVENT


def offer_seats(free: int, waiting: Sequence[Party]) -> list[Party]:
    """Return the parties that fit in `free` seats, first come first served.

    `waiting` is oldest first; the result keeps that order. A party too large for what is left is passed over, never
    split.
    """
    offered = []
    for party in waiting:
        if party.seats <= free:
            offered.append(party)
            free -= party.seats
    return offered


@dataclass(frozen=True, slots=True)
class Known:
    """What decides whether someone hears of a change. None: not answered, or no invitation letter.

    `read_new` is someone whose invitation was handed over after the move: it said the new time already.
    """

    standing: str | None
    invitation: str | None
    objected: bool
    read_new: bool = False


def concerns(known: Known) -> bool:
    """Return whether a move or cancellation concerns someone. Source: surfaces.md, "Who hears of a change".

    A letter still queued says no: it is written at hand-over, with the new time, or is stopped.
    """
    if known.read_new:
        return False
    if known.standing == Standing.COMING:
        return True
    if known.standing == Standing.DECLINED or known.objected:
        return False
    return known.standing == Standing.WAITING or known.invitation in MAY_HAVE_REACHED
