"""Every refusal of `flask themes check`: a good pack, one thing broken, and the line that names file and key."""

import pytest

from planner.themes.reader import CAMPAIGNS, read_packs
from tests.themes.make import change, copy_of, faults

CRITERIA = "reaches = { milestone = \"folkepension\", within_months = [5, 7] }"
TIMING = """[timing]
first_wave_days = 9
weekday = "monday"
at = 10:00:00
wave_gap_days = 7
letter_lead_days = 5
"""
AUDIENCE = "\n[audience]\ncriteria = { age = { min = 18 } }\n"


@pytest.fixture
def pack(tmp_path):
    return copy_of("new-pensioners", tmp_path)


def test_all_shipped_packs_are_in_order():
    found, wrong = read_packs(CAMPAIGNS)
    assert wrong == []
    assert sorted(found) == [
        "digital-help", "fresh-start", "low-vision", "new-pensioners", "newcomers", "travel", "turning-18", "wedding",
    ]


def test_an_untouched_copy_has_no_fault(pack):
    assert faults(pack) == []


@pytest.mark.parametrize(("old", "new", "line"), [
    ("reach = \"register\"", "reach = \"everyone\"", "theme.toml: reach: must be one of register, open, mediated"),
    ("sign_up = \"named\"", "sign_up = \"yes\"", "theme.toml: sign_up: must be one of named, count, none"),
    ("seats = 40", "seats = 0", "theme.toml: seats: must be a whole number from 1 to 10000"),
    ("seats = 40", "seats = true", "theme.toml: seats: must be a whole number from 1 to 10000"),
    ("seats = 40", "", "theme.toml: seats: is missing"),
    ("seats = 40", "seats = 40\nseatz = 4", "theme.toml: seatz: no theme has such a key"),
    ("commercial = false", "commercial = \"no\"", "theme.toml: commercial: must be true or false"),
    ("season = [2,", "season = [13,", "theme.toml: season: must be a list of whole numbers from 1 to 12"),
    ("min_age = 18", "min_age = 14", "theme.toml: min_age: must be a whole number from 15 to 120"),
    ("min_age = 18", "min_age = 15", "theme.toml: min_age: may be under 18 only where"),
    ("at = 10:00:00", "at = \"ten\"", "theme.toml: timing.at: must be a time like 10:00:00"),
    ("weekday = \"tuesday\"", "weekday = \"tirsdag\"", "theme.toml: timing.weekday: must be one of monday,"),
    ("lead = \"Hør", "leed = \"Hør", "theme.toml: words.da.leed: no theme has such a key"),
    ("gain = \"Du ved", "gain = 5 # \"Du ved", "theme.toml: words.da.gain: must be one line of text"),
    ("title = \"Snart pensionist?", "title = \"{{sted}}", "theme.toml: words.da.title: is shown as it stands"),
    ("DK = [", "SE = [", "theme.toml: partners.DK: is missing"),
    ("minute = 20", "minute = 500", "theme.toml: programme: must stand in the order of its minutes"),
    ("minute = 120", "minute = 135", "theme.toml: programme: goes on after the event ends"),
    ("en = \"The doors", "eng = \"The doors", "theme.toml: programme[1].en: is missing"),
    ("[timing]", "[timing", "theme.toml: TOML: cannot be read: "),
])
def test_a_broken_key_is_named(pack, old, new, line):
    change(pack, old, new)
    assert any(fault.startswith(f"new-pensioners/{line}") for fault in faults(pack)), faults(pack)


@pytest.mark.parametrize("field", [
    "civil_status", "church", "folkekirke", "religion", "birthplace", "citizenship", "health", "diagnosis", "exemption",
    "digital_post_exempt", "income", "debt", "ethnic_origin", "prison", "handicap",
])
def test_a_forbidden_field_in_the_audience_is_refused_by_name(pack, field):
    change(pack, CRITERIA, f"any = [{{ {CRITERIA} }}, {{ {field} = true }}]")
    [line] = faults(pack)
    assert line.startswith(f"new-pensioners/theme.toml: audience.criteria: all[0].any[1].{field} may not decide")


