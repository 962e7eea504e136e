"""What a rule is read against: the day asked, the law, and which postcodes lie near a place. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.segments.ages import AgeRule
from planner.segments.leaves import LivesNear


@dataclass(frozen=True, slots=True)
class Facts:
    """`rules` are the legal ages of all milestones; `near` has the postcodes of every distance the rule asks for."""

    on: date
    rules: Sequence[AgeRule] = ()
    near: Mapping[LivesNear, Sequence[str]] = field(default_factory=dict)
