"""Guards over the real pages: nothing on them is skipped, and no digit of a result can change unnoticed."""

import ast
import random
import re
import shutil
import unicodedata
from functools import cache

import markdown
import pytest
from mkdocs.config import load_config
from mkdocs.utils import meta

from scripts.model import page as pages
from scripts.model import project
from scripts.model import run as running
from scripts.model.page import Code, Figure, Output, Page, PageError, Step, Value

ROOT = project.ROOT
NAMES = [file.relative_to(ROOT).as_posix() for file in project.page_files(ROOT)]

# Decimals in prose that are neither results nor inputs of the page's code: (page, decimal): why.
NOT_COMPUTED = {
    ("README.md", "3.11"): "the oldest Python that runs the pages",
    ("README.md", "4.0"): "the version of a licence",
    ("docs/idea/stopping.md", "2.2"): "the oldest NumPy whose behaviour the page describes",
    ("docs/reference/how-it-is-checked.md", "3.11"): "the oldest Python that runs the pages",
    ("docs/reference/data-sets.md", "4.0"): "the version of a licence",
    **{("docs/reference/licences.md", number): "the version of a licence" for number in ("1.0", "1.1", "2.0", "4.0")},
}
SIGNIFICANT_DIGITS = 6


@cache
def load(name: str) -> Page:
    return project.load(ROOT, ROOT / name)


@cache
def results(name: str) -> dict[Step, str]:
    """What each output and value of a page is when its code runs; without figures, and what cannot run here."""
    page = load(name)
    site = project.count([load(other) for other in NAMES]) if project.shows_counts(page) else None
    run = running.Run(page, ROOT, site)
    found = {}
    for step in page.steps:
        if isinstance(step, Figure):
            continue
        change = run.step(step)
        if isinstance(step, Value):
            found[step] = change.text if change else step.text
        elif isinstance(step, Code) and step.output and not running.is_absent(step):
            found[step.output] = run.printed[step.start]
    return found


def test_there_are_pages():
    assert "docs/index.md" in NAMES
    assert "README.md" in NAMES


def test_figures_modules_and_drawings_belong_together():
    assert project.figure_errors(ROOT, [load(name) for name in NAMES]) == []


# An independent count of what a page holds: that of the rendered page


