"""The slope explorer: its table against Python, the nudge by every control, the picture, its words."""

import itertools
import math
import re
from fractions import Fraction

import pytest

from tests.browser import explorers


def power(x: float) -> float:
    """e to the power x by halving, the series, and squaring back, in a loop of its own."""
    if x < 0:
        return 1 / power(-x)
    halvings = 0
    while x > 0.5:
        x, halvings = x / 2, halvings + 1
    term = total = 1.0
    for n in range(1, 16):
        term = term * x / n
        total = total + term
    for _ in range(halvings):
        total = total * total
    return total


# Loss and slope, written down here a second time.
CURVES = {
    "bowl": (lambda w: (w - 3) * (w - 3), lambda w: 2 * (w - 3)),
    "cube": (lambda w: w * w * w, lambda w: 3 * w * w),
    "exp": (power, power),
    "abs": (abs, lambda w: math.copysign(1, w) if w else 0),
    "high": (lambda w: (w - 3) * (w - 3) + 1000, lambda w: 2 * (w - 3)),
}
CASES = [
    {"curve": curve, "w": w, "h": h}
    for curve, w, h in itertools.product(CURVES, [-2, -0.7, 0, 1, 2.99, 3, 5], [1, 0.3, 1e-3, 4.4e-8, 1e-12, 1e-16])
]
TENTHS = [1, 0.1, 0.01, 0.001, 0.0001, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16]


def model(curve, w, h) -> list[list[float]]:
    loss, slope = CURVES[curve]
    rows = []
    for nudge in [h, *TENTHS]:
        ahead = (loss(w + nudge) - loss(w)) / nudge
        both = (loss(w + nudge) - loss(w - nudge)) / (2 * nudge)
        rows.append([nudge, ahead, abs(ahead - slope(w)), both, abs(both - slope(w))])
    return rows


def say(page) -> str:
    return page.locator("#secant .ex-say").text_content()


def test_the_table_is_what_python_prints(visit):
    """Hundreds of settings: the table, the Python that the explorer shows, and a model of our own agree."""
    seen = visit("idea/slope/")
    assert len(CASES) == 210
    for case, (rows, code) in zip(CASES, explorers.tables(seen.page, "secant", CASES), strict=True):
        assert rows == [[f"{x:.5g}" for x in row] for row in model(**case)], case
        assert rows == explorers.printed(code), case
        assert max(map(len, code.splitlines())) <= 64


def test_the_first_state_is_that_of_the_figure(visit):
    """The run of 1 from w = 0 makes −5; the slope is −6."""
    page = visit("idea/slope/").page
    assert say(page) == "h = 1: forward −5, off by 1; central −6, off by 0."
    assert page.locator("#secant tbody tr").first.locator("td").all_text_contents() == ["1", "−5", "1", "−6", "0"]
    assert "has the rise −5, which makes −5" in page.locator("#secant figure img").first.get_attribute("alt")


def test_the_errors_are_those_of_calculus(visit):
    """On w³ at 2 the forward difference is off by 6h + h², the central one by h²; exactly so in fractions."""
    page = visit("idea/slope/").page
    rows = explorers.tables(page, "secant", [{"curve": "cube", "w": 2, "h": 0.5}])[0][0]
    for row, h in zip(rows[:4], [Fraction(1, 2), 1, Fraction(1, 10), Fraction(1, 100)], strict=True):
        assert row[2] == f"{float(6 * h + h * h):.5g}"
        assert float(row[4]) == pytest.approx(float(h * h), rel=1e-8)
    rows = explorers.tables(page, "secant", [{"curve": "exp", "w": 1, "h": 0.1}])[0][0]
    assert rows[0][1] == f"{(math.exp(1.1) - math.e) / 0.1:.5g}"
    errors = [[float(row[column]) for row in rows[1:]] for column in (2, 4)]
    best = [TENTHS[column.index(min(column))] for column in errors]
    assert best[0] in (1e-7, 1e-8, 1e-9)
    assert best[1] in (1e-5, 1e-6)
    assert errors[0][-1] > 0.1 < errors[1][-1], "the error is back"


