"""The words of the letters that follow an answer, in the reader's language (the current one)."""

from flask_babel import gettext as _
from flask_babel import ngettext

from planner.delivery.mime import place
from planner.events.models import Event, EventStatus
from planner.invitations.wording import Letter, Sender, when_line, when_of, where_line
from planner.replies.models import Reply, Standing
from planner.themes.pack import Theme


def greeting(given_name: str) -> str:
    """Return how the letter begins."""
    return str(_("Dear %(name)s", name=given_name) if given_name else _("Hello"))


def seats_sentence(reply: Reply | None) -> str:
    """Return how many seats someone has, or waits for; empty without either."""
    if reply is None or reply.standing == Standing.DECLINED:
        return ""
    if reply.standing == Standing.WAITING:
        return str(ngettext("You wait for one seat.", "You wait for %(num)s seats.", reply.seats))
    return str(ngettext("You have one seat.", "You have %(num)s seats.", reply.seats))


def confirmation_letter(event: Event, theme: Theme, sender: Sender, language: str, standing: str | None) -> Letter:
    """Return the receipt for where a household stands now: coming, waiting, or signed off."""
    title = theme.title(language)
    subject, paragraphs = {
        Standing.COMING: _coming, Standing.WAITING: _waiting, Standing.DECLINED: _signed_off,
    }[Standing(standing or Standing.DECLINED)](title)
    return Letter(
        language=language, subject=subject, sender=sender, paragraphs=[place("greeting"), *paragraphs],
        when=when_line(when_of(event, language)), where=where_line(event), privacy=_source(),
        action=(_("See or change your answer"), place("answer_url")),
        why=[_("You get this mail because you answered the invitation.")],
    )


def _coming(title: str) -> tuple[str, list[str]]:
    return _("We look forward to seeing you: %(title)s", title=title), [
        place("seats"),
        _("A calendar file comes with this mail. Open it to put the event in your calendar."),
        _("Does something come up? Please tell us on the page, so that someone else can have the seat. "
          "You can do that until the event begins."),
    ]


def _waiting(title: str) -> tuple[str, list[str]]:
    return _("You are on the waiting list: %(title)s", title=title), [
        _("All the seats are taken just now."), place("seats"),
        _("When seats come free, they go to those who asked first. You then hear from us at once. "
          "You need not do anything."),
        _("Would you rather not wait? Please tell us on the page."),
    ]


def _signed_off(title: str) -> tuple[str, list[str]]:
    return _("You are signed off: %(title)s", title=title), [
        _("Thank you for telling us. Someone else can have the seat now."),
        _("Is the event in your calendar? Then please delete it there."),
        _("If you change your mind, you can still say yes on the page."),
    ]


def change_letter(event: Event, theme: Theme, sender: Sender, language: str, standing: str | None) -> Letter:
    """Return the news that `event` has moved or is cancelled, for someone who stands at `standing`."""
    title, when = theme.title(language), when_line(when_of(event, language))
    answered = standing is not None
    why = _("You get this mail because you answered the invitation.") if answered else _(
        "You get this mail because we invited you to the event.")
    if event.status == EventStatus.CANCELLED:
        return Letter(
            language=language, subject=_("Cancelled: %(title)s", title=title), sender=sender, when="", where="",
            notice=(_("The event is cancelled."), when, None), why=[why], privacy=_source(),
            paragraphs=[place("greeting"), *_cancelled(event)])
    label = _("See or change your answer") if answered else _("Answer the invitation")
    return Letter(
        language=language, subject=_("Moved: %(title)s", title=title), sender=sender,
        notice=(_("The event has been moved."), None, when), when=when, where=where_line(event), why=[why],
        privacy=_source(), paragraphs=[place("greeting"), *_moved(standing)], action=(label, place("answer_url")),
        unsubscribe_url=None if answered else place("unsubscribe_url"))


def _cancelled(event: Event) -> list[str]:
    reason = [_("Why: %(reason)s", reason=event.cancel_reason)] if event.cancel_reason else []
    return [
        _("We are sorry, but the event will not take place."), *reason,
        _("You need not do anything. The calendar file with this mail takes the event out of your calendar."),
    ]


def _moved(standing: str | None) -> list[str]:
    here = _("Below you can see when and where it is now. The calendar file with this mail moves it in your calendar.")
    if standing == Standing.COMING:
        return [
            here, place("seats"), _("Can you still come? Then you need not do anything."),
            _("If you cannot, please tell us on the page, so that someone else can have the seat."),
        ]
    if standing == Standing.WAITING:
        return [here, _("You are still on the waiting list.")]
    return [here, _("You have not answered the invitation yet. We would be glad to see you.")]


def _source() -> str:
    return str(_("We have your name and mail address from the municipality's register."))
