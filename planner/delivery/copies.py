"""The copies of mails that lie in the outbox on this machine, for those who have to remove them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from glob import escape
from pathlib import Path

from planner.config import Settings
from planner.delivery.channels.maildir import file_name, maildir_folder
from planner.delivery.forgetting import Sent


def remove_copies(settings: Settings, mails: Sequence[Sent]) -> int:
    """Remove the copies of `mails`, half-written and moved ones too, and return how many there were.

    Where mail travels by a server of its own nothing is kept here.
    """
    if not settings.mail_url.startswith("maildir:"):
        return 0
    folder, removed = maildir_folder(settings), 0
    for mail in mails:
        name = file_name(mail.public_id, mail.created_at)
        paths = [folder / "new" / name, *(folder / "cur").glob(f"{escape(name)}*"),
                 *(folder / "tmp").glob(f"{escape(name)}*")]
        for path in paths:
            with suppress(FileNotFoundError):
                path.unlink()
                removed += 1
    return removed


def copies_before(settings: Settings, before: datetime) -> list[Path]:
    """Return the copies of mails written before a moment; a file that is not ours is left alone."""
    if not settings.mail_url.startswith("maildir:"):
        return []
    folder = maildir_folder(settings)
    return [path for name in ("new", "cur") for path in (folder / name).glob("*.planner*")
            if _written_at(path) < before.timestamp()]


def remove_copies_before(settings: Settings, before: datetime) -> int:
    """Remove them, and return how many."""
    found = copies_before(settings, before)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _written_at(path: Path) -> float:
    """Return when the mail was posted, as its name says; never, for a name of another make."""
    seconds = path.name.partition(".")[0]
    return float(seconds) if seconds.isascii() and seconds.isdigit() else float("inf")
