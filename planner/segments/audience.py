"""Values of an audience: what is asked, what was counted, and who may be invited. Pure."""

from dataclasses import dataclass, field
from datetime import date

from planner.delivery.models import ChannelName, SkipReason
from planner.segments.ages import YOUNGEST
from planner.segments.criteria import Criterion
from planner.segments.leaves import Leaf

#: Why someone is left out, in the order of counting: each person counts once, by the first that holds.
REASONS = (
    SkipReason.DEAD, SkipReason.LEFT, SkipReason.TOO_YOUNG, SkipReason.PROTECTED, SkipReason.OBJECTED,
    SkipReason.MARKETING_PROTECTED, SkipReason.CAPPED, SkipReason.NO_CHANNEL,
)
#: What becomes of a person whom the rule fits: left out for a reason, or written to by mail or letter.
Outcome = SkipReason | ChannelName


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a campaign is meant for, seen from the day `on`.

    `theme` is what an objection may name, None when no theme asks. People under `min_age` are left out; under 15
    everyone is. `commercial` asks for consent to paid offers. `near` is the slug of the place whose neighbours are
    invited first. `lot` decides the order among equals: another text (a campaign's key), another order.
    """

    criterion: Criterion
    on: date
    theme: str | None = None
    min_age: int = 18
    commercial: bool = False
    near: str | None = None
    lot: str = ""

    @property
    def youngest(self) -> int:
        """The age from which on a person is written to."""
        return max(self.min_age, YOUNGEST)


@dataclass(frozen=True, slots=True)
class ByChannel:
    """How many get the invitation by mail and how many by letter."""

    mail: int
    letter: int


@dataclass(frozen=True, slots=True)
class AudienceCount:
    """Everyone in the register whom the rule fits, and what becomes of them; `excluded` names every reason.

    `ms` is how many milliseconds the database took.
    """

    matching: int
    by_channel: ByChannel
    excluded: dict[SkipReason, int]
    ms: float = field(default=0.0, compare=False)

    @property
    def invitable(self) -> int:
        """How many may be invited: those who match, without those left out."""
        return self.by_channel.mail + self.by_channel.letter


@dataclass(frozen=True, slots=True)
class Invitee:
    """Someone who may be invited, with the language declared in the register (empty when none)."""

    citizen_id: int
    subject: str
    language: str
    channel: ChannelName
    postcode: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one single criterion of a rule says of a person: `so` False asks for its opposite, as a not around it does.

    `holds` is whether that is so of them. `day` is theirs: the one on which they turn or reach the age or moved here,
    None where the criterion asks for none, or none is known.
    """

    leaf: Leaf
    so: bool
    holds: bool
    day: date | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the rule and one person meet: what each part of it says, and all reasons to leave them out."""

    matches: bool
    answers: list[Answer]
    excluded_because: list[SkipReason]
