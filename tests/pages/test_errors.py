"""Whatever is wrong with a page: one message with page and line, exit status 2, and no file is touched."""

import textwrap

import pytest

STALE = "```python\nprint('this page is stale')\n```\n"
LANGUAGES = "expected one of python, output, text, console, markdown"

# name: (page, line of the message, the message)
UNREADABLE = {
    "output_without_code": (
        "# Page\n\n```output\n1\n```\n",
        3,
        "output without a python block right above it",
    ),
    "output_after_prose": (
        "```python\nprint(1)\n```\n\nProse.\n\n```output\n1\n```\n",
        7,
        "output without a python block right above it",
    ),
    "second_output": (
        "```python\nprint(1)\n```\n\n```output\n1\n```\n\n```output\n1\n```\n",
        9,
        "output without a python block right above it",
    ),
    "output_of_other_indent": (
        "- item\n\n    ```python\n    print(1)\n    ```\n\n```output\n1\n```\n",
        7,
        "output without a python block right above it",
    ),
    "fence_py": ("\n```py\n1\n```\n", 2, f"fence language py: {LANGUAGES}"),
    "fence_title": ('```python title="x"\n1\n```\n', 1, f'fence language python title="x": {LANGUAGES}'),
    "fence_braces": ("```{.python}\n1\n```\n", 1, f"fence language {{.python}}: {LANGUAGES}"),
    "fence_pycon": ("```pycon\n>>> 1\n```\n", 1, f"fence language pycon: {LANGUAGES}"),
    "fence_capital": ("```Python\n1\n```\n", 1, f"fence language Python: {LANGUAGES}"),
    "fence_none": ("text\n\n```\n1\n```\n", 3, f"fence language (none): {LANGUAGES}"),
    "fence_raises_output": ('```output raises="E"\n1\n```\n', 1, f'fence language output raises="E": {LANGUAGES}'),
    "fence_unclosed": ("# Page\n\n```python\n1\n", 3, "this fence is never closed: expected a line ```"),
    "fence_unclosed_before_another": (
        "```python\n1\n\n```output\n1\n```\n",
        1,
        "this fence is not closed before the one at line 4 (a fence that shows fences is longer)",
    ),
    "fence_closed_by_a_longer_one": (
        "```python\n1\n````\n",
        1,
        "this fence is not closed before the one at line 3 (a fence that shows fences is longer)",
    ),
    "fence_in_quote": (
        "Text.\n\n> ```python\n> 1\n> ```\n",
        3,
        "a fence starts its own line, outside quotes and list bullets",
    ),
    "fence_in_bullet": (
        "- ```python\n  1\n  ```\n",
        1,
        "a fence starts its own line, outside quotes and list bullets",
    ),
    "fence_in_number": (
        "1. ```python\n   1\n   ```\n",
        1,
        "a fence starts its own line, outside quotes and list bullets",
    ),
    "fence_with_tab": ("- item\n\n\t```python\n\t1\n\t```\n", 3, "indent this fence with spaces, not tabs"),
    "fence_dedented_line": (
        "- item\n\n    ```python\n    x = (\n  1)\n    ```\n",
        5,
        "this line is indented less than the fence it stands in",
    ),
    "comment_unclosed": ("# Page\n\nA 1.0<!-- = w\n\nmore\n", 3, "this comment is never closed: expected -->"),
    "value_without_number": ("Nothing<!-- = w -->.\n", 1, "value comment with no number before it"),
    "value_after_space": ("It is 2.0 <!-- = w -->.\n", 1, "value comment with no number before it"),
    "value_with_unit": ("\nIt is 20 %<!-- = w -->.\n", 2, "value comment with no number before it"),
    "value_in_next_paragraph": ("It is 2.0\n\n<!-- = w -->.\n", 3, "value comment with no number before it"),
    "values_too_many": (
        "$w = 2.0$<!-- = w --><!-- = 1 -->\n",
        1,
        "2 value comments, but fewer numbers before them (1)",
    ),
    "value_not_expression": (
        "1.0<!-- = w +:.2f -->\n",
        1,
        "value comment: not an expression, or a bad format: w +:.2f",
    ),
    "value_empty": ("1.0<!-- = -->\n", 1, "value comment: not an expression, or a bad format: "),
    "alt_missing": (
        "![](../figures/bowl.svg)\n",
        1,
        "missing alternative text: say what ../figures/bowl.svg shows",
    ),
    "alt_missing_photo": ("Text ![ ](photo.png)\n", 1, "missing alternative text: say what photo.png shows"),
    "figure_in_prose": (
        "Look:\n![A bowl](../figures/bowl.svg)\n",
        2,
        "a figure stands alone in its paragraph: put blank lines around it",
    ),
    "figure_with_attributes": (
        "![A bowl](../figures/bowl.svg){ .wide }\n",
        1,
        "a figure stands alone in its paragraph: put blank lines around it",
    ),
    "figure_path": (
        "# Page\n\n![A bowl](figures/bowl.svg)\n",
        3,
        "figure path figures/bowl.svg: expected ../figures/bowl.svg",
    ),
    "figure_name": (
        "![A bowl](../figures/the-bowl.svg)\n",
        1,
        "figure name the-bowl: expected letters, digits and _, as a module is named",
    ),
    "time_limit_word": ("---\ntitle: x\ntime_limit: long\n---\n", 3, "time_limit: expected seconds, found long"),
    "time_limit_dots": ("---\ntime_limit: 1.2.3\n---\n", 2, "time_limit: expected seconds, found 1.2.3"),
    "front_matter_hides_code": (
        "---\n\n```python\nprint(1)\n```\n\n---\n",
        3,
        "a fence in the front matter: put a blank line above the first ---",
    ),
    "not_utf8": (b"# Page\n\nna\xefve\n", 3, "not UTF-8: byte 0xef. Save the page as UTF-8."),
}

