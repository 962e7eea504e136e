"""Who receives the data of a campaign, in the house and outside it, whether they leave the EU, what protects them."""

from collections.abc import Callable

from flask_babel import gettext as _

from planner.config import Settings
from planner.delivery.channels.smtp_server import server_of
from planner.events.models import Event
from planner.invitations.models import Campaign
from planner.localtime import to_local
from planner.partners.hosted import SEEN_AFTER
from planner.privacy.chapters import Facts
from planner.refusal import N_
from planner.segments.when import long_date

#: What each role sees of people; the roles as `for_role` on the pages has them.
INSIDE = (
    (N_("Planners"), N_("numbers, the list of guests, one person at a time by look-up, and mails one by one")),
    (N_("Approvers"), N_("numbers and texts, one person at a time by look-up, and mails one by one")),
    (N_("The desk"), N_("the list of guests, and one person at a time by look-up")),
    (N_("Administrators"), N_("all of this, and register files while they are read")),
)
MEASURES = (
    N_("The audience is a rule; nobody sees a list of the people, and counts under five are hidden."),
    N_("Someone who did not work on the campaign has to approve it."),
    N_("A no, a protection or an erasure is read again at the moment each message is handed over."),
    N_("Names and addresses that are protected are shown to nobody without a role, a reason and a line in the trail."),
    N_("Staff sign in, each with the roles they need; passwords are kept as slow hashes (Argon2)."),
    N_("Whom staff looked up, and what was shown or changed, stays in a trail."),
    N_("People stand in the post office as keyed hashes; the key is not in the database."),
    N_("Logs hold numbers of rows, never a name or an address."),
    N_("What has had its time is cleared every night; an erasure goes through all tables and files."),
    N_("Links carry no name and act only when a button is pressed. Mails have no tracking."),
)
OUTSIDE = N_("The encryption of disks, connections to this site and backups are for whoever runs the server: see the "
             "municipality's own description.")


def recipients(campaign: Campaign, settings: Settings) -> Facts:
    """Return who receives what, the colleagues first."""
    return [
        *((_(who), _(what)) for who, what in INSIDE), *_partners(campaign.event), (_("Mail"), _mail(settings)),
        (_("Letters"), _("printed by the municipality itself")),
        (_("Others"), _("Nobody. The civil register gets nothing back, and nothing is sold or passed on."))]


def _partners(event: Event | None) -> Facts:
    if event is None or not event.co_hosts:
        return [(_("Partners"), _("No partner takes part."))]
    last = long_date(to_local(event.starts_at + SEEN_AFTER, event.timezone).date())
    seen = _("a partner of the event. Counts only, those under five hidden, until %(day)s; never a name. Not a joint "
             "controller (GDPR art. 26), and no processor.", day=last)
    return [(partner.name, seen) for partner in event.co_hosts]


def _kept_here(_settings: Settings) -> str:
    return str(_("Kept on this machine only; nothing has left it."))


def _by_server(settings: Settings) -> str:
    return str(_("%(host)s carries them for the municipality: mail address, name, text and calendar file. Whoever else "
                 "runs it is a processor, and a contract must be there (GDPR art. 28).", host=server_of(settings).host))


#: What is said of the mail provider, by how MAIL_URL begins.
PROVIDERS: dict[str, Callable[[Settings], str]] = {"maildir": _kept_here, "smtp": _by_server}


def _mail(settings: Settings) -> str:
    return PROVIDERS[_scheme(settings)](settings)


def _scheme(settings: Settings) -> str:
    return settings.mail_url.partition(":")[0]


def transfers(settings: Settings) -> Facts:
    """Return what leaves the EU and the EEA as far as the planner can know."""
    none = ("", _("The planner itself sends nothing out of the EU and the EEA."))
    if _scheme(settings) == "maildir":
        return [none]
    host = server_of(settings).host
    return [none, ("", _("Where %(host)s stands is for the municipality to know. Outside the EU and the EEA a ground "
                         "after GDPR chapter V must be written down.", host=host))]


def measures(settings: Settings) -> Facts:
    """Return what protects the data, and what the planner cannot see to."""
    said = [*map(_, MEASURES)]
    if _scheme(settings) == "smtp":
        said.append(_("Mails go to the mail server over TLS.") if server_of(settings).tls else
                    _("Mails go to the mail server without TLS; whoever runs the server can ask for it."))
    return [("", line) for line in [*said, _(OUTSIDE)]]
