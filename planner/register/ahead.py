"""Has the rows of a large file sifted in a process of its own, one text ahead of what is staged here meanwhile.

A third of an import is looking through cells. Elsewhere it costs no time on a machine with a second core, and the
process that also answers people keeps its breath. Where no other process can be had the work is done here.

The two take turns: what is asked is always answered before the next is asked, so neither waits for a full pipe.
"""

import gc
import logging
import marshal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import IO, Any

from planner.config import ROOT
from planner.register.columns import ColumnRules, People, Sifted
from planner.register.reader import RegisterFile, even_block

#: Texts read before a helper is called for: a day's file is done by then.
TEXTS_ALONE = 4
LENGTH_BYTES = 8
Text = tuple[int, str]
log = logging.getLogger(__name__)


def sifted_ahead(
    file: RegisterFile, rules: ColumnRules, today: date, alone: int = TEXTS_ALONE,
) -> Iterator[Sifted]:
    """Yield the rows of the file block by block, with a helper after `alone` texts; it ends with the iterator."""
    with Ahead(file.texts, Helper(file.columns, file.delimiter, today), alone) as ahead:
        file.texts = ahead
        for first, text in file.bodies():
            yield ahead.found or rules.sift(file.block_of(first, text))


class Helper:
    """A process that sifts texts for one file. Starts when first asked."""

    def __init__(self, columns: Sequence[str], delimiter: str, today: date) -> None:
        self.told = list(columns), delimiter, today.isoformat()
        self.process: subprocess.Popen[bytes] | None = None
        self.is_lost = False

    def ask(self, text: Text) -> None:
        """Hand a text over; the answer is to be fetched before the next is asked for."""
        try:
            self._send(text)
        except OSError:
            self._lose()

    def answer(self) -> Sifted | None:
        """Return the rows of the text that was asked for; None where it must be read row by row, here."""
        if self.process is None or self.process.stdout is None:
            return None
        try:
            found = _received(self.process.stdout)
        except (OSError, EOFError):
            self._lose()
            return None
        return None if found is None else Sifted(People(*found[0]), found[1])

    def stop(self) -> None:
        """End the process; it keeps nothing that could be lost."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def _send(self, text: Text) -> None:
        if self.is_lost:
            return
        if self.process is None:
            # What it might say of a cell it stumbles over belongs in no log; the same cell is then read here.
            self.process = subprocess.Popen(  # noqa: S603 (a command of ours)
                [sys.executable, "-m", __name__], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL)
            _sent(self.process.stdin, self.told)
        _sent(self.process.stdin, text)

    def _lose(self) -> None:
        log.warning("the process that helps with the register file is gone: going on alone")
        self.is_lost = True
        self.stop()


class Ahead:
    """The texts of a register file, each asked for ahead; `found` is the answer for the one just returned."""

    def __init__(self, texts: Iterator[Text], helper: Helper, alone: int = TEXTS_ALONE) -> None:
        self.texts, self.helper, self.alone = texts, helper, alone
        self.coming: Text | None = None
        self.found: Sifted | None = None

    def __iter__(self) -> "Ahead":
        return self

    def __next__(self) -> Text:
        if self.alone > 0:
            self.alone -= 1
            return next(self.texts)
        text = self.coming or next(self.texts)
        self.found = self.helper.answer() if self.coming else None
        self.coming = next(self.texts, None)
        if self.coming:
            self.helper.ask(self.coming)
        return text

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(self, *_error: object) -> None:
        self.helper.stop()


def _sent(pipe: IO[bytes] | None, value: Any) -> None:
    assert pipe is not None
    content = marshal.dumps(value)
    pipe.write(len(content).to_bytes(LENGTH_BYTES, "big") + content)
    pipe.flush()


def _received(pipe: IO[bytes]) -> Any:
    length = int.from_bytes(_read(pipe, LENGTH_BYTES), "big")
    return marshal.loads(_read(pipe, length))  # noqa: S302 (both ends are ours)


def _read(pipe: IO[bytes], length: int) -> bytes:
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return content


def answer_all(asked: IO[bytes], told: IO[bytes]) -> None:
    """Answer one text after the other; raises EOFError when nobody asks any more."""
    columns, delimiter, today = _received(asked)
    rules = ColumnRules(columns, date.fromisoformat(today))
    while True:
        first, text = _received(asked)
        block = even_block(first, text, delimiter, len(columns))
        found = None if block is None else rules.sift(block)
        _sent(told, found and ((list(found.people.numbers), found.people.columns), list(found.bad)))


if __name__ == "__main__":
    gc.disable()
    with suppress(EOFError):
        answer_all(sys.stdin.buffer, sys.stdout.buffer)
