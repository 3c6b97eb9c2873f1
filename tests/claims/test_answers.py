"""The answers that lessons ask for: each from a run, mistakes that are mistakes, right ones known from elsewhere."""

import ast
import math
import re
import statistics
from collections import namedtuple

import numpy as np
import pytest

from scripts.model import numbers, project, run
from scripts.model import page as pages
from scripts.model.page import Code, Page, Value
from tests.claims.data import PENGUINS, SIZES, columns

LESSONS = [page for page in project.load_all(project.ROOT)[0].values() if page.meta.kind == "lesson"]

_OPEN = re.compile(r"^(?P<slashes>/{3,}) (?P<kind>[a-z]+)(?: \| (?P<title>[^\n]*))?$", re.M)
_ITEM = re.compile(r"^- (?P<about>≈ )?(?P<rest>.*)$", re.M)
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
FEW_WORDS = 4


# One answer: whether it is marked ≈, the number on the page, the expression behind it, what that gives, the words.
Item = namedtuple("Item", "about shown expression value words")
# A question: its line, the box that asks it (`predict-1`, `exercise-2`), and its answers, the right one first.
Check = namedtuple("Check", "line box title items")


def number(shown: str) -> float:
    """A number as the pages typeset it."""
    return numbers.parse(shown)[0]


def evaluate(page: Page) -> dict[int, float]:
    """What the expression of each value gives at its place on the page, by the place of its number."""
    this = run.Run(page, project.ROOT)
    found = {}
    for step in page.steps:
        if isinstance(step, Code):
            this.step(step)
        elif isinstance(step, Value):
            found[step.start] = float(eval(step.expression, dict(this.namespace)))
    return found


def checks(page: Page, results: dict[int, float]) -> list[Check]:
    """The questions of a page, with what its values give, by the place of their numbers.

    A check belongs to the answer or solution it stands in, and that to the box above.
    """
    values = {step.start: step for step in page.steps if isinstance(step, Value)}
    boxes = {"predict": 0, "exercise": 0}
    folded, found = "", []
    for block in _OPEN.finditer(page.text):
        kind = block["kind"]
        if kind in boxes:
            boxes[kind] += 1
        elif kind in ("answer", "solution", "hint"):
            folded = {"answer": "predict", "solution": "exercise"}.get(kind, "hint")
        elif kind in ("check", "choose"):
            end = page.text.index(f"\n{block['slashes']}\n", block.end())
            items = []
            for line in _ITEM.finditer(page.text, block.end(), end):
                step = values.get(line.start("rest"))
                words = pages.published(line["rest"]).partition(": ")[2]
                about = bool(line["about"])
                shown = step.text if step else line["rest"].partition(":")[0]
                items.append(Item(about, shown, step and step.expression, results[step.start] if step else 0, words))
            place = page.line_of(block.start())
            found.append(Check(place, f"{folded}-{boxes.get(folded, 0)}", block["title"] or "", tuple(items)))
    return found


def shifted(expression: str, right: str) -> bool:
    """Whether an expression is the right one plus or minus a typed number: that makes no mistake, it misses."""
    body, target = (ast.parse(source, mode="eval").body for source in (expression, right))
    if not isinstance(body, ast.BinOp) or not isinstance(body.op, ast.Add | ast.Sub):
        return False
    sides = [body.left, body.right]
    return any(ast.dump(one) == ast.dump(target) and isinstance(other, ast.Constant)
               for one, other in (sides, sides[::-1]))  # fmt: skip


