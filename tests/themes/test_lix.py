"""LIX as the theme texts were measured: the careful count."""

import pytest

from planner.themes.filling import fill
from planner.themes.lix import Verdict, measure
from planner.themes.pack import TextKind
from planner.themes.reader import themes
from tests.themes.make import values

#: Measured by another program when the texts were edited: words and LIX of each invitation, filled in as in make.py.
EDITED = {
    ("new-pensioners", "da"): (119, 18.4), ("new-pensioners", "nb"): (118, 20.1), ("new-pensioners", "en"): (118, 23.0),
    ("turning-18", "da"): (118, 23.1), ("turning-18", "nb"): (118, 25.7), ("turning-18", "en"): (119, 24.5),
    ("newcomers", "da"): (120, 25.8), ("newcomers", "nb"): (117, 26.2), ("newcomers", "en"): (118, 26.9),
    ("travel", "da"): (120, 23.6), ("travel", "nb"): (119, 26.4), ("travel", "en"): (119, 24.3),
    ("wedding", "da"): (117, 25.7), ("wedding", "nb"): (113, 26.1), ("wedding", "en"): (117, 23.7),
    ("low-vision", "da"): (119, 23.6), ("low-vision", "nb"): (115, 25.6), ("low-vision", "en"): (120, 24.4),
    ("fresh-start", "da"): (119, 19.6), ("fresh-start", "nb"): (119, 23.8), ("fresh-start", "en"): (119, 19.6),
    ("digital-help", "da"): (118, 19.7), ("digital-help", "nb"): (117, 22.3), ("digital-help", "en"): (118, 21.8),
}


@pytest.mark.parametrize(("slug", "language"), EDITED)
def test_invitations_measure_as_they_did_when_edited(slug, language):
    text = themes()[slug].text(TextKind.INVITATION, language, "NO" if language == "nb" else "DK")
    found = measure(fill(text.body, values(language), language), language)
    words, lix = EDITED[slug, language]
    assert found.words == words
    assert found.lix == pytest.approx(lix, abs=0.05)


def test_words_per_sentence_and_long_words_make_the_number():
    found = measure("Kære borger. Kom og få hjælp til pensionen.", "da")
    assert (found.words, found.sentences, found.lix) == (8, 2, 4 + 100 * 1 / 8)
    assert found.long_words == ("pensionen",)


@pytest.mark.parametrize("text", [
    "Vi ses kl. 17 den 4. februar.",
    "Vi holder til på 2. Sal.",
    "Tag f.eks. en ven med.",
    "Husk: Kom til tiden.",
    "Det koster 2.500 kr. om året.",
    "Se borger.dk for mere.",
])
def test_these_are_one_sentence(text):
    assert measure(text, "da").sentences == 1


@pytest.mark.parametrize("text", [
    "Kom nu. Vi venter.", "Kom!\nVi venter", "Er du 75? Ja.", "Det var i 2027. Kom igen.", "Vi ses den 4.\nVel mødt",
])
def test_these_are_two(text):
    assert measure(text, "da").sentences == 2


def test_a_word_is_long_from_seven_letters_on():
    assert measure("skoler skolers 1234567 MitID-koden.", "da").long_words == ("mitid-koden", "skolers")


def test_the_longest_sentence_is_shown():
    found = measure("Kort. Denne her er noget længere. Kort igen.", "da")
    assert (found.longest_sentence, found.longest_sentence_words) == ("Denne her er noget længere.", 5)


@pytest.mark.parametrize(("long_words", "verdict"), [
    (1, Verdict.VERY_EASY), (2, Verdict.EASY), (3, Verdict.MEDIUM), (4, Verdict.HARD), (5, Verdict.VERY_HARD),
])
def test_the_danish_scale_gives_the_verdict(long_words, verdict):
    text = " ".join(["bibliotek"] * long_words + ["og"] * (10 - long_words))
    assert measure(text, "da").verdict is verdict


@pytest.mark.parametrize("language", ["ar", "uk"])
def test_lix_says_nothing_of_arabic_and_ukrainian(language):
    found = measure("مرحبًا بكم في المكتبة.", language)
    assert (found.lix, found.verdict, found.words) == (None, None, 4)


def test_an_empty_text_has_no_number():
    assert measure(" \n", "da").lix is None
