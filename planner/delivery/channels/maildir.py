"""Mail into a local folder: no service to install, and staff can read it in the browser."""

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path

from planner.config import SettingError, Settings
from planner.delivery.channels.contract import ChannelDownError, Counter, Letter
from planner.delivery.ledger import Outcome
from planner.delivery.rules import Phase, Verdict

BATCH = 32
OLDEST_TMP_S = 36 * 3600  # the Maildir convention: what lies in tmp longer was left by a worker that died


def open_maildir(settings: Settings) -> "Maildir":
    """Return the Maildir of `maildir:FOLDER`; a folder below `instance/` is taken from where the instance is."""
    return Maildir(maildir_folder(settings))


def maildir_folder(settings: Settings) -> Path:
    """Return the folder MAIL_URL names."""
    named = settings.mail_url.removeprefix("maildir:")
    if not named or named.startswith("//"):
        raise SettingError("MAIL_URL must be maildir: and a folder, like maildir:instance/outbox")
    if named.startswith("instance/"):
        return settings.instance / named.removeprefix("instance/")
    return Path(named)


def file_name(public_id: str, created_at: datetime) -> str:
    """Return a letter's name in the Maildir; a retry has the same name and so takes the place of the first copy."""
    return f"{int(created_at.timestamp())}.{public_id}.planner"


def find_mail(folder: Path, name: str) -> bytes | None:
    """Return the mail of that name, new or moved to cur by a mail reader; None if it is not there."""
    for path in (folder / "new" / name, *(folder / "cur").glob(f"{name}*")):
        with suppress(FileNotFoundError):
            return path.read_bytes()
    return None


class Maildir:
    """A folder with tmp, new and cur. The rename from tmp into new is what gives a letter away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, counter: Counter) -> None:
        """Write each letter to disk, ask, and rename what may go; raises ChannelDownError when that cannot be."""
        done: list[Outcome] = []
        try:
            self._make_folders()
            while letters := list(islice(iter(counter.next_letter, None), BATCH)):
                for letter in letters:
                    self._write(letter)
                granted = counter.turn(done, letters)
                done = self._give_away([letter for letter in letters if letter.taken.key in granted])
                for letter in letters:
                    self._tmp(letter).unlink(missing_ok=True)
        except OSError as error:
            raise ChannelDownError(f"The outbox {self._folder} cannot be written to: {error.strerror}") from error
        finally:
            counter.turn(done, [])

    def _make_folders(self) -> None:
        for name in ("tmp", "new", "cur"):
            (self._folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in (self._folder / "tmp").iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < time.time() - OLDEST_TMP_S:
                    path.unlink()

    def _tmp(self, letter: Letter) -> Path:
        """The fence in the name keeps apart two workers that believe they have the same row."""
        return self._folder / "tmp" / f"{_name(letter)}.{letter.taken.posting.fence}"

    def _write(self, letter: Letter) -> None:
        with open(os.open(self._tmp(letter), os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(letter.envelope.message)
            file.flush()
            os.fsync(file.fileno())

    def _give_away(self, letters: Sequence[Letter]) -> list[Outcome]:
        """Rename, and return what became of each: a rename either happened or did not, so nothing here is unknown."""
        outcomes = [Outcome(letter.taken, self._renamed(letter), Phase.DOT) for letter in letters]
        new = os.open(self._folder / "new", os.O_RDONLY)
        try:
            os.fsync(new)
        finally:
            os.close(new)
        return outcomes

    def _renamed(self, letter: Letter) -> Verdict:
        try:
            self._tmp(letter).rename(self._folder / "new" / _name(letter))
        except OSError:
            return Verdict.BROKEN
        return Verdict.ACCEPTED


def _name(letter: Letter) -> str:
    return file_name(letter.taken.posting.public_id, letter.taken.posting.created_at)