FAILING = {
    "exception": ("# Page\n\n```python\nx = 1\nx / 0\n```\n", 5, "ZeroDivisionError: division by zero"),
    "exception_in_earlier_function": (
        "```python\ndef f(x):\n    return 1 / x\n```\n\n```python\nf(1)\nf(0)\n```\n",
        3,
        "ZeroDivisionError: division by zero",
    ),
    "exception_in_import": (
        "```python\nimport json\n\njson.loads('')\n```\n",
        4,
        "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    ),
    "exception_in_loop_of_list": (
        "1.  item\n\n    ```python\n    for k in [1, 0]:\n        1 / k\n    ```\n",
        5,
        "ZeroDivisionError: division by zero",
    ),
    "syntax_error": ("```python\nx = 1\nif x\n    y\n```\n", 3, "SyntaxError: expected ':'"),
    "name_of_another_page": ("```python\nneighbour\n```\n", 2, "NameError: name 'neighbour' is not defined"),
    "other_exception_than_said": (
        '```python raises="ValueError"\n1 / 0\n```\n',
        2,
        "ZeroDivisionError: division by zero",
    ),
    "no_exception_though_said": (
        '# Page\n\n```python raises="ValueError"\n1\n```\n',
        3,
        "expected the block to raise ValueError; it raised nothing",
    ),
    "endless_loop": (
        "---\ntime_limit: 0.3\n---\n```python\nx = 1\n```\n\n```python\nwhile True:\n    pass\n```\n",
        8,
        "still running here after 0.3 s (time_limit in the front matter sets another limit)",
    ),
    "sys_exit": (
        "```python\nimport sys\nsys.exit(0)\n```\n",
        3,
        "SystemExit: a page's code must not end the program (it called sys.exit(0))",
    ),
    "process_killed": (
        "```python\nx = 1\n```\n\n```python\nimport os\nos._exit(3)\n```\n",
        5,
        "the page's process ended here, with exit status 3",
    ),
    "prints_too_much": (
        "```python\nfor k in range(200):\n    print(1000 * 'x')\n```\n",
        3,
        "the block prints more than 100,000 characters",
    ),
    "python_warning": (
        "```python\nimport numpy as np\n\nnp.log(np.array([1.0, 0.0]))\n```\n",
        4,
        "RuntimeWarning: divide by zero encountered in log",
    ),
    "own_warning": (
        "```python\nimport warnings\n\nwarnings.warn('old')\n```\n",
        4,
        "UserWarning: old",
    ),
    "control_characters": ("```python\nprint('\\x1b[1mbold')\n```\n", 1, "the block prints control characters"),
    "carriage_return": ("```python\nprint('10 %\\r20 %')\n```\n", 1, "the block prints control characters"),
    "control_characters_beyond_ascii": ("```python\nprint('\\x9b1m')\n```\n", 1, "the block prints control characters"),
    "half_a_character": ("```python\nprint('\\ud83d')\n```\n", 1, "the block prints control characters"),
    "value_unknown_name": ("A\n\nb 1.0<!-- = w:.1f -->\n", 3, "value w:.1f: NameError: name 'w' is not defined"),
    "value_before_its_code": (
        "So 1<!-- = w -->.\n\n```python\nw = 1\n```\n",
        1,
        "value w: NameError: name 'w' is not defined",
    ),
    "value_bad_format": (
        "1.0<!-- = 1:.2q -->\n",
        1,
        "value 1:.2q: ValueError: Unknown format code 'q' for object of type 'int'",
    ),
    "value_of_text": ("1.0<!-- = 'one' -->\n", 1, "value 'one': ValueError: it gives 'one', which is not a number"),
    "value_nan": (
        "# Page\n\nIt is 1.0<!-- = float('nan'):.2f -->.\n",
        3,
        "value float('nan'):.2f: ValueError: it gives 'nan', which is not a number",
    ),
    "value_infinite": ("1<!-- = 1e999 -->\n", 1, "value 1e999: ValueError: it gives 'inf', which is not a number"),
    "value_percent": ("1<!-- = 0.2:.0% -->\n", 1, "value 0.2:.0%: ValueError: it gives '20%', which is not a number"),
    "value_that_cannot_stand_there": (
        "```python\nw = -2\n```\n\nThe product is $(a)2$<!-- = w -->.\n",
        5,
        "value w: ValueError: -2 cannot stand here: it would not be read as one number",
    ),
    "figure_without_module": (
        "![A bowl](../figures/bowl.svg)\n",
        1,
        "figure bowl: there is no figures/bowl.py (it needs a function draw(page))",
    ),
}


def assert_refused(project, line: int, message: str) -> None:
    """The build and the check both give just this message, status 2, and leave every file as it is."""
    before = project.tree()
    for arguments in ([], ["--check"]):
        done = project.run(*arguments)
        assert done.err == f"docs/part/page.md:{line}: {message}\n1 error; nothing was written.\n"
        assert done.status == 2
        assert done.out == ""
    assert project.tree() == before


@pytest.mark.parametrize("name", UNREADABLE)
def test_page_that_cannot_be_read_is_refused(project, name):
    page, line, message = UNREADABLE[name]
    project.write("docs/part/page.md", page)
    project.write("docs/part/stale.md", STALE)
    assert_refused(project, line, message)


@pytest.mark.parametrize("name", FAILING)
def test_page_that_fails_is_refused(project, name):
    page, line, message = FAILING[name]
    project.write("docs/part/page.md", page)
    project.write("docs/part/neighbour.md", "```python\nneighbour = 1\n```\n")
    project.write("docs/part/stale.md", STALE)
    assert_refused(project, line, message)


def test_line_is_right_on_a_page_with_windows_line_ends_and_byte_order_mark(project):
    page, line, message = FAILING["exception_in_loop_of_list"]
    project.write("docs/part/page.md", b"\xef\xbb\xbf" + page.replace("\n", "\r\n").encode())
    assert_refused(project, line, message)


def test_each_wrong_page_has_its_message(project):
    project.write("docs/part/a.md", "```py\n```\n")
    project.write("docs/part/b.md", "```output\n```\n")
    project.write("README.md", "1.0<!-- = w")
    done = project.run()
    assert [line.split(": ")[0] for line in done.err.splitlines()[:-1]] == [
        "docs/part/a.md:1",
        "docs/part/b.md:1",
        "README.md:1",
    ]
    assert done.err.endswith("\n3 errors; nothing was written.\n")


def test_wrong_page_does_not_stop_the_build_of_another(project):
    project.write("docs/part/wrong.md", "```py\n```\n")
    project.write("docs/part/page.md", STALE)
    assert project.run("docs/part/page.md").out.startswith("docs/part/page.md: 1 output\n")


@pytest.mark.parametrize("name", ["nowhere.md", "docs/part/nowhere.md", "figures", "docs/empty"])
def test_unknown_page_is_refused(project, name):
    project.write("docs/part/page.md", STALE)
    (project.root / "docs/empty").mkdir()
    before = project.tree()
    message = f"{name}: no such page. Pages are the .md files under docs/, docs/labs/*.ipynb and README.md.\n"
    assert project.run(name) == (2, "", message)
    assert project.tree() == before


# Figures

BOWL = "# Bowl\n\n```python\nx, y = [0, 1, 2], [4, 1, 0]\n```\n\n![A bowl](../figures/bowl.svg)\n"
DRAW = """
from figures import style


def draw(page):
    drawing, axes = style.figure(height=2)
    axes.plot(page.x, page.y, color=style.INK)
    return drawing
"""

# name: (what the module says in place of its plot, the message)
WRONG_FIGURES = {
    "fails": ("1 / 0", "figures/bowl.py:7: ZeroDivisionError: division by zero"),
    "fails_in_style": (
        "style.label(axes, (0, 0), 'a', '#123456')",
        "figures/bowl.py:7: ValueError: #123456 is not in the palette of figures/style.py",
    ),
    "name_the_page_lacks": (
        "page.z",
        "figures/bowl.py:7: AttributeError: the page has not defined z above this figure",
    ),
    "no_figure": ("return axes", "figures/bowl.py:1: TypeError: draw returned Axes, expected a matplotlib Figure"),
    "syntax": ("axes.plot(", "figures/bowl.py:7: SyntaxError: '(' was never closed"),
    "warns": ("import warnings; warnings.warn('old')", "figures/bowl.py:7: UserWarning: old"),
    "colour": (
        "axes.plot(page.x, page.y, color='#12ab9f')",
        "figures/bowl.py: colour #12ab9f is not in the palette of figures/style.py",
    ),
    "default_colour": (
        "axes.plot(page.x, page.y)",
        "figures/bowl.py: colour #1f77b4 is not in the palette of figures/style.py",
    ),
    "black_text": (
        "axes.text(0, 0, 'dark', color='black')",
        "figures/bowl.py: colour #000000 is not in the palette of figures/style.py",
    ),
    "black_line": (
        "axes.plot(page.x, page.y, color='black')",
        "figures/bowl.py: colour #000000 is not in the palette of figures/style.py",
    ),
    "black_area": (
        "axes.fill_between(page.x, page.y, color='black', linewidth=0)",
        "figures/bowl.py: colour #000000 is not in the palette of figures/style.py",
    ),
    "white_dots": (
        "axes.plot(page.x, page.y, 'o', color=style.INK, markerfacecolor='white')",
        "figures/bowl.py: colour #ffffff is not in the palette of figures/style.py",
    ),
    "raster": (
        "axes.imshow([[0, 1], [1, 0]])",
        "figures/bowl.py: a picture of pixels cannot follow the theme: draw shapes",
    ),
    "ends_the_program": ("raise SystemExit", "figures/bowl.py:7: SystemExit"),
}


@pytest.mark.parametrize("name", WRONG_FIGURES)
def test_wrong_figure_is_refused(project, name):
    body, message = WRONG_FIGURES[name]
    project.write("docs/part/page.md", BOWL)
    project.write("docs/part/stale.md", STALE)
    project.write("figures/bowl.py", DRAW.replace("axes.plot(page.x, page.y, color=style.INK)", body))
    assert_refused(project, 7, f"figure bowl: {message}")


def test_figure_of_more_than_30_kilobytes_is_refused(project):
    project.write("docs/part/page.md", BOWL)
    many = "axes.plot([k * k % 997 for k in range(3000)], color=style.INK)"
    project.write("figures/bowl.py", DRAW.replace("axes.plot(page.x, page.y, color=style.INK)", many))
    before = project.tree()
    done = project.run()
    assert done.status == 2
    start, end = "docs/part/page.md:7: figure bowl: figures/bowl.py: ", "expected at most 30,000: draw fewer points"
    assert done.err.startswith(start)
    assert done.err.splitlines()[0].endswith(end)
    assert project.tree() == before


def test_module_or_drawing_that_no_page_shows_is_refused(project):
    project.write("docs/part/stale.md", STALE)
    project.write("figures/bowl.py", DRAW)
    project.write("docs/figures/old.svg", "<svg/>")
    project.write("docs/figures/old-dark.svg", "<svg/>")
    before = project.tree()
    done = project.run()
    wrong = "no page shows this drawing: delete it, or keep pictures drawn by hand in another folder"
    assert done.err.splitlines() == [
        "figures/bowl.py:1: no page shows this figure: add ![…](…/figures/bowl.svg) to a page, or delete it",
        f"docs/figures/old-dark.svg:1: {wrong}",
        f"docs/figures/old.svg:1: {wrong}",
        "3 errors; nothing was written.",
    ]
    assert done.status == 2
    assert project.tree() == before


def test_misspelt_figure_is_named_and_not_what_it_leaves_unshown(project):
    project.write("docs/part/page.md", "# Page\n\n![A bowl](../figures/bwol.svg)\n")
    project.write("figures/bowl.py", DRAW)
    project.write("docs/figures/bowl.svg", "<svg/>")
    done = project.run("--check")
    assert done.err.splitlines() == [
        "docs/part/page.md:3: figure bwol: there is no figures/bwol.py (it needs a function draw(page))",
        "1 error; nothing was written.",
    ]
    assert done.status == 2


def test_figure_shown_twice_is_refused(project):
    project.write("docs/part/first.md", BOWL)
    project.write("docs/part/page.md", BOWL)
    project.write("figures/bowl.py", DRAW)
    message = "figure bowl is already shown at docs/part/first.md:7; a figure belongs to one place"
    assert_refused(project, 7, message)


def test_figure_in_the_readme_has_the_path_from_there(project):
    project.write("README.md", BOWL.replace("../figures", "docs/figures"))
    project.write("figures/bowl.py", DRAW)
    assert project.run().status == 0
    assert {"docs/figures/bowl.svg", "docs/figures/bowl-dark.svg"} < set(project.tree())
    project.write("README.md", BOWL)
    done = project.run()
    assert done.err.startswith("README.md:7: figure path ../figures/bowl.svg: expected docs/figures/bowl.svg\n")


# Files that change or cannot be written while the build runs


def test_read_only_page_is_left_alone(project):
    project.write("docs/part/page.md", STALE).chmod(0o444)
    project.write("docs/part/stale.md", STALE)
    before = project.tree()
    done = project.run()
    message = "the file is read-only; to let the build write it: chmod u+w docs/part/page.md"
    assert done == (2, "", f"docs/part/page.md:1: {message}\n1 error; nothing was written.\n")
    assert project.tree() == before
    assert project.run("--check").status == 1


def test_read_only_page_that_is_fresh_is_no_matter(project):
    project.write("docs/part/page.md", "```python\nx = 1\n```\n").chmod(0o444)
    assert project.run().status == 0


def test_read_only_figure_is_left_alone(project):
    project.write("docs/part/page.md", BOWL)
    project.write("docs/part/stale.md", STALE)
    project.write("figures/bowl.py", DRAW)
    project.write("docs/figures/bowl-dark.svg", "<svg/>\n").chmod(0o444)
    before = project.tree()
    done = project.run()
    message = "the file is read-only; to let the build write it: chmod u+w docs/figures/bowl-dark.svg"
    assert done == (2, "", f"docs/figures/bowl-dark.svg:1: {message}\n1 error; nothing was written.\n")
    assert project.tree() == before


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("file.unlink()", "the page does not exist (deleted while running?)"),
        ("file.write_text('edited')", "the page was edited while it ran; run the build again"),
    ],
)
def test_page_deleted_or_edited_while_it_runs_is_left_alone(project, action, message):
    code = f"""
    ```python
    from pathlib import Path

    file = Path({str(project.root / "docs/part/page.md")!r})
    {action}
    print(1)
    ```
    """
    file = project.write("docs/part/page.md", textwrap.dedent(code))
    project.write("docs/part/stale.md", STALE)
    assert project.run() == (2, "", f"docs/part/page.md:1: {message}\n1 error; nothing was written.\n")
    assert project.tree()["docs/part/stale.md"] == STALE.encode()
    assert not file.exists() or file.read_text() == "edited"
    assert [name for name in project.tree() if name.endswith(".new")] == []


def test_file_mode_is_kept(project):
    file = project.write("docs/part/page.md", STALE)
    file.chmod(0o640)
    assert project.run().status == 0
    assert file.stat().st_mode & 0o777 == 0o640
