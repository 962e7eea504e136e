"""A criteria file, from the disk or from standard input."""

import json
import sys
from pathlib import Path

from planner.refusal import N_, NotFoundError, Refusal
from planner.segments.criteria import Criterion, parse_criteria
from planner.segments.parts import shown

LARGEST_BYTES = 100_000


def read_criteria_file(source: str) -> Criterion:
    """Return the criterion in the JSON file `source`, of standard input for "-"; a Refusal says what is wrong where."""
    name = "standard input" if source == "-" else source
    raw = _bytes_of(source)
    if len(raw) > LARGEST_BYTES:
        raise Refusal(N_("%(file)s is too large for a rule."), field="criteria", file=name)
    try:
        value = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except UnicodeDecodeError as error:
        raise Refusal(N_("%(file)s is not written in UTF-8."), field="criteria", file=name) from error
    except json.JSONDecodeError as error:
        raise Refusal(N_("%(file)s, line %(line)s, column %(column)s: this is not JSON (%(why)s)."), field="criteria",
                      file=name, line=error.lineno, column=error.colno, why=error.msg) from error
    except (RecursionError, ValueError) as error:
        raise Refusal(N_("%(file)s is not JSON that a rule could be."), field="criteria", file=name) from error
    return parse_criteria(value)


def _bytes_of(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read(LARGEST_BYTES + 1)
    try:
        with Path(source).open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise NotFoundError(N_("There is no file %(file)s."), field="criteria", file=source) from error
    except OSError as error:
        raise Refusal(N_("%(file)s cannot be read: %(why)s."), field="criteria", file=source,
                      why=error.strerror or "unknown") from error


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that stands twice: a reader of JSON keeps the last one, and the rule would not be what it says."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise Refusal(N_("%(key)s stands twice in the same braces."), field="criteria", key=shown(key))
        found[key] = value
    return found
