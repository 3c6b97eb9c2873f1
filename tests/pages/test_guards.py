"""Guards over the real pages: nothing on them is skipped, and no digit of a result can change unnoticed."""

import ast
import random
import re
import shutil
import unicodedata
from dataclasses import replace

import markdown
from mkdocs.config import load_config
from mkdocs.utils import meta

from scripts import build
from scripts.model import numbers, project, run
from scripts.model import page as pages
from scripts.model.page import Code, Figure, Output, Page, Step, Value
from scripts.model.project import ROOT
from tests.pages.conftest import ERRORS, HERE, LESSONS, PAGE, PAGES, cases

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


def blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def at(page: Page, place: int) -> str:
    return f"{page.path}:{page.line_of(place)}"


# Nothing is skipped: the model's steps against a plain regular expression, and against the rendered page

FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*(\w*)[^\n]*\n(?s:.*?)^[ \t]*\1[ \t]*$", re.M)
CODE = re.compile(r"(?ms)^([ \t]*)(`{3,}|~{3,}).*?^\1\2[ \t]*$|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\3(?!`)")
CONFIG = load_config(str(ROOT / "mkdocs.yml"))
RENDERER = markdown.Markdown(extensions=CONFIG["markdown_extensions"], extension_configs=CONFIG["mdx_configs"])


def miscounted(page: Page) -> dict[str, tuple]:
    """Where the page model, a plain search of the text and the rendered page count differently."""
    languages = [fence[2] for fence in FENCE.finditer(page.text.replace("\r\n", "\n"))]
    body, _ = meta.get_data(page.text.removeprefix("\ufeff").replace("\r\n", "\n"))
    html = re.sub(r"<!--.*?-->", "", RENDERER.reset().convert(body), flags=re.S)
    figures = sum(isinstance(step, Figure) for step in page.steps)
    counts = {
        "code": (len(re.findall(r'<div class="language-python [^"]*highlight', html)), languages.count("python")),
        "output": (html.count('<div class="output"'), languages.count("output")),
        "figure": (html.count('<figure class="drawn"'), figures),
        "image": (len(re.findall(r"<img[^>]*figures/[^>]*>", html)), 2 * figures),
        "pre": (html.count("<pre"), len(languages)),
    }
    for kind in ("code", "output"):
        counts[kind] += (sum(step.kind == kind for step in page.steps),)
    return {kind: found for kind, found in counts.items() if len({*found}) > 1}


def test_pages_show_no_more_and_no_less_than_their_steps():
    assert ERRORS == []
    assert {"docs/index.md", "README.md"} < {page.path for page in PAGES}
    assert len(PAGES) > 30
    assert {page.path: found for page in PAGES if (found := miscounted(page))} == {}
    assert project.figure_errors(ROOT, PAGES) == [], "figures, their modules and drawings belong together"


def test_the_count_notices_what_the_page_model_does_not_see():
    hidden = cases(HERE / "hidden.txt")
    assert [what for what, text in hidden if not miscounted(pages.parse(text, PAGE))] == []


def test_every_comment_is_a_value():
    """A comment without = is no value: `<!-- w:.3f -->` would leave its number unchecked."""
    wrong = []
    for page in PAGES:
        shown = CODE.sub(blank, page.text)
        comments = re.findall(r"<!--(?! cell \d+ -->).*?-->", shown, re.S)  # but those between a lab's cells
        values = sum(isinstance(step, Value) for step in page.steps)
        if len(comments) != values or not all(re.match("<!-- *=", comment) for comment in comments):
            wrong.append(f"{page.path}: {len(comments)} comments, {values} values")
    assert wrong == []


# Results: change any digit, and the step must become stale


def mutants(text: str) -> list[str]:
    """The text with each of its digits, superscripts included, one higher in turn (9 becomes 0)."""
    found = []
    for place, char in enumerate(text):
        if unicodedata.digit(char, None) is not None:
            alphabet = "⁰¹²³⁴⁵⁶⁷⁸⁹" if char in "⁰¹²³⁴⁵⁶⁷⁸⁹" else "0123456789"
            found.append(text[:place] + alphabet[(alphabet.index(char) + 1) % 10] + text[place + 1 :])
    return found


def unnoticed(page: Page, site: project.Site) -> tuple[int, list[str]]:
    """Run a page once; at each result, offer the run the step with each digit changed. Counts them, and names those
    that the run takes for fresh."""
    this, tried, missed = run.Run(page, ROOT, site), 0, []
    absent = {step.output for step in page.steps if isinstance(step, Code) and run.is_absent(step)}
    for step in page.steps:
        if isinstance(step, Code):
            this.step(step)
        elif isinstance(step, Output | Value) and step not in absent:
            span = page.text[step.start : step.end]
            assert [c for c in span if c.isdigit()] == [c for c in step.text if c.isdigit()], at(page, step.start)
            wrong = [text for text in mutants(step.text) if this.step(replace(step, text=text)) is None]
            wrong += [] if this.step(step) is None else [f"{step.text} itself"]
            tried += len(mutants(step.text))
            missed += [f"{at(page, step.start)}: {text}" for text in wrong]
    return tried, missed


