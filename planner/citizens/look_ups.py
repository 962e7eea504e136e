"""How often one account may look for people: often enough for a busy desk, too seldom to leaf through a town."""

from limits import RateLimitItemPerMinute

from planner.refusal import N_, Refusal
from planner.staff.tries import limiter

_PER_ACCOUNT = RateLimitItemPerMinute(40, 10, namespace="people looked for")


class TooManyLookUpsError(Refusal):
    """Wait a while."""


def count_look_up(account_id: int) -> None:
    """Count a search by the account, whatever comes of it; raises TooManyLookUpsError when it was one too many."""
    if not limiter.limiter.hit(_PER_ACCOUNT, str(account_id)):
        raise TooManyLookUpsError(
            N_("You have looked for very many people in a short time. Wait ten minutes."), field="code")
