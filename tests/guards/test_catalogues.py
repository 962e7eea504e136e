"""Every text of the interface is translated, with the same places in it, and compiled as written."""

import re
from collections.abc import Iterator

import pytest
from babel.messages import Catalog, Message

from planner.translations.update import HERE, LANGUAGES, catalogue, compiled, renewed, sources, texts_for, untranslated

PLACES = re.compile(r"%\((\w+)\)[sd]")
#: Texts that are the same word in English, or made of places and punctuation only.
SAME_WORD = {
    "da": {
        "Cookies", "Stop", "%(n)s mail", "Mail", "Lix %(n)s: %(verdict)s", "under 5", "%(theme)s, %(place)s, %(day)s",
        "%(field)s: %(sentence)s", "%(households)s, %(seats)s", "Sponsor",
    },
    "nb": {
        "under 5", "%(theme)s, %(place)s, %(day)s", "%(field)s: %(sentence)s", "%(households)s, %(seats)s",
        "Sponsor",
    },
    "ar": set[str](),
    "uk": {"%(date)s, %(hours)s"},
}


@pytest.fixture(scope="module")
def found() -> Catalog:
    """Every text in code and templates."""
    return sources()


def forms(words: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """The forms of a text: one, or one for each number."""
    return [words] if isinstance(words, str) else list(words or [])


def translated(language: str) -> Iterator[Message]:
    return (message for message in catalogue(language) if message.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_or_left_over(language: str, found: Catalog) -> None:
    assert untranslated(renewed(language, found)) == [], "run: python -m planner.translations.update"
    wanted = {str(message.id) for message in texts_for(language, found)}
    assert {str(message.id) for message in translated(language)} == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in translated(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_places_of_its_text(language: str) -> None:
    for message in translated(language):
        wanted = set(PLACES.findall(forms(message.id)[-1]))
        *fewer, most = [set(PLACES.findall(form)) for form in forms(message.string)]
        assert most == wanted, message.id
        assert all(places <= wanted for places in fewer), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_repeats_the_english(language: str) -> None:
    same = {forms(message.id)[0] for message in translated(language) if forms(message.id)[0] in forms(message.string)}
    assert same <= SAME_WORD[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_shouts_or_breaks_a_sentence_off(language: str) -> None:
    for message in translated(language):
        english, own = forms(message.id)[-1], forms(message.string)[-1]
        assert ("!" in own) <= ("!" in english), message.id
        ended = own.endswith((".", ")s"))  # what fills the place may end in its own stop: Good months: jan., feb.
        assert ended if english.endswith(".") else not own.endswith("."), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_site_reads_is_what_is_written(language: str) -> None:
    assert (HERE / language / "LC_MESSAGES" / "messages.mo").read_bytes() == compiled(catalogue(language))
