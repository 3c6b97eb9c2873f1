"""Guards over the real pages: nothing on them is skipped, and no digit of a result can change unnoticed."""

import ast
import itertools
import re

import markdown
from lxml import etree, html
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mkdocs.config import load_config
from mkdocs.utils import meta

from scripts.model import numbers, project
from scripts.model import page as pages
from scripts.model.page import Code, Output, Page, Value
from scripts.model.project import ROOT
from scripts.publish import check
from tests.pages.conftest import ERRORS, HERE, PAGE, PAGES, cases

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


# Nothing is skipped: the model's steps against the rendered page

CODE = re.compile(r"(?ms)^([ \t]*)(`{3,}|~{3,}).*?^\1\2[ \t]*$|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\3(?!`)")
CONFIG = load_config(str(ROOT / "mkdocs.yml"))
RENDERER = markdown.Markdown(extensions=CONFIG["markdown_extensions"], extension_configs=CONFIG["mdx_configs"])
HOST = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)  # reads as Git hosts do


def rendered(text: str) -> tuple[str, html.HtmlElement]:
    """A page's Markdown without front matter, and what the site makes of it."""
    body, _ = meta.get_data(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    return body, html.document_fromstring(f"<article>{RENDERER.reset().convert(body)}</article>")


def unrendered(text: str, path: str) -> list[str]:
    """What the page model refuses, or the check of the built pages finds when the page is rendered."""
    try:
        return check.differences(pages.parse(text, path), rendered(text)[1])
    except pages.PageError as error:
        return [str(error)]


def test_what_the_reader_sees_is_what_the_page_model_reads():
    assert ERRORS == []
    assert {"docs/index.md", "README.md"} < {page.path for page in PAGES}
    assert len(PAGES) > 30
    assert [found for page in PAGES for found in unrendered(page.text, page.path)] == []
    assert project.figure_errors(ROOT, PAGES) == [], "figures, their modules and drawings belong together"


def test_what_the_reader_would_see_otherwise_is_named_with_its_line_and_what_to_write():
    table = [(text, says, unrendered(text, PAGE)) for says, text in cases(HERE / "unrendered.txt")]
    wrong = [row for row in table if not row[2] or not row[2][0].startswith(f"{PAGE}:{row[1]}")]
    assert wrong == []


def other_on_a_git_host(page: Page) -> list[str]:
    """The kinds of things that a Git host shows otherwise than the site."""
    body, document = rendered(page.text)
    blocks = HOST.parse(body)
    tokens = [each for block in blocks for each in (block, *(block.children or []))]
    cells = [cell for before, cell in itertools.pairwise(blocks) if before.type in ("th_open", "td_open")]
    texts = [[each.content for each in cell.children if each.type in ("text", "code_inline")] for cell in cells]
    etree.strip_elements(document, "math", with_tail=False)
    fences = [step.source if step.kind == "code" else step.text for step in page.steps if step.kind in "code output"]
    both = {
        "fence": ([t.content for t in tokens if t.type == "fence" and t.info[:6] in ("python", "output")], fences),
        "cell": (map("".join, texts), [cell.text_content() for cell in document.xpath("//td | //th")]),
        "formula": ([t.content for t in tokens if "math" in t.type], [m["body"] for m in FORMULA.finditer(page.prose)]),
        "figure": ([t.attrs["src"][-9:] for t in tokens if t.type == "image" and "figures/" in t.attrs["src"]],
                   [f"{step.name}.svg"[-9:] for step in page.steps if step.kind == "figure"]),
    }  # fmt: skip
    squeezed = {kind: [["".join(text.split()) for text in side] for side in sides] for kind, sides in both.items()}
    return [f"{page.path}: {kind}" for kind, (host, site) in squeezed.items() if host != site]


def test_a_git_host_shows_the_same_code_outputs_tables_formulas_and_figures():
    assert [found for page in PAGES for found in other_on_a_git_host(page)] == []
    for kind, text in {
        "fence": "<div markdown>\n```python\nx = 1\n```\n</div>",
        "cell": "| a | b |\n|---|---|\n| `x | y` | 2 |",
        "formula": "It is $w = 2.5<!-- = w --> + x$.",
        "figure": "Text.\n\n    ![Bowl](../figures/bowl.svg)",
    }.items():
        assert other_on_a_git_host(pages.parse(text, PAGE)) == [f"{PAGE}: {kind}"]


def test_every_comment_is_a_value():
    """A comment without = is no value: `<!-- w -->` would leave its number unchecked."""
    comment = re.compile(r"<!--(?! ?=| cell \d+ -->)")  # but for those between a lab's cells
    assert [page.path for page in PAGES if comment.search(CODE.sub(blank, page.text))] == []


# Decimals in the prose: each is a result, or an input of the page's code


def inputs(page: Page) -> set[float]:
    """Every number that is written in the page's code."""
    trees = [ast.parse(s.source) for s in page.steps if isinstance(s, Code) and s.raises != "SyntaxError"]
    constants = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {float(abs(node.value)) for node in constants if isinstance(node.value, int | float | complex)}


def decimals(page: Page) -> list[tuple[int, str, float]]:
    """Where the prose has a decimal that no value comment checks, its text, and what it is, without its sign."""
    checked = {step.start for step in page.steps if isinstance(step, Value)}
    found = [number for number in numbers.Prose(page.prose).numbers() if number.start not in checked]
    return [(n.start, n.text, abs(numbers.parse(n.text)[0])) for n in found if "." in n.text]


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


def test_decimals_are_found():
    for text, expected in [
        ("It is 0.5<!-- = x -->, of [3.5](2.5.md) at https://x.org/1.5 and `4.5`.", [(1, "3.5")]),
        ("```python\nx = 2.50\n```\n\nFrom 2.5 to 2,500.5 and $w = -0.75$.", [(5, "2,500.5"), (5, "-0.75")]),
        ("```python\nx = 6.1e-6\n```\n\nTiny: 6.1 × 10⁻⁶, $6.1 \\times 10^{-6}$ and 6.1.", [(5, "6.1")]),
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
    """What an output should not print: too many digits, bare arrays, types, a long first line."""
    wrong = re.findall(r"\w*\.?(?:array|float\d+|int\d+)\(|<[\w.]+ object at|dtype=", text)
    wrong += re.findall(r"\[ *-?\d[\d.e+-]*(?: +-?\d[\d.e+-]*)+ *\]", text)
    wrong += re.findall(r"\A.{66,}", text)  # runs under the label at its right
    found = re.findall(r"(?<![\w.])\d[\d,]*\.\d+(?:e[-+]?\d+)?", text)
    return wrong + [n for n in found if len(re.sub(r"e.*|\D", "", n).lstrip("0")) > SIGNIFICANT_DIGITS]


def test_outputs_are_readable():
    outputs = [(page, step) for page in PAGES for step in page.steps if isinstance(step, Output)]
    assert [f"{at(p, step.start)}: {wrong}" for p, step in outputs for wrong in unreadable(step.text)] == []
    for text in ("2.016960", "1.2345678e-05", "1,234,567.8", "array(", "np.float64(", "[0.6 1.08 1.464]", "[ 1. -2.]"):
        assert unreadable(f"w = {text}") == [text]
    assert unreadable("w = 2.01696 after 1234567 steps, 0.000082, 1.00000, [4, 3.8]") == [] != unreadable("x" * 66)