def test_any_digit_of_a_result_that_changes_is_noticed():
    site = project.count(PAGES)
    found = [unnoticed(page, site) for page in PAGES]
    assert [text for _, missed in found for text in missed] == []
    assert sum(tried for tried, _ in found) > 5000


def test_a_digit_that_changes_is_reported_by_the_check_with_its_line(tmp_path, capsys):
    """The same through the command line: one digit of an output and of a value on three lessons."""
    copy = tmp_path / "project"
    shutil.copytree(ROOT / "docs", copy / "docs", ignore=shutil.ignore_patterns("labs", "fonts"))
    shutil.copytree(ROOT / "figures", copy / "figures", ignore=shutil.ignore_patterns("__pycache__"))
    chance, expected = random.Random(2017), set()
    short = sorted(LESSONS, key=lambda page: len(page.steps))[:6]
    touched = sorted(chance.sample(short, 3), key=lambda page: page.path)
    for page in touched:
        text = page.text
        for kind in (Output, Value):
            step: Step = chance.choice([s for s in page.steps if isinstance(s, kind) and mutants(s.text)])
            span = page.text[step.start : step.end]
            text = text[: step.start] + chance.choice(mutants(span)) + text[step.end :]
            expected.add(f"{page.path}:{step.line}: {step.kind} is stale")
        (copy / page.path).write_bytes(text.encode())
    names = [page.path for page in touched]
    assert build.main(["--check", "--root", str(copy), *names]) == 1
    out = capsys.readouterr().out
    assert expected <= set(out.splitlines())
    assert f"6 stale steps. To make them fresh: python scripts/build.py {' '.join(names)}\n" in out


# Decimals in the prose: each is a result, or an input of the page's code