WORDS = [
    ({"h": 0.001}, "h = 0.001: forward −5.999, off by 0.001; central −6, off by "),
    ({"h": 1e-16, "w": 2}, "h = 1e−16: forward 0, off by 2; "),
    ({"h": 1e-16, "w": 2}, " w + h is the same number as w."),
    ({"h": 1e-12, "w": 2.99, "curve": "high"}, "off by 0.02. The loss stays the same number."),
    ({"h": 0.1, "w": 0, "curve": "abs"}, "forward 1, off by 1; central 0, off by 0. At the kink there is no slope"),
]


def test_the_words_tell_both_errors_and_what_is_lost(visit):
    page = visit("idea/slope/").page
    for settings, words in WORDS:
        explorers.tables(page, "secant", [{"curve": "bowl", "w": 0} | settings])
        assert words in say(page), settings


def nudge(page) -> float:
    grip = page.locator("#secant").get_by_role("slider", name="Nudge h", exact=True)
    value = float(grip.get_attribute("aria-valuetext").replace("−", "-"))
    assert math.log10(value) == pytest.approx(float(grip.get_attribute("aria-valuenow")), abs=1e-4)
    return value


def test_every_control_by_keyboard(visit):
    page = visit("idea/slope/", motion="reduce").page
    secant = page.locator("#secant")

    def push(name):
        secant.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")

    for expected in (0.1, 0.01, 0.001):
        push("Shrink h")
        assert nudge(page) == expected
    assert "forward −5.999" in say(page)
    push("Undo")
    assert nudge(page) == 0.01
    push("Play")
    page.wait_for_function("/h = 1e−16:/.test(document.querySelector('#secant .ex-say').textContent)")
    push("Shrink h")
    assert nudge(page) == 1e-16
    push("Reset")
    assert nudge(page) == 1
    push("Undo")
    assert nudge(page) == 1
    for label, text in [("w", "1"), ("Nudge h", "1e-3")]:
        box = secant.get_by_label(label, exact=True).and_(secant.locator("input[type=text]"))
        box.focus()
        box.press("ControlOrMeta+a")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    assert "h = 0.001: forward −3.999" in say(page)
    for i, text in enumerate(["w³", "central"]):
        secant.get_by_role("combobox").nth(i).focus()
        page.keyboard.type(text)
    assert "h = 0.001: forward 3.003" in say(page)
    assert "central 3" in page.locator("#secant svg text").all_text_contents()
    slider = secant.get_by_role("slider", name="Nudge h, slider")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert nudge(page) == 0.00089  # 0.001 times ten to the power −1/20
    grip = secant.get_by_role("slider", name="Nudge h", exact=True)
    grip.focus()
    page.keyboard.press("Shift+ArrowLeft")
    assert nudge(page) == 0.000089
    point = secant.get_by_role("slider", name="Point w", exact=True)
    point.focus()
    page.keyboard.press("ArrowRight")
    assert point.get_attribute("aria-valuetext") == "1.05"
    for _ in range(9):
        page.keyboard.press("Shift+ArrowLeft")
    assert point.get_attribute("aria-valuetext") == "−2"


