"""How far a theme may reach: some groups have no list, and whoever asks for one is told what to do instead. Pure."""

from planner.refusal import N_, Refusal
from planner.themes.pack import Reach, Theme

NO_AUDIENCE = {
    Reach.OPEN: N_("The theme %(theme)s has no audience: it is never looked up in the register. Plan it as an open "
                   "event; the programme and posters tell of it."),
    Reach.MEDIATED: N_("The theme %(theme)s has no audience: nobody is looked up in the register for it. Let partners "
                       "hand on its texts and slips."),
}


def refuse_without_register(theme: Theme) -> None:
    """Raise Refusal unless the theme may be given an audience."""
    if theme.reach is not Reach.REGISTER:
        raise Refusal(NO_AUDIENCE[theme.reach], field="theme", theme=theme.slug)