def test_an_unknown_criterion_is_refused(pack):
    change(pack, "not = { invited_to", "not = { waved_at")
    [line] = faults(pack)
    assert line.startswith("new-pensioners/theme.toml: audience.criteria: all[1].not.waved_at is not a criterion")


@pytest.mark.parametrize(("windows", "line"), [
    ("[[7, 5]]", "must begin with the criteria's own window"),
    ("[[4, 8], [3, 9]]", "must begin with the criteria's own window"),
    ("[[5, 7], [6, 8]]", "[6, 8] must be wider than [5, 7]"),
    ("[[5, 7], [5, 7]]", "[5, 7] must be wider than [5, 7]"),
    ("[[5, 7], [4, 900]]", "all[0].reaches.within_months[1] must be a whole number"),
    ("[[5, 7, 9]]", "must be a list of pairs"),
    ("\"wide\"", "must be a list of pairs"),
])
def test_windows_go_from_narrow_to_wide(pack, windows, line):
    change(pack, "windows = [[5, 7], [4, 8], [3, 9], [2, 10], [2, 12]]", f"windows = {windows}")
    assert any(fault.startswith(f"new-pensioners/theme.toml: audience.windows: {line}") for fault in faults(pack))


def test_windows_need_a_criterion_that_looks_through_one(tmp_path):
    pack = copy_of("digital-help", tmp_path)
    change(pack, "[[audience.criteria.all]]", "[audience]\nwindows = [[75, 80]]\n\n[[audience.criteria.all]]")
    assert faults(pack) == [
        "digital-help/theme.toml: audience.windows: must begin with the criteria's own window, which is None"]


@pytest.mark.parametrize("slug", ["travel", "wedding", "low-vision", "fresh-start"])
def test_an_open_or_mediated_theme_has_no_audience(tmp_path, slug):
    pack = copy_of(slug, tmp_path)
    change(pack, "\n[partners]", f"{AUDIENCE}\n[partners]")
    [line] = faults(pack)
    assert line.startswith(f"{slug}/theme.toml: audience: must not be there")


def test_an_open_theme_has_no_waves(tmp_path):
    pack = copy_of("travel", tmp_path)
    change(pack, "[partners]", f"{TIMING}\n[partners]")
    assert faults(pack) == ["travel/theme.toml: timing: must not be there: a theme that is open looks nobody up"]


def test_a_register_theme_needs_an_audience_and_timing(tmp_path):
    pack = copy_of("travel", tmp_path)
    change(pack, "reach = \"open\"", "reach = \"register\"")
    assert [fault.partition(" is missing;")[0] for fault in faults(pack)] == [
        "travel/theme.toml: audience:", "travel/theme.toml: timing:"]


def test_a_mediated_theme_keeps_no_list_of_names(tmp_path):
    pack = copy_of("low-vision", tmp_path)
    change(pack, "sign_up = \"count\"", "sign_up = \"named\"")
    assert [fault.partition(": must")[0] for fault in faults(pack)] == ["low-vision/theme.toml: sign_up"]


def test_a_theme_for_all_may_not_reach_minors(tmp_path):
    pack = copy_of("turning-18", tmp_path)
    assert faults(pack) == []
    change(pack, "turns = { age = 18,", "turns = { age = 20,")
    assert [fault.partition(": may")[0] for fault in faults(pack)] == ["turning-18/theme.toml: min_age"]


def test_the_folder_name_fits_an_address(pack):
    shouting = pack.rename(pack.parent / "New Pensioners")
    assert faults(shouting) == [
        "New Pensioners/theme.toml: folder name: shows in addresses: only small letters a-z, digits and hyphens"]


def test_the_example_in_the_guide_is_in_order(tmp_path):
    guide = (CAMPAIGNS.parent / "docs" / "theme-packs.md").read_text("utf-8")
    example = guide.partition("```toml\n")[2].partition("```")[0]
    danish = example.partition("[words.da]")[2].partition("# [words.nb]")[0]
    pack = copy_of("new-pensioners", tmp_path)
    rest = "".join(f"\n[words.{language}]{danish}" for language in ("nb", "en"))
    (pack / "theme.toml").write_text(example.replace("# [words.nb] and", f"{rest}\n#"), "utf-8")
    assert faults(pack) == []
