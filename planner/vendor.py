"""Bring the vendored style, fonts and scripts into planner/static, and check that they are what they were.

To renew them: change a version in package.json, `npm install --package-lock-only --ignore-scripts`, then
`npm ci --ignore-scripts && python -m planner.vendor`, and commit what changed. Nobody else needs npm.
The colours in ds-theme.css are made from ds.config.json: `npx @digdir/designsystemet@1.15.0 tokens create`, then
`tokens build`.
"""

import hashlib
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "planner" / "static"
MODULES = ROOT / "node_modules"
SUMS = STATIC / "SHA256SUMS"
AXE = "../../tests/samples/axe.min.js"
DESIGN_SYSTEM = "@digdir/designsystemet-css"
#: What we use of the design system, by cascade layer: a sixth of the whole.
USED_STYLES = {"base": ("base",), "components": ("heading", "button", "table", "error-summary")}
LATIN = "@ibm/plex-sans/fonts/split/woff2/IBMPlexSans"
ARABIC = "@ibm/plex-sans-arabic/fonts/complete/woff2/IBMPlexSansArabic"
COPIES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "licences/htmx.txt",
    f"{DESIGN_SYSTEM}/LICENSE": "licences/designsystemet.txt",
    "@ibm/plex-sans/LICENSE.txt": "licences/ibm-plex.txt",
    "axe-core/axe.min.js": AXE,
    **{f"{LATIN}-{weight}-{letters}.woff2": f"fonts/IBMPlexSans-{weight}-{letters}.woff2"
       for weight in ("Regular", "SemiBold") for letters in ("Latin1", "Latin2", "Cyrillic")},
    **{f"{ARABIC}-{weight}.woff2": f"fonts/IBMPlexSansArabic-{weight}.woff2" for weight in ("Regular", "SemiBold")},
}
VENDORED = ("ds.css", "ds-theme.css", *COPIES.values())


def changed_files(static: Path = STATIC) -> list[str]:
    """Return the vendored files that are missing or not as SHA256SUMS says, as paths relative to `static`."""
    lines = (static / "SHA256SUMS").read_text("ascii").splitlines()
    written = {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}
    return sorted(name for name in set(VENDORED) | set(written)
                  if not (static / name).is_file() or written.get(name) != _sum(static / name))


def bring() -> None:
    """Copy the files out of node_modules and write their checksums."""
    for source, target in COPIES.items():
        (STATIC / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, STATIC / target)
    (STATIC / "ds.css").write_text(_used_styles(), encoding="utf-8")
    SUMS.write_text("".join(f"{_sum(STATIC / name)}  {name}\n" for name in sorted(VENDORED)), encoding="ascii")


def _used_styles() -> str:
    source = MODULES / DESIGN_SYSTEM / "dist" / "src"
    layers = (f"@layer ds.{layer}{{{''.join((source / f'{name}.css').read_text('utf-8') for name in names)}}}"
              for layer, names in USED_STYLES.items())
    return "@layer ds.theme, ds.base, ds.components;" + "".join(layers)


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Renew the files, or with --check only compare them; 1 when one differs."""
    if "--check" not in sys.argv[1:]:
        bring()
    changed = changed_files()
    print(f"changed: {', '.join(changed)}" if changed else f"{len(VENDORED)} vendored files are as they were")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
