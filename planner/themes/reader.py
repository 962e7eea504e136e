"""Reads the theme packs: a folder of TOML and Markdown becomes a Theme, or is refused with every fault in it."""

import logging
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from planner.config import ROOT
from planner.refusal import N_, NotFoundError, Refusal, Refusals
from planner.themes.audience import Audience
from planner.themes.check import senseless
from planner.themes.pack import (
    ProgrammeItem,
    Reach,
    SignUp,
    Text,
    TextKey,
    TextKind,
    Theme,
    Timing,
    Weekday,
    Wording,
)
from planner.themes.sheet import Sheet, fault

CAMPAIGNS = ROOT / "campaigns"
SHEET = "theme.toml"
#: Said or shown as they are; the other kinds have a heading.
WITHOUT_SUBJECT = (TextKind.DESK, TextKind.SLIDE, TextKind.SMS)

_TEXT_FILE = re.compile(rf"({'|'.join(TextKind)})\.([a-z]{{2,3}})(?:-(DK|NO))?\.md")
_log = logging.getLogger(__name__)


@cache
def themes() -> dict[str, Theme]:
    """Return the themes in campaigns/ by slug, read once per process; a faulty one is left out and logged."""
    found, faults = read_packs(CAMPAIGNS)
    for refusal in faults:
        _log.error("theme left out, see flask themes check: %s", refusal)
    return found


def invited_to(language: str) -> dict[str, str]:
    """Return what staff call the themes that people are invited to by name, in `language`, by slug.

    A no to any other theme would say of somebody that it concerns them.
    """
    return {slug: theme.name(language) for slug, theme in themes().items() if theme.reach is Reach.REGISTER}


def find_theme(slug: str) -> Theme:
    """Return the theme; raises NotFoundError."""
    theme = themes().get(slug)
    if theme is None:
        raise NotFoundError(N_("There is no theme called %(slug)s."), field="theme", slug=slug)
    return theme


def handed_on_by_partners() -> set[str]:
    """Return the slugs of the themes that only partners reach."""
    return {slug for slug, theme in themes().items() if theme.reach is Reach.MEDIATED}


def read_packs(folder: Path) -> tuple[dict[str, Theme], list[Refusal]]:
    """Return the sound themes under `folder` by slug, and all that is wrong with the others.

    `folder` holds one folder per theme, or is itself a theme's folder.
    """
    inside = {path.parent for path in folder.glob("*/*") if _ours(path)}
    packs = [folder] if (folder / SHEET).is_file() else sorted(inside)
    found: dict[str, Theme] = {}
    faults: list[Refusal] = []
    for pack in packs:
        try:
            found[pack.name] = read_theme(pack)
        except Refusals as several:
            faults += several.refusals
    return found, faults


def _ours(path: Path) -> bool:
    return path.name == SHEET or path.suffix == ".md"


def read_theme(folder: Path) -> Theme:
    """Return the theme in `folder`; raises Refusals with every fault, each naming file and key.

    What is misspelled or misshapen is told first; whether the whole makes sense is asked when each part does.
    """
    faults: list[Refusal] = []
    sheet = Sheet(_toml(folder), f"{folder.resolve().name}/{SHEET}", faults)
    theme = _theme(folder, sheet, faults)
    sheet.close()
    faults = faults or senseless(theme)
    if faults:
        raise Refusals(faults)
    return theme


