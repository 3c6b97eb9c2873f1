"""Whatever is wrong with a page: one message with page and line, exit status 2, and no file is touched."""

import subprocess

import pytest

from scripts.model import page as pages
from scripts.model.page import PageError
from tests.pages.conftest import LINE, PAGE, changes

LANGUAGES = "expected one of python, output, text, console, markdown"
NO_BLOCK = "output without a python block right above it"
NOT_CLOSED = "this fence is not closed before the one at line {} (a fence that shows fences is longer)"
MISPLACED = "a fence starts its own line, outside quotes and list bullets"
NO_NUMBER = "value comment with no number before it"
NO_EXPRESSION = "value comment: not an expression, or a bad format: "
ALONE = "a figure stands alone in its paragraph: put blank lines around it"

# (page, line of the message, the message)
UNREADABLE = [
    ("# Page\n\n```output\n1\n```\n", 3, NO_BLOCK),
    ("```python\nprint(1)\n```\n\nProse.\n\n```output\n1\n```\n", 7, NO_BLOCK),
    ("```python\nprint(1)\n```\n\n```output\n1\n```\n\n```output\n1\n```\n", 9, NO_BLOCK),
    ("- item\n\n    ```python\n    print(1)\n    ```\n\n```output\n1\n```\n", 7, NO_BLOCK),
    ("\n```py\n1\n```\n", 2, f"fence language py: {LANGUAGES}"),
    ('```python title="x"\n1\n```\n', 1, f'fence language python title="x": {LANGUAGES}'),
    ("```{.python}\n1\n```\n", 1, f"fence language {{.python}}: {LANGUAGES}"),
    ("```Python\n1\n```\n", 1, f"fence language Python: {LANGUAGES}"),
    ("text\n\n```\n1\n```\n", 3, f"fence language (none): {LANGUAGES}"),
    ('```output raises="E"\n1\n```\n', 1, f'fence language output raises="E": {LANGUAGES}'),
    ("# Page\n\n```python\n1\n", 3, "this fence is never closed: expected a line ```"),
    ("```python\n1\n\n```output\n1\n```\n", 1, NOT_CLOSED.format(4)),
    ("```python\n1\n````\n", 1, NOT_CLOSED.format(3)),
    ("Text.\n\n> ```python\n> 1\n> ```\n", 3, MISPLACED),
    ("- ```python\n  1\n  ```\n", 1, MISPLACED),
    ("1. ```python\n   1\n   ```\n", 1, MISPLACED),
    ("- item\n\n\t```python\n\t1\n\t```\n", 3, "indent this fence with spaces, not tabs"),
    ("- item\n\n    ```python\n    x = (\n  1)\n    ```\n", 5, "this line is indented less than its fence"),
    ("# Page\n\nA 1.0<!-- = w\n\nmore\n", 3, "this comment is never closed: expected -->"),
    ("Nothing<!-- = w -->.\n", 1, NO_NUMBER),
    ("It is 2.0 <!-- = w -->.\n", 1, NO_NUMBER),
    ("\nIt is 20 %<!-- = w -->.\n", 2, NO_NUMBER),
    ("It is 2.0\n\n<!-- = w -->.\n", 3, NO_NUMBER),
    ("$w = 2.0$<!-- = w --><!-- = 1 -->\n", 1, "2 value comments, but fewer numbers before them (1)"),
    ("1.0<!-- = w +:.2f -->\n", 1, f"{NO_EXPRESSION}w +:.2f"),
    ("1.0<!-- = -->\n", 1, NO_EXPRESSION),
    ("![](../figures/bowl.svg)\n", 1, "missing alternative text: say what ../figures/bowl.svg shows"),
    ("Text ![ ](photo.png)\n", 1, "missing alternative text: say what photo.png shows"),
    ("Look:\n![A bowl](../figures/bowl.svg)\n", 2, ALONE),
    ("![A bowl](../figures/bowl.svg){ .wide }\n", 1, ALONE),
    ("# Page\n\n![A bowl](figures/bowl.svg)\n", 3, "figure path figures/bowl.svg: expected ../figures/bowl.svg"),
    (
        "![A bowl](../figures/the-bowl.svg)\n",
        1,
        "figure name the-bowl: expected letters, digits and _, as a module is named",
    ),
    ("---\ntitle: x\ntime_limit: long\n---\n", 3, "time_limit: expected seconds, found long"),
    ("---\ntitle: [x\n---\n", 3, "front matter: expected ',' or ']', but got '<stream end>'"),
    ("---\n\n```python\n1\n```\n\n---\n", 3, "a fence in the front matter: put a blank line above it"),
]