@cache
def renderer() -> markdown.Markdown:
    config = load_config(str(ROOT / "mkdocs.yml"))
    return markdown.Markdown(extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"])


def rendered(text: str) -> dict[str, int]:
    """How many blocks of each kind the page shows when Python-Markdown renders it."""
    body, _ = meta.get_data(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    html = re.sub(r"<!--.*?-->", "", renderer().reset().convert(body), flags=re.S)
    return {
        "code": len(re.findall(r'<div class="language-python [^"]*highlight', html)),
        "output": len(re.findall(r'<div class="output"', html)),
        "figure": len(re.findall(r'<figure class="drawn"', html)),
        "other": len(re.findall(r'<div class="language-(?:text|console|markdown) [^"]*highlight', html)),
        "pre": html.count("<pre"),
        "images of figures": len(re.findall(r"<img[^>]*figures/[^>]*>", html)),
    }


def parsed(page: Page) -> dict[str, int]:
    """The same counts from the page model; fences that do not run are counted line by line."""
    kinds = [step.kind for step in page.steps]
    counts = {kind: kinds.count(kind) for kind in ("code", "output", "figure")}
    fences, open_fence = 0, None
    for row in page.text.splitlines():
        fence = re.match(r"\s*(`{3,}|~{3,})\s*(\w*)", row)
        if fence and open_fence is None:
            open_fence = fence[1]
            fences += fence[2] in ("text", "console", "markdown")
        elif fence and fence[1] == open_fence and row.strip() == open_fence:
            open_fence = None
    return counts | {
        "other": fences,
        "pre": counts["code"] + counts["output"] + fences,
        "images of figures": 2 * counts["figure"],
    }


@pytest.mark.parametrize("name", NAMES)
def test_page_shows_no_more_and_no_less_than_its_steps(name):
    page = load(name)
    assert rendered(page.text) == parsed(page)


@pytest.mark.parametrize(
    "hidden",
    [
        "Text.\n\n    an_indented = block\n",
        "<pre>print(1)</pre>\n",
        "<!--\n```python\nhidden = 1\n```\n-->\n",
        '<img src="../figures/bowl.svg" alt="A bowl">\n',
        "![A bowl][there]\n\n[there]: ../figures/bowl.svg\n",
        "![A bowl](../figures/bowl.svg 'title')\n",
        "Text.\n\n    ```python\n    x = 1\n    ```\n",
    ],
)
def test_count_notices_what_the_page_model_does_not_see(hidden):
    assert rendered(hidden) != parsed(pages.parse(hidden, "docs/part/page.md"))


@pytest.mark.parametrize("name", NAMES)
def test_every_comment_is_a_value(name):
    """A comment without = is no value: `<!-- w:.3f -->` would leave its number unchecked."""
    page = load(name)
    values = {step.comment for step in page.steps if isinstance(step, Value)}
    shown = re.sub(r"(?ms)^([ \t]*)(`{3,}|~{3,}).*?^\1\2[ \t]*$|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\3(?!`)", _blank, page.text)
    comments = re.finditer(r"<!--(?! cell \d+ -->).*?-->", shown, re.S)  # but those that stand between a lab's cells
    assert {match.span() for match in comments} == values


def _blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", " ", match[0])


# Results: change any digit, and the check must object


def digits(page: Page, step: Step) -> list[int]:
    """Where the digits of an output or a value are in the page's text, superscripts included."""
    return [k for k in range(step.start, step.end) if unicodedata.digit(page.text[k], None) is not None]


def with_other_digits(text: str, places: list[int]) -> str:
    """The text with the digit at each place one higher (9 becomes 0)."""
    characters = list(text)
    for place in places:
        alphabet = "⁰¹²³⁴⁵⁶⁷⁸⁹" if text[place] in "⁰¹²³⁴⁵⁶⁷⁸⁹" else "0123456789"
        characters[place] = alphabet[(alphabet.index(text[place]) + 1) % 10]
    return "".join(characters)


def unnoticed(page: Page, fresh: dict[Step, str], changed: dict[Step, int]) -> list[int]:
    """Of the changed digits (at most one a step), those after which the page still looks fresh."""
    try:
        mutant = pages.parse(with_other_digits(page.text, [*changed.values()]), page.path)
    except PageError as error:
        if len(changed) == 1:
            return [] if str(error).startswith(f"{page.path}:") else [*changed.values()]
        return [place for step, place in changed.items() for place in unnoticed(page, fresh, {step: place})]
    if [(step.kind, step.line) for step in mutant.steps] != [(step.kind, step.line) for step in page.steps]:
        return [*changed.values()]
    pairs = zip(page.steps, mutant.steps, strict=True)
    return [changed[step] for step, new in pairs if step in changed and new.text == fresh[step]]


@pytest.mark.parametrize("name", NAMES)
def test_any_digit_of_a_result_that_changes_is_noticed(name):
    page, fresh = load(name), results(name)
    places = {step: digits(page, step) for step in fresh}
    rounds = max(map(len, places.values()), default=0)
    missed = []
    for k in range(rounds):
        changed = {step: found[k] for step, found in places.items() if k < len(found)}
        missed += unnoticed(page, fresh, changed)
    assert [f"{name}:{page.line_of(place)}" for place in missed] == []


def test_a_digit_that_changes_is_reported_by_the_check_with_its_line(tmp_path, capsys):
    """The same through the command line, for a few pages: one digit of each result kind a page."""
    from scripts import build

    copy = tmp_path / "project"
    shutil.copytree(ROOT / "docs", copy / "docs", ignore=shutil.ignore_patterns("labs", "fonts"))
    shutil.copytree(ROOT / "figures", copy / "figures", ignore=shutil.ignore_patterns("__pycache__"))
    chance = random.Random(2017)
    lessons = [name for name in NAMES if project.is_lesson(load(name))]
    expected = set()
    for name in chance.sample(lessons, min(3, len(lessons))):
        page, fresh = load(name), results(name)
        changed = []
        for kind in (Output, Value):
            steps = [step for step in fresh if isinstance(step, kind) and digits(page, step)]
            if steps:
                step = chance.choice(steps)
                changed.append(chance.choice(digits(page, step)))
                expected.add(f"{name}:{step.line}: {step.kind} is stale")
        (copy / name).write_bytes(with_other_digits(page.text, changed).encode())
    touched = sorted({row.partition(":")[0] for row in expected})
    capsys.readouterr()
    assert build.main(["--check", "--root", str(copy), *touched]) == 1
    out = capsys.readouterr().out
    assert expected <= set(out.splitlines())
    assert f"To make them fresh: python scripts/build.py {' '.join(touched)}\n" in out


# Decimals in the prose: each is a result, or an input of the page's code

DECIMAL = re.compile(r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+)?\.\d+(?!\d|\.\d)")
POWER = re.compile(r"\s*(?:×|\\times)\s*10\^?\{?([-⁻−]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
TARGET = re.compile(r"(?<=\])\([^()\s]*(?:\s+\"[^\"]*\")?\)|https?://[^\s>)]+|^\[[^\]]+\]:.*$", re.M)


def inputs(page: Page) -> set[float]:
    """Every number that is written in the page's code."""
    found = set()
    for step in page.steps:
        if isinstance(step, Code) and step.raises != "SyntaxError":
            for node in ast.walk(ast.parse(step.source)):  # unlike tokens, also within f-strings
                if isinstance(node, ast.Constant) and isinstance(node.value, int | float | complex):
                    found.add(float(abs(node.value)))
    return found


def decimals(page: Page) -> list[tuple[int, float]]:
    """Where the prose has a decimal that no value comment checks, and what it is."""
    prose = TARGET.sub(_blank, page.prose)
    checked = {k for step in page.steps if isinstance(step, Value) for k in range(step.start, step.end)}
    found = []
    for match in DECIMAL.finditer(prose):
        if match.start() in checked:
            continue
        power = POWER.match(prose, match.end())
        exponent = "".join("-" if c in "-⁻−" else str(unicodedata.digit(c)) for c in power[1]) if power else "0"
        found.append((match.start(), float(f"{match[0].replace(',', '')}e{exponent}")))
    return found


def unexplained(page: Page) -> list[tuple[int, str]]:
    """Line and text of each decimal in prose that is neither a value nor an input nor an exception."""
    known = inputs(page)
    wrong = []
    for place, number in decimals(page):
        text = DECIMAL.match(page.text, place)[0]
        if number not in known and (page.path, text) not in NOT_COMPUTED:
            wrong.append((page.line_of(place), text))
    return wrong


@pytest.mark.parametrize("name", NAMES)
def test_decimals_in_prose_are_results_or_inputs(name):
    hint = "give each a value comment, or use it in the page's code"
    assert [f"{name}:{line}: {text}: {hint}" for line, text in unexplained(load(name))] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_input_that_changes_in_prose_is_noticed(name):
    page = load(name)
    known = inputs(page)
    chance = random.Random(name)
    found = [(place, number) for place, number in decimals(page) if number in known]
    for place, _ in chance.sample(found, min(20, len(found))):
        last = DECIMAL.match(page.text, place).end() - 1
        text = page.text
        for _ in range(9):  # the next digit that does not make another of the page's inputs
            text = with_other_digits(text, [last])
            mutant = pages.parse(text, name)
            if dict(decimals(mutant))[place] not in known:
                break
        assert (page.line_of(place), DECIMAL.match(text, place)[0]) in unexplained(mutant)


@pytest.mark.parametrize("name", NAMES)
def test_a_value_is_more_than_a_number_typed_twice(name):
    """`0.9<!-- = 0.9 -->` looks checked, but nothing that runs stands behind it."""
    typed = re.compile(r"[-+(]*[\d._]+(e-?\d+)?[)]*")
    page = load(name)
    assert [step for step in page.steps if isinstance(step, Value) and typed.fullmatch(step.expression)] == []


def test_exceptions_are_needed():
    used = {
        (name, DECIMAL.match(load(name).text, place)[0])
        for name in {name for name, _ in NOT_COMPUTED}
        for place, _ in decimals(load(name))
    }
    assert set(NOT_COMPUTED) <= used


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is 0.5, of [3.5](2.5.md) at https://x.org/1.5 and `4.5`.", [(1, "3.5")]),
        ("```python\nx = 2.50\n```\n\nFrom 2.5 to 2,500.5 and $w = -0.75$.", [(5, "2,500.5"), (5, "0.75")]),
        ("```python\nx = 6.1e-6\n```\n\nTiny: 6.1 × 10⁻⁶, $6.1 \\times 10^{-6}$ and 6.1.", [(5, "6.1")]),
        ("```python\nx = 1\n```\n\n![From 1.5](x.png) to 2.5<!-- = x:.1f -->.", [(5, "1.5")]),
    ],
)
def test_decimals_are_found(text, expected):
    page = pages.parse(text.replace("It is 0.5", "It is 0.5<!-- = x -->"), "docs/part/page.md")
    assert unexplained(page) == expected


# Computations in formulas: what stands behind their last = is a value, whole numbers too

FORMULA = re.compile(r"(?<!\\)(\$\$?)(?P<body>(?:\\.|[^$\\])+)\1", re.S)
EQUALS = re.compile(r"(?:=|\\approx(?![a-z]))[\s&]*")
INDEX = re.compile(r"_(?:\{[^{}]*\}|\w)")
OPERATION = re.compile(r"(?<=[\w)\]}])\s*[-+*/^(]|\\(?:[cd]?frac|sqrt|cdot|times)(?![a-z])|\d\\?[a-z]")


def unchecked_formulas(page: Page) -> list[tuple[int, str]]:
    """Line and formula of each computation, as `2(0 - 3) = -6`, whose result no value comment checks."""
    values = {step.start for step in page.steps if isinstance(step, Value)}
    found = []
    for formula in FORMULA.finditer(page.prose):
        body = INDEX.sub(_blank, formula["body"])
        for equals in [*EQUALS.finditer(body)][-1:]:
            left = body[: equals.start()]
            result = pages.NUMBER.match(page.prose, formula.start("body") + equals.end())
            if result and re.search(r"\d", left) and OPERATION.search(left) and result.start() not in values:
                found.append((page.line_of(result.start()), formula["body"].strip()))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_results_in_formulas_are_values(name):
    hint = "put a comment behind the formula, as <!-- = slope(0) -->"
    assert [f"{name}:{line}: {body}: {hint}" for line, body in unchecked_formulas(load(name))] == []


@pytest.mark.parametrize(
    ("formula", "caught"),
    [
        ("$2(0 - 3) = -6$", True),
        ("$5 - 0.1 \\cdot 4 = 4.6$", True),
        ("$\\sqrt{30^2 + 40^2} = 50$", True),
        ("$2a = 10$", True),
        ("$L(3) = 0$", True),
        ("$1/3 \\approx 0.33$", True),
        ("$x = 2 \\cdot 3 = 6$", True),
        ("$(2 + h)^3 = 8 + 12h$", True),
        ("$$\n1 - 2 \\cdot 0.1\n= 0.8\n$$", True),
        ("$w = 3$", False),
        ("$w_0 = 0$", False),
        ("$w_{k+1} = 2$", False),
        ("$\\eta = 0.1$", False),
        ("$d = -3$", False),
        ("$1 - 2\\eta = \\frac{1}{2}$", False),
        ("$L(w) = 7.5\\,(w - 4)^2$", False),
        ("$w_k = 3 - 3 \\cdot 0.8^k$", False),
        ("$L(w) = \\frac{1}{n} \\sum_{i=1}^{n} e_i^2$", False),
        ("`$1 + 1 = 2$`", False),
    ],
)
def test_results_in_formulas_are_found(formula, caught):
    assert bool(unchecked_formulas(pages.parse(f"It is {formula}.", "docs/part/page.md"))) is caught


def test_a_result_in_a_formula_with_its_comment_is_fine():
    page = pages.parse("It is\n$2(0 - 3) = -6$<!-- = x --> and\n$2(1 - 3) = -4$.", "docs/part/page.md")
    assert unchecked_formulas(page) == [(3, "2(1 - 3) = -4")]


# Outputs: short numbers, in the words of the page


def unreadable(text: str) -> list[str]:
    """What an output should not print: too many digits, bare arrays, representations of types."""
    wrong = re.findall(r"\w*\.?(?:array|float\d+|int\d+)\(|<[\w.]+ object at|dtype=", text)
    wrong += re.findall(r"\[ *-?\d[\d.e+-]*(?: +-?\d[\d.e+-]*)+ *\]", text)
    for number in re.findall(r"(?<![\w.])\d[\d,]*\.\d+(?:e[-+]?\d+)?", text):
        if len(re.sub(r"e.*|\D", "", number).lstrip("0")) > SIGNIFICANT_DIGITS:
            wrong.append(number)
    return wrong


@pytest.mark.parametrize("name", NAMES)
def test_outputs_are_readable(name):
    outputs = [step for step in load(name).steps if isinstance(step, Output)]
    assert [f"{name}:{step.line}: {wrong}" for step in outputs for wrong in unreadable(step.text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("w = 2.01696 after 1234567 steps, 0.000082, 1.00000", []),
        ("2.016960", ["2.016960"]),
        ("-1.2345678e-05", ["1.2345678e-05"]),
        ("1,234,567.8", ["1,234,567.8"]),
        ("array([1, 2])", ["array("]),
        ("[np.float64(0.5)]", ["np.float64("]),
        ("[0.6 1.08 1.464]", ["[0.6 1.08 1.464]"]),
        ("[ 1. -2.]", ["[ 1. -2.]"]),
        ("[4, 3.8, 3.64]", []),
    ],
)
def test_unreadable_outputs_are_found(text, expected):
    assert unreadable(text) == expected
