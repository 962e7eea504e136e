"""Reads a register file: bytes in, numbered rows of cells out, whatever is in it."""

import codecs
import csv
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import BinaryIO, NamedTuple

from planner.refusal import N_, Refusal
from planner.register.rules import header_columns

BLOCK = 1 << 20  # bytes read and decoded at a time
LONGEST_LINE = 1 << 20  # bytes; a real one is under two thousand
MOST_COLUMNS = 100
LONGEST_ROW = 5  # lines, when a quoted cell goes over line breaks

Row = tuple[int, list[str] | None]
"""The number of the line (the header is 1) and its cells; None when its quotation marks do not pair."""


class Block(NamedTuple):
    """Some rows, turned: for each of the file's columns its cells, and where each row stands in the file.

    `odd` are the rows that have more or fewer cells than there are columns, or whose quotation marks do not pair.
    """

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    odd: list[Row]


class RegisterFile:
    """An open register file; `columns` is its header, `offset` how many bytes have been read, `digest` their SHA-256.

    Raises Refusal, when made, for a header that is refused, and at any time for bytes that are not UTF-8.
    """

    def __init__(self, file: BinaryIO, block: int = BLOCK) -> None:
        self.file = file
        self.block = block
        self.offset = 0
        self.digest = sha256()
        #: The text of rows whose quotation marks do not pair, by line, for whoever wants to show them.
        self.torn: dict[int, str] = {}
        self.texts = self._texts()
        begun = next(self.texts, (1, ""))
        first, _, self.rest = begun[1].partition("\n")
        self.delimiter = ";" if first.count(";") > first.count(",") else ","
        is_text = first.strip() and first.replace("\t", "").isprintable()
        if not is_text or first.count(self.delimiter) >= MOST_COLUMNS:
            raise Refusal(N_("The file does not begin with a line of text that names its columns."))
        self.header = self._cells(first) or []
        self.columns = header_columns(self.header)

    def named(self, column: str) -> str:
        """Return what the file itself calls `column`, with its capital letters; "" for "", which is none."""
        return self.header[self.columns.index(column)].strip() if column else ""

    def rows(self) -> Iterator[Row]:
        """Return the rows below the header, one by one.

        A quotation mark that is not closed spoils its own line only. A quoted cell may hold line breaks, so that the
        row can be named as a whole. Blank lines are passed over.
        """
        for first, text in self.bodies():
            yield from self._rows_of(deque(enumerate(text.split("\n"), start=first)))

    def bodies(self) -> Iterator[tuple[int, str]]:
        """Return what stands below the header, in texts of whole lines, with the number of the first."""
        if self.rest:
            rest, self.rest = self.rest, ""
            yield 2, rest
        yield from self.texts

    def blocks(self) -> Iterator[Block]:
        """Return the same rows in blocks, read as fast as what is in each allows."""
        for first, text in self.bodies():
            yield self.block_of(first, text)

    def block_of(self, first: int, text: str) -> Block:
        """Return the rows of whole lines, of which `first` is the number of the first one."""
        return even_block(first, text, self.delimiter, len(self.columns)) or self._turned(
            list(self._rows_of(deque(enumerate(text.split("\n"), start=first)))))

    def _turned(self, rows: list[Row]) -> Block:
        wide = len(self.columns)
        even = [(line, cells) for line, cells in rows if cells is not None and len(cells) == wide]
        odd = [(line, cells) for line, cells in rows if cells is None or len(cells) != wide]
        columns = [list(column) for column in zip(*(cells for _, cells in even), strict=True)]
        return Block([line for line, _ in even], columns or [[] for _ in range(wide)], odd)

    def _rows_of(self, waiting: deque[tuple[int, str]]) -> Iterator[Row]:
        while waiting:
            number, text = waiting.popleft()
            if text.strip():
                cells = self._cells(text)
                cells = self._cells_over_lines(text, waiting) if cells is None else cells
                if cells is None:
                    self.torn[number] = text
                yield number, cells

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
        if len(waiting) < LONGEST_ROW and (more := next(self.texts, None)) is not None:
            waiting.extend(enumerate(more[1].split("\n"), start=more[0]))
        for count, (_, more_text) in enumerate(list(islice(waiting, LONGEST_ROW)), start=1):
            text += "\n" + more_text
            cells = self._cells(text)
            if cells is not None and len(cells) == len(self.columns):
                for _ in range(count):
                    waiting.popleft()
                return cells
        return None

    def _texts(self) -> Iterator[tuple[int, str]]:
        line = 1
        while raw := self.file.read(self.block):
            rest_of_line = self.file.readline(LONGEST_LINE)
            raw += rest_of_line
            if len(rest_of_line) >= LONGEST_LINE:
                raise Refusal(N_("The file is refused: its line %(line)s is too long for a row."),
                              line=line + raw.count(b"\n"))
            text = self._decoded(raw, line)
            self.offset += len(raw)
            self.digest.update(raw)
            yield line, text.removesuffix("\n")
            line += raw.count(b"\n")

    def _decoded(self, raw: bytes, line: int) -> str:
        """Return the text of whole lines, the first numbered `line`, composed (NFC): the same name is the same text."""
        if self.offset == 0 and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise Refusal(N_("The file is saved as UTF-16, which Excel calls “Unicode text”. Open it in Excel, choose "
                             "“Save as” and the type “CSV UTF-8”, and take that file. Nothing was imported."))
        mark = len(codecs.BOM_UTF8) if self.offset == 0 and raw.startswith(codecs.BOM_UTF8) else 0
        try:
            text = raw[mark:].decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            at = mark + error.start
            raise Refusal(
                N_("The file is not UTF-8: a letter in line %(line)s cannot be read. Open it in Excel, choose "
                   "“Save as” and the type “CSV UTF-8”, and take that file. Nothing was imported."),
                line=line + raw.count(b"\n", 0, at)) from error
        return text if text.isascii() else unicodedata.normalize("NFC", text)


def even_block(first: int, text: str, delimiter: str, width: int) -> Block | None:
    """Return the block of lines, numbered from `first`, of which each is a row with all its cells; None for others."""
    lines = text.split("\n")
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    if len(rows) != len(lines) or set(map(len, rows)) != {width}:
        return None
    return Block(range(first, first + len(lines)), list(zip(*rows, strict=True)), [])
