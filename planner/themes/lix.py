"""LIX: how heavy a Danish, Norwegian or English text is to read. A pointer, never a gate. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from planner.themes.pack import spoken

#: LIX says nothing of Arabic, and plain Ukrainian scores as heavy.
MEASURED = frozenset({"da", "nb", "en"})
LONG_WORD_LETTERS = 7

#: Stops that end no sentence: after these words, after a day's or a floor's number, and before a small letter. So
#: "du er 75. Kom" counts as one: the careful count would rather find a text too heavy than too light.
_NO_STOP = re.compile(
    r"(?i:\b(?:kl|ca|nr|tlf|mr|mrs|ms|dr|f\.eks|bl\.a|d\.v\.s|e\.g|i\.e))\.|\b\d{1,2}\.(?= )|\.(?=\s+[a-zæøå])")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»)]*\s+|\n+")
_NO_END = "\N{ONE DOT LEADER}"
_LETTER = re.compile(r"[^\W\d_]")


class Verdict(StrEnum):
    """The Danish scale: at most 24, 34, 44, 54, and above."""

    VERY_EASY = "very_easy"
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"
    VERY_HARD = "very_hard"


_LIMITS = ((24, Verdict.VERY_EASY), (34, Verdict.EASY), (44, Verdict.MEDIUM), (54, Verdict.HARD))


@dataclass(frozen=True, slots=True)
class Readability:
    """What was measured. `lix` has one decimal; it and `verdict` are None where LIX says nothing."""

    words: int
    sentences: int
    lix: float | None
    verdict: Verdict | None
    longest_sentence: str
    longest_sentence_words: int
    long_words: tuple[str, ...]


def measure(text: str, language: str) -> Readability:
    """Return the readability of a filled `text`: words per sentence + 100 x words of 7 letters or more per word.

    The careful count: a stop or a line end ends a sentence, a colon does not, nor "kl." or "11."; numbers are words.
    `long_words` are each named once, longest first. Source: C.H. Björnsson, Läsbarhet (1968).
    """
    sentences = [words for words in map(_words, _sentences(text)) if words]
    words = [word for sentence in sentences for word in sentence]
    longest = max(sentences, key=len, default=[])
    long_words = [word for word in words if _is_long(word)]
    lix = _lix(len(words), len(sentences), len(long_words)) if spoken(language) in MEASURED else None
    return Readability(
        words=len(words),
        sentences=len(sentences),
        lix=lix,
        verdict=None if lix is None else _verdict(lix),
        longest_sentence=" ".join(longest),
        longest_sentence_words=len(longest),
        long_words=tuple(sorted(dict.fromkeys(map(_bare, long_words)), key=len, reverse=True)),
    )


def _lix(words: int, sentences: int, long_words: int) -> float | None:
    return round(words / sentences + 100 * long_words / words, 1) if words else None


def _verdict(lix: float) -> Verdict:
    return next((verdict for limit, verdict in _LIMITS if round(lix) <= limit), Verdict.VERY_HARD)


def _sentences(text: str) -> list[str]:
    # A stop that ends no sentence is set aside, so that the next step sees only those that do.
    kept = _NO_STOP.sub(lambda found: found.group().replace(".", _NO_END), text)
    return [sentence.replace(_NO_END, ".") for sentence in _SENTENCE_END.split(kept)]


def _words(sentence: str) -> list[str]:
    return [word for word in sentence.split() if re.search(r"\w", word)]


def _is_long(word: str) -> bool:
    return len(_LETTER.findall(word)) >= LONG_WORD_LETTERS


def _bare(word: str) -> str:
    return re.sub(r"^\W+|\W+$", "", word).lower()
