"""The copies of mails that lie in the outbox on this machine, for those who have to remove them."""

from collections.abc import Sequence
from contextlib import suppress
from glob import escape

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
