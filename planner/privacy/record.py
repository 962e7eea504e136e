"""The record of processing (GDPR art. 30) of one campaign, as chapters of facts: for a page, Markdown or JSON."""

from collections.abc import Mapping

from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.config import Settings
from planner.invitations.commercial import consent_only_words, is_commercial
from planner.invitations.models import Act, Campaign
from planner.invitations.queries import Funnel, way
from planner.places.models import Municipality
from planner.privacy.chapters import Chapter, Facts, Table
from planner.privacy.clearing import chosen_periods, last_run
from planner.privacy.kept import kept_of, names_go_by
from planner.privacy.processed import kinds_used
from planner.privacy.receivers import measures, recipients, transfers
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
ACTS = {Act.MADE: N_("Made"), Act.SUBMITTED: N_("Submitted"), Act.APPROVED: N_("Approved")}


def record_of(session: Session, campaign: Campaign, language: str, settings: Settings) -> list[Chapter]:
    """Return the record in the reader's language; the letters are those of GDPR art. 30(1)."""
    theme, town = find_theme(campaign.theme), campaign.place.municipality
    criterion = parse_criteria(campaign.criteria) if campaign.criteria else None
    funnel = way(session, campaign)
    return [
        Chapter(_("Who answers for it"), _controller(town), "a"),
        Chapter(_("Purpose and legal basis"), _purpose(campaign, theme, town, language), "b"),
        Chapter(_("Whose data, and which"), _people(session, criterion, language), "c",
                _kinds(session, campaign, theme)),
        Chapter(_("Where the data come from"), _sources(session)),
        Chapter(_("Who receives them"), recipients(campaign, settings), "d"),
        Chapter(_("Out of the EU and the EEA"), transfers(settings), "e"),
        Chapter(_("How long"), _clearing(session), "f"),
        Chapter(_("How they are protected"), measures(settings), "g"),
        Chapter(_("How many"), _counts(funnel)),
        Chapter(_("Who decided"), _decided(campaign)),
        Chapter(_("Assessment of the consequences (GDPR art. 35)"), [("", _assessment(criterion, funnel))]),
    ]


def _controller(town: Municipality) -> Facts:
    return [
        (_("Controller"), f"{town.sender_name}, {town.name} ({town.code})"),
        (_("Contact"), f"{town.sender_email}, {town.phone}"),
        (_("Data protection officer"), town.dpo_contact or _("Not named yet: see the settings."))]


def _purpose(campaign: Campaign, theme: Theme, town: Municipality, language: str) -> Facts:
    event = campaign.event
    facts = [(_("Purpose"), _("To invite citizens to “%(title)s”.", title=theme.title(language)))]
    if event:
        facts.append((_("Event"), f"{event.where.name}, {moment(event.starts_at)}"))
    return [*facts, (_("Legal basis"), town.legal_basis or _("Not written down yet: see the settings.")),
            *_in_gdpr(campaign)]


def _in_gdpr(campaign: Campaign) -> Facts:
    """Return the articles of GDPR that hold here; the first is another where only those are asked who agreed."""
    ground = (_("Article 6(1)(a), consent. %(why)s", why=consent_only_words(campaign)) if is_commercial(campaign)
              else _("Article 6(1)(e), a task in the public interest."))
    proof = _("Article 6(1)(c): we have to respect a no (article 21), and to be able to show a yes (article 7(1)).")
    return [(_("In GDPR"), ground), (_("For consents and objections"), proof),
            (_("For what people write of their needs"),
             _("Proposed: article 9(2)(a), their own choice to tell us. Your data protection officer decides."))]


def fields_of(criterion: Criterion | None) -> list[str]:
    """Return what the rule reads of a person, each once, in English."""
    return list(dict.fromkeys(READS[leaf.key] for leaf in asked_for(criterion))) if criterion else []


def _people(session: Session, criterion: Criterion | None, language: str) -> Facts:
    names = own_place_names(session) | {slug: theme.name(language) for slug, theme in themes().items()}
    return [
        *_rule(criterion, names),
        (_("Fields the rule reads"), ", ".join(_(name) for name in fields_of(criterion)) or "–"),
        (_("Never used"), _("health, religion, origin, civil status, benefits, convictions, loans, national identity "
                            "numbers"))]


def _kinds(session: Session, campaign: Campaign, theme: Theme) -> Table:
    """Return every kind of data that is used: whose, what for, where from and how long."""
    used = kinds_used(has_audience=campaign.criteria is not None, has_event=campaign.event is not None)
    names, days = names_go_by(theme, campaign.event), chosen_periods(session)
    return Table(
        (_("Kind of data"), _("Whose"), _("Used for"), _("From"), _("Kept")),
        [(_(one.title), _(one.whose), _(one.used_for), _(one.source), kept_of(one, names, days)) for one in used])


def _rule(criterion: Criterion | None, names: Mapping[str, str]) -> Facts:
    """Return the rule as facts: what must hold, and each list of alternatives on a line of its own."""
    if criterion is None:
        return [(_("People"), _("Nobody is chosen from the register."))]
    said = [in_a_sentence([block]) for block in laid_out(criterion, names)]
    return [(_("People"), said[0]), *(("", line) for line in said[1:])]


def _sources(session: Session) -> Facts:
    last = session.scalar(
        select(RegisterImport.ended_at).where(RegisterImport.status == ImportStatus.DONE)
        .order_by(RegisterImport.ended_at.desc()).limit(1))
    taken = _("Last taken in %(when)s.", when=moment(last)) if last else _("No file has been taken in by now.")
    return [(_("The civil register"), taken), (_("The people themselves"), _("their answers, consents and objections"))]


def _counts(funnel: Funnel) -> Facts:
    counted = ((_("Fit the rule"), funnel.matching), (_("May be invited"), funnel.invitable),
               (_("Invited"), funnel.invited), (_("Handed over"), funnel.delivered), (_("Answered"), funnel.answered))
    return [(name, format_decimal(number) if mask_small(number) else _("under 5")) for name, number in counted]


def _clearing(session: Session) -> Facts:
    """Return what is said of time beside the table: where the periods come from, and when they were last kept."""
    last = last_run(session)
    return [
        ("", _("Each kind has its time in the table above, as the municipality has chosen it in the settings.")),
        ("", _("What has had its time is cleared every night. Counts stay, and name nobody.")),
        ("", _("Last cleared %(when)s.", when=moment(last.at)) if last else _("Nothing has been cleared yet."))]


def _decided(campaign: Campaign) -> Facts:
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
