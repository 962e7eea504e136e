"""An expected refusal: the one kind of error that carries a sentence people may read."""


def N_(text: str) -> str:
    """Return `text` as it is; marks it for the translators (the edge translates)."""
    return text


def in_english(text: str, /, **values: object) -> str:
    """Return an English sentence with its %(name)s places filled; whole numbers are grouped, 12,000."""
    grouped = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    return text % grouped if values else text


class Refusal(Exception):
    """What was asked cannot be done, and `message` says why and what to do next.

    `message` is an English sentence with %(name)s places, marked with N_; pages translate it, commands print it. A
    whole number among `values` is a count and is grouped (12,000, 12.000); what is none, an id or a year, is a text.
    `field` names the form field or option it concerns, None when it concerns no single one.
    """

    def __init__(self, message: str, /, *, field: str | None = None, **values: object) -> None:
        super().__init__(in_english(message, **values))
        self.message = message
        self.field = field
        self.values = values


class NotFoundError(Refusal):
    """Nothing here has that name or number."""


class NotAllowedError(Refusal):
    """The account may not do this."""


class Refusals(Exception):
    """Several refusals at once, as a form shows them: all that has to be mended, in the order of the fields."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("; ".join(str(refusal) for refusal in refusals))
        self.refusals = refusals
