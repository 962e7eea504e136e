"""What answers mean and when a letter is tried again: pure, so by property where there is one."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.delivery.models import Kind, State
from planner.delivery.rules import (
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    Phase,
    Tried,
    Verdict,
    is_bad_address,
    pause,
    refuses_the_sender,
    settle,
    told,
    verdict,
)
from tests.delivery.make import HOLD, NOW

kinds, verdicts = st.sampled_from(Kind), st.sampled_from(Verdict)


@pytest.mark.parametrize(
    ("code", "means"),
    [
        (250, Verdict.ACCEPTED),
        (421, Verdict.LATER),
        (451, Verdict.LATER),
        (550, Verdict.REFUSED),
        (554, Verdict.REFUSED),
        (354, Verdict.UNKNOWN),
        (0, Verdict.UNKNOWN),
        (999, Verdict.UNKNOWN),
    ],
)
def test_what_a_code_means(code: int, means: Verdict) -> None:
    assert verdict(code) is means


@given(kind=kinds, outcomes=st.lists(verdicts, min_size=1, max_size=200))
def test_nobody_ever_gets_a_third_copy(kind: Kind, outcomes: list[Verdict]) -> None:
    tried_again, copies = False, 0
    for attempt, outcome in enumerate(outcomes, start=1):
        copies += outcome in (Verdict.ACCEPTED, Verdict.UNKNOWN)
        becomes = settle(Tried("a", kind, attempt, tried_again), outcome, NOW, HOLD)
        held = becomes.state is State.UNCERTAIN and not becomes.tried_again
        if becomes.state is not State.QUEUED and not held:
            break
        tried_again = becomes.tried_again or held
    assert copies <= 2


@given(kind=kinds, outcome=verdicts, attempts=st.integers(1, 100), again=st.booleans())
def test_every_unknown_stays_visible_or_is_tried_once_more(
    kind: Kind, outcome: Verdict, attempts: int, again: bool
) -> None:
    becomes = settle(Tried("a", kind, attempts, again), outcome, NOW, HOLD)
    if outcome is Verdict.UNKNOWN:
        assert becomes.state is State.UNCERTAIN or (becomes.state is State.QUEUED and becomes.tried_again)
    assert becomes.state in (State.ACCEPTED, State.FAILED, State.QUEUED, State.UNCERTAIN, State.SKIPPED)


@given(public_id=st.text(max_size=22), attempts=st.integers(1, 1000))
def test_a_pause_is_the_same_for_the_same_row_and_never_longer_than_an_hour(public_id: str, attempts: int) -> None:
    longest = min(timedelta(minutes=1) * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
    assert longest * 0.75 <= pause(public_id, attempts) <= longest
    assert pause(public_id, attempts) == pause(public_id, attempts)


def test_rows_refused_together_do_not_come_back_together() -> None:
    assert len({pause(f"row-{number}", 3) for number in range(100)}) > 90


def test_a_line_that_breaks_costs_nothing_the_first_time() -> None:
    assert settle(Tried("a", Kind.INVITATION, 1, False), Verdict.BROKEN, NOW, HOLD).due_at == NOW
    second = settle(Tried("a", Kind.INVITATION, 2, False), Verdict.BROKEN, NOW, HOLD)
    assert second.due_at is not None
    assert second.due_at > NOW


def test_a_server_that_always_says_later_is_given_up_in_the_end() -> None:
    assert settle(Tried("a", Kind.INVITATION, MOST_ATTEMPTS, False), Verdict.LATER, NOW, HOLD).state is State.FAILED


@pytest.mark.parametrize(
    ("phase", "reply", "bad"),
    [
        (Phase.RCPT, "550 5.1.1 no such user", True),
        (Phase.RCPT, "550-5.1.10 none\r\n550 5.1.10 none", True),
        (Phase.DOT, "550 5.2.1 mailbox disabled", True),
        (Phase.RCPT, "552 5.2.2 mailbox full", False),
        (Phase.RCPT, "550 5.7.1 policy", False),
        (Phase.RCPT, "550 5.1.15 what", False),
        (Phase.RCPT, "550 no", False),
        (Phase.DOT, "554 5.1.1.1 odd", False),
        (Phase.MAIL, "550 5.1.1 you", False),
    ],
)
def test_which_refusals_speak_of_the_address(phase: Phase, reply: str, bad: bool) -> None:
    assert is_bad_address(phase, reply) is bad


@pytest.mark.parametrize(
    ("phase", "code", "us"),
    [
        (Phase.MAIL, 550, True),
        (Phase.MAIL, 451, False),
        (Phase.RCPT, 530, True),
        (Phase.RCPT, 550, False),
        (Phase.DOT, 554, False),
    ],
)
def test_which_refusals_speak_of_us(phase: Phase, code: int, us: bool) -> None:
    assert refuses_the_sender(phase, code) is us


def test_what_the_other_side_said_is_kept_without_any_address() -> None:
    assert told("550 <ane@example.org>: no\r\n" + "x" * 500).startswith("550 [address] no  xxx")
    assert len(told("x" * 500)) == 200
