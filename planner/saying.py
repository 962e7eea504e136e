"""English sentences with places, in the reader's language, filled as people there write numbers and dates."""

from datetime import date

from flask_babel import format_date, format_decimal, gettext


def say(message: str, /, **values: object) -> str:
    """Return `message` in the reader's language; dates and whole numbers in it stand as people write them there."""
    return str(gettext(message, **{name: _written(value) for name, value in values.items()}))


def _written(value: object) -> object:
    if isinstance(value, int):
        return format_decimal(value)
    return format_date(value, "long") if isinstance(value, date) else value
