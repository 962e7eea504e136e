"""Reads theme.toml key by key; whatever is wrong is noted with file and key, and what nobody asked for is unknown."""

from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from typing import TypeGuard, TypeVar

from planner.refusal import Refusal

Choice = TypeVar("Choice", bound=StrEnum)
Instead = TypeVar("Instead")


def fault(file: str, key: str, sentence: str) -> Refusal:
    """Return what has to be mended, as one line that names the file and the key."""
    return Refusal(f"{file}: {key}: {sentence}")


class Sheet:
    """One table of theme.toml. Each reading takes its key out; a bad value is noted and stands in as an empty one."""

    def __init__(self, table: Mapping[str, object], file: str, faults: list[Refusal], path: str = "") -> None:
        self._left = dict(table)
        self._file = file
        self._path = path
        self._faults = faults

    def refuse(self, key: str, sentence: str) -> None:
        """Note that `key` must be mended."""
        self._faults.append(fault(self._file, self._path + key, sentence))

    def close(self) -> None:
        """Note every key that nobody took out."""
        for key in self._left:
            self.refuse(key, "no theme has such a key; is it misspelled?")

    def keys_left(self) -> list[str]:
        """Return the keys not taken out yet, in their order."""
        return list(self._left)

    def text(self, key: str) -> str:
        """Return a line of words."""
        value = self._left.pop(key, None)
        if isinstance(value, str) and value.strip() and "\n" not in value:
            return value
        return self._wrong(key, value, "must be one line of text in quotes", "")

    def lines(self, key: str) -> tuple[str, ...]:
        """Return a list of lines, at least one."""
        value = self._left.pop(key, None)
        if isinstance(value, list) and value and all(isinstance(line, str) and line.strip() for line in value):
            return tuple(value)
        return self._wrong(key, value, 'must be a list like ["one", "two"]', ())

    def whole(self, key: str, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both in."""
        value = self._left.pop(key, None)
        if _is_whole(value) and low <= value <= high:
            return value
        return self._wrong(key, value, f"must be a whole number from {low} to {high}", low)

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """Return different whole numbers from `low` to `high`, at least one, in their order."""
        value = self._left.pop(key, None)
        if isinstance(value, list) and value and all(_is_whole(one) and low <= one <= high for one in value):
            return tuple(sorted(set(value)))
        return self._wrong(key, value, f"must be a list of whole numbers from {low} to {high}", (low,))

    def pairs(self, key: str) -> tuple[tuple[int, int], ...]:
        """Return a list of pairs of whole numbers; none when the key is not there."""
        value = self._left.pop(key, [])
        if isinstance(value, list) and all(isinstance(pair, list) and _are_two_wholes(pair) for pair in value):
            return tuple((pair[0], pair[1]) for pair in value)
        return self._wrong(key, value, "must be a list of pairs like [[5, 7], [4, 8]]", ())

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self._left.pop(key, None)
        return value if isinstance(value, bool) else self._wrong(key, value, "must be true or false", False)

    def clock(self, key: str) -> time:
        """Return a time of day."""
        value = self._left.pop(key, None)
        return value if isinstance(value, time) else self._wrong(key, value, "must be a time like 10:00:00", time())

    def one_of(self, key: str, choices: type[Choice]) -> Choice:
        """Return one of `choices`."""
        value = self._left.pop(key, None)
        allowed = [choice.value for choice in choices]
        if isinstance(value, str) and value in allowed:
            return choices(value)
        return self._wrong(key, value, f"must be one of {', '.join(allowed)}", next(iter(choices)))

    def table(self, key: str) -> "Sheet":
        """Return the table under `key`, to be read and closed."""
        value = self._left.pop(key, None)
        found = value if isinstance(value, dict) else self._wrong(key, value, "must be a section of its own", {})
        return Sheet(found, self._file, self._faults, f"{self._path}{key}.")

    def optional(self, key: str) -> "Sheet | None":
        """Return the table under `key`; None when there is none."""
        return self.table(key) if key in self._left else None

    def tables(self, key: str) -> list["Sheet"]:
        """Return the tables under `key`, at least one, each to be read and closed."""
        value = self._left.pop(key, None)
        if not (isinstance(value, list) and value and all(isinstance(one, dict) for one in value)):
            return self._wrong(key, value, f"must be sections headed [[{key}]]", [])
        return [Sheet(one, self._file, self._faults, f"{self._path}{key}[{n}].") for n, one in enumerate(value, 1)]

    def raw_table(self, key: str) -> dict[str, object]:
        """Return the table under `key` as it stands."""
        value = self._left.pop(key, None)
        return value if isinstance(value, dict) else self._wrong(key, value, "must be a section of its own", {})

    def _wrong(self, key: str, value: object, sentence: str, instead: Instead) -> Instead:
        self.refuse(key, "is missing" if value is None else sentence)
        return instead


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_two_wholes(pair: list[object]) -> bool:
    return len(pair) == 2 and all(map(_is_whole, pair))
