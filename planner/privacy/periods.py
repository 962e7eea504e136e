"""The page of periods: what is kept how long and why, what would be cleared now, and whether the clock is believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from planner.numbers import whole_number
from planner.privacy.clearing import chosen_periods, count_due, last_run
from planner.privacy.models import RetentionPeriod
from planner.privacy.rules import RULES, ClockJumpedError, Kept, Rule, Since, check_clock, chosen_days, next_run
from planner.refusal import N_, Refusal, Refusals
from planner.staff.actions import record
from planner.staff.models import Account
from planner.staff.settings import SettingsPage
from planner.staff.shown import moment
from planner.staff.today import Task
from planner.web import may_act_as, settings

HREF = "/staff/settings/retention"
SINCE = {
    Since.EVENT: N_("days after the event; 0 is the night after"),
    Since.SENT: N_("days after it was sent"),
    Since.NOTED: N_("days after it was noted"),
    Since.ENDED: N_("days after it ended"),
    Since.STATUS: N_("days after the register said so"),
}


@dataclass(frozen=True)
class Period:
    """One rule as the page shows it; `due` is how much a clearing would take out now."""

    kind: str
    title: str
    typed: str
    since: str
    bounds: str
    what: str
    why: str
    due: str


def shown_periods(session: Session, now: datetime, typed: Mapping[str, str]) -> list[Period]:
    """Return the rules in the reader's language, with what was typed where it has to be mended."""
    days, due = chosen_periods(session), count_due(session, settings(), now)
    return [
        Period(rule.kind, _(rule.title), typed.get(rule.kind, str(days[rule.kind])), _(SINCE[rule.since]),
               _bounds(rule), _(rule.what), _(rule.why), format_decimal(due[rule.kind]))
        for rule in RULES
    ]


def _bounds(rule: Rule) -> str:
    return str(_("%(least)s to %(most)s, usually %(days)s", least=format_decimal(rule.least),
                 most=format_decimal(rule.most), days=format_decimal(rule.days)))


def choose_periods(session: Session, typed: Mapping[str, str], by: int, now: datetime) -> None:
    """Keep the periods of the form; raises Refusals with all that has to be mended."""
    wanted, refusals = dict[Kept, int](), list[Refusal]()
    for rule in RULES:
        try:
            wanted[rule.kind] = chosen_days(rule.kind, _whole(typed.get(rule.kind, ""), rule))
        except Refusal as refused:
            refusals.append(refused)
    if refusals:
        raise Refusals(refusals)
    before = chosen_periods(session)
    for kind, days in wanted.items():
        if days != before[kind]:
            session.merge(RetentionPeriod(kind=kind, days=days))
            record(session, by, "period changed", f"retention {kind} {days}", now)


def _whole(text: str, rule: Rule) -> int:
    days = whole_number(text.strip(), rule.least, rule.most)
    return rule.least - 1 if days is None else days


def state(session: Session, now: datetime) -> dict[str, object]:
    """Return when data were last cleared, when they are cleared next, and whether the clock has to be looked at."""
    last, zone = last_run(session), settings().timezone
    return {
        "last": moment(last.at) if last else "", "next": moment(next_run(last.at, zone)) if last else "",
        "jumped": _has_jumped(last.at if last else None, now, zone), "now": moment(now)}


def _has_jumped(last: datetime | None, now: datetime, zone: str) -> bool:
    try:
        check_clock(last, now, zone)
    except ClockJumpedError:
        return True
    return False


def settings_page(session: Session, now: datetime) -> SettingsPage:
    """Return what the settings say of the periods."""
    last = last_run(session)
    jumped = _has_jumped(last.at if last else None, now, settings().timezone)
    text = _("Last cleared %(when)s.", when=moment(last.at)) if last else _("Nothing has been cleared yet.")
    return SettingsPage(_("How long data are kept"), _("The clock has to be looked at.") if jumped else text, HREF,
                        needs_a_look=jumped)


def tasks(session: Session, account: Account, now: datetime) -> list[Task]:
    """Return what waits for an admin when the nightly clearing does not trust the clock."""
    last = last_run(session)
    is_admin = may_act_as([role.name for role in account.roles], ("admin",))
    if not is_admin or not _has_jumped(last.at if last else None, now, settings().timezone):
        return []
    return [Task(_("Is the clock right?"),
                 _("The nightly clearing of personal data has stopped: by the clock it is long since the last one."),
                 HREF, _("Look at it"))]
