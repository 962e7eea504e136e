"""What `flask themes check` asks of the texts, and what the command prints."""

import json

import pytest

from planner.themes.reader import CAMPAIGNS, read_packs
from tests.themes.make import change, copy_of, faults


@pytest.fixture
def pack(tmp_path):
    return copy_of("new-pensioners", tmp_path)


@pytest.mark.parametrize("strange", [
    "{{fornavn}}", "{{ navn }}", "{{navn.upper}}", "{{navn", "{navn}", "{% if navn %}", "{# skjult #}", "${navn}",
    "%(navn)s", "<%",
])
def test_only_the_known_places_may_stand_in_a_text(pack, strange):
    change(pack, "Kære {{navn}}", f"Kære {strange}", "invitation.da.md")
    assert faults(pack)
    assert all(line.startswith("new-pensioners/invitation.da.md: text: ") for line in faults(pack))
    assert "is no place we can fill" in faults(pack)[0]


def test_a_subject_is_checked_like_the_text_below_it(pack):
    change(pack, "# Snart", "# {{alder}}", "invitation.da.md")
    assert faults(pack)[0].startswith("new-pensioners/invitation.da.md: text: {{alder}} is no place we can fill")


@pytest.mark.parametrize("gone", ["invitation.nb.md", "thanks.en.md", "slide.da.md", "checklist.da.md"])
def test_every_text_stands_in_every_language_of_the_theme(pack, gone):
    (pack / gone).unlink()
    assert faults(pack) == [f"new-pensioners: {gone}: is missing; the theme speaks this language"]


def test_a_text_for_one_country_alone_does_not_count_for_the_language(tmp_path):
    pack = copy_of("newcomers", tmp_path)
    (pack / "reminder.ar-NO.md").unlink()
    assert faults(pack) == ["newcomers: reminder.ar.md: is missing; the theme speaks this language"]


def test_a_theme_speaks_danish_norwegian_and_english(pack):
    for path in pack.glob("*.nb.md"):
        path.unlink()
    change(pack, "[words.nb]", "[words.sv]")
    text = (pack / "theme.toml").read_text("utf-8").replace("\nnb = ", "\nsv = ")
    (pack / "theme.toml").write_text(text, "utf-8")
    assert "new-pensioners/theme.toml: words.nb: is missing; every theme speaks da, nb and en" in faults(pack)


def test_a_text_in_a_language_without_words_for_the_pages_is_refused(pack):
    (pack / "invitation.pl.md").write_text("# Zapraszamy\n\nDzień dobry", "utf-8")
    assert faults(pack) == [
        "new-pensioners/invitation.pl.md: text: is in a language the theme does not speak: words.pl is missing"]


@pytest.mark.parametrize(("slug", "kind"), [
    ("new-pensioners", "invitation"), ("new-pensioners", "reminder"), ("travel", "thanks"), ("fresh-start", "slip"),
])
def test_the_texts_a_theme_cannot_do_without(tmp_path, slug, kind):
    pack = copy_of(slug, tmp_path)
    for path in pack.glob(f"{kind}.*.md"):
        path.unlink()
    assert [line.partition("; a theme")[0] for line in faults(pack)] == [f"{slug}: {kind}.da.md: is missing"]


def test_nobody_is_greeted_by_name_where_no_names_are_taken(tmp_path):
    pack = copy_of("travel", tmp_path)
    change(pack, "Skal du på en lang rejse?", "Kære {{navn}}", "invitation.da.md")
    assert faults(pack) == [
        "travel/invitation.da.md: text: {{navn}} cannot be filled: this theme takes no names"]


@pytest.mark.parametrize(("file", "text", "line"), [
    ("invitation.da.md", "Kære borger", "text: must begin with a heading"),
    ("invitation.da.md", "# Kun en overskrift", "text: must begin with a heading"),
    ("sms.da.md", "\n", "text: is empty"),
    ("checklist.da.md", "# Huskeliste\n\n- Et\nto", "text: every line of a checklist begins with a hyphen"),
    ("invitation.dansk.md", "# Hej\n\nHej", "file name: must be like invitation.da.md"),
    ("flyer.da.md", "# Hej\n\nHej", "file name: must be like invitation.da.md"),
])
def test_a_misshapen_text_is_refused(pack, file, text, line):
    (pack / file).write_text(text, "utf-8")
    [told] = faults(pack)
    assert told.startswith(f"new-pensioners/{file}: {line}")


def test_a_text_saved_in_an_old_encoding_is_refused(pack):
    (pack / "invitation.da.md").write_bytes("# Kære\n\nKære".encode("latin-1"))
    assert faults(pack) == ["new-pensioners/invitation.da.md: text: must be saved as UTF-8"]


def test_what_windows_adds_to_a_text_does_no_harm(pack):
    path = pack / "invitation.da.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert faults(pack) == []


def test_every_fault_is_told_at_once(pack):
    change(pack, "seats = 40", "seats = 0")
    (pack / "flyer.da.md").write_text("Hej", "utf-8")
    assert {line.partition(": ")[0] for line in faults(pack)} == {
        "new-pensioners/flyer.da.md", "new-pensioners/theme.toml"}


def test_the_check_command_prints_one_line_per_fault_and_ends_with_two(app, pack):
    change(pack, "{{navn}}", "{{fornavn}}", "invitation.da.md")
    change(pack, "{{navn}}", "{{etternavn}}", "invitation.nb.md")
    result = app.test_cli_runner().invoke(args=["themes", "check", str(pack.parent)])
    assert result.exit_code == 2
    assert [line.partition(": text")[0] for line in result.stderr.splitlines()] == [
        "new-pensioners/invitation.da.md", "new-pensioners/invitation.nb.md"]


@pytest.mark.parametrize("folder", [[], [str(CAMPAIGNS)]])
def test_the_check_command_says_that_all_is_in_order(app, folder):
    result = app.test_cli_runner().invoke(args=["themes", "check", *folder])
    assert (result.exit_code, result.output) == (0, "8 themes, 210 texts, languages ar da en nb uk: all in order.\n")


def test_a_folder_without_themes_is_refused(app, tmp_path):
    result = app.test_cli_runner().invoke(args=["themes", "check", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "holds no theme" in result.stderr


def test_a_folder_that_lacks_its_theme_toml_is_not_passed_over(pack):
    (pack / "theme.toml").unlink()
    assert [str(refusal) for refusal in read_packs(pack.parent)[1]] == [
        "new-pensioners/theme.toml: file: must be there, saved as UTF-8"]


def test_the_list_names_every_theme_and_its_reach(app):
    result = app.test_cli_runner().invoke(args=["themes", "list", "--json"])
    reach = {theme["theme"]: (theme["reach"], theme["sign_up"]) for theme in json.loads(result.output)}
    assert reach == {
        "new-pensioners": ("register", "named"), "turning-18": ("register", "named"),
        "newcomers": ("register", "count"), "digital-help": ("register", "none"),
        "travel": ("open", "count"), "wedding": ("open", "count"),
        "low-vision": ("mediated", "count"), "fresh-start": ("mediated", "none"),
    }
