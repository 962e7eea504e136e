"""The shipped themes: their texts fill in every language, the right one is found, and the waves leave on time."""

from datetime import datetime

import pytest

from planner.refusal import NotFoundError
from planner.segments.criteria import parse_criteria
from planner.themes.filling import fill, html_paragraphs, strange_parts
from planner.themes.lix import measure
from planner.themes.pack import Reach, SignUp, TextKind
from planner.themes.reader import find_theme, themes
from tests.themes.make import STARTS, values

ALL_TEXTS = [(slug, key) for slug, theme in themes().items() for key in theme.texts]


@pytest.mark.parametrize(("slug", "key"), ALL_TEXTS, ids=lambda part: getattr(part, "file_name", part))
def test_every_shipped_text_fills_without_leftovers(slug, key):
    text = themes()[slug].texts[key]
    filled = fill(f"{text.subject}\n{text.body}", values(key.language), key.language)
    assert strange_parts(filled) == []
    assert "{{" not in filled
    assert "{{" not in html_paragraphs(text.body, values(key.language), key.language)


@pytest.mark.parametrize("language", ["da", "nb", "en"])
@pytest.mark.parametrize("slug", themes())
def test_an_invitation_is_read_in_a_minute(slug, language):
    for country in ("DK", "NO"):
        text = find_theme(slug).text(TextKind.INVITATION, language, country)
        assert measure(fill(text.body, values(text.language), text.language), text.language).words <= 120


@pytest.mark.parametrize(("language", "country", "written_in", "says"), [
    ("ar", "DK", "ar", "الدنماركية"),
    ("ar-SY", "NO", "ar", "النرويجية"),
    ("uk", "NO", "uk", "Норвегії"),
    ("en", "DK", "en", "Where:"),
    ("so", "DK", "da", "Er du ny i Danmark"),
    ("so", "NO", "nb", "Er du ny i Norge"),
    ("nn", "NO", "nb", "Er du ny i Norge"),
    ("nb", "DK", "nb", "Er du ny i Danmark"),
    ("da", "NO", "da", "Er du ny i Norge"),
    ("", "DK", "da", "Er du ny i Danmark"),
])
def test_a_reader_gets_their_own_language_else_the_municipality_s(language, country, written_in, says):
    text = find_theme("newcomers").text(TextKind.INVITATION, language, country)
    assert text.language == written_in
    assert says in text.body


def test_facts_that_differ_have_a_text_per_country():
    theme = find_theme("turning-18")
    assert "borger.dk" in theme.text(TextKind.CHECKLIST, "en", "DK").body
    assert "skatteetaten.no" in theme.text(TextKind.CHECKLIST, "en", "NO").body


@pytest.mark.parametrize("slug", ["new-pensioners", "turning-18", "newcomers", "digital-help"])
@pytest.mark.parametrize("kind", [TextKind.INVITATION, TextKind.REMINDER])
def test_no_letter_sends_a_reader_to_the_other_country_s_authorities(slug, kind):
    theme = find_theme(slug)
    in_denmark = "".join(theme.text(kind, language, "DK").body for language in theme.languages)
    in_norway = "".join(theme.text(kind, language, "NO").body for language in theme.languages)
    assert not [word for word in ("BankID", "Nav.", "Norge", "fastlege", "skattekort,") if word in in_denmark]
    assert not [word for word in ("MitID", "borger.dk", "Danmark", "Digital Post", " SU") if word in in_norway]


def test_a_theme_without_such_a_text_says_so():
    with pytest.raises(NotFoundError, match="low-vision has no text of the kind reminder"):
        find_theme("low-vision").text(TextKind.REMINDER, "da", "DK")


def test_an_unknown_theme_is_not_found():
    with pytest.raises(NotFoundError, match="no theme called retirement"):
        find_theme("retirement")


def test_pages_fall_back_to_english():
    theme = find_theme("new-pensioners")
    assert (theme.title("da"), theme.title("ar")) == ("Snart pensionist? Kom og få svar", theme.title("en"))
    assert theme.programme[0].text("uk") == theme.programme[0].text("en")


def test_staff_are_told_when_a_delicate_text_may_be_used():
    assert "personalet begynder aldrig" in find_theme("fresh-start").text(TextKind.DESK, "da").note


def test_a_checklist_has_its_lines():
    items = find_theme("new-pensioners").text(TextKind.CHECKLIST, "da").items
    assert len(items) == 12
    assert items[0] == "Find din folkepensionsalder på borger.dk, og skriv datoen ned."


def test_an_audience_widens_window_by_window():
    audience = find_theme("new-pensioners").audience
    widths = audience.widths()
    windows = [width["all"][0]["reaches"]["within_months"] for width in widths]
    assert windows == [[5, 7], [4, 8], [3, 9], [2, 10], [2, 12]]
    assert [width["all"][1] for width in widths] == [audience.criteria["all"][1]] * 5


def test_widening_leaves_the_theme_as_it_was():
    audience = find_theme("new-pensioners").audience
    audience.widths()[4]["all"].clear()
    assert audience.own_window() == [5, 7]


@pytest.mark.parametrize("theme", themes().values(), ids=lambda theme: theme.slug)
def test_only_a_register_theme_has_an_audience_and_every_width_can_be_asked(theme):
    assert (theme.audience is not None) == (theme.reach is Reach.REGISTER)
    for criteria in theme.audience.widths() if theme.audience else ():
        parse_criteria(criteria)


def test_only_the_theme_for_those_turning_18_reaches_minors_and_nobody_sells():
    assert {slug: theme.min_age for slug, theme in themes().items() if theme.min_age < 18} == {"turning-18": 15}
    assert not any(theme.commercial for theme in themes().values())


def test_a_theme_for_exposed_people_keeps_no_names_and_says_nothing_in_its_address():
    theme = find_theme("fresh-start")
    shown = [(theme.name(language), theme.title(language)) for language in theme.languages]
    assert theme.sign_up is SignUp.NONE
    assert shown == [("Kom godt videre",) * 2, ("Kom deg videre",) * 2, ("A fresh start",) * 2]


@pytest.mark.parametrize(("wave", "leaves"), [(1, (2027, 1, 12)), (2, (2027, 1, 19)), (3, (2027, 1, 26))])
def test_waves_leave_on_the_theme_s_weekday_in_good_time(wave, leaves):
    timing = find_theme("new-pensioners").timing
    assert timing.send_at(STARTS, wave) == datetime(*leaves, 10, 0)


def test_a_wave_leaves_at_the_earliest_six_days_before_its_weekday_asks():
    timing = find_theme("new-pensioners").timing
    days = {(STARTS.replace(day=day) - timing.send_at(STARTS.replace(day=day))).days for day in range(1, 29)}
    assert days == set(range(28, 35))
