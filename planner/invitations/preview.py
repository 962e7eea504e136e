"""The invitation as a made-up reader sees it, with what is filled in marked; for the eyes of staff."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from planner.events.models import Event
from planner.invitations.texts import InvitationText, values_for
from planner.themes.filling import PLACES, fill, html_line
from planner.themes.lix import Readability, measure
from planner.themes.pack import spoken

#: A first name that reads well in each language; nobody's in particular.
READERS = {"da": "Inger", "nb": "Inger", "en": "Margaret", "ar": "سميرة", "uk": "Олена"}


@dataclass(frozen=True)
class Seen:
    """A text as read: the subject, the paragraphs as HTML with filled words marked, and how readable it is."""

    subject: str
    html: Markup
    readability: Readability


def seen(text: InvitationText, event: Event) -> Seen:
    """Return `text` as its reader sees it, for `event` as it is planned now."""
    with force_locale(spoken(text.language)):
        link = str(_("your own page"))
    values = values_for(event, event.place.municipality, text.language) | {
        "navn": READERS.get(text.language, READERS["en"]),
        "link": link,
    }
    return Seen(
        subject=fill(text.subject, values, text.language),
        html=_marked(text, values),
        readability=measure(fill(text.body, values, text.language), text.language),
    )


def _marked(text: InvitationText, values: dict[str, str]) -> Markup:
    """Return the body as paragraphs; each filled word stands between marks that become spans only after escaping."""
    marked = {name: f"\x02{value}\x03" for name, value in values.items()}
    paragraphs = [
        "<br>".join(str(html_line(line, marked, text.language)) for line in paragraph.split("\n"))
        for paragraph in text.body.split("\n\n")
    ]
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return Markup(html.replace("\x02", '<span class="filled">').replace("\x03", "</span>"))  # noqa: S704 - escaped above


def places_to_use() -> list[tuple[str, str]]:
    """Return the fields a text may hold and what each becomes, in the reader's words."""
    meanings = {
        "navn": _("the first name"),
        "sted": _("the place"),
        "dato": _("day and month"),
        "ugedag": _("the weekday"),
        "tid": _("from when to when"),
        "link": _("the link to answer"),
        "telefon": _("our phone number"),
        "afsender": _("who writes"),
        "kommune": _("the municipality"),
        "sprog": _("the languages we speak"),
    }
    return [(name, meanings[name]) for name in PLACES]
