"""What ran is what the reader has: a page is a program, and runs alike in other surroundings."""

import re

from scripts.model import page as pages
from scripts.model.page import Code
from scripts.model.project import ROOT
from scripts.model.run import Run
from tests.again import run, run_again
from tests.pages.conftest import HERE, LINE, PAGE, cases
from tests.pages.test_notebooks import built, code, lab, printed, valid

LOOKS = """```python
steps = (k for k in [5, 6])
```

It is 5<!-- = next(steps) -->.

```python
print(next(steps))
```
"""  # as a program it prints 5
DRAWS = "```python\nimport matplotlib.pyplot as plt\nlines = plt.plot([1, 2])\nplt.show()\n```\n"


def test_a_page_prints_what_its_code_prints_as_a_file_and_so_does_a_lab(tmp_path):
    page = pages.parse((HERE / "program.md").read_text("utf-8"), PAGE)
    codes, this, file = [step for step in page.steps if isinstance(step, Code)], Run(page, ROOT), tmp_path / PAGE
    file.parent.mkdir(parents=True)
    file.write_text(this.program.source)
    expected = run("-u", file).stdout.replace(f"{tmp_path}/", "")
    assert "TestResults(failed=1, attempted=2)" in expected
    for step in codes:
        this.step(step)
    assert "".join(f"{text}\n" for text in this.printed.values() if text is not None) == expected
    cells = valid(built(lab(*(code(step.source) for step in codes)))).cells
    place = re.compile(r'"\S+", line \d+')
    assert place.sub("", "".join(map(printed, cells))) == place.sub("", expected)


def test_what_differs_from_run_to_run_or_was_changed_by_a_look_is_found_by_the_second(project, tmp_path):
    samples = dict(cases(HERE / "differ.txt"))
    for name, body in (samples | {"steady": "print(1)\n"}).items():
        project.write(f"docs/reference/{name}.md", f"```python\n{body}```\n")
    project.write("docs/reference/looks.md", LOOKS)
    for name in ("notes.txt", "docs/datasets/bowl.csv"):
        project.write(name, "")
    first = run(ROOT / "scripts/build.py", "--root", project.root, TZ="UTC", PYTHONHASHSEED="1", WALKER="me")
    assert first.returncode == 0, first.stderr
    found = run_again(project.root, tmp_path)["found"]
    differ = re.findall(r"^docs/reference/(\w+)\.md:\d+: output is stale$", "\n".join(found), re.M)
    assert differ == sorted([*samples, "looks"])


def test_pages_are_refused_alike_on_every_console(project, tmp_path):
    """Where asserts are left out, where no encoding but ASCII is known, with a display and without."""
    project.write("docs/reference/asserts.md", "```python\nw = 2\nassert w < 2, 'w ≥ 2'\n```\n")
    project.write("docs/reference/draws.md", DRAWS)
    project.write("docs/reference/sorts.md", "```python\npath = [3, 1]\n```\n\n![A line](../figures/sorts.svg)\n")
    project.write("figures/sorts.py", LINE.replace("    axes", "    page.path.sort()\n    axes"))
    (project.root / "docs/linked.md").symlink_to(project.write("shared/page.md", "1<!-- = 1 / 0 -->\n"))
    refused = [
        "docs/linked.md:1: value 1 / 0: ZeroDivisionError: division by zero",
        r"docs/reference/asserts.md:3: AssertionError: w \u2265 2",
        "docs/reference/sorts.md:5: figure sorts: draw changes path; change it in a block, and only look here",
    ]
    for more in (
        {"PYTHONOPTIMIZE": "1", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "DISPLAY": ":9", "MPLBACKEND": "tkagg"},
    ):
        done = run(ROOT / "scripts/build.py", "--root", project.root, **more)
        assert done.stderr.splitlines()[:-1] == refused
    for name in ("docs/linked.md", "shared/page.md"):
        assert project.errors(name) == [refused[0]]
