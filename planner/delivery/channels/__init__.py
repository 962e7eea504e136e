"""How mails travel. A channel is one file here, one line in the table below, and its settings."""

from collections.abc import Callable

from planner.config import SettingError, Settings
from planner.delivery.channels.contract import Channel
from planner.delivery.channels.maildir import open_maildir
from planner.delivery.channels.smtp import open_smtp

channels: dict[str, Callable[[Settings], Channel]] = {
    "maildir": open_maildir,
    "smtp": open_smtp,
}


def open_channel(settings: Settings) -> Channel:
    """Return the channel that MAIL_URL names; raises SettingError with one line that says what is wrong with it."""
    scheme = settings.mail_url.partition(":")[0]
    if scheme not in channels:
        raise SettingError("MAIL_URL must begin with " + " or ".join(f"{name}:" for name in channels))
    return channels[scheme](settings)
