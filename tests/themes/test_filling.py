"""Filling the places of a text: once, never again, escaped in HTML, isolated in right-to-left text."""

import pytest

from planner.delivery.mime import place
from planner.themes.filling import FillingError, date_values, fill, html_line, html_paragraphs, language_list
from tests.themes.make import STARTS, values


def test_places_are_filled():
    assert fill("Kære {{navn}}, vi ses kl. {{tid}}.", values("da"), "da") == "Kære Anne Kirstine, vi ses kl. 17.00."


@pytest.mark.parametrize("hostile", ["{{navn}}", "{{telefon}}", "{% x %}", "\\1", "\\g<0>", "%(navn)s", "{0}", "$1"])
def test_a_value_is_never_read_again(hostile):
    filled = values("da", navn=hostile, sted=hostile)
    assert fill("{{navn}} · {{sted}}", filled, "da") == f"{hostile} · {hostile}"
    assert fill("{{navn}}", filled, "ar") == f"\u2068{hostile}\u2069"


@pytest.mark.parametrize("text", ["{% if navn %}", "{navn}", "${navn}", "%(navn)s", "{{navn", "<%= navn %>", "100 %"])
def test_no_other_syntax_means_anything(text):
    assert fill(text, values("da"), "da") == text


@pytest.mark.parametrize("text", ["{{fornavn}}", "{{ navn }}", "{{}}", "{{navn.__class__}}"])
def test_an_unknown_place_is_an_error(text):
    with pytest.raises(FillingError, match="is not a place we can fill"):
        fill(text, values("da"), "da")


def test_a_place_without_a_value_is_an_error_and_says_which():
    with pytest.raises(FillingError, match=r"no value for \{\{link\}\}"):
        fill("Se {{link}}", {"navn": "Bo"}, "da")


def test_right_to_left_text_isolates_each_value():
    filled = fill("{{telefon}}: {{sted}}", values("ar", sted="Glumsø"), "ar")
    assert filled == "\u206812 34 56 78\u2069: \u2068Glumsø\u2069"


@pytest.mark.parametrize("language", ["da", "nb", "en", "uk"])
def test_left_to_right_text_carries_no_marks(language):
    assert fill("{{telefon}}", values(language), language) == "12 34 56 78"


def test_a_mark_of_the_mail_compiler_survives_untouched():
    marks = {"navn": place("navn"), "link": place("link")}
    assert fill("{{navn}} {{link}}", marks, "da") == "\x02navn\x03 \x02link\x03"
    assert html_paragraphs("{{navn}} {{link}}", marks, "da") == (
        '<p>\x02navn\x03 <a href="\x02link\x03">\x02link\x03</a></p>')


def test_blank_lines_end_paragraphs_and_single_breaks_stay():
    html = html_paragraphs("Hej\n\nTid: {{tid}}\nSted: Glumsø\n\n\nHilsen", values("da"), "da")
    assert html == "<p>Hej</p>\n<p>Tid: 17.00<br>\nSted: Glumsø</p>\n<p>Hilsen</p>"


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\"><img src=x>", "&amp;", "'"])
def test_markup_in_text_or_value_is_only_text(hostile):
    html = html_paragraphs(f"{hostile} {{{{navn}}}}", values("da", navn=hostile), "da")
    assert "<script" not in html
    assert "<img" not in html
    assert html.unescape() == f"<p>{hostile} {hostile}</p>"


def test_markup_in_a_value_is_only_text_inside_its_isolate_too():
    html = html_paragraphs("{{navn}}", values("ar", navn="</bdi><script>"), "ar")
    assert html == "<p><bdi>&lt;/bdi&gt;&lt;script&gt;</bdi></p>"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "https://example.org/\"onclick=\"x", ""])
def test_only_a_plain_web_address_becomes_a_link(link):
    assert "<a" not in html_paragraphs("{{link}}", values("da", link=link), "da")


def test_an_address_typed_into_another_value_is_no_link():
    assert "<a" not in html_paragraphs("{{sted}} https://example.org", values("da", sted="https://example.org"), "da")


def test_right_to_left_html_isolates_each_value():
    html = html_paragraphs("{{telefon}} {{link}}", values("ar"), "ar-SY")
    assert html == (
        '<p><bdi>12 34 56 78</bdi> <a href="https://example.org/i/abc"><bdi>https://example.org/i/abc</bdi></a></p>')


def test_a_line_of_a_checklist_has_no_paragraph():
    assert html_line("Ring <{{telefon}}>", values("da"), "da") == "Ring &lt;12 34 56 78&gt;"


@pytest.mark.parametrize(("language", "expected"), [
    ("da", ("torsdag", "11. februar", "17.00", "17.00-19.15")),
    ("nb", ("torsdag", "11. februar", "17.00", "17.00-19.15")),
    ("en", ("Thursday", "11 February", "17:00", "17:00-19:15")),
    ("ar", ("الخميس", "11 فبراير", "17:00", "17:00 إلى 19:15")),
    ("uk", ("четвер", "11 лютого", "17:00", "17:00-19:15")),
])
def test_day_date_and_time_are_written_as_the_texts_expect(language, expected):
    start, span = date_values(STARTS, None, language), date_values(STARTS, 135, language)
    assert (start["ugedag"], start["dato"], start["tid"], span["tid"]) == expected


def test_weekdays_and_months_are_never_written_with_a_capital_in_danish():
    days = [date_values(STARTS.replace(month=month), None, "da") for month in range(1, 13)]
    assert all(day["ugedag"].islower() and day["dato"].islower() for day in days)


@pytest.mark.parametrize(("language", "expected"), [
    ("da", "dansk, engelsk og arabisk"),
    ("nb", "dansk, engelsk og arabisk"),
    ("en", "Danish, English and Arabic"),
    ("ar", "الدنماركية والإنجليزية والعربية"),
    ("uk", "данська, англійська і арабська"),
])
def test_languages_are_listed_in_the_reader_s_own(language, expected):
    assert language_list(["da", "en", "ar"], language) == expected


def test_bokmaal_is_simply_norwegian_to_read_out():
    assert language_list(["nb"], "da") == "norsk"


def test_a_language_nobody_knows_is_refused():
    with pytest.raises(FillingError, match="xx is not the code"):
        language_list(["da", "xx"], "da")
