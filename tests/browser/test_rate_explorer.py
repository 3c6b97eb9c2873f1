"""The rate explorer: its table and count against Python, the curve as a control, its words."""

import itertools
import re
from math import ceil, log

import pytest

from tests.browser import explorers

MOST = 100_000
CASES = [
    {"rate": rate, "a": a, "start": start, "target": target}
    for rate, a, start, target in itertools.product(
        [0, 0.0007, 0.02, 0.1, 0.25, 0.3, 0.45, 0.5, 0.77, 0.9, 0.999, 1.1, 3, 1000],
        [0.2, 1, 2.2, 110],
        [0, 2.5, -7.3],
        [0.01, 0.3],
    )
]


def walk(rate, a, start, target) -> tuple[list[list[float]], int]:
    """The first 30 steps and the last one, and how many there are."""
    path = [start]
    while abs(path[-1] - 3) > target and abs(path[-1] - 3) <= 1e6 and len(path) <= MOST:
        w = path[-1]
        path.append(w - rate * (2 * a * (w - 3)))
    rows = [[k, w, abs(w - 3)] for k, w in enumerate(path)]
    return rows[:31] + rows[31:][-1:], len(path) - 1


def written(rows) -> list[list[str]]:
    return [[str(k), *(f"{x:.5g}" for x in values)] for k, *values in rows]


def closed(rate: float, a: float = 1, distance: float = 3, target: float = 0.01) -> int:
    """The number of steps by the formula for the distance, distance · |factor|ᵏ."""
    return ceil(log(target / distance) / log(abs(1 - 2 * a * rate)))


def say(page) -> str:
    return page.locator("#rates .ex-say").text_content()


def test_the_table_is_what_python_prints(visit):
    """Hundreds of settings: the table, the Python that the explorer shows, and a model of our own agree."""
    seen = visit("idea/learning-rate/")
    assert len(CASES) == 336
    for case, (rows, code) in zip(CASES, explorers.tables(seen.page, "rates", CASES), strict=True):
        expected, steps = walk(**case)
        assert rows == written(expected), case
        if steps < 5000 or case["start"] == 0:
            assert rows == explorers.printed(code), case
        assert max(map(len, code.splitlines())) <= 64


WORDS = [
    (0.1, "Rate 0.1: factor 0.8, 26 steps to come within 0.01. It creeps."),
    (0.9, "Rate 0.9: factor −0.8, 26 steps to come within 0.01. It leaps."),
    (0.5, "Rate 0.5: factor 0, 1 step to come within 0.01. It lands."),
    (0.0001, "Rate 0.0001: factor 0.9998, 28,517 steps to come within 0.01. It creeps."),
    (0.9999, "Rate 0.9999: factor −0.9998, 28,517 steps to come within 0.01. It leaps."),
    (0.00001, "factor 0.99998, more than 100,000 steps to come within 0.01. It creeps."),
    (1, "Rate 1: factor −1, it never comes within 0.01. It bounces."),
    (1.1, "Rate 1.1: factor −1.2, it never comes within 0.01. It diverges."),
    (0, "Rate 0: factor 1, it never comes within 0.01. It stands still."),
]


def test_the_words_tell_the_count_and_the_zone(visit):
    page = visit("idea/learning-rate/").page
    for rate, words in WORDS:
        explorers.tables(page, "rates", [{"rate": rate}])
        assert words in say(page), rate


def test_the_first_state_is_that_of_the_figure(visit):
    page = visit("idea/learning-rate/").page
    assert "Rate 0.1: factor 0.8, 26 steps" in say(page)
    alternative = page.locator("#rates figure img").first.get_attribute("alt")
    assert "26" in alternative
    assert page.locator("#rates tbody tr").last.locator("td").first.text_content() == "26"


