"""A new page from the templates in scripts/templates/, with its figure module and its place in the navigation."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
NAME = re.compile(r"(?:docs/)?(?P<part>[a-z][a-z0-9-]*)/(?P<stem>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:\.md)?")
EXPECTED = "expected PART/NAME, for example idea/my-lesson, in lower-case letters, digits and hyphens between words"


def files(root: Path, name: str) -> dict[str, str]:
    """The files of the new page PART/NAME by their paths in the project; nothing is written here.

    A lesson has its page and a figure module, and runs without a change; a page of reference/ has title and claim.
    mkdocs.yml comes back with the page in its navigation. Raises ValueError when there can be no such page.
    """
    match = NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"new {name!r}: {EXPECTED}.")
    part, stem = match["part"], match["stem"]
    parts = sorted({file.parent.name for file in (root / "docs").glob("*/index.md")} - {"labs"} | {"reference"})
    if part not in parts:
        raise ValueError(f"new {name!r}: there is no part {part}. Expected one of {', '.join(parts)}.")
    title, figure = stem.replace("-", " ").capitalize(), stem.replace("-", "_") + "_walk"
    page = f"docs/{part}/{stem}.md"
    templates = {page: "lesson.md", f"figures/{figure}.py": "figure.py.txt"}
    if part == "reference":
        templates = {page: "reference.md"}
    made = {}
    for path, template in templates.items():
        if (root / path).exists():
            raise ValueError(f"new {name!r}: {path} is there already, and is not overwritten. Take another name.")
        text = (TEMPLATES / template).read_text("utf-8")
        made[path] = text.replace("{title}", title).replace("{figure}", figure)
    settings = (root / "mkdocs.yml").read_text("utf-8")
    return made | {"mkdocs.yml": add_to_navigation(settings, part, f"{part}/{stem}.md")}


def add_to_navigation(settings: str, part: str, page: str) -> str:
    """The text of mkdocs.yml with a page behind the last one of its part. Raises ValueError when there is none.

    A YAML library would lose comments and layout, so this copies a line such as `      - idea/loss.md`.
    """
    listed = [*re.finditer(rf"^(?P<indent> +- )(?:[^#\n]+: )?{part}/\S+.*\n", settings, re.M)]
    if not listed:
        message = f"nav lists no page of {part}/, so there is no place for {page}. First list {part}/index.md there."
        raise ValueError(f"mkdocs.yml: {message}")
    last = listed[-1]
    return f"{settings[: last.end()]}{last['indent']}{page}\n{settings[last.end() :]}"