def faults(check: Check) -> list[str]:
    """What is wrong with one check, in words."""
    right, *wrong = check.items
    found = []
    if not 1 <= len(wrong) <= 4:
        found.append(f"{len(wrong)} wrong answers: expected one to four")
    found += [
        f"{item.shown}: too few words to name a mistake" for item in wrong if len(item.words.split()) <= FEW_WORDS
    ]
    found += [f"{item.shown}: an exclamation mark" for item in check.items if "!" in item.words]
    if not right.words:
        found.append("no words for the right answer")
    if not any(numbers.NUMBER.fullmatch(item.shown) for item in check.items):  # a choice of words
        return found
    half = {item: numbers.parse(item.shown)[1] for item in check.items}  # half a unit of the last digit shown
    for item in check.items:
        if item.expression is None:
            return [*found, f"{item.shown} is typed: expected a value"]
        if not any(isinstance(node, ast.Name) for node in ast.walk(ast.parse(item.expression))):
            found.append(f"{item.shown}: {item.expression} uses nothing of the page")
    for item in wrong:
        if item.about:
            found.append(f"{item.shown}: only the right answer carries ≈")
        if shifted(item.expression, right.expression):
            found.append(f"{item.shown}: {item.expression} is the right answer and a typed number")
    for k, item in enumerate(check.items):
        exact = math.isclose(item.value, number(item.shown), rel_tol=1e-9, abs_tol=1e-15)
        if item is right and right.about and exact:
            found.append(f"{item.shown} is exact: leave out ≈")
        if not right.about and not exact:
            found.append(f"{item.shown} is rounded from {item.value}: expected ≈ at the right answer, or more digits")
        for other in check.items[:k]:
            margin = max(min(half[right], half[one]) for one in (item, other)) if right.about else 0
            same = math.isclose(item.value, other.value, rel_tol=1e-9, abs_tol=1e-15)
            if same or abs(number(item.shown) - number(other.shown)) <= margin:
                found.append(f"{item.shown} and {other.shown} are the same number")
    given = [number(match[0]) for match in numbers.NUMBER.finditer(check.title)]
    given += [_WORDS.index(word) for word in re.findall(r"\w+", check.title.lower()) if word in _WORDS]
    if number(right.shown) in given:
        found.append(f"the question gives {right.shown} away")
    return found


def test_every_check_asks_one_thing_and_knows_its_mistakes_and_the_right_answer(second_run):
    """Every prediction and some exercise is asked, no check has a fault, and its answer is the one worked out below."""
    asked = {}
    for page in LESSONS:
        results = {int(start): value for start, value in second_run["values"][page.path].items()}
        asked[page] = checks(page, results)
        predictions = sum(block["kind"] == "predict" for block in _OPEN.finditer(page.text))
        boxes = {check.box for check in asked[page]}
        assert predictions, page.path
        assert {box for box in boxes if "predict" in box} == {f"predict-{k + 1}" for k in range(predictions)}, page.path
        assert any(box.startswith("exercise") for box in boxes), page.path
    rows = [(page.path, check) for page in LESSONS for check in asked[page]]
    assert [f"{path}:{check.line}: {fault}" for path, check in rows for fault in faults(check)] == []
    assert wrong_answers(asked) == []


# The guard itself: a good check, and one with each fault

GOOD = """```python
w, rate = 0, 0.1
def slope(w):
    return 2 * (w - 3)
```

/// predict | Predict
Where?
///

//// answer | Answer
/// check | Where is $w$ after one step?
- 0.6<!-- = w - rate * slope(w):.1f -->: It goes to the right.
- −0.6<!-- = w + rate * slope(w):.1f -->: You added the slope. Subtract it.
- 6<!-- = w - slope(w) -->: You left the rate out.
///
////
"""

MORE = "".join(f"- {k}<!-- = w + {k} -->: You counted wrongly by {k}.\n" for k in (2, 4, 5))
FAULTS = [
    ("0.6<!-- = w - rate * slope(w):.1f -->", "0.6", "0.6 is typed"),
    ("6<!-- = w - slope(w) -->", "6", "6 is typed"),
    ("= w - slope(w)", "= 0 - 2 * (0 - 3)", "uses nothing of the page"),
    ("= w - slope(w)", "= w - rate * slope(w) + 5.4", "is the right answer and a typed number"),
    ("= w - slope(w)", "= 5.4 + (w - rate * slope(w))", "is the right answer and a typed number"),
    ("You left the rate out.", "Left it out.", "too few words"),
    (": It goes to the right.", "", "no words for the right answer"),
    ("the rate out.", "the rate out!", "an exclamation mark"),
    ("- 0.6<!--", "- ≈ 0.6<!--", "0.6 is exact: leave out ≈"),
    ("- −0.6<!--", "- ≈ −0.6<!--", "only the right answer carries ≈"),
    ("0.6<!-- = w - rate * slope(w):.1f", "1<!-- = w - rate * slope(w):.0f", "1 is rounded from 0.6"),
    ("6<!-- = w - slope(w)", "7<!-- = w - slope(w) * 1.1:.0f", "7 is rounded from 6.6"),
    ("= w - slope(w)", "= w - 10 * rate * slope(w) / 10:.1f", "6 and 0.6 are the same number"),
    ("after one step", "after one step to 0.6", "the question gives 0.6 away"),
    ("- 6<!-- = w - slope(w) -->: You left the rate out.\n", "", None),
    ("- −0.6<!-- = w + rate * slope(w):.1f -->: You added the slope. Subtract it.\n", "", None),
    (GOOD[GOOD.index("- −0.6") : GOOD.index("///\n////")], "", "0 wrong answers: expected one to four"),
    ("///\n////", f"{MORE}///\n////", "5 wrong answers: expected one to four"),
]


