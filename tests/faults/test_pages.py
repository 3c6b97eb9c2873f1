"""Pages that are large, deep, odd or random: each is read, or refused with its line, and in linear time."""

import contextlib
import importlib
import json
import re
import time
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config

from scripts.model import downloads
from scripts.model import notebook as notebooks
from scripts.model import page as pages
from scripts.model import project
from scripts.model import run as running
from scripts.model.page import PageError
from tests.faults.conftest import Row, build, write

BLOCK = (
    "```python\nx = {0}\nprint(x)\n```\n\n```output\n{0}\n```\n\nIt is {0}<!-- = x -->, or $x = {0}$<!-- = x -->.\n\n"
)


def seconds(work, *arguments) -> float:
    """The processor's time for some work. Of short work the least of three: others use the processor, too."""
    found = []
    while len(found) < 3 and 0.05 < min(found, default=0.1) < 0.5:
        began = time.process_time()
        with contextlib.suppress(PageError):
            work(*arguments)
        found.append(time.process_time() - began)
    return min(found)


def assert_linear(work, small: str, large: str) -> None:
    """Four times the text takes about four times as long, not sixteen times: at most nine."""
    assert 3.5 < len(large) / len(small) < 4.5
    long = seconds(work, large)
    if long > 0.1:  # less is too short to be compared
        short = seconds(work, small)
        assert long < 9 * short, f"{short:.2f} s for {len(small)} characters, {long:.2f} s for {len(large)}"


# Size


