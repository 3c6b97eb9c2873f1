"""A new page from a template, with its figure module and its place in the navigation.

`python scripts/build.py new idea/my-lesson` makes a lesson that runs as it stands: every part that a lesson has, to be
written over. In docs/reference/ it makes a page with title and claim. Nothing is overwritten.
"""

import re
from pathlib import Path

NAME = re.compile(r"(?:docs/)?(?P<part>[a-z][a-z0-9-]*)/(?P<stem>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:\.md)?")
_NAV = re.compile(r"^nav:[^\n]*\n(?:[ \t#-][^\n]*(?:\n|\Z)|\r?\n)*", re.M)

LESSON = """---
title: {title}
description: One sentence for search engines that says what the lesson shows, without decimals.
---
# {title}

> The claim of this lesson, in one sentence.

Say where the reader stands, what is missing, and how this lesson goes about it.

## The question

A walk down the bowl $L(w) = (w - 3)^2$ starts at $w = 0$ and takes steps of 0.25 times the slope.

/// predict | Predict
Where is $w$ after one step? Write it down before you read on.
///

```python
def loss(w):
    return (w - 3) ** 2

def slope(w):
    return 2 * (w - 3)

w = 0
path = [w]
for k in range(5):
    w = w - 0.25 * slope(w)
    path.append(w)
    print(f"step {{k + 1}}: w = {{w:.3f}}")
```

//// answer | Answer
The slope at the start is −6<!-- = slope(0) -->, so the first step leads to 1.5<!-- = path[1]:.1f -->.

/// check | Where is $w$ after one step?
- 1.5<!-- = path[1]:.1f -->: A negative slope, and so a step to the right.
- −1.5<!-- = -path[1]:.1f -->: You added the slope. Down is against it.
///
////

![A bowl and a walk down its left side, to w = 0.](../figures/{figure}.svg)<!-- = path[-1]:.3f -->

*What the picture shows.*

## How this goes wrong

Say what people get wrong here, and why.

/// wrong | Up in place of down
Who adds the slope walks away from the minimum.

```python
w = 0 + 0.25 * slope(0)
print(f"loss {{loss(0)}} has become {{loss(w):.2f}}")
assert loss(w) > loss(0)
```
///

## Exercises

///// exercise | Exercise 1
Where is $w$ after one step that starts at 4?

/// hint
The slope at 4 is 2<!-- = slope(4) -->.
///

//// solution
```python
print(f"{{4 - 0.25 * slope(4):.1f}}")
```

/// check | Where is $w$ after one step from 4?
- 3.5<!-- = 4 - 0.25 * slope(4):.1f -->: Half the distance to the minimum is gone.
- 4.5<!-- = 4 + 0.25 * slope(4):.1f -->: You added the slope. Down is against it.
///
////
/////

//// exercise | Exercise 2
Which start leads to the minimum in no step at all?

/// hint
Where is the slope 0<!-- = slope(3) -->?
///

/// solution
The minimum itself.

```python
assert slope(3) == 0
```
///
////

//// exercise | Exercise 3
With which rate does one step lead from 0 to the minimum?

/// hint
The step is the rate times 6<!-- = -slope(0) -->, and has to be 3<!-- = 3 - path[0] -->.
///

/// solution
```python
assert 0 - 0.5 * slope(0) == 3
```
///
////

/// short | In short
- The first thing to keep.
- The second.
- The third.
///

A last sentence that leads on to [the next lesson](index.md).
"""

FIGURE = '''"""Say in one line what this picture shows."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.8)
    w = np.linspace(-0.5, 6.5, 60)
    axes.plot(w, page.loss(w), color=style.INK)
    style.path(axes, page.path, [page.loss(w) for w in page.path])
    style.label(axes, (page.path[0], page.loss(page.path[0])), "start", style.ORANGE, offset=(8, 4), ha="left")
    style.minimum(axes, 3, 0)
    axes.set(xlabel="weight $w$", ylabel="loss $L$")
    return drawing
'''

REFERENCE = """---
title: {title}
description: One sentence for search engines that says what this page lists, without decimals.
---
# {title}

> What this page is for, in one sentence.
"""


def files(root: Path, name: str) -> dict[str, str]:
    """The files of a new page, from the project's folder: the page, its figure module, mkdocs.yml with the page in it.

    Raises ValueError, with what is wrong and what is expected, when there can be no such page.
    """
    folders = {file.parent.name for file in (root / "docs").glob("*/index.md")} - {"labs", "reference"}
    parts = [*sorted(folders), "reference"]
    example = "expected PART/NAME, for example idea/my-lesson"
    match = NAME.fullmatch(name)
    if match is None:
        letters = "lower-case letters and digits, with hyphens between words"
        raise ValueError(f"new {name!r}: {example}, in {letters}. Parts are {', '.join(parts)}.")
    part, stem = match["part"], match["stem"]
    if part == "labs":
        message = "a lab is a notebook. Write docs/labs/{0}.ipynb in Jupyter and put labs/{0}.ipynb into mkdocs.yml"
        raise ValueError(f"new {name!r}: {message.format(stem)} (CONTRIBUTING.md, A lab).")
    if part not in parts or not (root / "docs" / part).is_dir():
        raise ValueError(f"new {name!r}: there is no docs/{part}. Parts are {', '.join(parts)}; {example}.")
    title, figure = stem.replace("-", " ").capitalize(), stem.replace("-", "_") + "_walk"
    made = {f"docs/{part}/{stem}.md": (REFERENCE if part == "reference" else LESSON).format(title=title, figure=figure)}
    claimed = [*made]
    if part != "reference":
        made[f"figures/{figure}.py"] = FIGURE
        drawings = (f"docs/figures/{figure}.svg", f"docs/figures/{figure}-dark.svg")
        claimed = [*made, f"docs/{part}/{stem}.ipynb", *drawings]
    if taken := [path for path in claimed if (root / path).exists() or (root / path).is_symlink()]:
        raise ValueError(f"new {name!r}: {taken[0]} is there already, and is not overwritten. Take another name.")
    return made | {"mkdocs.yml": _in_the_navigation(root, part, stem)}


def _in_the_navigation(root: Path, part: str, stem: str) -> str:
    """mkdocs.yml with the page as the last of its part, all else as it was. Raises ValueError."""
    try:
        text = (root / "mkdocs.yml").read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"mkdocs.yml: cannot be read: {error}") from None
    entry = re.compile(
        rf"^(?P<indent>[ \t]+-[ \t]+)(?:[^\n]*?:[ \t]+)?[\"']?{part}/[^\s#]+[^\n]*?(?P<end>\r?\n|\Z)", re.M
    )
    nav = _NAV.search(text)
    found = [*entry.finditer(text, *nav.span())] if nav else []
    if not found:
        raise ValueError(f"mkdocs.yml: nav has no page of {part}/ behind which {part}/{stem}.md could stand.")
    last = found[-1]
    newline = last["end"] or ("\r\n" if "\r\n" in text else "\n")
    row = f"{last['indent']}{part}/{stem}.md{newline}"
    return text[: last.end()] + ("" if last["end"] else newline) + row + text[last.end() :]
