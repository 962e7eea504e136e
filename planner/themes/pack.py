"""A theme as values: what it is for, whom it may reach, its words, its programme and its timing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from planner.refusal import N_, NotFoundError
from planner.themes.audience import Audience

#: Every theme speaks these; a theme may add more.
LANGUAGES = ("da", "nb", "en")
#: The language a country's municipality writes in when there is no text in the reader's own.
OWN_LANGUAGE = {"DK": "da", "NO": "nb"}
#: Norwegian by its other codes: what is written in bokmål is theirs to read.
SAME_LANGUAGE = {"no": "nb", "nn": "nb"}


class Reach(StrEnum):
    """How far a theme may go: into the register, to open pages and posters, or only through partners."""

    REGISTER = "register"
    OPEN = "open"
    MEDIATED = "mediated"


class SignUp(StrEnum):
    """What coming asks of people: their name, a number of heads, or nothing."""

    NAMED = "named"
    COUNT = "count"
    NONE = "none"


class TextKind(StrEnum):
    """What a text is for; also the first part of its file name."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    THANKS = "thanks"
    SLIP = "slip"
    CHECKLIST = "checklist"
    DESK = "desk"
    SLIDE = "slide"
    SMS = "sms"


class Weekday(StrEnum):
    """A day of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def spoken(language: str) -> str:
    """Return the plain code of a BCP 47 `language`: ar for ar-SY, nb for nn and no."""
    plain = language.partition("-")[0].lower()
    return SAME_LANGUAGE.get(plain, plain)


@dataclass(frozen=True, slots=True)
class TextKey:
    """Which text: `country` only where the facts differ from country to country."""

    kind: TextKind
    language: str
    country: str | None = None

    @property
    def file_name(self) -> str:
        """The file it stands in: invitation.da.md, invitation.ar-DK.md."""
        tag = f"{self.language}-{self.country}" if self.country else self.language
        return f"{self.kind}.{tag}.md"


@dataclass(frozen=True, slots=True)
class Text:
    """A text with places in it. `language` is the one it is written in; `note` tells staff when it may be used."""

    language: str
    subject: str
    body: str
    note: str = ""

    @property
    def items(self) -> tuple[str, ...]:
        """The lines of a checklist, without their dashes."""
        return tuple(line.removeprefix("- ") for line in self.body.splitlines() if line.startswith("- "))


@dataclass(frozen=True, slots=True)
class Wording:
    """What pages say of a theme in one language. `name` is what staff call it, `title` what citizens read."""

    name: str
    title: str
    lead: str
    gain: str
    goals: tuple[str, ...]
    bring: tuple[str, ...]
    offers: tuple[str, ...]
    notes: Mapping[TextKind, str]


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """What happens `minute` minutes after the start; before it when negative."""

    minute: int
    words: Mapping[str, str]

    def text(self, language: str) -> str:
        """Return it in `language`, else in English."""
        return self.words.get(spoken(language), self.words["en"])


@dataclass(frozen=True, slots=True)
class Timing:
    """When invitations leave. `letter_lead_days` is how much sooner letters go, to arrive with the mails."""

    first_wave_days: int
    wave_gap_days: int
    weekday: Weekday
    at: time
    letter_lead_days: int

    def send_at(self, starts_local: datetime, wave: int = 1) -> datetime:
        """Return the naive local time at which the mails of `wave` (from 1) leave, for an event at `starts_local`.

        The first leaves on the theme's weekday, `first_wave_days` before the event or up to six days sooner.
        """
        latest = starts_local.date() - timedelta(days=self.first_wave_days)
        back = (latest.weekday() - list(Weekday).index(self.weekday)) % 7
        day = latest - timedelta(days=back) + timedelta(days=self.wave_gap_days * (wave - 1))
        return datetime.combine(day, self.at)


@dataclass(frozen=True)
class Theme:
    """One folder of campaigns/. `audience` and `timing` are None unless `reach` is register."""

    slug: str
    reach: Reach
    sign_up: SignUp
    commercial: bool
    min_age: int
    minutes: int
    seats: int
    season: tuple[int, ...]
    wording: Mapping[str, Wording]
    programme: tuple[ProgrammeItem, ...]
    partners: Mapping[str, tuple[str, ...]]
    timing: Timing | None
    audience: Audience | None
    texts: Mapping[TextKey, Text]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages the theme speaks."""
        return tuple(self.wording)

    def words(self, language: str) -> Wording:
        """Return what pages say in `language`, else in English."""
        return self.wording.get(spoken(language), self.wording["en"])

    def name(self, language: str) -> str:
        """Return what staff call the theme."""
        return self.words(language).name

    def title(self, language: str) -> str:
        """Return the heading citizens read."""
        return self.words(language).title

    def partner_kinds(self, country: str) -> tuple[str, ...]:
        """Return whom to ask along in `country`."""
        return self.partners.get(country, ())

    def text(self, kind: TextKind, language: str, country: str = "DK") -> Text:
        """Return the text for a reader of `language` in `country`; raises NotFoundError if the theme has none.

        Written for that country, else in that language, else in the language the municipality itself writes: the
        text's own `language` says which it became.
        """
        own = OWN_LANGUAGE.get(country, "en")
        for tag in (spoken(language), own):
            for key in (TextKey(kind, tag, country), TextKey(kind, tag)):
                if key in self.texts:
                    return self.texts[key]
        raise NotFoundError(N_("The theme %(theme)s has no text of the kind %(kind)s."), theme=self.slug, kind=kind)
