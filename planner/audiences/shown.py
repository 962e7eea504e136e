"""The numbers of an audience as they may be shown: small ones hidden, in all tables together, and the rest in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_decimal
from flask_babel import gettext as _

from planner.segments.audience import AudienceCount
from planner.segments.cells import cell_words, is_hidden
from planner.segments.makeup import BANDS, Makeup, Share
from planner.segments.masking import FEWEST, Cell, Hidden, mask, mask_list
from planner.segments.phrases import language_name
from planner.segments.words import left_out_words

#: What else the municipality's own language is called in the register; a language stands once in a table.
SAME = {"nb": "no", "nn": "no"}
Row = tuple[str, ...]
#: Numbers by names of their own, and the lines of them of which the last is the sum of the others.
Numbers = tuple[dict[str, int], list[list[str]]]
#: The sums above the tables, and which of them add up to which.
SUMS = [["mail", "letter", "people"], ["people", "out", "matching"]]
#: The tables in the order in which they are left out last, and the sum of those that have one column.
KINDS = ("out", "place", "age", "language")
WHOLE = {"out": "out", "age": "people", "language": "people"}


@dataclass(frozen=True)
class Shown:
    """A count as it may be shown: by itself, and above its tables."""

    mail: Cell
    letter: Cell
    invitable: Cell
    left_out: Cell
    matching: Cell
    #: Fewer than five fit or may be invited: then nothing else is told of them.
    few: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the sums may all be shown."""
        return not any(map(is_hidden, (self.mail, self.letter, self.invitable, self.left_out, self.matching)))


@dataclass(frozen=True)
class Tables:
    """The tables below a count; each one's last row is its sum. A table is None that would give the count away."""

    excluded: list[Row] | None
    places: list[Row] | None
    ages: list[Row] | None
    languages: list[Row] | None


def shown(count: AudienceCount) -> Shown:
    """Return a count as it may be shown; no table that stands below it later changes anything in it."""
    if is_few(count):
        return Shown(Hidden.SMALL, Hidden.SMALL, Hidden.SMALL, Hidden.BESIDE, Hidden.BESIDE, few=True)
    cells = mask(_sums(count), SUMS, rather=["matching"])
    return Shown(cells["mail"], cells["letter"], cells["people"], cells["out"], cells["matching"])


def tables(found: Makeup) -> Tables:
    """Return the tables of an audience that is no few; nothing hidden follows from them and the count together."""
    named = {"out": _excluded(found.count), "language": language_numbers(found.languages),
             "age": {band_words(band): number for band, number in sorted(found.ages.items())}}
    columns = {kind: _column(kind, one.values()) for kind, one in named.items()}
    cells, told = _masked(found.count, columns | {"place": _places(found.places)})
    rows = {kind: _rows(kind, one, cells) for kind, one in named.items()} | {"place": _place_rows(found.places, cells)}
    return Tables(*(rows[kind] if kind in told else None for kind in KINDS))


def _masked(count: AudienceCount, parts: Mapping[str, Numbers]) -> tuple[dict[str, Cell], list[str]]:
    """Return the cells of the count and of every table that leaves the count as it stands, and which tables those are.

    The count is read before its tables are there, so a table that would hide some of it later stands nowhere.
    """
    sums = _sums(count)
    alone, told = mask(sums, SUMS, rather=["matching"]), [*KINDS]
    cells = _cells(sums, parts, told)
    if any(cells[name] != alone[name] for name in sums):
        told = []
        for kind in KINDS:
            more = _cells(sums, parts, [*told, kind])
            if all(more[name] == alone[name] for name in sums):
                told.append(kind)
        cells = _cells(sums, parts, told)
    return cells, told


def _cells(sums: dict[str, int], parts: Mapping[str, Numbers], told: Iterable[str]) -> dict[str, Cell]:
    numbers, lines = dict(sums), list(SUMS)
    for kind in told:
        numbers |= parts[kind][0]
        lines += parts[kind][1]
    return mask(numbers, lines, rather=["matching"])