def only_check(text: str) -> Check:
    """The one check of a page, which is run here."""
    page = pages.parse(text, "docs/part/page.md")
    (check,) = checks(page, evaluate(page))
    return check


def found_in(text: str) -> list[str]:
    return faults(only_check(text))


def test_a_fault_is_found():
    check = only_check(GOOD)
    assert (check.box, check.line, faults(check)) == ("predict-1", 12, [])
    assert [item.value for item in check.items] == pytest.approx([0.6, -0.6, 6])
    missed = []
    for good, bad, says in FAULTS:
        assert GOOD.count(good) == 1
        found = found_in(GOOD.replace(good, bad))
        if not (any(says in fault for fault in found) if says else found == []):
            missed.append((bad, found))
    assert missed == []
    choice = "- shorter: It is flatter there.\n- longer: The slope is smaller there, not larger.\n"
    begin, end = GOOD.index("- 0.6"), GOOD.index("///\n////")
    assert found_in(GOOD[:begin] + choice + GOOD[end:]) == []
    faulty = choice.replace("The slope is smaller there, not larger.", "No!")
    assert found_in(GOOD[:begin] + faulty + GOOD[end:]) == [
        "longer: too few words to name a mistake",
        "longer: an exclamation mark",
    ]
    in_words = GOOD.replace("0.6<!-- = w - rate * slope(w):.1f", "3<!-- = w - slope(w) / 2:.0f")
    assert found_in(in_words.replace("one step", "three steps")) == ["the question gives 3 away"]
    for expression, same in (("0.333 * (w + 1):.3f", True), ("(w + 1) / 3:.3f", True), ("(w + 1.02) / 3:.3f", False)):
        right = "- ≈ 0.33<!-- = (w + 1) / 3:.2f -->: One of three.\n"
        wrong = f"- {'0.333' if same else '0.340'}<!-- = {expression} -->: You took another number of parts.\n"
        expected = ["0.333 and 0.33 are the same number"] if same else []
        assert found_in(GOOD[:begin] + right + wrong + GOOD[end:]) == expected, expression


# The right answers, worked out here: by hand, or by a closed form that no page uses at that place


def steps_to(distance: float, factor: float, start: float = 3) -> int:
    """Steps until a distance that each step multiplies by a factor is at most `distance`, by logarithms."""
    return math.ceil(math.log(distance / start) / math.log(abs(factor)))


FALL = steps_to(1e-3 / 0.6, 0.8)  # the fall of the loss is 0.36 d², at most a millionth when d is at most 0.001 / 0.6

FLIPPERS, MASSES = columns("flipper_length_mm", "body_mass_g").T.tolist()
LINE = statistics.linear_regression(FLIPPERS, MASSES)  # in grams, and grams per millimetre


def turning_steps(near: float) -> int:
    """Steps until the weight of the line is near its best: by the sums over the penguins alone, dm and kg, rate 0.1."""
    n, x, y = len(PENGUINS), [flipper / 100 for flipper in FLIPPERS], [mass / 1000 for mass in MASSES]
    mx, my, mxx = sum(x) / n, sum(y) / n, sum(a * a for a in x) / n
    mxy = sum(a * c for a, c in zip(x, y, strict=True)) / n
    w = b = k = 0
    while abs(w - LINE.slope / 10) > near:
        w, b, k = w - 0.2 * (mxx * w + mx * b - mxy), b - 0.2 * (mx * w + b - my), k + 1
    return k


FEATURES = columns(*SIZES).T.tolist()
BILL_AND_FLIPPER = statistics.correlation(FEATURES[1], FEATURES[2])


def condition() -> float:
    """The condition number of three features without their means, and a bias: from the singular values of the table."""
    centred = [[v - statistics.mean(f) for v in f] for f in FEATURES]
    largest, *_, smallest = np.linalg.svd(np.array([*centred, [1.0] * len(PENGUINS)]), compute_uv=False)
    return (largest / smallest) ** 2


