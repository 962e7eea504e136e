"""What stands in the answer form, as typed and as an answer."""

from collections.abc import Mapping

from planner.refusal import N_, Refusal, Refusals
from planner.replies.rules import LARGEST_PARTY, Answer

FIELDS = ("answer", "seats", "needs", "note")


def answer_in(form: Mapping[str, str]) -> Answer:
    """Return the answer in the posted `form`; without `seats` a yes is for one. Raises Refusals."""
    said = form.get("answer", "")
    if said not in ("yes", "no"):
        raise Refusals([Refusal(N_("Press yes or no thanks, so that we know what you mean."), field="answer")])
    seats = _seats(form.get("seats", "1")) if said == "yes" else 0
    return Answer(said == "yes", seats, _plain(form.get("needs", "")), _plain(form.get("note", "")))


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, to be shown again when it is refused."""
    return {name: form.get(name, "") for name in FIELDS}


def _seats(text: str) -> int:
    """Return the number typed; a number too long to read is too large in any case, a negative one is below one."""
    digits = text.strip().removeprefix("-")
    if not digits.isascii() or not digits.isdigit():
        raise Refusals([Refusal(N_("Write how many you are as a number, for example 2."), field="seats")])
    size = int(digits) if len(digits) <= len(str(LARGEST_PARTY)) + 1 else LARGEST_PARTY + 1
    return -size if text.strip().startswith("-") else size


def _plain(text: str) -> str:
    """Return `text` trimmed, with plain line ends and nothing that cannot be printed (PostgreSQL refuses NUL)."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join("".join(sign for sign in line if sign.isprintable() or sign == "\t") for line in lines).strip()
