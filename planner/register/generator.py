"""Invented citizens of Næstved for demos and tests: the same seed gives the same bytes on every machine. Pure.

Bytes depend on GENERATOR_VERSION, the seed, the count and the day, never on the clock, the machine or the Python (3.11
and later): of `random.Random` only random() is used, which Python promises to keep. Whoever changes what comes out
raises GENERATOR_VERSION and mends the digest in the tests.
"""

import csv
import io
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import accumulate, islice
from random import Random
from typing import BinaryIO, Generic, TypeVar

from planner.register import population as figures
from planner.register.names import ABROAD, ARABIC_SCRIPT, CYRILLIC_SCRIPT, DANISH_OLD, DANISH_YOUNG, OTHER, Names
from planner.register.row import COLUMNS, RegisterRow, cells
from planner.register.traps import MUNICIPALITY, traps, years_before

T = TypeVar("T")
GENERATOR_VERSION = 1
AS_OF = date(2026, 11, 22)
PROGRESS_EVERY = 1000
OWN_SCRIPTS = {"ar": ARABIC_SCRIPT, "uk": CYRILLIC_SCRIPT}


def write_register(
    file: BinaryIO, count: int, seed: int, as_of: date = AS_OF, progress: Callable[[int], object] | None = None,
) -> None:
    """Write a register file of `count` people as they stand on `as_of`; memory does not grow with `count`.

    `progress` is told, now and then, how many people were added to the file since it was last told.
    """
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    everyone = people(count, seed, as_of)
    while some := list(islice(everyone, PROGRESS_EVERY)):
        writer.writerows(map(cells, some))
        if progress is not None:
            progress(len(some))
    text.detach()


def people(count: int, seed: int, as_of: date = AS_OF) -> Iterator[RegisterRow]:
    """Return `count` people one by one: first those of `traps`, then a population with the pyramid of a real one."""
    special = traps(as_of)[:count]
    yield from special
    town = _Town(seed, count - len(special), as_of)
    for number in range(len(special) + 1, count + 1):
        yield town.person(number)


class _Weighted(Generic[T]):
    """Values that are drawn by weight."""

    def __init__(self, values: Sequence[T], weights: Sequence[float]) -> None:
        self.values = values
        self.upto = list(accumulate(weights))

    def pick(self, share: float) -> T:
        """Return the value that lies at `share` (0 to below 1) of the whole weight."""
        return self.values[bisect_right(self.upto, share * self.upto[-1], hi=len(self.values) - 1)]


def _frequent_first(values: Sequence[T]) -> _Weighted[T]:
    """Weight by rank, as family names fall: the second half as often as the first and so on, less steep at the head."""
    return _Weighted(values, [1 / (rank + 3) for rank in range(len(values))])


class _NamePool:
    """The names of one language, ready to draw from."""

    def __init__(self, names: Names) -> None:
        self.given = _frequent_first(names.women), _frequent_first(names.men)
        self.families = _frequent_first(names.families)


class _Ages:
    """Deals out ages without putting them back, so that each band of the pyramid is hit exactly whatever the seed."""

    def __init__(self, count: int) -> None:
        self.left = _shared_out(count, figures.PYRAMID)
        self.total = count

    def draw(self, share: float) -> int:
        """Return the band (0 for 0-4 years, 18 for 90 and older) of who stands at `share` of those yet to be dealt."""
        at = int(share * self.total)
        band = 0
        while at >= self.left[band]:
            at -= self.left[band]
            band += 1
        self.left[band] -= 1
        self.total -= 1
        return band


def _shared_out(count: int, weights: Sequence[int]) -> list[int]:
    """Return `count` divided by `weights`, in whole numbers: the largest remainders are rounded up."""
    whole = sum(weights)
    shares = [count * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda band: (-(count * weights[band] % whole), band))
    for band in by_remainder[: count - sum(shares)]:
        shares[band] += 1
    return shares


def _by_age(rates: figures.Rates) -> list[float]:
    """Return the share at each completed age, from 0 to the oldest."""
    return [next(share for below, share in rates if age < below) for age in range(figures.OLDEST + 1)]


