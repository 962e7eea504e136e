"""Examples of an audience: what some people in it have in common, never one of them. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planner.delivery.models import ChannelName, SkipReason
from planner.segments.audience import Outcome
from planner.segments.masking import FEWEST

MOST_EXAMPLES = 5
#: What is told of who is left out, the telling reasons first; of special protection nothing is.
TOLD = (
    SkipReason.OBJECTED, SkipReason.CAPPED, SkipReason.MARKETING_PROTECTED, SkipReason.TOO_YOUNG,
    SkipReason.NO_CHANNEL, SkipReason.LEFT, SkipReason.DEAD,
)
#: Of these nothing more is told than that they are gone.
GONE = (SkipReason.LEFT, SkipReason.DEAD)
#: An example with less and less in it.
VAGUER: tuple[Callable[["Example"], "Example"], ...] = (
    lambda one: one,
    lambda one: replace(one, place=None),
    lambda one: replace(one, born=None, moved=None),
    lambda one: replace(one, place=None, born=None, moved=None),
    lambda one: Example(one.outcome),
)
ORDER: tuple[Outcome, ...] = (ChannelName.MAIL, ChannelName.LETTER, *TOLD)


@dataclass(frozen=True, slots=True)
class Example:
    """What at least five people share, none of them protected: what becomes of them, and why they fit.

    `alternative` is the number of the single criterion by which they fit, where the rule offers several. `born` and
    `moved` are months as year and month, where the rule asks for a time; `place` is the slug of the nearest place.
    """

    outcome: Outcome
    place: str | None = None
    alternative: int | None = None
    born: tuple[int, int] | None = None
    moved: tuple[int, int] | None = None

    @property
    def facts(self) -> tuple[object, ...]:
        """What can differ between two examples of the same outcome, the most telling first."""
        return self.alternative, self.born, self.moved, self.place


def examples_among(people: Iterable[tuple[Example, int]]) -> list[Example]:
    """Return up to five examples that differ; `people` says how many share each, protected ones not among them.

    What fewer than five share is told with less in it, or not at all. Mail and letter come first, then reasons to be
    left out; then others, as unlike those before as can be.
    """
    counted = Counter[Example]()
    for example, number in people:
        counted[Example(example.outcome) if example.outcome in GONE else example] += number
    told = [[*_shared(counted, outcome)] for outcome in ORDER]
    found: list[Example] = []
    for turn in range(MOST_EXAMPLES):
        for candidates in told:
            fresh = [one for one in candidates if one not in found and (turn == 0 or one.facts != (None,) * 4)]
            if fresh and len(found) < MOST_EXAMPLES:
                found.append(min(fresh, key=lambda one: _likeness(one, found)))
    return found


def _shared(counted: Counter[Example], outcome: Outcome) -> Iterator[Example]:
    """Yield what enough people of one outcome share, the most shared first; with the fewest facts left out."""
    own = {one: number for one, number in counted.items() if one.outcome == outcome}
    for forget in VAGUER:
        vaguer = Counter[Example]()
        for one, number in own.items():
            vaguer[forget(one)] += number
        enough = [one for one, number in vaguer.most_common() if number >= FEWEST]
        if enough:
            yield from enough
            return


def _likeness(example: Example, others: Sequence[Example]) -> int:
    """Return how much of an example has been told already."""
    return sum(mine is not None and mine == its for other in others
               for mine, its in zip(example.facts, other.facts, strict=True))
