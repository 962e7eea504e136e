"""Hiding small numbers in a table so that nobody can be recognised, nor the hidden reckoned from the rest. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

#: Numbers from 1 to below this are hidden.
FEWEST = 5
BIGGEST_SMALL = FEWEST - 1


class Hidden(StrEnum):
    """Why a cell shows no number."""

    SMALL = "small"
    #: Large enough in itself, but a small one beside it could be reckoned from it.
    BESIDE = "beside"


Cell = int | Hidden
#: A place in a table: row and column.
Key = tuple[int, int]


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
    mail and letter, make the last, the total. In each column the rows make the sum. Where a hidden number could be
    reckoned from what stands with it, another one is hidden too.
    """
    table = [*rows, [sum(column) for column in zip(*rows, strict=True)]]
    width = len(table[0]) if rows else 0
    numbers = {(r, c): number for r, row in enumerate(table) for c, number in enumerate(row)}
    lines = [[(r, c % width) for c in adding_up] for r in range(len(table))] if adding_up and width else []
    lines += [[(r, c) for r in range(len(table))] for c in range(width)]
    hidden = _hide(numbers, [line for line in lines if line])
    return [[hidden.get((r, c), number) for c, number in enumerate(row)] for r, row in enumerate(table)]


def _hide(numbers: Mapping[Key, int], lines: Sequence[Sequence[Key]]) -> dict[Key, Hidden]:
    """Hide small numbers, then more, until no line (parts, and their sum last) gives a hidden one away."""
    hidden = {key: Hidden.SMALL for key, number in numbers.items() if 0 < number < FEWEST}
    while telling := [line for line in lines if _gives_away(line, numbers, hidden)]:
        line = telling[0]
        shown = [key for key in line if key not in hidden]
        # The smallest number but none that is 0 if there is a choice, and rather a part than the sum.
        least = min(shown, key=lambda key: (numbers[key] == 0, key == line[-1], numbers[key]))
        hidden[least] = Hidden.BESIDE
    return hidden


def _gives_away(line: Sequence[Key], numbers: Mapping[Key, int], hidden: Mapping[Key, Hidden]) -> bool:
    """Return whether the hidden numbers of a line follow from the shown ones: one alone, or all of them 1, or all 4."""
    away = [key for key in line if key in hidden]
    if len(away) <= 1:
        return len(away) == 1
    if line[-1] in hidden or any(hidden[key] is Hidden.BESIDE for key in away):
        return False
    return sum(numbers[key] for key in away) in (len(away), len(away) * BIGGEST_SMALL)