def test_the_limits_stand_below_the_curve(visit):
    """The rates 1/λ and 2/λ with λ = 2a; the target and the factor are written too."""
    page = visit("idea/learning-rate/").page
    explorers.tables(page, "rates", [{"a": 110, "rate": 0.001, "start": 1.5, "target": 0.25}])
    texts = page.locator("#rates svg text").all_text_contents()
    for text in ("lands 0.0045", "limit 0.0091", "1.5", "steps to come within 0.25", "factor 0.78"):
        assert text in texts
    explorers.tables(page, "rates", [{"a": 1}])
    assert "lands 0.5" in page.locator("#rates svg text").all_text_contents()


def test_every_field_by_keyboard(visit):
    page = visit("idea/learning-rate/").page
    rates = page.locator("#rates")
    for label, text in [("Steepness", "2,2"), ("Start", "−1"), ("Within", ".5"), ("Rate η", "0.05")]:
        box = rates.get_by_label(label, exact=True).and_(rates.locator("input[type=text]"))
        box.focus()
        box.press("ControlOrMeta+a")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    assert f"factor 0.78, {closed(0.05, 2.2, 4, 0.5)} steps to come within 0.5" in say(page)
    slider = rates.get_by_role("slider", name="Rate η, slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "0.056"  # 0.05 times ten to the power 1/20


def place(grip) -> tuple[float, float]:
    return tuple(map(float, re.findall(r"[-\d.]+", grip.get_attribute("transform"))))


def test_the_grip_goes_along_the_curve_by_arrow_keys(visit):
    page = visit("idea/learning-rate/").page
    grip = page.locator("#rates").get_by_role("slider", name="Rate, along the curve")
    grip.focus()
    seen = []
    for key in ["ArrowRight"] * 3 + ["Shift+ArrowRight"] * 4 + ["ArrowUp", "ArrowDown"]:
        page.keyboard.press(key)
        rate = float(grip.get_attribute("aria-valuenow"))
        seen.append(rate)
        assert f"{closed(rate)} step" in grip.get_attribute("aria-valuetext")
    assert seen[:7] == sorted(set(seen[:7])), "to the right the rate grows"
    assert seen[7] > seen[6] == seen[8]
    assert 0.1 < seen[0] < 0.11
    for _ in range(60):
        page.keyboard.press("Shift+ArrowLeft")
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    assert float(grip.get_attribute("aria-valuenow")) < 0.0001, "down to the foot of the left wall"
    for _ in range(80):
        page.keyboard.press("Shift+ArrowRight")
    assert "never" in grip.get_attribute("aria-valuetext")
    assert float(grip.get_attribute("aria-valuenow")) > 1.1


@pytest.mark.parametrize("width", ["phone", "wide"])
def test_the_grip_is_dragged_along_the_curve(visit, width):
    """Across, at 214 − 42 for three units of rate × curvature; up the left wall, by height; beyond the right one."""
    page = visit("idea/learning-rate/", width=width).page
    grip = page.locator("#rates").get_by_role("slider", name="Rate, along the curve")
    page.locator("#rates").scroll_into_view_if_needed()
    box = page.locator("#rates svg").bounding_box()
    unit = box["width"] / 360

    def drag(product, steps):
        x, y = place(grip)
        page.mouse.move(box["x"] + x * unit, box["y"] + y * unit)
        page.mouse.down()
        to = 42 + product * (214 - 42) / 3, 164 - log(steps, 10) / 5 * (164 - 24)
        page.mouse.move(box["x"] + to[0] * unit, box["y"] + to[1] * unit, steps=4)
        page.mouse.up()
        return float(grip.get_attribute("aria-valuenow"))

    assert drag(1.8, 26) == pytest.approx(0.9, abs=0.02)
    assert drag(1, 1) == 0.5
    assert "1 step to come" in say(page)
    assert drag(0, 10_000) == pytest.approx(0.000285, rel=0.1)  # where 3 · (1 − 2η)^10000 is 0.01
    assert drag(2, 10_000) == pytest.approx(1 - 0.000285, rel=1e-4)
    assert drag(2.4, MOST) == pytest.approx(1.2, abs=0.02)
    assert "It diverges." in say(page)


def test_the_curve_goes_through_the_counts(visit):
    """Along the drawn curve, at the rates of the lesson: the height is the logarithm of the steps."""
    page = visit("idea/learning-rate/").page
    d = page.locator("#rates svg .ex-loss").first.get_attribute("d").split("M")[1]
    points = [tuple(map(float, pair.split())) for pair in d.split("L")]
    for rate, steps in [(0.1, 26), (0.5, 1), (0.9, 26)]:
        x, y = 42 + 2 * rate * (214 - 42) / 3, 164 - log(steps, 10) / 5 * (164 - 24)
        assert min(abs(x - p) + abs(y - q) for p, q in points) < 0.3, rate
    assert all(q == 24 for p, q in points if p > 42 + 2 * (214 - 42) / 3 + 0.1), "the steps never end there"


def test_the_staircase_is_the_walk(visit):
    """At the rate 0.9 its corners lie at the weights 0, 5.4 and 1.08, on the line and on the diagonal."""
    page = visit("idea/learning-rate/").page
    explorers.tables(page, "rates", [{"rate": 0.9}])
    d = page.locator("#rates svg .ex-path").get_attribute("d")
    points = [tuple(map(float, pair.split())) for pair in d[1:].split("L")]
    left, unit = points[0][0], (293 - points[0][0]) / 3  # 0 is three to the left of the minimum, at 293
    weights = [(x - left) / unit for x, _ in points]
    heights = [(107 - y) / unit + 3 for _, y in points]
    assert weights[:6] == pytest.approx([0, 0, 5.4, 5.4, 1.08, 1.08], abs=0.02)
    assert heights[1:6] == pytest.approx([5.4, 5.4, 1.08, 1.08, 4.536], abs=0.02)
    explorers.tables(page, "rates", [{"rate": 1.1}])
    d = page.locator("#rates svg .ex-path").get_attribute("d")
    points = [tuple(map(float, pair.split())) for pair in d[1:].split("L")]
    assert all(230 <= x <= 356 and 44 <= y <= 170 for x, y in points), "it stays in its frame"


REFUSED = [
    ("Rate η", "-0.1", "Rate η: expected a number from 0 to 1000, found “-0.1”. It stays 0.1."),
    ("Rate η", "1e9", "found “1e9”"),
    ("Steepness", "0", "Steepness: expected a number from 0.001 to 1000, found “0”. It stays 1."),
    ("Within", "", "Within: expected a number from 0.000001 to 1000, found nothing. It stays 0.01."),
    ("Start", "<script>alert(1)</script>", "found “<script>alert(1)</sc”"),
]


def test_bad_input_is_told_and_changes_nothing(visit):
    seen = visit("idea/learning-rate/")
    rates = seen.page.locator("#rates")
    before = rates.locator("tbody").inner_text()
    for field, text, words in REFUSED:
        box = rates.get_by_label(field, exact=True).and_(rates.locator("input[type=text]"))
        good = box.input_value()
        box.fill(text)
        box.press("Enter")
        assert words in say(seen.page), text
        assert rates.locator("tbody").inner_text() == before, text
        box.fill(good)
        box.press("Enter")
        assert "expected" not in say(seen.page), text


def test_extreme_settings_neither_freeze_nor_fail(visit):
    seen = visit("idea/learning-rate/")
    cases = [
        {"rate": rate, "a": a, "start": start, "target": target}
        for rate in (0, 1e-300, 0.5, 1000)
        for a in (0.001, 1000)
        for start in (-1000, 3, 1000)
        for target in (1e-6, 1000)
    ]
    for case, (rows, _) in zip(cases, explorers.tables(seen.page, "rates", cases), strict=True):
        assert rows == written(walk(**case)[0]), case
    explorers.tables(seen.page, "rates", [{"rate": 1.1, "a": 1, "start": 3, "target": 0.01}])
    assert "0 steps to come within 0.01. It starts there." in say(seen.page)
    shown = seen.page.locator("#rates").evaluate("(e) => e.querySelector('.ex').outerHTML")
    assert "NaN" not in shown
    assert "Infinity" not in shown
