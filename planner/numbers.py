"""Whole numbers as people and programs write them. Pure."""

import re

WHOLE = re.compile("-?[0-9]{1,18}")


def whole_number(text: str, least: int, most: int) -> int | None:
    """Return the number that `text` is, from `least` to `most`; None when it is none of them.

    Only plain digits count, after a minus perhaps: int() would take blanks, underscores and the digits of other
    scripts, and raise for thousands of them.
    """
    number = int(text) if WHOLE.fullmatch(text) else None
    return number if number is not None and least <= number <= most else None
