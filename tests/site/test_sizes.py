"""The site's scripts: small as published, none of them dead, and nothing that a strict content policy forbids."""

import gzip
import re

from scripts import project

SCRIPTS = project.ROOT / "docs/javascripts"
HOME_MAP = {"live-descent.js", "terrain.js"}  # older than the explorers, with a limit of their own
SCRIPT_LIMIT = 20 * 1024  # bytes, compressed: the explorers of the first part, what all share, and answers
LATER = {"circuit-explorer.js", "schedule-explorer.js", "batches-explorer.js"}  # of the parts behind the first
LATER_LIMIT = 9_500
PROGRESS_LIMIT = 1_000
STYLE_LIMIT = 2_850

FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write|setAttribute\(\s*[\"'`]style"
    r"|https?://(?!www\.w3\.org/(?:2000/svg|1998/Math/MathML)[\"'`])[^\s\"'`]*"
)
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.S | re.M)
IMPORT = re.compile(r"(?:\bfrom|\bimport)\s*\(?\s*[\"']\./([\w-]+)\.js[\"']")
BY_TAG = re.compile(r"\bimport\(`\./\$\{\w+\}\.js`\)")
TAG = re.compile(r"[\"']([a-z]+(?:-[a-z]+)+)[\"']")


def imported(source: str) -> set[str]:
    """The modules that a script loads. One that imports by the name of an element loads each element it names."""
    code = COMMENT.sub("", source)
    return set(IMPORT.findall(code)) | set(TAG.findall(code) if BY_TAG.search(code) else ())


def compressed(files) -> dict[str, int]:
    return {file.name: len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files}


def test_explorers_and_answers_stay_small(site):
    """Each file compressed on its own, as it is sent."""
    scripts = compressed(
        file for file in sorted((site.folder / "javascripts").glob("*.js")) if file.name not in HOME_MAP
    )
    styles = compressed(site.folder / "stylesheets" / name for name in ("explorers.css", "answers.css"))
    table = "".join(f"\n{size:7,}  {name}" for name, size in (scripts | styles).items())
    print(f"scripts {sum(scripts.values()):,}, styles {sum(styles.values()):,} bytes compressed:{table}")
    assert 0 < scripts.pop("progress.js") <= PROGRESS_LIMIT, table
    later = sum(scripts.pop(name, 0) for name in LATER)
    assert 0 < later <= LATER_LIMIT, table
    assert 0 < sum(scripts.values()) <= SCRIPT_LIMIT, table
    assert 0 < sum(styles.values()) <= STYLE_LIMIT, table


def test_scripts_write_no_markup_run_no_text_and_name_no_host():
    problems = [
        f"{file.name}:{number}: {found[0]}"
        for file in sorted(SCRIPTS.rglob("*.*js"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if (found := FORBIDDEN.search(line))
    ]
    assert not problems, "\n" + "\n".join(problems)


def test_every_script_is_loaded_by_the_first_one():
    """Static imports, dynamic ones, and the modules of the custom elements, which carry the elements' names."""
    there = {file.stem: file.read_text("utf-8") for file in SCRIPTS.glob("*.js")}
    reached, waiting = set(), {"start"}
    while waiting:
        reached |= waiting
        waiting = {name for module in waiting for name in imported(there.get(module, ""))} - reached
    missing, dead = sorted(reached - set(there)), sorted(set(there) - reached)
    assert not missing, f"loaded, but not there: {missing}"
    assert not dead, f"there, but never loaded: {dead}"