# (page, line of the message, the message)
FAILING = [
    ("# Page\n\n```python\nx = 1\nx / 0\n```\n", 5, "ZeroDivisionError: division by zero"),
    (
        "```python\ndef f(x):\n    return 1 / x\n```\n\n```python\nf(1)\nf(0)\n```\n",
        3,
        "ZeroDivisionError: division by zero",
    ),
    (
        "1.  item\r\n\r\n    ```python\r\n    for k in [1, 0]:\r\n        1 / k\r\n    ```\r\n",
        5,
        "ZeroDivisionError: division by zero",
    ),
    (
        "```python\nimport json\n\njson.loads('')\n```\n",
        4,
        "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    ),
    ("```python\nx = 1\nif x\n    y\n```\n", 3, "SyntaxError: expected ':'"),
    ('```python raises="ValueError"\n1 / 0\n```\n', 2, "ZeroDivisionError: division by zero"),
    ('# A\n\n```python raises="ValueError"\n1\n```\n', 3, "expected the block to raise ValueError; it raised nothing"),
    (
        "```python\nimport sys\nsys.exit(0)\n```\n",
        3,
        "SystemExit: a page's code must not end the program (it called sys.exit(0))",
    ),
    (
        "```python\nfor k in range(200):\n    print(1000 * 'x')\n```\n",
        3,
        "ValueError: the block prints more than 100,000 characters",
    ),
    ("```python\nimport warnings\n\nwarnings.warn('old')\n```\n", 4, "UserWarning: old"),
    (
        "```python\nimport numpy as np\n\nnp.log(np.array([1.0, 0.0]))\n```\n",
        4,
        "RuntimeWarning: divide by zero encountered in log",
    ),
    *(
        (f"# A\n\n```python\nprint({text!a})\n```\n", 3, "the block prints control characters")
        for text in ("\x1b[1mbold", "10 %\r20 %", "\x9b1m", "\ud83d")
    ),
    ("```python\nx = 1\nraise ValueError('\\x1b[31mred')\n```\n", 3, "ValueError: \\x1b[31mred"),
    *(
        (f"```python\nx = 1\n{code}\n```\n", 3, f"import {name}: a reader of this page does not have that module")
        for code, name in [
            ("import scripts.model", "scripts.model"),
            ("from figures import style", "figures"),
            ("def f(): import tests.site", "tests.site"),
        ]
    ),
    *(
        (
            f"# A\n\n```python\nimport os\nimport numpy as np\nimport matplotlib\n{code}\n```\n",
            3,
            f"the block changes {name} and leaves it changed: {advice}",
        )
        for code, name, advice in [
            ("os.chdir('/')", "the working directory", "open files by their names, without os.chdir"),
            ("np.random.seed(1)", "NumPy's random state", "use np.random.default_rng(seed)"),
            ("np.set_printoptions(precision=2)", "NumPy's print options", "use a format"),
            ("np.seterr(all='ignore')", "NumPy's error handling", "use with np.errstate(…)"),
            ("matplotlib.rcParams['lines.linewidth'] = 9", "matplotlib.rcParams", "use plt.rc_context"),
        ]
    ),
    ("A\n\nb 1.0<!-- = w:.1f -->\n", 3, "value w:.1f: NameError: name 'w' is not defined"),
    ("So 1<!-- = w -->.\n\n```python\nw = 1\n```\n", 1, "value w: NameError: name 'w' is not defined"),
    ("1.0<!-- = 1:.2q -->\n", 1, "value 1:.2q: ValueError: Unknown format code 'q' for object of type 'int'"),
    ("1.0<!-- = 'one' -->\n", 1, "value 'one': ValueError: it gives 'one', which is not a number"),
    ("# A\n\n1.0<!-- = 1e999 -->\n", 3, "value 1e999: ValueError: it gives 'inf', which is not a number"),
    ("1<!-- = 0.2:.0% -->\n", 1, "value 0.2:.0%: ValueError: it gives '20%', which is not a number"),
    (
        "It is $(a)2$<!-- = -2 -->.\n",
        1,
        "value -2: ValueError: -2 does not fit here: it would not be read as one number",
    ),
]


def message(text: str) -> str:
    """The message of a page that is refused when it is read or when it runs."""
    try:
        changes(pages.parse(text, PAGE))
    except PageError as error:
        return str(error)
    return "no error"


def test_wrong_page_is_refused_with_its_line():
    assert len(UNREADABLE) > 30
    assert len(FAILING) > 25
    table = [(text, f"{PAGE}:{line}: {says}") for text, line, says in UNREADABLE + FAILING]
    assert [(text, message(text), says) for text, says in table if message(text) != says] == []


def test_each_wrong_page_has_its_message_and_nothing_is_written(project):
    project.write("docs/part/a.md", "```py\n```\n")
    project.write("docs/part/b.md", b"# Page\n\nna\xefve\n")
    project.write("docs/part/stale.md", "```python\nprint(1)\n```\n")
    project.write("README.md", "1.0<!-- = w")
    before = project.tree()
    done = project.run()
    assert (done.status, done.out, project.tree()) == (2, "", before)
    assert done.err.splitlines() == [
        f"docs/part/a.md:1: fence language py: {LANGUAGES}",
        "docs/part/b.md:3: not UTF-8: byte 0xef. Save the page as UTF-8.",
        "README.md:1: this comment is never closed: expected -->",
        "3 errors; nothing was written.",
    ]
    assert project.run("docs/part/stale.md").out.startswith("docs/part/stale.md: 1 output\n")


# name of a page: (its code, which begins on line 5; the line of the message; the message)
PROCESSES = {
    "endless": ("x = 1\nwhile True:\n    pass", None, "still running here after 0.5 s (time_limit sets another limit)"),
    "asleep": ("import time\ntime.sleep(1000)", 6, "still running here after 0.5 s (time_limit sets another limit)"),
    "stubborn": (
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
        1,
        "still running after 0.5 s (time_limit)",
    ),
    "killed": (
        "import os\nos.kill(os.getpid(), 9)",
        1,
        "the page's process ended before the page did, by signal SIGKILL",
    ),
    "exits": ("import os\nos._exit(3)", 1, "the page's process ended before the page did, by exit status 3"),
    "global": ("print(neighbour)", 5, "NameError: name 'neighbour' is not defined"),
}
FIRST = "---\ntime_limit: 0.5\n---\n```python\n"
LEAVES_A_PROCESS = """```python
from pathlib import Path
import subprocess

child = subprocess.Popen(["sleep", "1000"])
written = Path({!r}).write_text(str(child.pid))
```
"""


def test_page_that_does_not_end_well_is_refused_and_takes_no_other_page_with_it(project, tmp_path):
    for name, (code, _, _) in PROCESSES.items():
        project.write(f"docs/part/{name}.md", f"{FIRST}{code}\n```\n")
    project.write("docs/part/a.md", "```python\nneighbour = 1\n```\n")
    project.write("docs/part/leaves.md", LEAVES_A_PROCESS.format(str(tmp_path / "child")))
    before = project.tree()
    done = project.run()
    assert (done.status, done.out, project.tree()) == (2, "", before)
    rows = dict(row.split(":", 1) for row in done.err.splitlines()[:-1])
    assert rows.keys() == {f"docs/part/{name}.md" for name in PROCESSES}
    for name, (_, line, says) in PROCESSES.items():
        found, _, found_says = rows[f"docs/part/{name}.md"].partition(": ")
        assert (found_says, found) == (says, str(line) if line else found), name
    child = (tmp_path / "child").read_text()
    state = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True).stdout.strip()
    assert state == "" or state.startswith("Z"), "a process that a page left behind still runs"


