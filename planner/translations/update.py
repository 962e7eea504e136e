"""Renew the catalogues: `python -m planner.translations.update` after a text has changed in code or templates.

Each messages.po keeps its translations, gets what is new with an empty one, loses what is gone, and is compiled to the
messages.mo that the site reads (committed, so that nobody needs this step to run it). Then fill the empty ones in the
.po files and run it again. Exit 1 while something is missing. Nothing is guessed: no fuzzy entries.
Danish and Norwegian hold every text; Arabic and Ukrainian only those on pages and mails that citizens read.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = ROOT / "planner" / "translations"
STAFF_TOO = ("da", "nb")
CITIZENS_ONLY = ("ar", "uk")
LANGUAGES = STAFF_TOO + CITIZENS_ONLY
#: Where texts stand that citizens read, as the beginnings of paths.
FOR_CITIZENS = (
    "planner/web.py", "planner/localtime.py", "planner/events/views", "planner/events/shown", "planner/events/wording",
    "planner/national_numbers", "planner/replies/", "planner/invitations/letters", "planner/invitations/wording",
    "planner/invitations/reasons", "planner/privacy/own_language", "templates/error.html", "templates/events/",
    "templates/replies/", "templates/mail/", "templates/parts/", "templates/layouts/base.html",
    "templates/layouts/public.html",
)
#: By folder, how texts are found in its files.
WHERE = {"planner": [("**.py", "python")], "templates": [("**.html", "jinja2"), ("**.txt", "jinja2")]}
#: Pages of staff among them.
FOR_STAFF = ("templates/events/staff", "templates/events/move", "templates/events/cancel", "templates/replies/guests",
             "planner/replies/guests", "planner/replies/person", "templates/replies/person",
             "planner/replies/attendance")
KEYWORDS = DEFAULT_KEYWORDS | {"lazy_gettext": None, "lazy_ngettext": (1, 2)}
#: Catalogues change when words do, not with the day.
BEGUN = datetime(2026, 11, 25, tzinfo=UTC)


def sources() -> Catalog:
    """Return every text in code and templates, with the files it stands in."""
    found = Catalog(project="planner", charset="utf-8", creation_date=BEGUN, revision_date=BEGUN)
    for folder, methods in WHERE.items():
        for file, line, text, comments, context in extract_from_dir(ROOT / folder, methods, keywords=KEYWORDS):
            found.add(text, None, [(f"{folder}/{file}", line)], auto_comments=comments, context=context)
    return found


def is_read_by_citizens(file: str) -> bool:
    """Return whether the texts in `file`, a path from the root, are shown to citizens."""
    return file.startswith(FOR_CITIZENS) and not file.startswith(FOR_STAFF)


def texts_for(language: str, found: Catalog) -> Iterator[Message]:
    """Yield the texts that `language` has to hold."""
    for message in found:
        for_citizens = any(is_read_by_citizens(file) for file, _ in message.locations)
        if message.id and (language in STAFF_TOO or for_citizens):
            yield message


def catalogue(language: str) -> Catalog:
    """Return the catalogue of `language` as it is committed; empty when there is none."""
    path = _folder(language) / "messages.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def renewed(language: str, found: Catalog) -> Catalog:
    """Return the catalogue of `language` for the texts `found`: translations kept, new ones empty, old ones gone."""
    before = catalogue(language)
    after = Catalog(
        locale=language, project="planner", charset="utf-8", creation_date=BEGUN, revision_date=BEGUN, fuzzy=False,
        last_translator="the planner's authors", language_team=language, header_comment="", version="",
    )
    for message in texts_for(language, found):
        known = before.get(message.id, message.context)
        words = known.string if known else None
        after.add(message.id, words, message.locations, message.flags, context=message.context)
    return after


def compiled(words: Catalog) -> bytes:
    """Return the bytes of the .mo file."""
    file = BytesIO()
    write_mo(file, words)
    return file.getvalue()


def untranslated(words: Catalog) -> list[str]:
    """Return the texts that have no translation, or lack one of their plural forms."""
    return [str(message.id) for message in words if message.id and not _is_whole(message, words.num_plurals)]


def _is_whole(message: Message, plurals: int) -> bool:
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return len(forms) == (plurals if message.pluralizable else 1) and all(forms)


def _folder(language: str) -> Path:
    return HERE / language / "LC_MESSAGES"


def main() -> int:
    """Renew all catalogues and say what is missing."""
    found, missing = sources(), 0
    for language in LANGUAGES:
        words = renewed(language, found)
        _folder(language).mkdir(parents=True, exist_ok=True)
        with (_folder(language) / "messages.po").open("wb") as file:
            write_po(file, words, width=100, include_lineno=False, sort_output=True)
        (_folder(language) / "messages.mo").write_bytes(compiled(words))
        empty = untranslated(words)
        missing += len(empty)
        print(f"{language}: {len(words)} texts, {len(empty)} without a translation")
        for text in empty:
            print(f"  {text}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
