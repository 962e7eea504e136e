"""Reads a register file: bytes in, numbered rows of cells out, whatever is in it."""

import codecs
import csv
import unicodedata
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from planner.refusal import N_, Refusal
from planner.register.rules import header_columns

BLOCK = 1 << 20  # bytes read and decoded at a time
LONGEST_ROW = 5  # lines, when a quoted cell goes over line breaks


class RegisterFile:
    """An open register file; `columns` is its header, `offset` how many bytes have been read.

    Raises Refusal, when made, for a header that is refused, and at any time for bytes that are not UTF-8.
    """

    def __init__(self, file: BinaryIO, block: int = BLOCK) -> None:
        self.file = file
        self.block = block
        self.offset = 0
        self.lines = enumerate(self._lines(), start=1)
        _, first = next(self.lines, (1, ""))
        if not first.strip() or not first.replace("\t", "").isprintable():
            raise Refusal(N_("The file does not begin with a line of text that names its columns."))
        self.delimiter = ";" if first.count(";") > first.count(",") else ","
        self.columns = header_columns(self._cells(first) or [])

    def rows(self) -> Iterator[tuple[int, list[str] | None]]:
        """Return the rows below the header: the number of the line (the header is 1) and its cells.

        The cells are None when quotation marks do not pair; such a mark spoils its own line only. A quoted cell may
        hold line breaks, so that the row can be named as a whole. Blank lines are passed over.
        """
        waiting: deque[tuple[int, str]] = deque()
        while line := waiting.popleft() if waiting else next(self.lines, None):
            number, text = line
            if text.strip():
                cells = self._cells(text)
                yield number, self._cells_over_lines(text, waiting) if cells is None else cells

    def _cells(self, text: str) -> list[str] | None:
        """Return the cells of a row, None when its quotation marks do not pair."""
        if '"' not in text:
            return text.split(self.delimiter)
        try:
            return next(csv.reader((text,), delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None

    def _cells_over_lines(self, text: str, waiting: deque[tuple[int, str]]) -> list[str] | None:
        """Return the cells of a row whose first line, `text`, leaves a quotation mark open, and take its lines."""
        waiting.extend(islice(self.lines, LONGEST_ROW - len(waiting)))
        for count, (_, more) in enumerate(list(waiting), start=1):
            text += "\n" + more
            cells = self._cells(text)
            if cells is not None and len(cells) == len(self.columns):
                for _ in range(count):
                    waiting.popleft()
                return cells
        return None

    def _lines(self) -> Iterator[str]:
        line = 1
        while raw := self.file.read(self.block) + self.file.readline():
            text = self._decoded(raw, line)
            self.offset += len(raw)
            lines = text.removesuffix("\n").split("\n")
            line += len(lines)
            yield from lines

    def _decoded(self, raw: bytes, line: int) -> str:
        """Return the text of whole lines, the first numbered `line`, composed (NFC): the same name is the same text."""
        mark = len(codecs.BOM_UTF8) if self.offset == 0 and raw.startswith(codecs.BOM_UTF8) else 0
        try:
            text = raw[mark:].decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            at = mark + error.start
            raise Refusal(
                N_("The file is not UTF-8: see byte %(byte)d, in line %(line)d. Save it as “CSV UTF-8”. "
                   "Nothing was imported."),
                byte=self.offset + at, line=line + raw.count(b"\n", 0, at),
            ) from error
        return text if text.isascii() else unicodedata.normalize("NFC", text)
