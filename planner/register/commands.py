"""The `flask citizens` commands that make a register file and take one in."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from planner.db import db
from planner.places.actions import load_postcodes
from planner.refusal import N_, Refusal, in_english
from planner.register.actions import give_up_abandoned
from planner.register.generator import write_register
from planner.register.importing import ImportReport, import_register
from planner.register.models import RegisterImport
from planner.register.queries import rejected_file
from planner.shell import Command, json_option, say_json
from planner.web import keys, settings

SHOWN_AT_MOST = 20


@click.command("generate", cls=Command)
@click.option("--count", type=click.IntRange(1, 9_999_999), required=True, help="How many people.")
@click.option("--seed", type=click.IntRange(min=0), required=True, help="The same seed gives the same file.")
@click.option("--out", required=True, help="The CSV file to write; an old one is replaced.")
def generate(count: int, seed: int, out: str) -> None:
    """Write a register of invented people."""
    try:
        with open(out, "wb") as file, click.progressbar(length=count, label="People", file=sys.stderr) as bar:
            write_register(file, count, seed, progress=bar.update)
    except OSError as error:
        raise Refusal(N_("%(path)s cannot be written: %(why)s."), path=out, why=error.strerror or error) from error
    click.echo(f"{count} invented people are in {out}.")


@click.command("import", cls=Command)
@with_appcontext
@click.argument("path", metavar="FILE.csv")
@click.option("--full", is_flag=True, help="The file is everyone: mark who is missing from it as left.")
@click.option("--many-left", is_flag=True, help="Go on though more than a fifth would be marked as left.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and change nothing.")
@click.option("--rejected", metavar="FILE.csv", help="Write the rows that were not taken here, to be mended.")
@json_option
def import_file(
    path: str, full: bool, many_left: bool, dry_run: bool, rejected: str | None, as_json: bool,
) -> None:
    """Take a register file in; rows that cannot be taken are listed, the others are not held up."""
    try:
        with open(path, "rb") as file:
            report = _take_in(file, Path(path).name, full=full, many_left=many_left, dry_run=dry_run,
                              rejected=rejected, quiet=as_json)
    except OSError as error:
        raise Refusal(N_("%(path)s cannot be read: %(why)s."), path=path, why=error.strerror or error) from error
    if as_json:
        say_json(report)
    else:
        _tell(report, dry_run=dry_run)


def _take_in(
    file: BinaryIO, name: str, *, full: bool, many_left: bool, dry_run: bool, rejected: str | None, quiet: bool,
) -> ImportReport:
    session, now = db.session(), datetime.now(ZoneInfo(settings().timezone))
    size = os.fstat(file.fileno()).st_size
    for left in give_up_abandoned(session, now):
        click.echo(f"The import of {left.file_name} was broken off. It had changed nothing, and is given up.", err=True)
    if not dry_run:
        load_postcodes(session)
    session.commit()
    with click.progressbar(length=size, label="Reading the register", file=sys.stderr, hidden=quiet) as bar:
        return import_register(
            session, file, keys(), now, full=full, many_left=many_left, dry_run=dry_run, name=name,
            progress=bar.update, rejected=lambda one: _write_rejected(session, one, rejected))


def _write_rejected(session: Session, one: RegisterImport, path: str | None) -> None:
    """Write the rows that were not taken to a file that only its owner may read."""
    if path is None:
        return
    try:
        Path(path).unlink(missing_ok=True)
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8", newline="") as out:
            out.writelines(rejected_file(session, one, in_english))
    except OSError as error:
        raise Refusal(N_("%(path)s cannot be written: %(why)s."), path=path, why=error.strerror or error) from error


def _tell(report: ImportReport, *, dry_run: bool) -> None:
    click.echo(
        f"{report.rows} rows: {report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{report.rejected} rejected. {report.left} people are marked as left."
    )
    if report.kept_out:
        click.echo(f"{report.kept_out} rows are kept out: their people were erased here.")
    if report.shared_mailboxes:
        click.echo(f"{report.shared_mailboxes} mail addresses are shared; each person is written to by name.")
    if report.possible_duplicates:
        click.echo(f"{report.possible_duplicates} people added look like someone else under another id.")
    for note in report.notes:
        click.echo(note)
    for row in report.report[:SHOWN_AT_MOST]:
        click.echo(f"Line {row.line}{', ' if row.column else ''}{row.column}: {row.reason}")
    if report.rejected > SHOWN_AT_MOST:
        click.echo(f"… and {report.rejected - SHOWN_AT_MOST} more; --json lists the first thousand.")
    if dry_run:
        click.echo("This was a trial: nothing was changed.")