def _toml(folder: Path) -> dict[str, object]:
    file = f"{folder.resolve().name}/{SHEET}"
    try:
        return tomllib.loads((folder / SHEET).read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise Refusals([fault(file, "TOML", f"cannot be read: {error}")]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refusals([fault(file, "file", "must be there, saved as UTF-8")]) from error


def _theme(folder: Path, sheet: Sheet, faults: list[Refusal]) -> Theme:
    wording = _wording(sheet.table("words"))
    audience, timing = sheet.optional("audience"), sheet.optional("timing")
    return Theme(
        slug=folder.resolve().name,
        reach=sheet.one_of("reach", Reach),
        sign_up=sheet.one_of("sign_up", SignUp),
        commercial=sheet.flag("commercial"),
        min_age=sheet.whole("min_age", 15, 120),
        minutes=sheet.whole("minutes", 10, 24 * 60),
        seats=sheet.whole("seats", 1, 10_000),
        season=sheet.wholes("season", 1, 12),
        wording=wording,
        programme=tuple(_item(item, tuple(wording)) for item in sheet.tables("programme")),
        partners=_partners(sheet.table("partners")),
        timing=None if timing is None else _timing(timing),
        audience=None if audience is None else _audience(audience),
        texts=_texts(folder, wording, faults),
    )


def _wording(sheet: Sheet) -> dict[str, Wording]:
    return {language: _words(sheet.table(language)) for language in sheet.keys_left()}


def _words(sheet: Sheet) -> Wording:
    notes = sheet.optional("notes")
    words = Wording(
        name=sheet.text("name"),
        title=sheet.text("title"),
        lead=sheet.text("lead"),
        gain=sheet.text("gain"),
        goals=sheet.lines("goals"),
        bring=sheet.lines("bring"),
        offers=sheet.lines("offers"),
        notes={} if notes is None else _notes(notes),
    )
    sheet.close()
    return words


def _notes(sheet: Sheet) -> dict[TextKind, str]:
    found = {kind: sheet.text(kind) for kind in TextKind if kind in sheet.keys_left()}
    sheet.close()
    return found


def _item(sheet: Sheet, languages: tuple[str, ...]) -> ProgrammeItem:
    words = {language: sheet.text(language) for language in languages}
    item = ProgrammeItem(sheet.whole("minute", -240, 24 * 60), words)
    sheet.close()
    return item


def _partners(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    found = {country: sheet.lines(country) for country in ("DK", "NO")}
    sheet.close()
    return found


def _timing(sheet: Sheet) -> Timing:
    timing = Timing(
        first_wave_days=sheet.whole("first_wave_days", 1, 365),
        wave_gap_days=sheet.whole("wave_gap_days", 1, 60),
        weekday=sheet.one_of("weekday", Weekday),
        at=sheet.clock("at"),
        letter_lead_days=sheet.whole("letter_lead_days", 0, 60),
    )
    sheet.close()
    return timing


def _audience(sheet: Sheet) -> Audience:
    audience = Audience(criteria=sheet.raw_table("criteria"), windows=sheet.pairs("windows"))
    sheet.close()
    return audience


def _texts(folder: Path, wording: Mapping[str, Wording], faults: list[Refusal]) -> dict[TextKey, Text]:
    found = {}
    for path in sorted(folder.glob("*.md")):
        file = f"{folder.resolve().name}/{path.name}"
        parts = _TEXT_FILE.fullmatch(path.name)
        if parts is None:
            faults.append(fault(file, "file name", "must be like invitation.da.md or checklist.en-NO.md"))
            continue
        key = TextKey(TextKind(parts[1]), parts[2], parts[3])
        text = _text(path, key, wording.get(key.language))
        if isinstance(text, Text):
            found[key] = text
        else:
            faults.append(fault(file, "text", text))
    return found


def _text(path: Path, key: TextKey, words: Wording | None) -> Text | str:
    """Return the text in the file, or what is wrong with it."""
    note = words.notes.get(key.kind, "") if words else ""
    try:
        written = path.read_text("utf-8-sig").strip("\n")
    except UnicodeDecodeError:
        return "must be saved as UTF-8"
    if key.kind in WITHOUT_SUBJECT:
        return Text(key.language, "", written, note) if written else "is empty"
    heading, _, body = written.partition("\n\n")
    if not heading.startswith("# ") or "\n" in heading or not body.strip():
        return "must begin with a heading (# and a space), an empty line, and then the text"
    return Text(key.language, heading.removeprefix("# ").strip(), body.strip("\n"), note)