def noise_floor(rate: float, size: int) -> float:
    """The variance of one weight on the penguins: by means of fourth powers and of squared slopes, without factors."""
    spreads = ((FLIPPERS, statistics.pstdev(FLIPPERS)), (MASSES, 1000))
    x, y = ([(v - statistics.fmean(c)) / s for v in c] for c, s in spreads)
    best = statistics.fmean(a * c for a, c in zip(x, y, strict=True))
    squares = statistics.fmean((a * (c - best * a)) ** 2 for a, c in zip(x, y, strict=True))
    return rate * squares / size / (1 - rate * (1 + (statistics.fmean(a**4 for a in x) - 1) / size))


def leaving(square: float) -> int:
    """Steps away from a saddle until the square of the distance, which each step multiplies, is above a quarter."""
    k = 0
    while square <= 1 / 4:
        square, k = square * (1.1 - 0.1 * square) ** 2, k + 1
    return k


def cubic_steps(kappa: float) -> int:
    """Steps of 3σ/2 − σ³/2 until the least of eight singular values, a geometric row, is within 0.01 of 1."""
    s, k = 1 / kappa / math.sqrt(sum(kappa ** (-2 * j / 7) for j in range(8))), 0
    while 1 - s > 0.01:
        s, k = s * (3 - s * s) / 2, k + 1
    return k


BACK = 2 * (1 + math.tanh(0.25)) / 2 - (1 + math.tanh(0.5)) / 2 + 0.5  # the prediction of the network by hand