@pytest.mark.parametrize("width", ["phone", "wide"])
def test_both_grips_are_dragged(visit, width):
    page = visit("idea/slope/", width=width).page
    page.locator("#secant").scroll_into_view_if_needed()
    for name, distance in [
        ("Point w", 3 * (348 - 12) / 7),
        ("Nudge h", -4 * (348 - 46) / 16),
    ]:  # 3 to the right; four decades
        grip = page.locator("#secant").get_by_role("slider", name=name, exact=True)
        unit = page.locator("#secant svg").first.bounding_box()["width"] / 360
        circle = grip.locator("circle").last.bounding_box()
        x, y = circle["x"] + circle["width"] / 2, circle["y"] + circle["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + distance * unit, y, steps=4)
        page.mouse.up()
    assert float(page.locator("#secant").evaluate("(e) => e.state.w")) == pytest.approx(3, abs=0.05)
    assert nudge(page) == pytest.approx(1e-4, rel=0.15)


def points(page, name: str, nth: int = 0) -> list[tuple[float, float]]:
    d = page.locator(f"#secant svg {name}").nth(nth).get_attribute("d")
    return [tuple(map(float, pair.split())) for pair in re.split("[ML]", d) if pair]


def test_the_secant_has_the_slope_that_was_measured(visit):
    """The picture shows it honestly: at 1e-16 the secant lies level, at 1e-3 on the tangent."""
    page = visit("idea/slope/").page
    across, up = (348 - 12) / 7, (112 - 8) / 14

    def steep(name):
        (x1, y1), (x2, y2) = points(page, name)
        return (y1 - y2) / up / ((x2 - x1) / across)

    for h, expected in [(1, -3), (1e-3, -3.999), (1e-15, -4.4409), (1e-16, 0)]:  # 2d + h, but for the rounding
        explorers.tables(page, "secant", [{"w": 1, "h": h}])
        assert steep(".ex-path") == pytest.approx(expected, abs=0.03), h
        assert steep(".ex-tangent") == pytest.approx(-4, abs=0.03)
    explorers.tables(page, "secant", [{"w": 1, "h": 1, "method": "central", "curve": "bowl"}])
    assert steep(".ex-path") == pytest.approx(-4, abs=0.03)
    colour = "(e) => getComputedStyle(e).stroke"
    blue = page.locator("#secant svg").nth(1).locator(".ex-path").nth(1).evaluate(colour)
    assert page.locator("#secant svg .ex-path").first.evaluate(colour) == blue


def test_the_error_curves_go_through_the_table(visit):
    """In the chart of the errors the powers of ten lie where the table says, and the grip on its curve."""
    page = visit("idea/slope/").page
    for method, column in [("forward", 2), ("central", 4)]:
        setting = {"curve": "exp", "w": 1, "h": 1e-11, "method": method}
        rows = explorers.tables(page, "secant", [setting])[0][0]
        drawn = points(page, ".ex-path", 1 + column // 4)
        logs = [(math.log10(float(row[0])), math.log10(float(row[column]))) for row in rows]
        place = [(46 + (348 - 46) * (16 + h) / 16, 100 - (100 - 18) * (16 + error) / 19) for h, error in logs]
        for x, y in place:
            assert min(abs(x - p) + abs(y - q) for p, q in drawn) < 0.15
        grip = page.locator("#secant").get_by_role("slider", name="Nudge h", exact=True)
        where = tuple(map(float, re.findall(r"[-\d.]+", grip.get_attribute("transform"))))
        assert where == pytest.approx(place[0], abs=0.1)


REFUSED = [
    ("Nudge h", "0", "Nudge h: expected a number from 1e−16 to 1, found “0”. It stays 1."),
    ("Nudge h", "-1", "found “-1”"),
    ("Nudge h", "1e-400", "found “1e-400”"),
    ("w", "1e300", "w: expected a number from −2 to 5, found “1e300”. It stays 0."),
    ("w", "<b>1</b>", "found “<b>1</b>”"),
    ("w", " ", "w: expected a number from −2 to 5, found nothing."),
]


def test_bad_input_is_told_and_changes_nothing(visit):
    seen = visit("idea/slope/")
    secant = seen.page.locator("#secant")
    before = secant.locator("tbody").inner_text()
    for field, text, words in REFUSED:
        box = secant.get_by_label(field, exact=True).and_(secant.locator("input[type=text]"))
        good = box.input_value()
        box.fill(text)
        box.press("Enter")
        assert words in say(seen.page), text
        assert secant.locator("tbody").inner_text() == before, text
        box.fill(good)
        box.press("Enter")
        assert "expected" not in say(seen.page), text


def test_no_setting_breaks_the_picture(visit):
    page = visit("idea/slope/").page
    for method in ("forward", "central"):
        for case in CASES:
            explorers.tables(page, "secant", [case | {"method": method}])
            paths = page.evaluate("[...document.querySelectorAll('#secant svg *')].map((e) => e.outerHTML).join()")
            assert not re.search("NaN|Infinity|undefined", paths), case
