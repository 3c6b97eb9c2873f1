"""Write docs/reference/licences.md: everything that a reader receives, with its version from the lock and its licence.

    python scripts/licences.py

What the theme's scripts and styles contain is read from its own source maps, so an update that brings something new
stops here until its licence is known.
"""

import json
import re
import sys
import tomllib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

if __package__ in (None, ""):
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from scripts import project
from scripts.files import write

PAGE = "docs/reference/licences.md"
THEME = "mkdocs-material"
TEXTS = {
    "MIT": "licences/mit.txt",
    "0BSD": "licences/0bsd.txt",
    "Apache-2.0": "licences/apache-2.0.txt",
    "W3C-20150513": "licences/w3c.txt",
}
_MODULE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")


@dataclass(frozen=True)
class Part:
    """Something that reaches a reader: what it is for, its licence by SPDX name, and who holds the copyright."""

    use: str
    licence: str
    holder: str


# What the theme's files contain. Licences and holders as their packages state them.
CONTAINED = {
    "clipboard": Part("the copy button", "MIT", "Zeno Rocha"),
    "escape-html": Part("safe text in search results", "MIT", "TJ Holowaychuk; Andreas Lubbe; Tiancheng “Timothy” Gu"),
    "focus-visible": Part("the focus ring for the keyboard", "W3C-20150513", "WICG contributors"),
    "lunr": Part("search", "MIT", "Oliver Nightingale"),
    "material-design-color": Part("names of colours in the theme's styles", "MIT", "Denis Malinochkin"),
    "rxjs": Part("events in the theme's script", "Apache-2.0", "Google, Netflix, Microsoft and contributors"),
    "tslib": Part("helpers that TypeScript adds", "0BSD", "Microsoft Corporation"),
}


def contained(maps: list[str]) -> set[str]:
    """The names of the packages that source maps (their texts) list."""
    return {found[1] for text in maps for source in json.loads(text)["sources"] if (found := _MODULE.search(source))}


def theme_maps() -> list[str]:
    """The texts of the source maps of the installed theme. Raises LookupError without the theme or its maps."""
    spec = find_spec("material")
    assets = Path(spec.origin).parent / "templates/assets" if spec and spec.origin else None
    maps = sorted(assets.rglob("*.map")) if assets else []
    if not maps:
        raise LookupError(f"{THEME} is not installed, or without its source maps. To install it: make .venv/ready")
    return [file.read_text("utf-8") for file in maps]


def locked(lock: str, name: str) -> str:
    """The version of a package in the text of uv.lock. Raises LookupError."""
    for package in tomllib.loads(lock)["package"]:
        if package["name"] == name:
            return package["version"]
    raise LookupError(f"uv.lock: no package {name}. To lock it: uv lock")


def page(lock: str, maps: list[str]) -> str:
    """The page. Raises LookupError for a package in the theme whose licence is not known here."""
    there = contained(maps)
    if unknown := sorted(there - set(CONTAINED)):
        raise LookupError(f"{THEME} now contains {', '.join(unknown)}: add licence and holder to scripts/licences.py")
    rows = [_row(name, CONTAINED[name]) for name in sorted(there)]
    return _PAGE.format(version=locked(lock, THEME), rows="\n".join(rows))


def _row(name: str, part: Part) -> str:
    return f"| {name} | {part.use} | [{part.licence}](../{TEXTS[part.licence]}) | {part.holder} |"


_PAGE = """\
---
title: Licences
description: Everything that reaches you when you read this site, who made it, and under which licence.
---
# Licences

> You may use, copy and change everything on this site. This page says under which terms.

`python scripts/licences.py` writes this page from the file that locks the versions. A test compares the two, and fails
when the site publishes a script, style, font or data file that is not named here.

## The site's own

| what | licence | credit |
|---|---|---|
| text and figures | [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/legalcode) | Fall Line |
| code on the pages, explorers, styles | [MIT](../licences/mit.txt) | The Fall Line authors, 2026 |

## The theme

The look of the pages, search and the switch of colours come from Material for MkDocs `{version}`
([MIT](../licences/mit.txt), Martin Donath). Its icons are Material Design Icons
([Apache-2.0](../licences/apache-2.0.txt), Pictogrammers and Google). Its files contain these packages:

| package | what it does | licence | copyright |
|---|---|---|---|
{rows}

## Fonts

| font | where | licence | copyright |
|---|---|---|---|
| Source Serif 4 | text | [OFL-1.1](../fonts/LICENSE-source-serif-4.txt) | Adobe; Google |
| STIX Two Math | formulas | [OFL-1.1](../fonts/LICENSE-stix-two-math.txt) | The STIX Fonts Project Authors |
| Source Sans 3 | words in figures, as outlines | [OFL-1.1](../licences/source-sans-3.txt) | Adobe |

The font files hold only the characters that the site needs.

## Data

[Data sets](data-sets.md) names the sources. The penguins are under CC0 1.0, the digits under CC BY 4.0.
"""


def main() -> int:
    """The command line. Returns the exit status."""
    try:
        text = page((project.ROOT / "uv.lock").read_text("utf-8"), theme_maps())
        write({project.ROOT / PAGE: text})
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
