"""The files the browser gets: the ones we chose, unchanged, and style that keeps its own rules."""

import re
import shutil
from pathlib import Path

import pytest

from planner.vendor import STATIC, VENDORED, changed_files

OWN_STYLE = (STATIC / "app.css").read_text("utf-8")
#: Where a mail is shown as the reader gets it, whatever the colours of our own page.
WHITE = {"#fff"}
ONE_SIDED = re.compile(r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right)|left|right)\b")


def test_vendored_files_are_what_they_were() -> None:
    assert changed_files() == []


def test_a_changed_or_lost_file_is_noticed(tmp_path: Path) -> None:
    static = tmp_path / "planner" / "static"
    shutil.copytree(STATIC, static)
    shutil.copytree(STATIC.parent.parent / "tests" / "samples", tmp_path / "tests" / "samples")
    with (static / "htmx.min.js").open("a") as file:
        file.write(" ")
    (static / "ds.css").unlink()
    assert changed_files(static) == ["ds.css", "htmx.min.js"]


def test_every_font_and_picture_in_the_style_is_ours_and_there() -> None:
    addresses = re.findall(r"url\(([^)]*)\)", OWN_STYLE)
    assert addresses
    assert [address for address in addresses if not (STATIC / address).is_file()] == []
    assert {name for name in VENDORED if name.startswith("fonts/")} == set(addresses)


def test_colours_are_tokens() -> None:
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", OWN_STYLE)) == WHITE


def test_own_style_turns_round_by_itself_from_right_to_left() -> None:
    assert [line for line in OWN_STYLE.splitlines() if ONE_SIDED.search(line)] == []


@pytest.mark.parametrize("name", ["htmx.min.js", "ds.css", "ds-theme.css"])
def test_vendored_files_ask_no_other_host_and_need_no_eval(name: str) -> None:
    text = (STATIC / name).read_text("utf-8")
    assert re.findall(r"@import|url\(\s*[\"']?https?:|\bnew Function\b|\beval\(", text) == []
