"""What can be chosen inside the sentences: our libraries, themes, languages, topics, and legal ages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from planner.audiences.sentences import Part, Sentence
from planner.citizens.interests import INTERESTS
from planner.citizens.queries import declared_languages
from planner.refusal import N_
from planner.segments.ages import AgeRule
from planner.segments.phrases import language_name, milestone
from planner.segments.queries import own_place_names
from planner.themes.pack import Reach
from planner.themes.reader import themes
from planner.web import page_language

Option = tuple[str, str]
IN_COUNTRY = {"DK": N_("%(milestone)s in Denmark"), "NO": N_("%(milestone)s in Norway")}


@dataclass(frozen=True)
class Choices:
    """By field, what there is to choose: pairs of value and name. What a sentence holds already is among them."""

    places: list[Option]
    themes: list[Option]
    laws: list[Option]
    languages: list[Option]
    topics: list[Option]
    whence: list[Option]


def choices(session: Session, sentences: Sequence[Sentence], rules: Iterable[AgeRule], country: str) -> Choices:
    """Return what can be chosen in `sentences`; who asks for no language costs no look at the register."""
    asked = [one.values["languages"].split(", ") for one in sentences if one.part is Part.LANGUAGE]
    languages = [*declared_languages(session), *(code for codes in asked for code in codes if code)] if asked else []
    return Choices(
        places=_with_held(own_place_names(session), sentences, "places", "place"),
        themes=_with_held(theme_names(), sentences, "theme"),
        laws=_with_held(_laws(rules, country), sentences, "law"),
        languages=_with_held({code: language_name(code) for code in languages}, sentences, "languages"),
        topics=_with_held({topic: str(_(words)) for topic, words in INTERESTS.items()}, sentences, "topics"),
        whence=[("abroad", str(_("from abroad"))), ("country", str(_("from another place in the country"))),
                ("", str(_("from anywhere")))],
    )


def _with_held(known: Mapping[str, str], sentences: Iterable[Sentence], *fields: str) -> list[Option]:
    """Return the options by name, and those that stand in a sentence though we know no name of them."""
    held = [word for one in sentences for name in fields for word in one.values.get(name, "").split(", ") if word]
    return sorted(({word: word for word in held} | dict(known)).items(), key=lambda pair: pair[1].lower())


def _laws(rules: Iterable[AgeRule], country: str) -> dict[str, str]:
    """Return the legal ages; those of another country than the municipality's by its name."""
    known = sorted({(rule.country, rule.milestone) for rule in rules})
    return {f"{where}:{slug}": milestone(slug) if where == country
            else str(_(IN_COUNTRY[where], milestone=milestone(slug))) for where, slug in known}


def theme_names() -> dict[str, str]:
    """Return what staff call the themes that find people in the register, by slug; the others are never named here."""
    return {slug: theme.name(page_language()) for slug, theme in themes().items() if theme.reach is Reach.REGISTER}
