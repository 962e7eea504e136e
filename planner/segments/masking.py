"""Hiding small numbers in tables so that nobody can be recognised, nor the hidden reckoned from the rest. Pure."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import TypeVar

#: Numbers from 1 to below this are hidden.
FEWEST = 5
BIGGEST_SMALL = FEWEST - 1


class Hidden(StrEnum):
    """Why a cell shows no number."""

    SMALL = "small"
    #: Large enough in itself, but a small one beside it could be reckoned from it.
    BESIDE = "beside"


Cell = int | Hidden
#: What a number in a table is called.
K = TypeVar("K", bound=Hashable)
#: The least and the greatest a hidden number can be, for somebody who sees the rest.
Bounds = tuple[int, int]
ENDLESS = 2**40
MOST_ROUNDS = 50
Number = int | Fraction
#: A sum of hidden numbers that is known: what each counts in it, and what it comes to.
Equation = tuple[dict[K, Number], Number]


def mask_small(number: int) -> str | None:
    """Return a number as text, None when it is so small that it is to be hidden."""
    return None if 0 < number < FEWEST else str(number)


def mask_list(numbers: Sequence[int]) -> tuple[list[Cell], Cell]:
    """Return the numbers and their sum as they may stand below each other."""
    column = mask_table([[number] for number in numbers], adding_up=())
    return [row[0] for row in column[:-1]], column[-1][0]


def mask_table(rows: Sequence[Sequence[int]], adding_up: Sequence[int] = (0, 1, -1)) -> list[list[Cell]]:
    """Return the rows, and a row of sums below them, as they may be shown.

    `adding_up` are the columns of a row of which the last is the sum of the others: by default the first two, such as
    mail and letter, make the last, the total. In each column the rows make the sum.
    """
    table = [*rows, [sum(column) for column in zip(*rows, strict=True)]]
    width = len(table[0]) if rows else 0
    numbers = {(r, c): number for r, row in enumerate(table) for c, number in enumerate(row)}
    lines = [[(r, c % width) for c in adding_up] for r in range(len(table))] if adding_up and width else []
    lines += [[(r, c) for r in range(len(table))] for c in range(width)]
    cells = mask(numbers, [line for line in lines if line])
    return [[cells[r, c] for c in range(len(row))] for r, row in enumerate(table)]


def mask(numbers: Mapping[K, int], lines: Sequence[Sequence[K]], rather: Collection[K] = ()) -> dict[K, Cell]:
    """Return the numbers as they may be shown together, in however many tables.

    A line is parts that add up and, last, their sum; a number may stand in several. Small numbers are hidden, and then
    those of `rather` or else the least beside them, until nobody can reckon a small one from all that is shown.
    """
    hidden = {key: Hidden.SMALL for key, number in numbers.items() if 0 < number < FEWEST}
    while (key := _one_more(numbers, lines, hidden, rather)) is not None:
        hidden[key] = Hidden.BESIDE
    return {key: hidden.get(key, number) for key, number in numbers.items()}


def _one_more(
    numbers: Mapping[K, int], lines: Sequence[Sequence[K]], hidden: Mapping[K, Hidden], rather: Collection[K],
) -> K | None:
    """Return what to hide next, None when nothing hidden is given away (or nothing beside it is left to hide).

    First in a line that gives away one of its own, then in one that holds what several lines give away together.
    """
    by_themselves = (line for line in lines if _reckoned(numbers, [line], hidden))
    found = (_least(line, numbers, hidden, rather) for line in chain(
        by_themselves, _telling_together(numbers, lines, hidden)))
    return next((key for key in found if key is not None), None)


def _telling_together(
    numbers: Mapping[K, int], lines: Sequence[Sequence[K]], hidden: Mapping[K, Hidden],
) -> Iterator[Sequence[K]]:
    """Yield the lines that hold what all lines together give away, then the others that hold anything hidden."""
    if together := _reckoned(numbers, lines, hidden):
        yield from (line for line in lines if not together.isdisjoint(line))
        yield from (line for line in lines if not hidden.keys().isdisjoint(line))


def _least(
    line: Sequence[K], numbers: Mapping[K, int], hidden: Mapping[K, Hidden], rather: Collection[K],
) -> K | None:
    """Return the shown number of a line that is missed least; None when all are hidden.

    One of `rather`, else the smallest but none that is 0 if there is a choice, and rather a part than the sum.
    """
    shown = [key for key in line if key not in hidden]
    return min(shown, default=None,
               key=lambda key: (key not in rather, numbers[key] == 0, key == line[-1], numbers[key]))


def _reckoned(numbers: Mapping[K, int], lines: Sequence[Sequence[K]], hidden: Mapping[K, Hidden]) -> set[K]:
    """Return the hidden numbers that follow from what is shown: by adding up, or because no other small one fits."""
    equations = [_equation(line, numbers, hidden) for line in lines if not hidden.keys().isdisjoint(line)]
    bounds = {key: (1, BIGGEST_SMALL) if hidden[key] is Hidden.SMALL else (min(FEWEST, numbers[key]), ENDLESS)
              for signs, _come_to in equations for key in signs}
    _narrow(equations, bounds)
    solved = _solved(equations) if len(equations) > 1 else equations
    alone = {next(iter(signs)) for signs, _come_to in solved if len(signs) == 1}
    return alone | {key for key, (low, high) in bounds.items() if hidden[key] is Hidden.SMALL and low == high}


def _equation(line: Sequence[K], numbers: Mapping[K, int], hidden: Mapping[K, Hidden]) -> Equation[K]:
    """Return a line as its hidden parts less its hidden sum, and what that comes to."""
    signs = {key: -1 if key == line[-1] else 1 for key in line}
    known = sum(sign * numbers[key] for key, sign in signs.items() if key not in hidden)
    return {key: sign for key, sign in signs.items() if key in hidden}, -known


def _narrow(equations: Sequence[Equation[K]], bounds: dict[K, Bounds]) -> None:
    """Draw the bounds together as far as the equations do, each by itself, again and again."""
    for _round in range(MOST_ROUNDS):
        before = dict(bounds)
        for signs, come_to in equations:
            for key in signs:
                bounds[key] = _within(key, signs, int(come_to), bounds)
        if bounds == before:
            return


def _within(key: K, signs: Mapping[K, Number], come_to: int, bounds: Mapping[K, Bounds]) -> Bounds:
    """Return how little and how much `key` can be in one equation, given the bounds of the others."""
    others = [bounds[other] if sign > 0 else (-bounds[other][1], -bounds[other][0])
              for other, sign in signs.items() if other != key]
    low, high = come_to - sum(high for _low, high in others), come_to - sum(low for low, _high in others)
    if signs[key] < 0:
        low, high = -high, -low
    return max(low, bounds[key][0]), min(high, bounds[key][1])


def _solved(equations: Sequence[Equation[K]]) -> Iterator[Equation[K]]:
    """Yield equations that say the same with as few unknowns in each as can be (Gauss and Jordan)."""
    todo, done = list(equations), list[tuple[K, Equation[K]]]()
    while todo:
        signs, come_to = todo.pop()
        for pivot, (its_signs, its_sum) in done:
            signs, come_to = _less((signs, come_to), signs.get(pivot, 0), (its_signs, its_sum))
        if signs:
            pivot = next(iter(signs))
            new = _less(({}, 0), Fraction(-1) / signs[pivot], (signs, come_to))
            done = [(one, _less(equation, equation[0].get(pivot, 0), new)) for one, equation in done]
            done.append((pivot, new))
    yield from (equation for _pivot, equation in done)


def _less(equation: Equation[K], times: Number, other: Equation[K]) -> Equation[K]:
    """Return `equation` without so many `times` the other one."""
    signs = {key: equation[0].get(key, 0) - times * other[0].get(key, 0)
             for key in {**equation[0], **other[0]}}
    return {key: sign for key, sign in signs.items() if sign}, equation[1] - times * other[1]