@pytest.mark.fault("a page of 5 MB")
def test_page_of_5_megabytes_is_read_in_linear_time():
    """Half of it are short paragraphs, half is one."""
    small, large = (
        "Words, *words* and a number, 1.5<!-- = 1.5 -->.\n\n" * (size // 100)
        + "Words, $x$, `y` and more words, 1.5<!-- = 1.5 -->. " * (size // 100)
        for size in (1_250_000, 5_000_000)
    )
    assert_linear(lambda text: pages.parse(text, "docs/part/page.md"), small, large)
    assert_linear(pages.published, small, large)


def page_of(blocks: int) -> str:
    return "# Page\n\n> Claim.\n\n" + "".join(BLOCK.format(k) for k in range(blocks))


def run(text: str) -> str:
    page = pages.parse(text, "docs/part/page.md")
    run = running.Run(page, Path())
    return running.apply(text, [change for step in page.steps if (change := run.step(step))])


@pytest.mark.fault("ten thousand blocks")
def test_ten_thousand_blocks_run_in_linear_time():
    large = page_of(10_000)
    stale = large.replace("```output\n", "```output\nnot ").replace("$x = ", "$x = 3")
    began = time.process_time()
    assert run(stale) == large
    long = time.process_time() - began
    few = page_of(2_500)
    short = seconds(run, few)
    assert long < 9 * short
    page, small = (pages.parse(text, "docs/part/page.md") for text in (large, few))
    assert seconds(downloads.notebook, page) < 9 * seconds(downloads.notebook, small)


# Depth


def boxes(kind: str, depth: int) -> str:
    opened = "".join(f"{'/' * (3 + depth - k)} {kind}\n" for k in range(depth))
    return opened + "deep\n" + "".join(f"{'/' * (3 + k)}\n\n" for k in range(1, depth + 1))


def fences(depth: int) -> str:
    opened = "".join(f"{'`' * (3 + depth - k)}text\n" for k in range(depth))
    return opened + "deep\n" + "".join(f"{'`' * (3 + k)}\n" for k in range(1, depth + 1))


def lists(depth: int) -> str:
    items = "".join(f"{' ' * 4 * k}- item\n\n" for k in range(depth))
    return items + "".join(f"{' ' * 4 * depth}{row}\n" for row in ("```python", "print('deep')", "```"))


DEEP = {
    "fences": fences,
    "admonitions": lambda depth: boxes("note", depth),
    "folded": lambda depth: boxes("hint", depth),
    "tabs": lambda depth: boxes("tab | Name", depth),
    "lists": lists,
    "quotes": lambda depth: ">" * depth + " deep\n",
    "brackets": lambda depth: "[" * depth + "deep" + "]" * depth + "\n",
    "elements": lambda depth: "<div markdown>\n\n" * depth + "deep\n\n" + "</div>\n\n" * depth,
    "fractions": lambda depth: "$" + "\\frac{" * depth + "deep" + "}{2}" * depth + "$\n",
}


@pytest.fixture(scope="module")
def renderer() -> markdown.Markdown:
    config = load_config(str(project.ROOT / "mkdocs.yml"))
    return markdown.Markdown(extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"])


@pytest.mark.fault("nests a hundred deep")
@pytest.mark.parametrize("kind", DEEP)
def test_page_that_nests_deeply_is_read_and_rendered(kind, renderer):
    text = f"# Page\n\n{DEEP[kind](100)}"
    page = pages.parse(text, "docs/part/page.md")
    html = renderer.reset().convert(text)
    assert "deep" in re.sub("<[^>]*>", "", html)
    assert sum(step.kind == "code" for step in page.steps) == html.count('<div class="language-python highlight"')


@pytest.mark.fault("an expression nests too deep")
@pytest.mark.parametrize("expression", ["(" * 500 + "1" + ")" * 500, "-" * 50_000 + "1", "[" * 50_000])
def test_expression_that_nests_too_deep_is_refused(expression, row: Row):
    with pytest.raises(PageError) as refused:
        pages.parse(f"# Page\n\nIt is 1<!-- = {expression} -->.\n", "docs/part/page.md")
    row.said(str(refused.value), "docs/part/page.md:3: ")


# Encodings: each page stands on lines 1 to 5; the block on line 3

TEXT = "# Página\n\n```python\nprint('ñ')\n```\n"
REFUSED = {
    "UTF-16": (TEXT.encode("utf-16"), 1),
    "Latin-1": (TEXT.encode("latin-1"), 1),
    "invalid UTF-8 in the middle": (TEXT.encode() + b"\n\nna\xc3ve\n", 8),
    "half a character in UTF-8": (TEXT.encode() + b"\n\xed\xa0\xbd\n", 7),
    "UTF-16 without its mark": ("# Page\n".encode("utf-16-le"), 1),
    "NUL": (b"# Page\n\n```python\nx = 1\0\n```\n", 4),
}
READ = {
    "a byte order mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "CRLF": TEXT.replace("\n", "\r\n").encode(),
    "mixed line ends": TEXT.replace("\n", "\r\n", 2).encode(),
    "no final newline": TEXT.removesuffix("\n").encode(),
    "bidi controls": TEXT.replace("ñ", "\u202eñ\u202c").encode(),
    "combining characters": TEXT.replace("ñ", "n\u0303" + "\u0301" * 50).encode(),
    "astral letters": TEXT.replace("ñ", "𝛁𝑓🏔").encode(),
    "a lone CR": TEXT.replace("Página", "Pá\rgina").encode(),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("encodings")


@pytest.fixture(scope="module")
def refused(root) -> str:
    """What a build says of the pages that it refuses."""
    for number, (content, _) in enumerate(REFUSED.values()):
        write(root, f"docs/part/refused{number}.md", content)
    done = build(root)
    assert (done.returncode, done.stdout) == (2, "")
    for number, (content, _) in enumerate(REFUSED.values()):
        assert (root / f"docs/part/refused{number}.md").read_bytes() == content
        (root / f"docs/part/refused{number}.md").unlink()
    return done.stderr


@pytest.fixture(scope="module")
def written(root, refused) -> dict[str, bytes]:
    """What a build makes of the others."""
    for number, content in enumerate(READ.values()):
        write(root, f"docs/part/read{number}.md", content)
    done = build(root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing changed" in build(root).stdout
    return {name: (root / f"docs/part/read{number}.md").read_bytes() for number, name in enumerate(READ)}


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.fault(name)) for name in REFUSED])
def test_page_in_another_encoding_is_refused_with_its_line(name, refused, row: Row):
    row.said(refused, f"docs/part/refused{[*REFUSED].index(name)}.md:{REFUSED[name][1]}: ")


@pytest.mark.fault("odd line ends and letters")
@pytest.mark.parametrize("name", READ)
def test_odd_page_is_read_and_keeps_its_bytes(name, written):
    """The build adds the output and changes nothing else; the line ends of what it adds are those of the block."""
    printed = re.search(r"print\('(.*)'\)", READ[name].decode())[1]
    newline = "\r\n" if name == "CRLF" else "\n"
    lead = newline if READ[name].endswith(b"\n") else 2 * newline
    fence = newline.join(["```output", printed, "```", ""])
    assert written[name] == READ[name] + (lead + fence).encode()


# Random

ROWS = st.lists(st.text(max_size=12) | st.sampled_from(["```python", "```", "print(1)", "1.5<!-- = 1 -->", "$", "---"]))


@pytest.mark.fault("random bytes")
@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.binary(max_size=400) | ROWS.map(lambda rows: "\n".join(rows).encode("utf-8", "surrogatepass")))
def test_random_bytes_are_read_or_refused_with_a_line(tmp_path_factory, content):
    file = tmp_path_factory.getbasetemp() / "random.md"
    file.write_bytes(content)
    refusal = None
    try:
        text = pages.read(file, "docs/part/page.md")
        page = pages.parse(text, "docs/part/page.md")
    except PageError as error:
        refusal = error
    if refusal:
        assert 1 <= refusal.line <= content.count(b"\n") + 1
        return
    assert page.text.encode() == content
    assert running.apply(text, []) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
OUTPUT = st.fixed_dictionaries(
    {},
    optional={
        "output_type": st.sampled_from(["stream", "error", "display_data", "execute_result"]) | JSON,
        "name": st.sampled_from(["stdout", "stderr"]) | JSON,
        "text": st.sampled_from(["1\n", ["1\n", "2"]]) | JSON,
        "data": st.sampled_from([{"image/svg+xml": "<svg/>"}, {"text/plain": "1"}]) | JSON,
        "ename": JSON,
        "evalue": JSON,
    },
)
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | JSON,
        "source": st.sampled_from(["x = 1", ["print(1)\n"], "# T", "1.5<!-- = x -->", "```python"]) | JSON,
        "metadata": st.sampled_from([{}, {"alt": "A"}, {"raises": "E"}, {"alt": 1}, {"raises": ["E"]}]) | JSON,
        "outputs": st.lists(OUTPUT, max_size=2) | JSON,
        "attachments": JSON,
    },
)
NOTEBOOK = st.fixed_dictionaries(
    {},
    optional={
        "cells": st.lists(CELL, max_size=4) | JSON,
        "metadata": st.sampled_from([{"description": "A lab."}, {"description": "A", "time_limit": "x"}]) | JSON,
        "nbformat": st.just(4) | JSON,
    },
)


