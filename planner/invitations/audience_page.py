"""The audience step of planning: the builder, and the waves its count would make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from planner.audiences.builder import Asked, builder_page
from planner.audiences.choices import theme_names
from planner.audiences.live import Piece
from planner.audiences.models import SavedAudience
from planner.audiences.queries import saved_audiences
from planner.audiences.sentences import Sentence
from planner.audiences.shown import Shown
from planner.events.wording import clock, date_words
from planner.invitations.commercial import consent_only_words
from planner.invitations.few import reserve_words, wave_cells
from planner.invitations.models import Campaign
from planner.invitations.pages import Context, event_of, names
from planner.invitations.proposal import audience_of, laid_out
from planner.invitations.rules import people_needed
from planner.refusal import Refusal
from planner.segments.audience import AudienceCount
from planner.segments.cells import cell_words
from planner.segments.criteria import parse_criteria
from planner.segments.masking import Cell, Hidden
from planner.segments.queries import own_place_names
from planner.web import page_language


@dataclass(frozen=True)
class ShownWave:
    """One wave in words."""

    number: int
    size: Cell
    when: str

    @property
    def people(self) -> str:
        """How many it is; empty where that is not shown."""
        if self.size is Hidden.BESIDE:
            return ""
        if isinstance(self.size, Hidden):
            return str(_("%(few)s citizens", few=cell_words(self.size)))
        return str(ngettext("%(num)d citizen", "%(num)d citizens", self.size))


@dataclass(frozen=True)
class Typed:
    """What stands in the form: `sentences` None for the campaign's own audience; `rich` one no sentences can say.

    `name` is typed for an audience to keep. `said` names what was just done: an audience used, one kept.
    """

    sentences: Sequence[Sentence] | None = None
    errors: Sequence[Refusal] = ()
    gaze: str = ""
    rich: SavedAudience | None = None
    name: str = ""
    said: tuple[str, str] = ("", "")


def audience_page(session: Session, campaign: Campaign, typed: Typed, piece: Piece) -> Context:
    """Return the piece that is asked for of the audience page, for what stands in the form or the campaign's own."""
    now, event = datetime.now(UTC), event_of(campaign)
    rich = str(typed.rich.id) if typed.rich else ""
    asked = Asked(
        at=url_for("invitations.edit_audience", campaign_id=campaign.id),
        kept=parse_criteria(typed.rich.criteria if typed.rich else campaign.criteria),
        audience=lambda criterion: audience_of(campaign, criterion, now),
        zone=event.timezone,
        country=campaign.place.municipality.country,
        sentences=None if typed.rich else typed.sentences,
        along={"rich": rich} if rich else {},
        errors=typed.errors,
        gaze=typed.gaze,
    )
    page = builder_page(session, asked, piece, now)
    return page | _waves(campaign, page.get("count"), page.get("shown"), now) | _around(session, campaign, typed) | {
        "campaign": campaign,
        "needed": people_needed(event.capacity),
        "counted_in": "invitations/counted.html",
        "rich": rich,
    }


def _around(session: Session, campaign: Campaign, typed: Typed) -> Context:
    """Return what stands around the sentences."""
    return {
        "consent_only": consent_only_words(campaign),
        "saved": [(str(one.id), one.name) for one in saved_audiences(session, campaign.theme)],
        "name": typed.name,
        "used": typed.said[0],
        "kept": typed.said[1],
        **names(),
    }


def slug_names(session: Session) -> dict[str, str]:
    """Return what people call places and themes, by slug."""
    return own_place_names(session) | theme_names()


def _waves(campaign: Campaign, count: AudienceCount | None, shown: Shown | None, now: datetime) -> Context:
    """Return the waves the count makes; none of a few, nor as long as nothing is counted."""
    if count is None or shown is None or shown.few:
        return {"waves": [], "reserve": ""}
    plans = laid_out(campaign, count.invitable, now)
    waves = [ShownWave(wave.number, size, wave_words(wave.send_local))
             for wave, size in zip(plans, wave_cells(plans, shown), strict=True)]
    return {"waves": waves, "reserve": reserve_words(shown, [wave.size for wave in waves])}


def wave_words(send_local: datetime) -> str:
    """Return when a wave leaves, as it stands inside a sentence: tirsdag 12. januar 2027 kl. 10.00."""
    return str(
        _("%(date)s at %(time)s", date=date_words(send_local, page_language()), time=clock(send_local, page_language()))
    )
