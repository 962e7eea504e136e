"""Good packs to break, and the values that fill a text."""

import shutil
from datetime import datetime
from pathlib import Path

from planner.refusal import Refusals
from planner.themes.filling import date_values, language_list
from planner.themes.reader import CAMPAIGNS, read_theme

#: Thursday 11 February 2027, 17.00, in the place's own time.
STARTS = datetime(2027, 2, 11, 17, 0)


def copy_of(slug: str, folder: Path) -> Path:
    """A shipped pack in a folder of its own, free to break."""
    return Path(shutil.copytree(CAMPAIGNS / slug, folder / slug))


def change(pack: Path, old: str, new: str, file: str = "theme.toml") -> None:
    """Put `new` where `old` stands; fails when it does not."""
    text = (pack / file).read_text("utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), "utf-8")


def faults(pack: Path) -> list[str]:
    """The lines `flask themes check` would print."""
    try:
        read_theme(pack)
    except Refusals as several:
        return [str(refusal) for refusal in several.refusals]
    return []


def values(language: str, **changes: str) -> dict[str, str]:
    """A value for every place, as long as real ones are."""
    return date_values(STARTS, None, language) | {
        "navn": "Anne Kirstine",
        "sted": "Næstved Bibliotek og Borgerservice",
        "link": "https://example.org/i/abc",
        "telefon": "12 34 56 78",
        "afsender": "Maja Holm, Næstved Bibliotek og Borgerservice",
        "kommune": "Næstved",
        "sprog": language_list(["da", "en", "ar", "uk"], language),
    } | changes