class _Town:
    """Draws one person after the other."""

    def __init__(self, seed: int, count: int, as_of: date) -> None:
        self.random = Random(seed).random  # noqa: S311 (invented people need repeating, not secrecy)
        self.today = as_of.toordinal()
        self.ages = _Ages(count)
        birthdays = [years_before(as_of, age).toordinal() for age in range(figures.OLDEST + 2)]
        self.born = [(birthdays[age + 1] + 1, birthdays[age] - birthdays[age + 1]) for age in range(figures.OLDEST + 1)]
        self.exempt, self.moved, self.dies = _by_age(figures.EXEMPT), _by_age(figures.MOVED), _by_age(figures.DIES)
        self.foreign, self.mail = _by_age(figures.SPEAKS_ANOTHER), _by_age(figures.HAS_MAIL)
        self.phone = _by_age(figures.HAS_PHONE)
        self.languages = _Weighted(list(figures.LANGUAGES), list(figures.LANGUAGES.values()))
        self.postcodes = _Weighted(list(figures.POSTCODES), list(figures.POSTCODES.values()))
        self.pools = {language: _NamePool(names) for language, names in ABROAD.items()}
        self.own_scripts = {language: _NamePool(names) for language, names in OWN_SCRIPTS.items()}
        self.old, self.young, self.other = map(_NamePool, (DANISH_OLD, DANISH_YOUNG, OTHER))

    def person(self, number: int) -> RegisterRow:
        """Return the person with the id SYN-`number`."""
        age = self._age()
        birth = self._birth(age)
        language = self.languages.pick(self.random()) if self._chance(self.foreign[age]) else "da"
        given_name, family_name = self._name(language, age)
        street, postcode, town, protected = self._home()
        moved_in_on, from_abroad = self._arrival(age, birth, language != "da")
        status, status_on = self._status(age)
        return RegisterRow(
            f"SYN-{number:07d}", given_name, family_name, date.fromordinal(birth), street, postcode, town, MUNICIPALITY,
            language,
            email=f"syn-{number:07d}@example.org" if self._chance(self.mail[age]) else "",
            phone=self._phone() if self._chance(self.phone[age]) else "",
            moved_in_on=moved_in_on, moved_from_abroad=from_abroad,
            digital_post_exempt=self._chance(self.exempt[age]), name_address_protected=protected,
            marketing_protected=self._chance(figures.MARKETING_PROTECTED), status=status, status_on=status_on,
        )

    def _chance(self, share: float) -> bool:
        return self.random() < share

    def _whole(self, below: int) -> int:
        return int(self.random() * below)

    def _age(self) -> int:
        band = self.ages.draw(self.random())
        if band < len(figures.PYRAMID) - 1:
            return band * 5 + self._whole(5)
        age = 90
        while age < figures.OLDEST and self._chance(figures.SURVIVES_90):
            age += 1
        return age

    def _birth(self, age: int) -> int:
        """Return a day, as an ordinal, on which someone of that completed age was born."""
        first, days = self.born[age]
        return first + self._whole(days)

    def _name(self, language: str, age: int) -> tuple[str, str]:
        if language == "da":
            pool = self.old if age >= 50 else self.young
        elif language in self.own_scripts and self._chance(figures.OWN_SCRIPT):
            pool = self.own_scripts[language]
        else:
            pool = self.pools.get(language, self.other)
        given = pool.given[self.random() < 0.5]
        return given.pick(self.random()), pool.families.pick(self.random())

    def _home(self) -> tuple[str, str, str, bool]:
        """Return street, postcode, town and whether name and address are protected."""
        postcode, town = self.postcodes.pick(self.random())
        beginning = figures.STREET_BEGINNINGS[self._whole(len(figures.STREET_BEGINNINGS))]
        street = beginning + figures.STREET_ENDS[self._whole(len(figures.STREET_ENDS))]
        number, floor = 1 + self._whole(140), self._whole(12)
        home = f"{street} {number}, {floor - 8}. tv" if floor > 8 else f"{street} {number}"
        if self._chance(figures.SPECIALLY_PROTECTED):
            return "", "", "", True
        return home, postcode, town, self._chance(figures.PROTECTED)

    def _arrival(self, age: int, birth: int, foreign: bool) -> tuple[date | None, bool]:
        """Return the day on which someone moved in, None for the long settled; and whether from abroad."""
        arrived = figures.ARRIVED_SPEAKING_ANOTHER if foreign else figures.ARRIVED_SPEAKING_DANISH
        from_abroad = self._chance(arrived)
        if from_abroad or self._chance(self.moved[age] * figures.CROSSES_BORDER):
            return date.fromordinal(max(birth, self.today - self._whole(365))), from_abroad
        if foreign or self._chance(0.5):
            return date.fromordinal(max(birth, self.today - 365 - self._whole(20 * 365))), foreign
        return None, False

    def _phone(self) -> str:
        """Return a number that cannot be called: no Danish number begins with 00."""
        return f"+45 00 {self._whole(100):02d} {self._whole(100):02d} {self._whole(100):02d}"

    def _status(self, age: int) -> tuple[str, date | None]:
        share = self.random()
        dead = self.dies[age] * figures.SHOWS_DEAD_FOR
        left = self.moved[age] * figures.CROSSES_BORDER * figures.SHOWS_LEFT_FOR
        if share >= dead + left:
            return "resident", None
        shown_for = figures.SHOWS_DEAD_FOR if share < dead else figures.SHOWS_LEFT_FOR
        since = date.fromordinal(self.today - self._whole(int(365 * shown_for)))
        return ("dead" if share < dead else "left"), since
