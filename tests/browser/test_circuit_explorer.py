"""The explorer of "Slopes through a circuit": its table, its Python, its slopes, its controls and its words."""

import itertools
import math
from collections import defaultdict

import pytest

from tests.browser.explorers import enter, note, printed, say, tables, touching

PATH = "networks/chain-rule/"
LENGTHS = {"neuron": 13, "product": 5, "twice": 5}  # forward, backward, and the step of descent
LEARN = {"neuron": ("w1", "w2", "b"), "product": ("x1", "x2", "w1"), "twice": ("x1",)}
POINTS = [
    {"x1": 2, "w1": 0.5, "x2": -1, "w2": 1.5, "b": 1, "y": 1},
    {"x1": 0, "w1": 0, "x2": 0, "w2": 0, "b": 0, "y": 0},
    {"x1": -1000, "w1": 1000, "x2": 1000, "w2": 999.9, "b": -1000, "y": 1000},
    {"x1": 1e-9, "w1": 3, "x2": 0.3, "w2": -0.1, "b": -2.5, "y": 0.25},
    {"x1": 3, "w1": 2, "x2": 4, "w2": 1.25, "b": -0.7, "y": -1},
    {"x1": -6, "w1": 5, "x2": 1 / 3, "w2": -7.5, "b": 20, "y": 0.5},
]


def worth(circuit, v):
    """What goes out, in one formula."""
    if circuit == "product":
        return (v["x1"] + v["x2"]) * v["w1"]
    if circuit == "twice":
        return v["x1"] ** 2 + v["x1"]
    total = v["w1"] * v["x1"] + v["w2"] * v["x2"] + v["b"]
    return (0.5 + 0.5 * math.tanh(total / 2) - v["y"]) ** 2


def slope(circuit, v, name):
    h = 1e-5
    return (worth(circuit, v | {name: v[name] + h}) - worth(circuit, v | {name: v[name] - h})) / (2 * h)


def test_table_and_python(visit):
    page = visit(PATH).page
    cases = [
        {"circuit": circuit, **point, "rate": rate, "steps": steps}
        for circuit, point, rate in itertools.product(LENGTHS, POINTS, (0, 0.1, 7.3, 1000))
        for steps in (0, 2, 3, 7, 12, 38)
    ]
    assert len(cases) == 432
    for case, (rows, code) in zip(cases, tables(page, "circuit", cases), strict=True):
        assert printed(code) == rows, case
        assert max(map(len, code.splitlines())) <= 64, case


def test_slopes_against_differences(visit):
    """What all wires pass to a number is its slope by central differences; along a wire, local · arrives."""
    page = visit(PATH).page
    points = [POINTS[i] for i in (0, 3, 4)]
    cases = [
        {"circuit": circuit, **point, "steps": LENGTHS[circuit] - 1}
        for circuit, point in itertools.product(LENGTHS, points)
    ]
    for case, (rows, _) in zip(cases, tables(page, "circuit", cases), strict=True):
        circuit, point = case["circuit"], {name: case[name] for name in POINTS[0]}
        passed = defaultdict(float)
        for _, _, to, local, arrives, passes in (row for row in rows if len(row) == 6):
            assert float(passes) == pytest.approx(float(local) * float(arrives), rel=2e-3, abs=1e-12)
            passed[to] += float(passes)
        found = {name: slope_ for name, slope_ in passed.items() if name in point}
        assert set(found) >= set(LEARN[circuit])
        for name in found:
            assert found[name] == pytest.approx(slope(circuit, point, name), rel=1e-3, abs=1e-6), (case, name)
        last = next(row for row in rows if len(row) == 6)
        assert float(last[1]) == pytest.approx(worth(circuit, point), rel=1e-3)


@pytest.mark.parametrize("circuit", LENGTHS)
def test_descent(visit, circuit):
    page = visit(PATH).page
    v = dict(POINTS[4])
    length = LENGTHS[circuit]
    cases = [{"circuit": circuit, **v, "rate": 0.05, "steps": k * length + length - 1} for k in range(6)]
    for rows, _ in tables(page, "circuit", cases):
        weights = {row[0]: float(row[1]) for row in rows[: len(LEARN[circuit])]}
        assert weights == pytest.approx({name: v[name] for name in LEARN[circuit]}, rel=1e-3)
        v |= {name: v[name] - 0.05 * slope(circuit, v, name) for name in LEARN[circuit]}


def circuit(page):
    """The explorer, once it is there."""
    page.wait_for_selector("#circuit .ex-table td")
    return page.locator("#circuit")


def picture(explorer) -> list[str]:
    return [text for text in explorer.locator("svg text").all_text_contents() if text]


def rows(explorer) -> int:
    return explorer.locator("tbody tr").count()


def test_first_state_is_the_lesson(visit):
    shown = picture(circuit(visit(PATH).page))
    for text in ("x1 = 2", "w1 = 0.5", "0.6225", "L = 0.1425", "slope 1", "−0.3549", "0.1774", "−0.08872"):
        assert text in shown, text
    assert shown.count("−0.1774") == 4  # s, p1, p2 and b


