"""Dates and times as people type them, in the languages of staff."""

import re
from datetime import date, time

from babel import Locale

_NUMBERS = re.compile(r"(\d{1,2})[./\s-]+(\d{1,2})[./\s-]+(\d{4})")
_WORDS = re.compile(r"(?:[^\W\d]+\s+)?(?:den\s+)?(\d{1,2})\.?\s*([^\W\d]+)\.?,?\s+(\d{4})")
_CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:]?(\d{2}))?")


def read_date(text: str) -> date | None:
    """Return the day written as 2027-02-10, 10.2.2027, 10/2-2027 or 10. februar 2027 (da, nb, en); None if none is."""
    text = " ".join(text.lower().split())
    try:
        if (found := _NUMBERS.fullmatch(text)) is not None:
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := _WORDS.fullmatch(text)) is not None:
            return date(int(found[3]), _month(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError:  # 31 February, an unknown month, or no date at all
        return None


def read_time(text: str) -> time | None:
    """Return the hour written as 17.00, 17:00, 1700, 17 or kl. 17; None if none is."""
    found = _CLOCK.fullmatch(" ".join(text.lower().split()))
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else None
    except ValueError:  # 25.00
        return None


def _month(word: str) -> int:
    """Return the number of the month, written out or cut short, in a language of staff; 0 if it is none."""
    for language in ("da", "nb", "en"):
        months = Locale(language).months["format"]
        for number in range(1, 13):
            if word in (months["wide"][number].lower(), months["abbreviated"][number].lower().rstrip(".")):
                return number
    return 0
