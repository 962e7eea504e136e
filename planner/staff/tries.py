"""How often a wrong password may be tried: few times for one account from one address, so that nobody is locked out."""

from datetime import timedelta

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItemPerMinute

from planner.refusal import N_, Refusal

WINDOW = timedelta(minutes=15)
_PER_ACCOUNT = RateLimitItemPerMinute(10, 15, namespace="account and address")
_PER_ADDRESS = RateLimitItemPerMinute(100, 15, namespace="address")

#: In memory, so the limit is one per process: with several web processes an attacker gets as many tries more.
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")


class TooManyTriesError(Refusal):
    """Wait a while; the account itself stays open to its owner elsewhere."""


def init_tries(app: Flask) -> None:
    """Put the limits on the application, with nothing tried yet."""
    limiter.init_app(app)


def count_try(email: str) -> None:
    """Count a try for `email` from this address; before the comparison, so that tries made at once count too."""
    if not limiter.limiter.test(_PER_ADDRESS, _here()) or not limiter.limiter.hit(_PER_ACCOUNT, _who(email), _here()):
        raise TooManyTriesError(N_("That was too many tries. Wait a quarter of an hour and try again."),
                                field="password")


def note_wrong() -> None:
    """Count a wrong try against this address, whichever account it was for."""
    limiter.limiter.hit(_PER_ADDRESS, _here())


def forget_tries(email: str) -> None:
    """Let the tries for `email` from this address begin again: the password was right."""
    limiter.limiter.clear(_PER_ACCOUNT, _who(email), _here())


def _here() -> str:
    return request.remote_addr or ""


def _who(email: str) -> str:
    return email.strip().lower()[:254]
