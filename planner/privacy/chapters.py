"""A record as chapters of facts and tables, and the same as Markdown and as JSON. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """Rows under heads; the first cell of a row names it."""

    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]


@dataclass(frozen=True)
class Chapter:
    """One heading of the record with its facts as pairs, the name of which may be empty, and perhaps a table.

    `letter` is what it answers to in GDPR art. 30(1); empty where it answers to nothing there.
    """

    title: str
    facts: Facts
    letter: str = ""
    table: Table | None = None


def as_json(chapters: Sequence[Chapter]) -> list[dict[str, object]]:
    """Return the chapters as values a program can read."""
    return [{"title": one.title, "article_30_1": one.letter, "facts": [list(fact) for fact in one.facts],
             "table": _as_objects(one.table) if one.table else []} for one in chapters]


def _as_objects(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table.heads, row, strict=True)) for row in table.rows]


def as_markdown(title: str, made: str, chapters: Sequence[Chapter]) -> str:
    """Return the record as a document of its own; what people typed is one line and no markup."""
    return "\n".join([f"# {_inert(title)}", "", made, "", *(line for one in chapters for line in _lines(one))])


def _lines(chapter: Chapter) -> Iterator[str]:
    yield f"## {chapter.title}" + (f" (GDPR 30(1)({chapter.letter}))" if chapter.letter else "")
    yield ""
    for name, value in chapter.facts:
        yield f"- **{_inert(name)}:** {_inert(value)}" if name else f"- {_inert(value)}"
    if chapter.table:
        yield ""
        yield _row(chapter.table.heads)
        yield _row(["---"] * len(chapter.table.heads))
        yield from (_row([_inert(cell) for cell in row]) for row in chapter.table.rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _inert(text: str) -> str:
    """Return text that Markdown shows as it stands."""
    line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in line)
