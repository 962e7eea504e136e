"""What the pages show of an import, in the reader's language: where it stands, and what it changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from planner.refusal import N_
from planner.register.models import ImportStatus, RegisterImport
from planner.register.queries import last_brought_up_to_date
from planner.saying import say
from planner.staff.settings import SettingsPage
from planner.staff.shown import moment

#: After this long without a new extract, people have moved, died and come of age without us.
GOOD_FOR = timedelta(days=35)
STATUS_NAMES = {
    ImportStatus.READING: (N_("Being read"), "go"),
    ImportStatus.READY: (N_("Waits for your yes"), "look"),
    ImportStatus.TAKING_IN: (N_("Being taken in"), "go"),
    ImportStatus.DONE: (N_("Taken in"), "ok"),
    ImportStatus.UNDOING: (N_("Being undone"), "go"),
    ImportStatus.UNDONE: (N_("Undone"), "wait"),
    ImportStatus.REFUSED: (N_("Refused"), "stop"),
    ImportStatus.DISCARDED: (N_("Discarded"), "wait"),
}
MOVING = (ImportStatus.READING, ImportStatus.TAKING_IN, ImportStatus.UNDOING)
STATUS_SENTENCES = {
    ImportStatus.READING: N_("The file is being read and checked. Nothing changes before you have said yes."),
    ImportStatus.READY: N_("This is what the file would change. Nothing has changed yet."),
    ImportStatus.TAKING_IN: N_("The changes are being made, all at once."),
    ImportStatus.UNDOING: N_("The register is being put back as it was."),
    ImportStatus.DISCARDED: N_("The file was thrown away. It changed nothing."),
}
#: Of an import by command, which nobody says yes to here.
COMMAND_SENTENCES = {
    ImportStatus.READING: N_("A command on the server is reading the file. If it was broken off, the file is given up "
                             "after a minute."),
    ImportStatus.READY: N_("A command on the server is about to make these changes. If it was broken off, the file is "
                           "given up after a minute."),
    ImportStatus.DISCARDED: N_("The command was broken off and its file given up. It changed nothing: run it again."),
}
COLUMN_NAMES = {
    "given_name": N_("Given name"), "family_name": N_("Family name"), "birth_date": N_("Birth date"),
    "street": N_("Street"), "postcode": N_("Postcode"), "town": N_("Town"),
    "municipality_code": N_("Municipality code"), "language": N_("Language"), "email": N_("Mail address"),
    "phone": N_("Telephone"), "moved_in_on": N_("Moved in on"), "moved_from_abroad": N_("Moved in from abroad"),
    "digital_post_exempt": N_("Exempt from Digital Post"), "name_address_protected": N_("Name and address protected"),
    "marketing_protected": N_("Marketing protection"), "status": N_("Lives here, has left or has died"),
    "status_on": N_("Since when"),
}


@dataclass(frozen=True, slots=True)
class ShownImport:
    """One import as the pages show it. `percent` is how far the file has been read."""

    id: int
    file_name: str
    kind: str
    begun: str
    who: str
    status: str
    state: tuple[str, str]
    said: str
    moving: bool
    percent: int
    counts: list[tuple[str, int]]
    columns: list[tuple[str, int]]
    notes: list[str]


def shown_import(one: RegisterImport) -> ShownImport:
    """Return one import in words and numbers; nothing in it tells of anybody."""
    is_by_command = one.status == ImportStatus.READY and one.account_id is None
    name, tone = STATUS_NAMES[ImportStatus.TAKING_IN if is_by_command else ImportStatus(one.status)]
    return ShownImport(
        one.id, one.file_name, _("Full extract") if one.full else _("Changes"), moment(one.begun_at),
        one.account.name if one.account else _("by command"), one.status, (_(name), tone), _said(one),
        one.status in MOVING or is_by_command,
        round(100 * one.read_bytes / one.size_bytes) if one.size_bytes else 0, _counts(one),
        sorted(((column_name(name), number) for name, number in one.changed_columns.items()),
               key=lambda column: -column[1]), list(_notes(one)))


def column_name(name: str) -> str:
    """Return what people call a column of the file."""
    return str(_(COLUMN_NAMES[name])) if name in COLUMN_NAMES else name


def up_to_date(session: Session) -> str:
    """Return since when the register is as it is."""
    last = last_brought_up_to_date(session)
    if last is None:
        return str(_("No register file has been taken in yet."))
    return str(_("The register was last brought up to date on %(at)s.", at=moment(last)))


def is_old(session: Session, now: datetime) -> bool:
    """Return whether the register is so old, or has never been read, that somebody should see to it."""
    last = last_brought_up_to_date(session)
    return last is None or now - last > GOOD_FOR


def register_page(session: Session, now: datetime) -> SettingsPage:
    """Return what the settings say of the register."""
    return SettingsPage(_("Register"), up_to_date(session), url_for("register.show_all"), is_old(session, now))


def _counts(one: RegisterImport) -> list[tuple[str, int]]:
    told = [(_("Rows in the file"), one.rows), (_("New people"), one.added), (_("People who change"), one.changed),
            (_("Stay as they are"), one.unchanged)]
    if one.full:
        told.append((_("Missing from the file: marked as left"), one.left))
    if one.kept_out:
        told.append((_("Kept out because they were erased here"), one.kept_out))
    return [*told, (_("Rows that cannot be taken"), one.rejected)]


def _said(one: RegisterImport) -> str:
    """Return one sentence on how it stands, and what comes next."""
    if one.status == ImportStatus.REFUSED:
        return say(one.refusal, **one.refusal_values) if one.refusal else ""
    if one.account_id is None and one.status in COMMAND_SENTENCES:
        return str(_(COMMAND_SENTENCES[ImportStatus(one.status)]))
    if one.status in STATUS_SENTENCES:
        return str(_(STATUS_SENTENCES[ImportStatus(one.status)]))
    return _came_of_it(one)


def _came_of_it(one: RegisterImport) -> str:
    if one.status == ImportStatus.UNDONE:
        kept = ngettext("%(num)d had been written to and stays, marked as left.",
                        "%(num)d had been written to and stay, marked as left.", one.kept) if one.kept else ""
        return " ".join([_("The register is as it was before."), kept]).strip()
    told = [ngettext("%(num)d added", "%(num)d added", one.added),
            ngettext("%(num)d changed", "%(num)d changed", one.changed)]
    told += [ngettext("%(num)d marked as left", "%(num)d marked as left", one.left)] if one.full else []
    told += [ngettext("%(num)d row not taken", "%(num)d rows not taken", one.rejected)] if one.rejected else []
    return ", ".join(told) + "."


def _notes(one: RegisterImport) -> Iterator[str]:
    yield from (str(_(note)) for note in one.notes)
    if one.shared_mailboxes:
        yield str(ngettext("%(num)d mail address is shared by several people. Each gets a mail of their own.",
                           "%(num)d mail addresses are shared by several people. Each gets a mail of their own.",
                           one.shared_mailboxes))
    if one.possible_duplicates:
        yield str(ngettext(
            "%(num)d person looks like somebody who is in the register under another id. Ask those who made the file.",
            "%(num)d people look like somebody who is in the register under another id. Ask those who made the file.",
            one.possible_duplicates))