# Figures

PLOT = "axes.plot(page.path, color=style.INK)"
NOT_IN_PALETTE = "ValueError: colour {} is not in the palette of figures/style.py"
# name of a figure: (what its module says in place of its plot, the line of the module, the message)
WRONG_FIGURES = {
    "fails": ("1 / 0", 6, "ZeroDivisionError: division by zero"),
    "lacks": ("page.z", 6, "AttributeError: the page has not defined z above this figure"),
    "none": ("return None", 1, "TypeError: draw returned NoneType, expected a matplotlib Figure"),
    "syntax": ("axes.plot(", 6, "SyntaxError: '(' was never closed"),
    "warns": ("import warnings; warnings.warn('old')", 6, "UserWarning: old"),
    "ends": ("raise SystemExit", 6, "SystemExit"),
    "other": (
        "from figures import fails",
        1,
        "ImportError: line 6: of this project, a figure imports figures.style only",
    ),
    "default": ("axes.plot(page.path)", 1, NOT_IN_PALETTE.format("#1f77b4")),
    "black": (
        "axes.fill_between(page.path, page.path, color='black', linewidth=0)",
        1,
        NOT_IN_PALETTE.format("#000000"),
    ),
    "white": (
        "axes.plot(page.path, 'o', color=style.INK, markerfacecolor='white')",
        1,
        NOT_IN_PALETTE.format("#ffffff"),
    ),
    "raster": (
        "axes.imshow([[0, 1], [1, 0]])",
        1,
        "ValueError: a picture of pixels cannot follow the theme: draw shapes",
    ),
    "large": (
        "axes.plot([k * k % 997 for k in range(3000)], color=style.INK)",
        1,
        "ValueError: {} bytes of SVG, expected",
    ),
}


