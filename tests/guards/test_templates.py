"""Templates: short, translated, safe under a strict content policy, and every form with its token."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from planner.config import ROOT

FOLDER = ROOT / "templates"
ALL = sorted(path for path in FOLDER.rglob("*") if path.suffix in (".html", ".txt"))
PAGES = [path for path in ALL if path.suffix == ".html" and path.parent.name != "mail"]
#: Drawings of our own, which are markup.
MAY_BE_SAFE = {"parts/marks.html"}
#: Words of a public page that are no language: file names, units, our own name.
NO_LANGUAGE = {"Planner", "Google", "Outlook", "RSS"}
LONGEST = 80
READER = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)

JINJA = re.compile(r"{#.*?#}|{{.*?}}|{%.*?%}", re.S)
TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.S)
FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.S)
SPOKEN = re.compile(r"(?:aria-label|title|alt|placeholder)=\"([^\"]*)\"")
WORD = re.compile(r"[^\W\d_]{2,}")


def name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def bare_words(text: str) -> set[str]:
    """The words a reader would meet that do not come through the catalogue."""
    drawn = JINJA.sub("", re.sub(r"{% set (?:ICONS|MARKS) .*?%}", "", text, flags=re.S))
    spoken = " ".join(SPOKEN.findall(drawn))
    words = TAG.sub(" ", re.sub(r"<style>.*?</style>|&\w+;", " ", drawn, flags=re.S))
    words = re.sub(r"[\w-]+=\"[^\"]*\"|(?<!\w)/[\w/-]+", " ", words)  # pieces of a tag, and paths, in blocks and macros
    return set(WORD.findall(f"{spoken} {words}")) - NO_LANGUAGE


@pytest.mark.parametrize("path", ALL, ids=name)
def test_template_is_short_and_can_be_read_by_jinja(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST
    READER.parse(text)


@pytest.mark.parametrize("path", ALL, ids=name)
def test_every_word_comes_through_the_catalogue(path: Path) -> None:
    assert bare_words(path.read_text("utf-8")) == set()


def test_bare_words_are_found() -> None:
    assert bare_words('<p aria-label="Menu">{{ _("Fine") }} Hello</p>') == {"Menu", "Hello"}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page_has_no_style_or_script_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=\"|javascript:|<script(?![^>]*\bsrc=)", text) == []


@pytest.mark.parametrize("path", ALL, ids=name)
def test_nothing_is_let_through_unescaped(path: Path) -> None:
    assert name(path) in MAY_BE_SAFE or not re.search(r"\|\s*safe\b|autoescape", path.read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_form_that_changes_something_carries_its_token(path: Path) -> None:
    """Pages of replies have none: the token in their address is the right, and they need no cookie."""
    if path.parent.name == "replies":
        return
    assert [form[:90] for form in FORM.findall(path.read_text("utf-8")) if "csrf_token" not in form] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page_asks_no_other_host(path: Path) -> None:
    assert re.findall(r"(?:src|action|<link[^>]*href)=\"(?:https?:)?//", path.read_text("utf-8")) == []
