"""The numbers of an audience as they may be shown: small ones hidden, in all tables together, and the rest in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_decimal
from flask_babel import gettext as _

from planner.segments.audience import AudienceCount
from planner.segments.cells import cell_words, is_hidden
from planner.segments.makeup import BANDS, Makeup, Share
from planner.segments.masking import FEWEST, Cell, Hidden, mask, mask_list
from planner.segments.when import reader
from planner.segments.words import left_out_words

#: Languages that are the municipality's own; who has told us none is taken to read those.
OWN = {"DK": ("da", ""), "NO": ("nb", "nn", "no", "")}
Row = tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """A count and its tables as they may be shown together; each table's last row is its sum."""

    mail: Cell
    letter: Cell
    invitable: Cell
    left_out: Cell
    matching: Cell
    places: list[Row]
    ages: list[Row]
    languages: list[Row]
    excluded: list[Row]
    #: Fewer than five fit or may be invited: then nothing else is told of them.
    few: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the sums may all be shown."""
        return not any(map(is_hidden, (self.mail, self.letter, self.invitable, self.left_out, self.matching)))


def shown(found: Makeup, country: str) -> Shown:
    """Return an audience as it may be shown; nothing hidden follows from any of the tables, nor from all of them."""
    if is_few(found.count):
        return Shown(Hidden.SMALL, Hidden.SMALL, Hidden.SMALL, Hidden.BESIDE, Hidden.BESIDE, [], [], [], [], few=True)
    ages = {band_words(band): number for band, number in sorted(found.ages.items())}
    languages, excluded = _languages(found.languages, country), _excluded(found.count)
    numbers, lines = _numbers(found, ages, languages, excluded)
    cells = mask(numbers, lines, rather=["matching"])

    def rows(kind: str, names: Sequence[str]) -> list[Row]:
        return [(name, cell_words(cells[f"{kind} {at}"])) for at, name in enumerate(names)]

    whole = (str(_("In all")), *(cell_words(cells[name]) for name in ("mail", "letter", "people")))
    places = [(_named(one), *(cell_words(cells[f"{what} {at}"]) for what in ("mail", "letter", "people")))
              for at, one in enumerate(found.places)]
    return Shown(
        cells["mail"], cells["letter"], cells["people"], cells["out"], cells["matching"],
        [*places, whole], [*rows("age", list(ages)), (whole[0], whole[-1])],
        [*rows("language", list(languages)), (whole[0], whole[-1])],
        [*rows("out", list(excluded)), (whole[0], cell_words(cells["out"]))] if excluded else [],
    )


def _numbers(
    found: Makeup, ages: Mapping[str, int], languages: Mapping[str, int], excluded: Mapping[str, int],
) -> tuple[dict[str, int], list[list[str]]]:
    """Return every number of the page by a name of its own, and which add up to which."""
    count = found.count
    numbers = {"mail": count.by_channel.mail, "letter": count.by_channel.letter, "people": count.invitable,
               "out": count.matching - count.invitable, "matching": count.matching}
    lines = [["mail", "letter", "people"], ["people", "out", "matching"]]
    for at, place in enumerate(found.places):
        numbers |= {f"mail {at}": place.mail, f"letter {at}": place.letter, f"people {at}": place.people}
        lines.append([f"mail {at}", f"letter {at}", f"people {at}"])
    lines += [[*(f"{what} {at}" for at in range(len(found.places))), what] for what in ("mail", "letter", "people")]
    for kind, parts, whole in (("age", ages, "people"), ("language", languages, "people"), ("out", excluded, "out")):
        numbers |= {f"{kind} {at}": number for at, number in enumerate(parts.values())}
        lines.append([*(f"{kind} {at}" for at in range(len(parts))), whole])
    return numbers, [line for line in lines if len(line) > 1]


def _languages(found: Mapping[str, int], country: str) -> dict[str, int]:
    """Return the languages, most readers first; the municipality's own as one, and the rare ones as one."""
    own = sum(number for code, number in found.items() if code in OWN[country])
    others = sorted(((number, code) for code, number in found.items() if code not in OWN[country]), reverse=True)
    names = reader().languages
    known = {names.get(OWN[country][0], "").capitalize() + " " + str(_("or not told")): own}
    known |= {names.get(code, code).capitalize(): number for number, code in others if number >= FEWEST}
    rare = sum(number for number, _code in others if number < FEWEST)
    return {name: number for name, number in (known | {str(_("Other languages")): rare}).items() if number}


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


def _named(place: Share) -> str:
    return place.name or str(_("Elsewhere"))


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