WORDS = [
    "Forward 1 of 6: p1 = x1 × w1 = 1.",
    "Forward 2 of 6: p2 = x2 × w2 = −1.5.",
    "Forward 3 of 6: s = p1 + p2 + b = 0.5.",
    "Forward 4 of 6: yhat = sigmoid(s) = 0.6225.",
    "Forward 5 of 6: d = yhat − y = −0.3775.",
    "Forward 6 of 6: L = d × d = 0.1425.",
    "Backward 1 of 6, L: A square doubles: the local slope is 2 · d. 1 arrives; d gets −0.7551.",
    "Backward 2 of 6, d: − hands on, and turns the sign for what it takes away. "
    "−0.7551 arrives; yhat gets −0.7551, y gets 0.7551.",
    "Backward 3 of 6, yhat: σ: the local slope is yhat · (1 − yhat), at most 0.25. −0.7551 arrives; s gets −0.1774.",
    "Backward 4 of 6, s: + hands on: each local slope is 1. "
    "−0.1774 arrives; p1 gets −0.1774, p2 gets −0.1774, b gets −0.1774.",
    "Backward 5 of 6, p2: × swaps, the slope in one input is the other input. "
    "−0.1774 arrives; x2 gets −0.2662, w2 gets 0.1774.",
    "Backward 6 of 6, p1: × swaps, the slope in one input is the other input. "
    "−0.1774 arrives; x1 gets −0.08872, w1 gets −0.3549.",
    "New numbers. Step carries them forward.",
]


def test_gate_by_gate(visit):
    explorer = circuit(visit(PATH).page)
    explorer.get_by_role("button", name="Reset").press("Enter")
    assert say(explorer) == "Step carries the numbers forward, gate by gate."
    assert "slope 1" not in picture(explorer)
    assert rows(explorer) == 3
    step = explorer.get_by_role("button", name="Step", exact=True)
    for k, words in enumerate(WORDS):
        step.press("Enter" if k % 2 else " ")
        assert say(explorer) == words
    assert note(explorer) == "Descent step 1: L from 0.1425 to 0.1245."
    explorer.get_by_role("button", name="Undo").press("Enter")
    assert say(explorer) == WORDS[-2]
    assert note(explorer) == "Descend moves w1, w2 and b by −η · slope."


def test_descend(visit):
    explorer = circuit(visit(PATH).page)
    enter(explorer, "Rate η", "0,5")
    losses = []
    for _ in range(30):
        explorer.get_by_role("button", name="Descend").press("Enter")
        losses.append(note(explorer))
    assert losses[0] == "Descent step 1: L from 0.1425 to 0.06897."
    assert losses[18] == losses[29]
    assert losses[18].startswith("Descent step 19: ")


def test_a_number_used_twice(visit):
    explorer = circuit(visit(PATH).page)
    explorer.get_by_role("combobox").select_option("twice")
    assert rows(explorer) == 1
    for _ in range(4):
        explorer.get_by_role("button", name="Step", exact=True).click()
    assert say(explorer).endswith("x1 gets 2, x1 gets 2. Slopes that meet add up: x1 has 5.")
    for name in ("w1", "x2", "w2", "b", "y"):
        assert explorer.get_by_role("textbox", name=name, exact=True).count() == 0
        assert explorer.get_by_role("slider", name=name, exact=True).count() == 0
    enter(explorer, "x1", "-0.5")
    assert "x1 has 0." in say(explorer)


def test_numbers_by_keyboard_and_pointer(visit):
    page = visit(PATH).page
    explorer = circuit(page)
    grip = explorer.get_by_role("slider", name="w1", exact=True)
    assert grip.get_attribute("aria-valuetext") == "0.5"
    grip.press("ArrowRight")
    grip.press("Shift+ArrowDown")
    field = explorer.get_by_role("textbox", name="w1", exact=True)
    assert field.input_value() == "-0.4"
    assert "w1 = −0.4" in picture(explorer)
    assert "slope 1" in picture(explorer), "all slopes stay in sight"
    explorer.get_by_role("button", name="Descend").click()
    grip.press("ArrowLeft")
    assert note(explorer).startswith("Descend moves"), "from the start again"
    grip.scroll_into_view_if_needed()
    for target, expected in ((80, "10"), (-300, "-10")):
        box = grip.locator("circle").first.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + target / 2, y)
        page.mouse.move(x + target, y)
        page.mouse.up()
        assert field.input_value() == expected


def test_play_runs_to_the_end_at_once(visit):
    seen = visit(PATH, motion="reduce")
    explorer = circuit(seen.page)
    explorer.get_by_role("button", name="Play").click()
    seen.page.wait_for_function("document.getElementById('circuit').state.steps === 260")
    assert note(explorer).startswith("Descent step 20: ")
    assert explorer.get_by_role("button", name="Play").count() == 1
    enter(explorer, "Rate η", "1000")
    explorer.get_by_role("combobox").select_option("product")
    explorer.get_by_role("button", name="Play").click()
    explorer.get_by_text("have left the picture").wait_for()
    assert not seen.problems


def test_extremes(visit):
    seen = visit(PATH, width="phone")
    explorer = circuit(seen.page)
    for label, value, wanted in (
        ("x1", "1e9", "x1: expected a number from −1000 to 1000, found “1e9”. It stays 2."),
        ("b", "NaN", "b: expected a number from −1000 to 1000, found “NaN”. It stays 1."),
        ("y", "", "y: expected a number from −1000 to 1000, found nothing. It stays 1."),
        ("w2", "<b>", "w2: expected a number from −1000 to 1000, found “<b>”. It stays 1.5."),
    ):
        enter(explorer, label, value)
        assert say(explorer).startswith(wanted)
    for label, value in {
        "x1": "-0.00012346",
        "w1": "-999.99",
        "x2": "-123.456",
        "w2": "-0.0123456",
        "b": "-1.23456",
        "y": "-987.654",
    }.items():
        enter(explorer, label, value)
    assert not (found := touching(seen.page, "circuit", 340, 10.4)), found
    for k in range(12):
        explorer.get_by_role("button", name="Undo").click()
        assert not (found := touching(seen.page, "circuit", 340, 10.4)), (k, found)
    assert not seen.problems
