"""Which kinds of personal data a campaign uses, whose, what for, where from, and by which rule each goes. Pure.

A test holds `columns` against all that an access request tells: a column that is new must be named in the record too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from planner.privacy.rules import Kept
from planner.refusal import N_


class Needs(IntEnum):
    """What a campaign must have for a kind of data to be used in it."""

    NOTHING = 0
    AUDIENCE = 1
    EVENT = 2


@dataclass(frozen=True)
class DataKind:
    """One row of the record. `kept` are the rules by which it goes; empty where `kept_as` alone says it.

    `columns` are those of the tables it stands in, as "table.column".
    """

    title: str
    whose: str
    used_for: str
    source: str
    columns: frozenset[str]
    kept: tuple[Kept, ...] = ()
    kept_as: str = ""
    needs: Needs = Needs.AUDIENCE


EVERYONE = N_("Everyone in the register, when the rule is counted")
INVITED = N_("Those who are invited")
ANSWERED = N_("Those who answer")
TOLD_US = N_("Those who have told us so")
STAFF = N_("Staff")
REGISTER, THEMSELVES, PLANNER = N_("The civil register"), N_("The people themselves"), N_("The planner itself")
COLLEAGUES = N_("Staff, as they work")
AS_REGISTERED = N_("As long as the register names them as living here")
UNTIL_TAKEN_BACK = N_("No time limit: until the person takes it back")
#: Which of these holds for a campaign depends on its event: see `names_go_by` in record.py.
NAMES = (Kept.NO_NAMES, Kept.RECIPIENTS, Kept.SIGN_UPS, Kept.INFORMATION)


def _of(table: str, names: str) -> frozenset[str]:
    return frozenset(f"{table}.{name}" for name in names.split())


def _register(title: str, whose: str, used_for: str, names: str) -> DataKind:
    return DataKind(title, whose, used_for, REGISTER, _of("citizen", names), (Kept.GONE_PEOPLE,), AS_REGISTERED)


KINDS = (
    _register(N_("Name"), INVITED, N_("To greet them in the letter, and to know them at the desk and at the door."),
              "given_name family_name"),
    _register(N_("Address: street, postcode and town"), INVITED, N_("To send letters."), "street town"),
    _register(N_("Mail address and telephone number"), INVITED,
              N_("To send mails; the number to call back when somebody asks for their own data."),
              "email phone"),
    _register(N_("Date of birth"), EVERYONE,
              N_("For what the rule says of age. Nobody under 15 is written to, and of those from 15 to 17 only where "
                 "the theme is for them."), "birth_date"),
    _register(N_("Language they have told us"), EVERYONE,
              N_("To write in it, and for the rule where it asks. It is never guessed from origin."), "language"),
    _register(N_("Postcode and municipality code, and from it the nearest library and how far it is"), EVERYONE,
              N_("For what the rule says of places. The coordinates are those of the postcode's middle point; where a "
                 "home lies is not held."), "postcode municipality_code"),
    _register(N_("When they moved in, and whether from abroad"), EVERYONE, N_("Only where the rule asks for it."),
              "moved_in_on moved_from_abroad"),
    _register(N_("Marks: name and address protection, protection from advertising, exempt from Digital Post, lives "
                 "here, moved away or died"), EVERYONE,
              N_("To leave out whoever must not be written to, and to choose mail or letter."),
              "name_address_protected marketing_protected digital_post_exempt chose_mail status status_on"),
    _register(N_("Number in the register"), EVERYONE,
              N_("To know a person again in the next file. It is no national identity number."), "person_id"),
    DataKind(N_("Invitation: to what, when, in which language, by mail or letter, and why they got it"), INVITED,
             N_("To invite, and to tell the person why."), PLANNER,
             _of("invitation", "event_id created_at language channel because"), NAMES),
    DataKind(N_("Answer: yes, no or waiting, how many seats, and when"), ANSWERED, N_("To keep the seats."), THEMSELVES,
             _of("reply", "event_id standing seats answered_at waiting_since"), NAMES, needs=Needs.EVENT),
    DataKind(N_("What they write of their needs, and notes"), ANSWERED,
             N_("To meet what is needed on the day. It may tell of health (GDPR art. 9): nobody has to write "
                "anything, and it is used for nothing else."),
             THEMSELVES, _of("reply", "needs note"), (Kept.FREE_TEXT,), needs=Needs.EVENT),
    DataKind(N_("That they were invited, or came, to which theme and when"), INVITED,
             N_("So that nobody is invited too often, and for rules that ask for it."), COLLEAGUES,
             _of("contact", "kind theme at"), (Kept.CONTACTS,)),
    DataKind(N_("Consents: to what, when, which way, withdrawn or run out"), TOLD_US,
             N_("To write only to those who agreed where consent is asked for, and to be able to show it."), THEMSELVES,
             _of("consent", "purpose topic source given_at withdrawn_at expires_at"), (Kept.CONSENTS,),
             N_("As long as it holds")),
    DataKind(N_("Objections (a no): to what, which way, when"), TOLD_US,
             N_("So that nobody is written to who does not want it."), THEMSELVES,
             _of("stop", "reason kind scope channel source at"), kept_as=UNTIL_TAKEN_BACK),
    DataKind(N_("Log of messages: which, by mail or letter, what became of it, and when"), INVITED,
             N_("So that nothing is lost or sent twice, and to answer who asks. People stand there as keyed hashes."),
             PLANNER, _of("delivery", "kind channel scope state reason created_at handed_over_at"), NAMES),
    DataKind(N_("Copies of the mails that were sent"), INVITED, N_("To see what was sent when someone asks."), PLANNER,
             frozenset(), (Kept.COPIES,)),
    DataKind(N_("Mail addresses that do not exist, as keyed hashes"), INVITED, N_("So as not to write to them again."),
             N_("The mail provider"), frozenset(), (Kept.BOUNCES,)),
    DataKind(N_("What staff did about a person: looked up, shown, noted or erased, and the reason they wrote"),
             N_("Those it was about, and staff"), N_("To be able to account for it."), COLLEAGUES,
             _of("audit_entry", "at act reason"), (Kept.AUDIT,)),
    DataKind(N_("Name, mail address, roles and acts of those who made, changed or approved the campaign"), STAFF,
             N_("So that nobody approves their own work, and to be able to account for it."), COLLEAGUES, frozenset(),
             (Kept.AUDIT,), N_("As long as the campaign is kept"), Needs.NOTHING),
)


def kinds_used(*, has_audience: bool, has_event: bool) -> list[DataKind]:
    """Return the kinds a campaign uses: one without an audience invites nobody, so none of citizens."""
    if not has_audience:
        return [kind for kind in KINDS if kind.needs is Needs.NOTHING]
    return [kind for kind in KINDS if has_event or kind.needs is not Needs.EVENT]


def told_columns(kinds: Iterable[DataKind]) -> set[str]:
    """Return the columns that `kinds` name, as "table.column"."""
    return {column for kind in kinds for column in kind.columns}
