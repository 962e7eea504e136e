"""The `flask themes` commands."""

from pathlib import Path

import click

from planner.refusal import N_, Refusal, Refusals
from planner.shell import CommandGroup, json_option, say_json
from planner.themes.pack import Theme
from planner.themes.reader import CAMPAIGNS, read_packs, themes

group = CommandGroup("themes", help="The theme packs in campaigns/.")


@group.command("list")
@json_option
def list_themes(as_json: bool) -> None:
    """List the themes, how far each may reach and what its sign-up asks."""
    found = list(themes().values())
    if as_json:
        say_json([_summary(theme) for theme in found])
        return
    for theme in found:
        languages = " ".join(theme.languages)
        click.echo(f"{theme.slug:<16} {theme.reach:<9} {theme.sign_up:<6} {languages:<15} {theme.name('en')}")


@group.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def check_themes(folder: Path | None) -> None:
    """Check the theme packs in FOLDER (default: campaigns/); one line for each thing that must be mended."""
    folder = folder or CAMPAIGNS
    found, faults = read_packs(folder)
    if faults:
        raise Refusals(faults)
    if not found:
        raise Refusal(N_("%(folder)s holds no theme: a theme is a folder with a theme.toml."), folder=folder)
    texts = sum(len(theme.texts) for theme in found.values())
    languages = sorted({language for theme in found.values() for language in theme.languages})
    click.echo(f"{len(found)} themes, {texts} texts, languages {' '.join(languages)}: all in order.")


def _summary(theme: Theme) -> dict[str, object]:
    return {
        "theme": theme.slug, "name": theme.name("en"), "title": theme.title("en"), "reach": theme.reach,
        "sign_up": theme.sign_up, "languages": theme.languages, "minutes": theme.minutes, "seats": theme.seats,
        "min_age": theme.min_age, "commercial": theme.commercial, "season": theme.season,
    }