DECIMAL = re.compile(r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+)?\.\d+(?!\d|\.\d)")
POWER = re.compile(r"\s*(?:×|\\times)\s*10\^?\{?([-⁻−]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
TARGET = re.compile(r"(?<=\])\([^()\s]*(?:\s+\"[^\"]*\")?\)|https?://[^\s>)]+|^\[[^\]]+\]:.*$", re.M)


def inputs(page: Page) -> set[float]:
    """Every number that is written in the page's code."""
    trees = [ast.parse(s.source) for s in page.steps if isinstance(s, Code) and s.raises != "SyntaxError"]
    constants = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {float(abs(node.value)) for node in constants if isinstance(node.value, int | float | complex)}


def decimals(page: Page) -> list[tuple[int, str, float]]:
    """Where the prose has a decimal that no value comment checks, its text, and what it is."""
    prose = TARGET.sub(blank, page.prose)
    checked = {k for step in page.steps if isinstance(step, Value) for k in range(step.start, step.end)}
    found = []
    for match in DECIMAL.finditer(prose):
        if match.start() not in checked:
            power = POWER.match(prose, match.end())
            exponent = "".join("-" if c in "-⁻−" else str(unicodedata.digit(c)) for c in power[1]) if power else "0"
            found.append((match.start(), match[0], float(f"{match[0].replace(',', '')}e{exponent}")))
    return found


def unexplained(page: Page) -> list[tuple[int, str]]:
    """Line and text of each decimal in prose that is neither a value nor an input nor an exception."""
    known = inputs(page)
    rows = [row for row in decimals(page) if row[2] not in known and (page.path, row[1]) not in NOT_COMPUTED]
    return [(page.line_of(place), text) for place, text, _ in rows]


def test_decimals_in_prose_are_results_or_inputs():
    hint = "give each a value comment, or use it in the page's code"
    assert [f"{page.path}:{line}: {text}: {hint}" for page in PAGES for line, text in unexplained(page)] == []
    used = {(page.path, text) for page in PAGES for _, text, _ in decimals(page)}
    assert set(NOT_COMPUTED) - used == set(), "exceptions that nothing needs"


def test_an_input_that_changes_in_prose_is_noticed():
    tried, missed = 0, []
    for page in PAGES:
        known = inputs(page)
        for place, text, number in [row for row in decimals(page) if row[2] in known][:10]:
            tried += 1
            changed = [text[:-1] + str((int(text[-1]) + k) % 10) for k in range(1, 10)]
            spoiled = [page.text[:place] + new + page.text[place + len(text) :] for new in changed]
            if not any((page.line_of(place), new) in unexplained(pages.parse(mutant, page.path))
                       for new, mutant in zip(changed, spoiled, strict=True)):  # fmt: skip
                missed.append(f"{at(page, place)}: {number}")
    assert missed == []
    assert tried > 50


def test_decimals_are_found():
    for text, expected in [
        ("It is 0.5<!-- = x -->, of [3.5](2.5.md) at https://x.org/1.5 and `4.5`.", [(1, "3.5")]),
        ("```python\nx = 2.50\n```\n\nFrom 2.5 to 2,500.5 and $w = -0.75$.", [(5, "2,500.5"), (5, "0.75")]),
        ("```python\nx = 6.1e-6\n```\n\nTiny: 6.1 × 10⁻⁶, $6.1 \\times 10^{-6}$ and 6.1.", [(5, "6.1")]),
        ("```python\nx = 1\n```\n\n![From 1.5](x.png) to 2.5<!-- = x:.1f -->.", [(5, "1.5")]),
    ]:
        assert unexplained(pages.parse(text, PAGE)) == expected


# Values are computed; so are the results in formulas

FORMULA = re.compile(r"(?<!\\)(\$\$?)(?P<body>(?:\\.|[^$\\])+)\1", re.S)
EQUALS = re.compile(r"(?:=|\\approx(?![a-z]))[\s&]*")
INDEX = re.compile(r"_(?:\{[^{}]*\}|\w)")
OPERATION = re.compile(r"(?<=[\w)\]}])\s*[-+*/^(]|\\(?:[cd]?frac|sqrt|cdot|times)(?![a-z])|\d\\?[a-z]")


def unchecked_formulas(page: Page) -> list[str]:
    """Each computation in a formula, as `2(0 - 3) = -6`, whose result no value comment checks, whole numbers too."""
    values = {step.start for step in page.steps if isinstance(step, Value)}
    found = []
    for formula in FORMULA.finditer(page.prose):
        body = INDEX.sub(blank, formula["body"])
        for equals in [*EQUALS.finditer(body)][-1:]:
            left = body[: equals.start()]
            result = numbers.NUMBER.match(page.prose, formula.start("body") + equals.end())
            if result and re.search(r"\d", left) and OPERATION.search(left) and result.start() not in values:
                found.append(f"{at(page, result.start())}: {formula['body'].strip()}")
    return found


def test_values_and_results_in_formulas_are_computed():
    """`0.9<!-- = 0.9 -->` looks checked, but nothing that runs is behind it."""
    assert [each for page in PAGES for each in unchecked_formulas(page)] == []
    typed = re.compile(r"[-+(]*[\d._]+(e-?\d+)?[)]*")
    values = [(page, step) for page in PAGES for step in page.steps if isinstance(step, Value)]
    assert [at(page, step.start) for page, step in values if typed.fullmatch(step.expression)] == []


def test_results_in_formulas_are_found():
    caught = r"""$2(0 - 3) = -6$ $5 - 0.1 \cdot 4 = 4.6$ $\sqrt{30^2 + 40^2} = 50$ $2a = 10$ $L(3) = 0$
        $1/3 \approx 0.33$ $x = 2 \cdot 3 = 6$ $(2 + h)^3 = 8 + 12h$"""
    caught += "\n\n$$\n1 - 2 \\cdot 0.1\n= 0.8\n$$"
    passed = r"""$w = 3$ $w_0 = 0$ $w_{k+1} = 2$ $\eta = 0.1$ $d = -3$ $1 - 2\eta = \frac{1}{2}$ $L(w) = 7.5\,(w - 4)^2$
        $w_k = 3 - 3 \cdot 0.8^k$ $L(w) = \frac{1}{n} \sum_{i=1}^{n} e_i^2$ `$1 + 1 = 2$` $2(0 - 3) = -6$<!-- = x -->"""
    assert len(unchecked_formulas(pages.parse(caught, PAGE))) == 9
    assert unchecked_formulas(pages.parse(passed, PAGE)) == []


# Outputs: short numbers, in the words of the page


def unreadable(text: str) -> list[str]:
    """What an output should not print: too many digits, bare arrays, representations of types."""
    wrong = re.findall(r"\w*\.?(?:array|float\d+|int\d+)\(|<[\w.]+ object at|dtype=", text)
    wrong += re.findall(r"\[ *-?\d[\d.e+-]*(?: +-?\d[\d.e+-]*)+ *\]", text)
    found = re.findall(r"(?<![\w.])\d[\d,]*\.\d+(?:e[-+]?\d+)?", text)
    return wrong + [n for n in found if len(re.sub(r"e.*|\D", "", n).lstrip("0")) > SIGNIFICANT_DIGITS]


def test_outputs_are_readable():
    outputs = [(page, step) for page in PAGES for step in page.steps if isinstance(step, Output)]
    assert [f"{at(p, step.start)}: {wrong}" for p, step in outputs for wrong in unreadable(step.text)] == []
    for text in ("2.016960", "1.2345678e-05", "1,234,567.8", "array(", "np.float64(", "[0.6 1.08 1.464]", "[ 1. -2.]"):
        assert unreadable(f"w = {text}") == [text]
    assert unreadable("w = 2.01696 after 1234567 steps, 0.000082, 1.00000, [4, 3.8, 3.64]") == []
