"""What a rule is read against: the day asked, the law, and which postcodes lie near a place. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.segments.ages import AgeRule
from planner.segments.leaves import LivesNear, NearestPlace


@dataclass(frozen=True, slots=True)
class Facts:
    """`rules` are the legal ages of all milestones; `postcodes` those of every nearness the rule asks for."""

    on: date
    rules: Sequence[AgeRule] = ()
    postcodes: Mapping[LivesNear | NearestPlace, Sequence[str]] = field(default_factory=dict)
