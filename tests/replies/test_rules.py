"""What may be answered, who is next, and whom a change concerns."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.delivery.models import State
from planner.refusal import Refusals
from planner.replies.models import Standing
from planner.replies.rules import (
    Answer,
    AnswersClosedError,
    Known,
    Party,
    check_open,
    checked,
    concerns,
    is_over,
    offer_seats,
)

STARTS = datetime(2027, 2, 10, 16, 0, tzinfo=UTC)


def refused_field(answer: Answer) -> list[str | None]:
    with pytest.raises(Refusals) as refused:
        checked(answer, 40, named=True)
    return [refusal.field for refusal in refused.value.refusals]


@pytest.mark.parametrize("seats", [1, 2, 3, 10])
def test_a_household_of_up_to_ten_may_come(seats: int) -> None:
    assert checked(Answer(True, seats), 40, named=True).seats == seats


@pytest.mark.parametrize("seats", [0, -1, 11, 10_000])
def test_nobody_and_too_many_are_refused_at_the_seats_field(seats: int) -> None:
    assert refused_field(Answer(True, seats)) == ["seats"]


def test_more_than_the_room_holds_is_refused_with_its_size() -> None:
    with pytest.raises(Refusals, match="room for 3 people"):
        checked(Answer(True, 4), 3, named=True)


@pytest.mark.parametrize("number", [
    "010155-1234", "010155 1234", "0101551234", "01.01.55-1234", "01 01 55 1234", "01015512345", "010155 12345",
    "010155 123 45", "mit nummer er 010155-1234.",
])
def test_what_looks_like_a_national_number_is_refused(number: str) -> None:
    assert refused_field(Answer(True, 1, needs=number)) == ["needs"]


@pytest.mark.parametrize("text", [
    "Ring på 12 34 56 78", "+45 12345678", "+4512345678", "10.02.2027 kl. 17.00", "12345678",
    "Biblioteksvej 123, 4171 Glumsø",
])
def test_phone_numbers_and_dates_may_be_written(text: str) -> None:
    assert checked(Answer(True, 1, needs=text), 40, named=True).needs == text


def test_everything_to_be_mended_is_said_at_once() -> None:
    assert refused_field(Answer(True, 0, needs="x" * 501, note="010155-1234")) == ["seats", "needs", "note"]


def test_a_theme_that_only_counts_heads_keeps_no_texts() -> None:
    assert checked(Answer(True, 2, "tolk", "hej"), 40, named=False) == Answer(True, 2)


def test_a_no_takes_no_seats() -> None:
    assert checked(Answer(False, 3), 40, named=True).seats == 0


@pytest.mark.parametrize("status", ["cancelled", "draft"])
def test_only_an_event_that_is_on_takes_answers(status: str) -> None:
    with pytest.raises(AnswersClosedError):
        check_open(status, STARTS, STARTS - timedelta(days=1))


def test_answers_close_when_the_event_begins() -> None:
    check_open("published", STARTS, STARTS - timedelta(seconds=1))
    with pytest.raises(AnswersClosedError):
        check_open("published", STARTS, STARTS)


def test_a_link_is_over_one_day_after_the_event_has_ended() -> None:
    ended = STARTS + timedelta(minutes=150)
    assert not is_over(STARTS, 150, ended + timedelta(days=1))
    assert is_over(STARTS, 150, ended + timedelta(days=1, seconds=1))


@pytest.mark.parametrize(("free", "offered"), [(0, []), (1, [2]), (2, [1]), (3, [1, 2]), (6, [1, 2, 3])])
def test_seats_go_to_whole_households_first_come_first_served(free: int, offered: list[int]) -> None:
    waiting = [Party(1, 2), Party(2, 1), Party(3, 3)]
    assert [party.reply_id for party in offer_seats(free, waiting)] == offered


@pytest.mark.parametrize("state", [State.QUEUED, State.LEASED, State.FAILED, State.SKIPPED, None])
def test_who_has_not_been_reached_hears_nothing(state: State | None) -> None:
    assert not concerns(Known(None, state, objected=False))


def test_an_objector_with_a_seat_hears_and_one_without_does_not() -> None:
    assert concerns(Known(Standing.COMING, State.ACCEPTED, objected=True))
    assert not concerns(Known(Standing.WAITING, State.ACCEPTED, objected=True))
