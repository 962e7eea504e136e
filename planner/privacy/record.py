"""The record of processing (GDPR art. 30) of one campaign, as chapters of facts: for a page, Markdown or JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.invitations.models import Act, Campaign
from planner.invitations.queries import Funnel, way
from planner.places.models import Municipality
from planner.privacy.clearing import chosen_periods
from planner.privacy.rules import RULES, YEAR, Kept
from planner.refusal import N_
from planner.register.models import ImportStatus, RegisterImport
from planner.segments.criteria import Criterion, asked_for, parse_criteria
from planner.segments.lists import in_a_sentence, laid_out
from planner.segments.masking import mask_small
from planner.segments.phrases import all_of
from planner.segments.queries import own_place_names
from planner.staff.shown import moment
from planner.themes.pack import Theme
from planner.themes.reader import find_theme, themes

#: What a rule reads of a person, by the key of the criterion. A test holds it against all criteria there are.
READS = {
    "turns": N_("date of birth"), "reaches": N_("date of birth"), "age": N_("date of birth"),
    "moved_in": N_("date of moving in, and whether from abroad"), "lives_near": N_("postcode"),
    "nearest_place": N_("postcode"), "postcode": N_("postcode"), "language": N_("language they told us"),
    "interest": N_("topics they asked to hear about"), "came_to": N_("events they came to"),
    "invited_to": N_("earlier invitations"),
}
#: From here on an assessment of the consequences is to be considered. Source: domain rules after GDPR art. 35.
MOST_FIELDS, MOST_PEOPLE = 1, 5_000
NAMED_PERIODS = (Kept.FREE_TEXT, Kept.NO_NAMES, Kept.RECIPIENTS, Kept.SIGN_UPS, Kept.COPIES, Kept.AUDIT)
ACTS = {Act.MADE: N_("Made"), Act.SUBMITTED: N_("Submitted"), Act.APPROVED: N_("Approved")}
MEASURES = (
    N_("The audience is a rule; nobody sees a list of the people, and counts under five are hidden."),
    N_("Someone who did not work on the campaign has to approve it."),
    N_("A no, a protection or an erasure is read again at the moment each message is handed over."),
    N_("Names and addresses that are protected are shown to nobody without a role, a reason and a line in the trail."),
    N_("People stand in the post office as keyed hashes; the key is not in the database."),
    N_("Links carry no name and act only when a button is pressed. Mails have no tracking."),
)


@dataclass(frozen=True)
class Chapter:
    """One heading of the record, with its facts as pairs; the name of a pair may be empty."""

    title: str
    facts: list[tuple[str, str]]


def record_of(session: Session, campaign: Campaign, language: str, mail_by: str) -> list[Chapter]:
    """Return the record in the reader's language; `mail_by` says how mail travels here."""
    theme, town = find_theme(campaign.theme), campaign.place.municipality
    criterion = parse_criteria(campaign.criteria) if campaign.criteria else None
    funnel = way(session, campaign)
    return [
        Chapter(_("Who answers for it"), _controller(town)),
        Chapter(_("Purpose and legal basis"), _purpose(campaign, theme, town, language)),
        Chapter(_("Whose data, and which"), _people(session, criterion, language)),
        Chapter(_("Where the data come from"), _sources(session)),
        Chapter(_("Who receives them"), _recipients(campaign, mail_by)),
        Chapter(_("How many"), _counts(funnel)),
        Chapter(_("How long"), _periods(session)),
        Chapter(_("How they are protected"), [("", _(measure)) for measure in MEASURES]),
        Chapter(_("Who decided"), _decided(campaign)),
        Chapter(_("Assessment of the consequences (GDPR art. 35)"), [("", _assessment(criterion, funnel))]),
    ]


def _controller(town: Municipality) -> list[tuple[str, str]]:
    return [
        (_("Controller"), f"{town.sender_name}, {town.name} ({town.code})"),
        (_("Contact"), f"{town.sender_email}, {town.phone}"),
        (_("Data protection officer"), town.dpo_contact or _("Not named yet: see the settings."))]


def _purpose(campaign: Campaign, theme: Theme, town: Municipality, language: str) -> list[tuple[str, str]]:
    event = campaign.event
    facts = [(_("Purpose"), _("To invite citizens to “%(title)s”.", title=theme.title(language)))]
    if event:
        facts.append((_("Event"), f"{event.where.name}, {moment(event.starts_at)}"))
    return [*facts, (_("Legal basis"), town.legal_basis or _("Not written down yet: see the settings.")),
            (_("In GDPR"),
             _("Article 6(1)(e), a task in the public interest. Commercial campaigns: 6(1)(a), consent."))]