@pytest.mark.fault("a random notebook")
@settings(derandomize=True, deadline=None, max_examples=600)
@given((NOTEBOOK | JSON).map(lambda content: json.dumps(content, ensure_ascii=False)) | st.text(max_size=40))
def test_random_notebook_is_read_or_refused(source):
    with contextlib.suppress(PageError):
        page = notebooks.parse(source, "docs/labs/random.ipynb")
        written = page.written(page.text, [])
        again = notebooks.parse(written, "docs/labs/random.ipynb")
        assert again.text == page.text
        assert again.written(again.text, []) == written


@pytest.mark.fault("a random notebook")
@pytest.mark.parametrize("source", ["1" * 5000, "[" * 100_000, '{"a":' * 100_000, '"\\ud800"', "\0", "NaN"])
def test_notebook_that_breaks_the_json_reader_is_refused(source):
    with pytest.raises(PageError) as refused:
        notebooks.parse(source, "docs/labs/random.ipynb")
    assert str(refused.value).startswith("docs/labs/random.ipynb:")


# Patterns

MODULES = ("answers", "downloads", "glossary", "lesson", "mathematics", "notebooks", "pages", "project")
PATTERNS = {
    f"{name}.{attribute}": value
    for name in MODULES
    for attribute, value in vars(importlib.import_module(f"scripts.{name}")).items()
    if isinstance(value, re.Pattern)
}
ANCHORED = {  # tried at the beginning of a line, an item or a name only
    *("answers._ITEM", "downloads._FENCE", "lesson._FIGURE", "notebooks._FILE_NAME", "pages._INFO"),
    *("pages._MISPLACED_FENCE", "pages._FIGURE_TARGET", "pages._FENCE"),
}
PIECES = [
    *'$_*`~|<>()[]{}!#:-./\\"= 1a\t\n',
    *(
        "```\n",
        "~~~ ",
        "<!--",
        "-->",
        "<!-- = ",
        "![",
        "![a](",
        "](",
        "[a](",
        '[a](b "',
        "1,",
        "1.",
        "1 ×",
        "$a ",
        "$$a",
    ),
    *(
        "/// a\n",
        "///\n",
        "---\n",
        "    \n",
        "- ",
        "> ",
        "{: #a",
        "<a markdown ",
        "</a ",
        "## a\n",
        "a\n",
        "a.",
        "id=",
        "#f",
    ),
    *(
        "## a\n\n",
        "import ",
        "figures/",
        '<div class="highlight ',
        "viewBox=",
        "≈ ",
        "1e",
        "\r\n",
        "\x1b[",
        "`a`` ",
        "<!-- cell 1",
    ),
]


@pytest.mark.fault("text made to run a pattern away")
@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_runs_away(name):
    """Each regular expression is tried on each piece over and over, alone and behind what may begin a match."""
    pattern = PATTERNS[name]
    for piece in PIECES:
        for lead in ("", "$", "![a", "`"):
            texts = [lead + piece * (size // len(piece)) for size in (5_000, 20_000)]
            assert_linear(pattern.match, *texts)
            if name not in ANCHORED:
                assert_linear(lambda text: [*pattern.finditer(text)], *texts)


@pytest.mark.fault("text made to run a pattern away")
@pytest.mark.parametrize("piece", PIECES)
def test_no_page_runs_away(piece):
    for lead in ("", "---\n", "```python\n", "1<!-- = "):
        texts = [lead + piece * (size // len(piece)) for size in (5_000, 20_000)]
        assert_linear(lambda text: pages.parse(text, "docs/part/page.md"), *texts)
        assert_linear(lambda text: notebooks.parse(text, "docs/labs/lab.ipynb"), *texts)
