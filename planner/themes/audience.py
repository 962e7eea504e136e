"""The audience of a theme: its rule as data, and the windows by which it widens when there are seats. Pure."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

Window = tuple[int, int]
#: The criteria that look through a window, and what they call it. Those about our own letters are not among them.
WINDOWED = {"turns": "within_days", "reaches": "within_months", "moved_in": "within_days"}


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a theme is meant for. `criteria` has the shape of the surfaces; `windows` go from narrow to wide."""

    criteria: Mapping[str, object]
    windows: tuple[Window, ...] = ()

    def widths(self) -> list[dict[str, object]]:
        """Return the criteria from narrow to wide, at least one; each a copy the caller may keep."""
        if not self.windows:
            return [deepcopy(dict(self.criteria))]
        return [self._seen_through(window) for window in self.windows]

    def own_window(self) -> object:
        """Return the window that stands in the criteria themselves, as written; None when they look through none."""
        held = _first_window(self.criteria)
        return None if held is None else held[0][held[1]]

    def _seen_through(self, window: Window) -> dict[str, object]:
        criteria = deepcopy(dict(self.criteria))
        held = _first_window(criteria)
        if held is not None:
            holder, key = held
            holder[key] = list(window)
        return criteria


def _first_window(criterion: object) -> tuple[dict[str, object], str] | None:
    """Return the table that holds the first window, and the window's key in it."""
    if not isinstance(criterion, Mapping):
        return None
    for name, value in criterion.items():
        if name in WINDOWED and isinstance(value, dict) and WINDOWED[name] in value:
            return value, WINDOWED[name]
        if name in ("all", "any") and isinstance(value, Sequence):
            for part in value:
                if (held := _first_window(part)) is not None:
                    return held
    return None