def fields_of(criterion: Criterion | None) -> list[str]:
    """Return what the rule reads of a person, each once, in English."""
    return list(dict.fromkeys(READS[leaf.key] for leaf in asked_for(criterion))) if criterion else []


def _people(session: Session, criterion: Criterion | None, language: str) -> list[tuple[str, str]]:
    names = own_place_names(session) | {slug: theme.name(language) for slug, theme in themes().items()}
    return [
        *_rule(criterion, names),
        (_("Fields the rule reads"), ", ".join(_(name) for name in fields_of(criterion)) or "–"),
        (_("Fields the letter needs"), _("name, mail address or postal address, language")),
        (_("Never used"), _("health, religion, origin, civil status, benefits, convictions, loans"))]


def _rule(criterion: Criterion | None, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the rule as facts: what must hold, and each list of alternatives on a line of its own."""
    if criterion is None:
        return [(_("People"), _("Nobody is chosen from the register."))]
    said = [in_a_sentence([block]) for block in laid_out(criterion, names)]
    return [(_("People"), said[0]), *(("", line) for line in said[1:])]


def _sources(session: Session) -> list[tuple[str, str]]:
    last = session.scalar(
        select(RegisterImport.ended_at).where(RegisterImport.status == ImportStatus.DONE)
        .order_by(RegisterImport.ended_at.desc()).limit(1))
    taken = _("Last taken in %(when)s.", when=moment(last)) if last else _("No file has been taken in by now.")
    return [(_("The civil register"), taken), (_("The people themselves"), _("their answers, consents and objections"))]


def _recipients(campaign: Campaign, mail_by: str) -> list[tuple[str, str]]:
    hosts = ", ".join(partner.name for partner in campaign.event.co_hosts) if campaign.event else ""
    partners = _("%(names)s: counts only, never a name.", names=hosts) if hosts else _("No partner takes part.")
    return [(_("Partners"), partners), (_("Mail"), mail_by),
            (_("Letters"), _("printed by the municipality itself")), (_("Outside the EU"), _("none"))]


def _counts(funnel: Funnel) -> list[tuple[str, str]]:
    counted = ((_("Fit the rule"), funnel.matching), (_("May be invited"), funnel.invitable),
               (_("Invited"), funnel.invited), (_("Handed over"), funnel.delivered), (_("Answered"), funnel.answered))
    return [(name, format_decimal(number) if mask_small(number) else _("under 5")) for name, number in counted]


def _periods(session: Session) -> list[tuple[str, str]]:
    days = chosen_periods(session)
    return [(_(rule.title), _long(days[rule.kind])) for rule in RULES if rule.kind in NAMED_PERIODS]


def _long(days: int) -> str:
    """Return a period as people say it."""
    if days == 0:
        return str(_("the night after"))
    if days % YEAR == 0:
        return str(ngettext("%(num)d year", "%(num)d years", days // YEAR))
    return str(_("%(days)s days", days=format_decimal(days)))


def _decided(campaign: Campaign) -> list[tuple[str, str]]:
    found = [(_(ACTS[Act(work.act)]), f"{work.account.name}, {moment(work.at)}")
             for work in campaign.work if work.act in ACTS]
    return found if any(work.act == Act.APPROVED for work in campaign.work) else [*found, ("", _("Not approved yet."))]


def _assessment(criterion: Criterion | None, funnel: Funnel) -> str:
    why, most = [], format_decimal(MOST_PEOPLE)
    if len(fields_of(criterion)) > MOST_FIELDS:
        why.append(_("the rule reads more than one field"))
    if funnel.matching > MOST_PEOPLE:
        why.append(_("it concerns more than %(number)s people", number=most))
    if not why:
        return str(_("One field and at most %(number)s people: nothing calls for one.", number=most))
    return str(_("Talk to the data protection officer about one: %(why)s.", why=all_of(why)))


def as_markdown(title: str, made: str, chapters: Sequence[Chapter]) -> str:
    """Return the record as a document of its own; what people typed is one line and no markup."""
    return "\n".join([f"# {_inert(title)}", "", made, "", *(line for one in chapters for line in _lines(one))])


def _lines(chapter: Chapter) -> Iterator[str]:
    yield f"## {chapter.title}"
    yield ""
    for name, value in chapter.facts:
        yield f"- **{_inert(name)}:** {_inert(value)}" if name else f"- {_inert(value)}"
    yield ""


def _inert(text: str) -> str:
    """Return text that Markdown shows as it stands."""
    line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in line)
