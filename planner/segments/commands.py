"""The `flask segments` commands: how many a rule fits and why not all of them, and how it meets one person."""

from dataclasses import asdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

import click
from flask_babel import force_locale

from planner.db import db, read_only_from_here
from planner.refusal import N_, Refusal
from planner.segments.ages import YOUNGEST
from planner.segments.ahead import MOST_MONTHS, explain_months, look_ahead
from planner.segments.audience import Audience, AudienceCount
from planner.segments.criteria import Criterion
from planner.segments.explaining import explain
from planner.segments.files import read_criteria_file
from planner.segments.leaves import OLDEST
from planner.segments.queries import count_audience, legal_ages, own_place_names
from planner.segments.words import answer_words, describe, explain_empty, left_out_words, one_left_out_words, resolved
from planner.shell import CommandGroup, json_option, say_json
from planner.web import settings

EARLIEST, LATEST = date(1950, 1, 1), date(2150, 12, 31)
group = CommandGroup("segments", help="Audiences by rule.")
criteria_option = click.option("--criteria", "source", required=True, metavar="FILE.json",
                               help="The rule; - reads standard input.")
on_option = click.option("--on", "on_text", metavar="YYYY-MM-DD", help="The day to count from. Default: today.")
min_age_option = click.option("--min-age", type=click.IntRange(0, OLDEST), default=YOUNGEST, show_default=True,
                              help="Leave out those who are younger; nobody under 15 is ever written to.")


@group.command("count")
@criteria_option
@on_option
@min_age_option
@json_option
def count(source: str, on_text: str | None, min_age: int, as_json: bool) -> None:
    """Say how many the rule fits, how many may be invited, and who is left out and why."""
    audience, now = _asked(read_criteria_file(source), on_text, min_age)
    read_only_from_here()
    counted = count_audience(db.session(), audience, now)
    if as_json:
        say_json({"matching": counted.matching, "invitable": counted.invitable,
                  "by_channel": asdict(counted.by_channel),
                  "excluded": counted.excluded, "ms": counted.ms})
    else:
        _tell(audience, counted)


@group.command("explain")
@criteria_option
@click.option("--person", "person_id", required=True, metavar="PERSON_ID", help="As in the register file.")
@on_option
@min_age_option
@json_option
def explain_person(source: str, person_id: str, on_text: str | None, min_age: int, as_json: bool) -> None:
    """Say whether the rule fits one person, and why or why not."""
    audience, now = _asked(read_criteria_file(source), on_text, min_age)
    read_only_from_here()
    found = explain(db.session(), audience, person_id, now)
    with force_locale("en"):
        because = [answer_words(answer, own_place_names(db.session())) for answer in found.answers]
        out = [one_left_out_words(reason) for reason in found.excluded_because]
    if as_json:
        say_json({"matches": found.matches, "because": because, "excluded_because": found.excluded_because,
                  "excluded_in_words": out})
        return
    click.echo("The rule fits." if found.matches else "The rule does not fit.")
    for words in because:
        click.echo(f"  {words}")
    click.echo("Left out:" if out else "Not left out.")
    for words in out:
        click.echo(f"  {words}")


@group.command("ahead")
@criteria_option
@click.option("--months", type=click.IntRange(1, MOST_MONTHS), default=12, show_default=True)
@on_option
@json_option
def ahead(source: str, months: int, on_text: str | None, as_json: bool) -> None:
    """Say how many reach the age the rule asks for in each of the months to come."""
    audience, _now = _asked(read_criteria_file(source), on_text, YOUNGEST)
    read_only_from_here()
    found = look_ahead(db.session(), audience, months)
    with force_locale("en"):
        explained = explain_months(audience.criterion, [one.first for one in found], legal_ages(db.session()))
    if as_json:
        say_json({"months": [{"month": f"{one.first:%Y-%m}", "count": one.number} for one in found],
                  "explained": explained})
        return
    click.echo("Those who live here today; other conditions as they hold today.")
    for line in (*(f"  {one.first:%Y-%m}: {one.number}" for one in found), *explained):
        click.echo(line)


def _asked(criterion: Criterion, on_text: str | None, min_age: int) -> tuple[Audience, datetime]:
    now = datetime.now(ZoneInfo(settings().timezone))
    return Audience(criterion=criterion, on=_day(on_text) if on_text else now.date(), min_age=min_age), now


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(N_("%(text)s is not a date. Write it like 2027-02-10."), field="on", text=text) from error
    if not EARLIEST <= day <= LATEST:
        raise Refusal(N_("%(text)s is too far away. Choose a day from %(first)s to %(last)s."), field="on", text=text,
                      first=EARLIEST, last=LATEST)
    return day


def _tell(audience: Audience, counted: AudienceCount) -> None:
    with force_locale("en"):
        rules = legal_ages(db.session())
        click.echo(describe(audience.criterion, own_place_names(db.session())))
        for words in (resolved(audience.criterion, audience.on, rules),
                      "" if counted.matching else explain_empty(audience.criterion, audience.on, rules)):
            if words:
                click.echo(words)
        click.echo(f"{counted.matching} match, {counted.invitable} may be invited: {counted.by_channel.mail} by mail, "
                   f"{counted.by_channel.letter} by letter. Counted in {counted.ms} ms.")
        for reason, number in counted.excluded.items():
            if number:
                click.echo(f"  {left_out_words(reason)}: {number}")
