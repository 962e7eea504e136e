"""Which numbers of a comparison may be shown: small ones are hidden, and what would tell of them. Pure."""

from collections.abc import Mapping

from planner.audiences.comparison import Comparison
from planner.audiences.keeping import Numbers
from planner.segments.masking import FEWEST, Cell, mask

#: The reasons to come or to go.
WAYS = ("time", "law", "rule", "register")


def is_open(number: int) -> bool:
    """Return whether a number is none of the small ones."""
    return number == 0 or number >= FEWEST


def as_shown(comparison: Comparison) -> dict[str, Cell]:
    """Return every number of the comparison by its key, with those hidden that are small or would tell of a small one.

    A change of less than five between two shown numbers is one, too.
    """
    numbers: dict[str, int] = {}
    lines: list[list[str]] = []
    for when, found in (("then", comparison.then), ("now", comparison.now)):
        numbers |= _named(when, found)
        lines += _lines(when, found)
    flows = flows_of(comparison)
    numbers |= flows
    lines += [*_flow_lines(flows), _change_line(comparison)]
    lines += [_hides_then(key, numbers) for key in list(numbers) if key.startswith("then ") and _is_near(key, numbers)]
    return mask(numbers, lines)


def _named(when: str, found: Numbers) -> dict[str, int]:
    return {f"{when} mail": found.mail, f"{when} letter": found.letter, f"{when} invitable": found.invitable,
            f"{when} out": found.matching - found.invitable, f"{when} matching": found.matching,
            **{f"{when} out {reason}": number for reason, number in found.excluded.items()},
            **{f"{when} at {place}": number for place, number in found.places.items()}}


def _lines(when: str, found: Numbers) -> list[list[str]]:
    return [[f"{when} mail", f"{when} letter", f"{when} invitable"],
            [*(f"{when} out {reason}" for reason in found.excluded), f"{when} out"],
            [*(f"{when} at {place}" for place in found.places), f"{when} invitable"],
            [f"{when} invitable", f"{when} out", f"{when} matching"]]


def flows_of(comparison: Comparison) -> dict[str, int]:
    """Return who came and who went, by reason, with their sums and the change they make."""
    changes = comparison.changes
    came = {"time": changes.time.came, "law": changes.law.came, "rule": changes.rule.came,
            "register": max(changes.register, 0)}
    went = {"time": changes.time.went, "law": changes.law.went, "rule": changes.rule.went,
            "register": max(-changes.register, 0)}
    return {**{f"came {name}": number for name, number in came.items()}, "came": sum(came.values()),
            **{f"went {name}": number for name, number in went.items()}, "went": sum(went.values()),
            "change": abs(comparison.now.matching - comparison.then.matching),
            "moved_here": changes.moved_here, "died": changes.died, "left": changes.left}


def _flow_lines(flows: Mapping[str, int]) -> list[list[str]]:
    less, more = sorted(("went", "came"), key=lambda key: flows[key])
    return [[*(f"came {name}" for name in WAYS), "came"], [*(f"went {name}" for name in WAYS), "went"],
            [less, "change", more]]


def _change_line(comparison: Comparison) -> list[str]:
    """Return that the lesser number and the change make the greater one: the sum from then to now shows both."""
    matching = {"then": comparison.then.matching, "now": comparison.now.matching}
    less, more = sorted(matching, key=lambda when: matching[when])
    return [f"{less} matching", "change", f"{more} matching"]


def _is_near(key: str, numbers: Mapping[str, int]) -> bool:
    now = numbers.get(key.replace("then ", "now ", 1), 0)
    return 0 < abs(numbers[key] - now) < FEWEST and is_open(numbers[key]) and is_open(now)


def _hides_then(key: str, numbers: dict[str, int]) -> list[str]:
    """Return a line that hides the earlier of two numbers: a small one stands between it and a sum that is known."""
    gap, total = f"gap {key}", f"sum {key}"
    numbers[gap] = abs(numbers[key] - numbers[key.replace("then ", "now ", 1)])
    numbers[total] = numbers[key] + numbers[gap]
    return [key, gap, total]
