"""The small port by which an action says that there is work; an engine plugs into it."""

from collections.abc import Callable

from sqlalchemy.orm import Session

Engine = Callable[[Session], None]


def _nobody(_session: Session) -> None:
    """Without an engine the committed row waits for the next tick of a worker."""


_engine: Engine = _nobody


def plug_in(engine: Engine) -> None:
    """Let `engine` hear of work; it runs inside the caller's transaction and must not commit."""
    global _engine
    _engine = engine


def there_is_work(session: Session) -> None:
    """Say that rows written in this transaction will be due once it is committed."""
    _engine(session)
