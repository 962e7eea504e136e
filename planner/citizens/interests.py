"""What people can ask us to write about, by the topic that a consent of the purpose `interest` names. Pure."""

from planner.refusal import N_

INTERESTS = {
    "it-help": N_("help with computer and phone"),
    "digital-post": N_("Digital Post and MitID"),
    "pension": N_("retirement"),
    "own-home": N_("a home of one's own"),
    "new-here": N_("being new here"),
    "travel": N_("travel"),
    "reading": N_("books and reading"),
    "family": N_("children and family"),
    "local-history": N_("local history"),
    "talks": N_("talks and debates"),
}