# fmt: off
RIGHT = {
    "loss": {
        "predict-1": [(2 + 3 + 3 + 4 + 8) / 5], "predict-2": ["thousands of years"],
        "exercise-1": [sorted([2, 3, 3, 4, 8])[2]],  # the median
        "exercise-2": [(1 + 0 + 1 + 4) / 4]},
    "slope": {"predict-1": [2 * (0 - 3)],
        "predict-2": ["0.6 right and 0.8 up"],  # a fifth of the gradient, (3, 4)
        "predict-3": [0.1**2],  # ((2 + h)³ − (2 − h)³) / 2h = 12 + h²
        "exercise-1": [2 * (1 - 4)]},
    "why-not-guess": {"predict-1": [20 * 20 * 20 * 20 * 20], "predict-2": ["the slope"], "exercise-1": [50 * 50]},
    "descent": {"predict-1": ["short of 3"], "predict-2": [steps_to(0.01, 0.8)], "exercise-1": [3 + 2 * 0.8],
        "exercise-2": [steps_to(0.001, 0.8)]},
    "convexity": {"predict-1": ["only near 0"], "predict-2": ["the loss, not the place"],
        "predict-3": [{32: "about thirty times"}[round(10 * math.sqrt(10))]],
        "exercise-1": [6 * 6 / 2 / 2], "exercise-2": [2 - 4]},
    "learning-rate": {"predict-1": ["they tie"], "predict-2": ["it flies off"],
        "exercise-1": [steps_to(0.01, 1 - 2 * 0.0001)], "exercise-2": [steps_to(0.01, 1 / 2)],
        "exercise-3": [3 / (3 + 4)],  # where the line through (0, −3) and (1, 4) is zero
    },
    "from-data": {"predict-1": [0.01 * 2 * 4 * 3], "predict-2": [3 * 0.7 + 4 * 1.6 - 6],
        "predict-3": [60**2],
        "exercise-1": [10 / 3 - (10 / 3 - 2) * 0.82**2]},
    "descent-lemma": {"predict-1": [1 - (1 / 2) ** 2], "predict-2": ["at most twice"], "predict-3": ["none"],
        "exercise-1": [6**2 / (2 * 4)], "exercise-2": [(4 + 4 + 16) / 4 / 4]},
    "many-weights": {"predict-1": [0.2 * 5],
        "predict-2": ["It disappears"],  # 0.1 times the largest eigenvalue, 8.4, is below 1
        "predict-3": [785 * 16 + 17 * 10],
        "exercise-1": [3 - 0.2 * 2 * (0 * 4 + 1 * 2 + 2 * 2 + 3 * 4) / 4, 1 - 0.2 * 2 * (4 + 2 + 2 + 4) / 4],
        "exercise-2": [785 * 1000 + 1001 * 1000 + 1001 * 10]},
    "stopping": {"predict-1": [{-3: "about a thousandth"}[round(math.log10(3 * 0.8**FALL))]], "predict-2": ["later"],
        "predict-3": [3 * (31 + 1)], "exercise-1": [0.36 * 0.0000005**2], "exercise-2": [1]},
    "rates": {"predict-1": ["the middle one"],  # c (1 − 10c) − c²/2 at 0.05 and at 0.01; from 0.5 the second step lands
        "predict-2": ["nothing"],  # twenty steps of 1/21 lead to 1/21, and there the slope is the distance
        "predict-3": ["yes"],  # sin u / u is nowhere below −0.22, so the slope u + 3 sin u, u = 2w, is zero at 0 alone
        "exercise-1": [math.ceil((4 * 9 / 0.01 - 2) / 4)], "exercise-2": [min(2, 8)]},
    "which-valley": {"predict-1": [2], "predict-2": ["in the wide valley"],
        "predict-3": ["the predictions, not the weights"],
        "exercise-1": [3],  # the hilltop lies between −1.2 and −1: the starts 0, 2 and 4
        "exercise-2": [math.ceil(math.log(100) / math.log(2))]},
    "chain-rule": {"predict-1": ["it stays the same"], "predict-2": [2 * 3 + 1],  # the slope of x² + x
        "predict-3": ["shrink"],
        "exercise-1": [3 + 1],  # f is ac + a near there
        "exercise-2": [1 / 4], "exercise-4": [2 * 10 * 2 - 2 * 34],  # (3w − 10)² + (w − 4)² = 10 w² − 68 w + 116
    },
    "the-wall": {"predict-1": [21 - 10],  # one weight a step, by the neighbours in the slope
        "predict-2": ["about three times"],  # tests/claims/test_the_wall.py walks it by matrices
        "predict-3": [21],  # as many as there are different curvatures
        "exercise-1": [40 + 1 + 40], "exercise-2": [math.sqrt(4 * (49 + 1) ** 2) - 1]},
    "backpropagation": {
        # The hidden nodes give (1 + tanh(s / 2)) / 2, with sums 1/2 and 1.
        "predict-1": ["the one from input 2"], "predict-2": ["nearer to one"],
        "exercise-1": [1 - 2 / BACK], "exercise-2": [64 * 32 + 2 * 32 * 10]},
    "adam": {"predict-1": [0.1], "predict-2": [{19: "about a twentieth"}[(10 + 9) // (10 - 9)]],  # (1 − β₁) / (1 + β₁)
        "predict-3": ["longer" if (1 - 0.9) ** 2 > 1 - 0.999 else ""],
        "exercise-1": [0.25 / 0.75], "exercise-2": [1 - 0.2**2]},
    "no-momentum": {"predict-1": [{29: "about a thirtieth"}[round((1.5**10 + 1.5**-10) / 2)]],
        "predict-2": ["no, no digit is right at the end"], "predict-3": ["where it was after the first step"],
        "exercise-1": [1 / (2 * 2**2 - 1)], "exercise-2": [1 + 7 + 5 * math.sqrt(2)]},  # (1 + √2)³ = 7 + 5√2
    "adaptive": {"predict-1": [4],  # tests/claims/test_adaptive.py walks it in exact fractions
        "predict-2": [math.sqrt((1 / 2) / (1 / 50))],
        "predict-3": [sum(k**-0.5 for k in range(1, 401)) / sum(k**-0.5 for k in range(1, 101))],
        "exercise-1": [4 / math.hypot(3, 4)], "exercise-2": [math.exp(-math.log(2) / 10)]},
    "autodiff": {"predict-1": ["only reverse mode"], "predict-2": ["the same as at the start"],
        "exercise-3": [10]},
    "heavy-ball-cycles": {"predict-1": ["about one in nine"], "predict-2": [792 + 1416 - 2208],
        "predict-3": ["more"],  # counted in places alone: tests/claims/test_heavy_ball_cycles.py
        "exercise-1": [10 * 2592 / 1225], "exercise-2": [2 * (1 - 0.9) / 25]},
    "engine": {"predict-1": [2 * 4 + 1],  # the slope of x² + x
        "predict-2": [2 * 2 * (0 - 3)], "exercise-1": [3 * 2**10 - 2],  # turns T(k) = 2 + 2 T(k − 1), T(0) = 1
        "exercise-3": [784 * 16 + 784 * 16], "exercise-4": [-6 - 2 * 6]},
    "gradient-check": {"predict-1": [1 - 1 / 2], "predict-2": [(4 + 10) / (10 + 10)],
        "exercise-1": [1 - 4 / 12], "exercise-2": [2 * 3 + 3], "exercise-3": [1 - 1 / 4],
        "exercise-5": [((3 + 10) - (10 - 3)) / (10 + 10)]},
    "noise-and-rates": {"predict-1": ["half of it"], "predict-2": [statistics.mean((2, 8, 11))],
        "predict-3": [342 + 2 * 342],  # the whole set once, then two for each step
        "exercise-1": [2**2 * 9 / 0.1**2]},
    "regression": {"predict-1": ["thousands" if 2000 < turning_steps(0.01) < 10_000 else ""], "predict-2": [LINE.slope],
        "predict-3": ["about three quarters" if 0.7 < statistics.correlation(FLIPPERS, MASSES) ** 2 < 0.8 else ""],
        "exercise-1": [3800 - (186 * LINE.slope + LINE.intercept)],
        "exercise-2": [100 * LINE.slope + LINE.intercept], "exercise-4": [3]},
    "scaling": {"predict-1": ["the weight of the flipper"],  # the largest numbers
        "predict-2": [2 + 2 * BILL_AND_FLIPPER],
        "predict-3": ["a thousand or two" if 1000 < math.log(1000) * condition() < 2000 else ""],
        "exercise-1": [1], "exercise-2": [10**2]},
    "what-it-chooses": {"predict-1": [5 * 2 / (1**2 + 2**2)], "predict-2": ["still more than half of that"],
        "predict-3": ["the early stop, along each"], "exercise-1": [5 * 2 / (4**2 + 2**2)], "exercise-2": [2 * 5]},
    "batches": {"predict-1": [math.ceil(len(PENGUINS) / 32)],
        "predict-2": ["one at a time"],  # 43 samples, 5 · 32, 4 · 342: in tests/claims/test_batches.py
        "predict-3": [4 * 100 * len(PENGUINS)],
        "exercise-1": [10 * math.ceil(60_000 / 128)], "exercise-3": [len(PENGUINS) % 100], "exercise-4": [0.2 / 32]},
    "noise": {"predict-1": [(0.1 / (2 * (2 - 0.1 * 2))) / (0.05 / (2 * (2 - 0.05 * 2)))],
        "predict-2": [math.sqrt(noise_floor(0.05, 1) / noise_floor(0.05, 8))],
        "exercise-1": [4 * 0.1 / (2 * (2 - 0.1 * 2))], "exercise-2": [1 / 26],  # η = 4 V (1 − η) with V = 1/100
    },
    "edge-of-stability": {"predict-1": [f"just below {2 / 0.2:.0f}"],
        "predict-2": [f"it climbs to about {2 / 0.08:.0f} and stays"], "predict-3": [2 / 0.04],
        "exercise-1": [2 / 80], "exercise-2": ["as far as they started above"], "exercise-3": ["above"]},
    "saddles": {"predict-1": [leaving(1e-12)], "predict-2": [{16: "about one in sixteen"}[2**4]],
        "predict-3": [{2: "about two thousand"}[round(300 * math.e**2 / 1000)]],
        "exercise-1": [math.exp(100 * math.log(1.1))], "exercise-2": [4 + 5]},
    "basins": {"predict-1": ["they are gone"], "predict-2": ["around that minimum"],
        "predict-3": ["about one in a hundred"],
        "exercise-1": [2 / 8, 2 / 0.5], "exercise-2": [math.ceil(math.log(1e4) / math.log(6))]},
    "corners": {"predict-1": ["no, at every rate it rises"],  # by 3η: η is gained, 2 · 2η lost
        "predict-2": [1 / math.sqrt(100)], "predict-3": ["none"],
        "exercise-1": [1 + 3], "exercise-2": [statistics.median(MASSES)]},
    "schedules": {"predict-1": ["step, 1/t and cosine, near each other"], "predict-2": [3 - 0.5 * (27 + 3)],
        "exercise-1": [0.08 / 2**3], "exercise-2": [0.08 * (1 + math.cos(math.radians(120))) / 2],
        "exercise-3": [3 - 3 * math.prod(1 - 0.2 / 2**k for k in range(60))]},
    "digits": {"predict-1": [math.log(10)], "predict-2": ["Nearest neighbour"], "predict-3": ["More"],
        "exercise-1": [65 * 32 + 33 * 10]},
    "constraints": {"predict-1": ["on the right wall, low down"], "predict-2": [0],
        "exercise-1": [2 * 3 / 5], "exercise-2": [1 - 0.1 * (2 + 3)]},
    "frameworks": {"predict-1": ["Nearer"], "predict-2": ["It swings past the best value and back"],
        "exercise-1": [2 / 4]},
    "initialisation": {"predict-1": [math.sqrt(100 * 1 * 1)], "predict-2": ["Grow"], "predict-3": ["Not at all"],
        "exercise-1": [1 / 20],
        "exercise-2": [10]},  # the gradient in closed form: only the slopes p − 1 of the output biases are not zero
    "newton": {"predict-1": [8], "predict-2": ["not at all"],  # 8 counted in tests/claims/test_newton.py
        "predict-3": ["hardly any"], "exercise-1": [3 * 2 / (2 * 2 - 1 * 1)],
        "exercise-2": [1 + 600 / 2 + 600**2 / (6 * 1000)], "exercise-3": [1 / math.sqrt(5)]},
    "classification": {"predict-1": ["it falls a little"], "predict-2": [2 * math.cosh(2) ** 2],
        "exercise-1": [math.exp(2) / (math.exp(2) + math.e + 1)], "exercise-2": [3]},
    "momentum": {"predict-1": ["about a third"], "predict-2": ["it leaves it as it is"],
        "exercise-1": [4 - (4 + 4 + 2) / 2], "exercise-2": [sum(0.9**k for k in range(1000))],
        "exercise-3": [(1 + math.sqrt(0.9)) ** 2 / (1 - 0.9)]},
    "memory": {"predict-1": ["five"], "predict-2": ["about a quarter"], "predict-3": ["about two in five"],
        "exercise-1": [8 * 2 * 20 * 25e6 / 1e9], "exercise-2": [len({2, 7, 50})]},
    "nesterov": {"predict-1": ["it has the other sign"], "predict-2": ["below plain descent's"],
        "predict-3": ["sooner"], "exercise-1": [2 - (0.5 * 4 + (2 - 0.5 * 0.5 * 4)) / 2], "exercise-2": [4 / 3]},
    "fair-race": {"predict-1": ["the penguins"], "predict-2": ["RMSProp"], "predict-3": ["in about a quarter"],
        "exercise-1": [21 * 5 * 300]},
    "watching": {  # each cause is taken away, and its mark with it, in tests/claims/test_watching.py
        **{f"predict-{k}": [cause] for k, cause in enumerate(["the rate is too small", "the rate is too large",
            "the batches are small", "overfitting", "the rate is too large", "the rate drops",
            "the samples are not shuffled", "the weights start near zero", "one bad sample", "its units are dead",
            "gradients are not cleared", "the target is among the inputs"], 1)},
        "exercise-1": ["one feature is not scaled"],
        "exercise-2": [statistics.pvariance([mass / 1000 for mass in MASSES])]},
    "overfitting": {"predict-1": ["it falls, then rises"], "predict-2": ["it rises"],
        "exercise-1": [2 * (1 - 2 * 0.01)], "exercise-2": [math.sqrt(94 * 6 / 100)]},
    "four-momentums": {"predict-1": [0.01 * 10], "predict-2": ["its first step is ten times too long"],
        "predict-3": ["PyTorch's"], "exercise-1": [0.05 * 20], "exercise-2": [100 / 10]},  # 1/(1 − β): 10, 20, 100
    "finding-a-rate": {"predict-1": ["it hardly moves, falls, then leaves"],
        "predict-2": ["a tenth of where it leaves"],  # with other starts: tests/claims/test_finding_a_rate.py
        "predict-3": ["above the edge"], "exercise-1": [math.exp(3 * math.log(10) / 119)],
        "exercise-2": [2 / 16]},
    "adam-fails": {"predict-1": ["about 2,500"], "predict-2": ["momentum"], "predict-3": ["four times as long"],
        "exercise-1": [-1 / math.sqrt(0.9 * (9 + 0.01 + 0.1) / 0.999)],  # 1 − 0.1³ from all periods before
        "exercise-2": [0.9999]},
    "weight-decay": {"predict-1": [(0 + 3) / 2], "predict-2": ["nearer to 3"],
        "predict-3": [sum(MASSES) / len(MASSES) / 1000 / 1.05],  # 2 / 2.1 of the mean
        "exercise-1": [5 - 1], "exercise-2": [math.log(2) / 1e-5 / 1000]},
    "clipping": {"predict-1": ["about a million times"], "predict-2": ["along the diagonal"],
        "predict-3": [1 - 2 / 9], "exercise-1": [0.6 / 0.03]},  # 9 (w − 1) + 2 = 0
    "chaos": {"predict-1": ["each splits in two"], "predict-2": [math.log2(0.1 / 1e-9)],
        "predict-3": ["only the one of fractions"], "exercise-1": [2 / 4, 3 / 4], "exercise-3": ["it stands still"]},
    "signs-and-matrices": {"predict-1": [{0.25: "about a quarter"}[0.5**2]],  # the same walk at half the size
        "predict-2": [cubic_steps(1000)], "predict-3": ["sign descent"], "exercise-1": [(3 * 2 - 2**3) / 2],
        "exercise-2": [1 + math.ceil(math.log(5 / 9) / math.log(0.99))]},  # 0.9 (2 · 0.99^j − 1) < 0.1
    "not-a-number": {"predict-1": ["the lowest loss before the accident"], "predict-2": [math.log2(1024)],
        "predict-3": [1], "predict-4": ["nothing at all"], "exercise-1": [math.log(65504)]},
    "ravines": {"predict-1": ["they tie"], "predict-2": [2 / (1 + 25)], "predict-3": [10],
        "exercise-1": [2 / (2 + 8), (4 - 1) / (4 + 1)], "exercise-2": [5 + 4]},
    "rulers": {"predict-1": ["both weights down by 1"],
        "predict-2": ["the two on the diagonal"],  # 4 + 4, against (4 + 3 + 3 + 4) / 2 and (16 + 9 + 9 + 16) / 7
        "predict-3": [1 / 5**2], "exercise-1": [2 + 6 + 9], "exercise-2": [2 + 3]},
    "spot-the-bug": {  # each line is tested in tests/claims/test_spot_the_bug.py: its mend alone makes the code right
        **{f"predict-{k}": [f"line {line}"] for k, line in enumerate([6, 7, 5, 5, 8, 2, 2, 5, 5, 6, 6, 4], 1)},
        "exercise-1": ["line 3"], "exercise-2": [(1 / 10_000) ** 2]},
    "line-search": {"predict-1": ["a right angle"],  # the new gradient is perpendicular to the contour it ends on
        "predict-2": ["ten"],  # in fractions: tests/claims/test_line_search.py
        "predict-3": ["safeguarded Barzilai–Borwein"],
        "exercise-1": [2 / (1 + 9)], "exercise-2": [1 - 1 / 10]},
    "not-a-bowl": {"predict-1": ["ten thousand"],  # the error falls as one over the root of the steps
        "predict-2": ["nowhere, it hops for ever"], "predict-3": ["it is thrown far out"],
        "exercise-1": [-2 / -1], "exercise-2": [1 + 0.5 / (1 - 0.5)], "exercise-3": [1 - 6 / 30]},
    "many-machines": {"predict-1": [2], "predict-2": ["on the same digits"],
        "predict-3": [1],  # x² − x + 1 = 0 has the roots e^(±iπ/3), of size 1
        "predict-4": ["no, elsewhere"], "exercise-1": [(3 * 4 + 8) / 4], "exercise-2": [4 * 2 * 7 / 8]},
    "choosing": {"predict-1": ["it needs the fewest"], "predict-2": ["the one with a tenth of the rate"],
        "predict-3": ["Adam's rate with three, momentum's rate and β with thirty"],
        "exercise-1": [math.ceil(math.log(0.05) / math.log(0.95))]},
}
# fmt: on


def wrong_answers(asked: dict[Page, list[Check]]) -> list[str]:
    """The answers that a page calls right and that are not those of RIGHT."""
    wrong = []
    assert {page.path.rpartition("/")[2].removesuffix(".md") for page in LESSONS} == RIGHT.keys()
    for page in LESSONS:
        right = RIGHT[page.path.rpartition("/")[2].removesuffix(".md")]
        boxes: dict[str, list[Item]] = {}
        for check in asked[page]:
            boxes.setdefault(check.box, []).append(check.items[0])
        counts = {box: len(items) for box, items in boxes.items()}
        assert counts == {box: len(known) for box, known in right.items()}, page.path
        for item, known in ((item, known) for box in boxes for item, known in zip(boxes[box], right[box], strict=True)):
            if isinstance(known, str):
                is_right = item.shown == known
            else:
                margin = numbers.parse(item.shown)[1] if item.about else 1e-9 * abs(known)
                is_right = abs(number(item.shown) - known) <= margin
            if not is_right:
                wrong.append(f"{page.path}: {item.shown} on the page, {known} worked out")
    return wrong