def shows(*names: str) -> str:
    """A page that shows figures; the first on line 5, each further one two lines below."""
    return "```python\npath = [3, 1, 0]\n```\n\n" + "\n".join(f"![A line.](../figures/{name}.svg)\n" for name in names)


def test_wrong_figure_is_refused(project):
    for name, (body, _, _) in WRONG_FIGURES.items():
        project.write(f"docs/part/{name}.md", shows(name))
        project.write(f"figures/{name}.py", LINE.replace(PLOT, body))
    before = project.tree()
    done = project.run()
    assert (done.status, done.out, project.tree()) == (2, "", before)
    rows = {row.partition(":")[0]: row for row in done.err.splitlines()[:-1]}
    for name, (_, line, says) in WRONG_FIGURES.items():
        start, _, rest = f"docs/part/{name}.md:5: figure {name}: figures/{name}.py:{line}: {says}".partition("{}")
        row = rows.pop(f"docs/part/{name}.md")
        assert row.startswith(start)
        assert row.endswith("draw fewer points") and rest in row if rest else row == start
    assert rows == {}


@pytest.mark.parametrize(
    ("pages_", "modules", "expected"),
    [
        (
            {"a": shows("bowl")},
            [],
            ["docs/part/a.md:5: figure bowl: there is no figures/bowl.py (it needs a function draw(page))"],
        ),
        (
            {"a": shows("bowl"), "b": shows("bowl")},
            ["bowl"],
            ["docs/part/b.md:5: figure bowl is already shown at docs/part/a.md:5; a figure belongs to one place"],
        ),
        (
            {},
            ["bowl", "old"],
            [
                "figures/bowl.py:1: no page shows this figure: add ![…](…/figures/bowl.svg) to a page, or delete it",
                "figures/old.py:1: no page shows this figure: add ![…](…/figures/old.svg) to a page, or delete it",
                "docs/figures/old-dark.svg:1: no page shows this drawing: delete it, or keep pictures drawn by hand in "
                "another folder",
            ],
        ),
    ],
)
def test_figures_modules_and_drawings_belong_together(project, pages_, modules, expected):
    for name, text in pages_.items():
        project.write(f"docs/part/{name}.md", text)
    for name in modules:
        project.write(f"figures/{name}.py", LINE)
    if "old" in modules:
        project.write("docs/figures/old-dark.svg", "<svg/>")
    done = project.run("--check")
    assert (done.status, done.err.splitlines()[:-1]) == (2, expected)