def _sums(count: AudienceCount) -> dict[str, int]:
    return {"mail": count.by_channel.mail, "letter": count.by_channel.letter, "people": count.invitable,
            "out": count.matching - count.invitable, "matching": count.matching}


def _column(kind: str, parts: Iterable[int]) -> Numbers:
    numbers = {f"{kind} {at}": number for at, number in enumerate(parts)}
    return numbers, [[*numbers, WHOLE[kind]]] if numbers else []


def _rows(kind: str, names: Iterable[str], cells: Mapping[str, Cell]) -> list[Row]:
    named = [(name, cell_words(cells.get(f"{kind} {at}", 0))) for at, name in enumerate(names)]
    return [*named, (str(_("In all")), cell_words(cells[WHOLE[kind]]))] if named else []


def _places(places: Sequence[Share]) -> Numbers:
    numbers: dict[str, int] = {}
    lines: list[list[str]] = []
    for at, place in enumerate(places):
        row = {f"mail {at}": place.mail, f"letter {at}": place.letter, f"people {at}": place.people}
        numbers |= row
        lines.append([*row])
    columns = ([*(f"{what} {at}" for at in range(len(places))), what] for what in ("mail", "letter", "people"))
    return numbers, [*lines, *columns] if places else []


def _place_rows(places: Sequence[Share], cells: Mapping[str, Cell]) -> list[Row]:
    columns = ("mail", "letter", "people")
    named = [(place.name or str(_("Elsewhere")), *(cell_words(cells.get(f"{what} {at}", 0)) for what in columns))
             for at, place in enumerate(places)]
    return [*named, (str(_("In all")), *(cell_words(cells[what]) for what in columns))]


def language_numbers(found: Mapping[str, int]) -> dict[str, int]:
    """Return how many read each language by its name, most first; the rare ones as one, and last who told us none."""
    merged = Counter[str]()
    for code, number in found.items():
        merged[SAME.get(code, code)] += number
    untold = merged.pop("", 0)
    names = {language_name(code).capitalize(): number for code, number in merged.items() if number >= FEWEST}
    known = dict(sorted(names.items(), key=lambda pair: (-pair[1], pair[0])))
    rare = sum(number for number in merged.values() if number < FEWEST)
    ends = {str(_("Other languages")): rare, str(_("Not told")): untold}
    return known | {name: number for name, number in ends.items() if number}


def is_few(count: AudienceCount) -> bool:
    """Return whether those who fit, or those who may be invited, are so few that nothing is told of them."""
    return 0 < count.matching < FEWEST or 0 < count.invitable < FEWEST


def _excluded(count: AudienceCount) -> dict[str, int]:
    return {left_out_words(reason): number for reason, number in count.excluded.items() if number}


def excluded_words(count: AudienceCount) -> list[Row]:
    """Return each reason that left someone out, and how many, last their sum; nothing is told of a few."""
    found = _excluded(count)
    if not found or is_few(count):
        return []
    cells, whole = mask_list(list(found.values()))
    rows = zip([*found, str(_("In all"))], [*cells, whole], strict=True)
    return [(name, cell_words(cell)) for name, cell in rows]


def band_words(band: int) -> str:
    """Return a band of ages in words."""
    if band == 0:
        return str(_("Under %(age)s", age=BANDS[0]))
    if band == len(BANDS):
        return str(_("%(age)s and older", age=BANDS[-1]))
    return str(_("%(low)s to %(high)s", low=BANDS[band - 1], high=BANDS[band] - 1))


def bar_of(count: AudienceCount) -> list[tuple[float, str, str]]:
    """Return the parts of everyone who fits, as a bar shows them; only for a count that may be shown whole."""
    whole, out = max(1, count.matching), count.matching - count.invitable
    mail, letter = count.by_channel.mail, count.by_channel.letter
    parts = [
        (mail, "", _("%(n)s mail", n=format_decimal(mail))),
        (letter, "b", _("%(n)s letter", n=format_decimal(letter))),
        (out, "c", _("%(n)s left out", n=format_decimal(out))),
    ]
    return [(100 * number / whole, tone, str(words)) for number, tone, words in parts if number]
