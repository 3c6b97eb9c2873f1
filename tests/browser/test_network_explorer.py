"""The explorer of "A slope from data": its table, its Python, its controls and its words."""

import itertools
import re

import pytest

from tests.browser.explorers import printed, tables, touching

LIMIT = 1e6


def model(net, x1, x2, w1, w2, target, rate, steps):
    """The rows of the table, worked out once more: matrices of one row, and errors as they come."""
    inputs = (x1, x2) if net == "2" else (x1,)
    weights = [w1, w2][: len(inputs)]
    rows = []
    for k in range(steps + 1):
        prediction = weights[0] * x1
        if net == "2":
            prediction = prediction + weights[1] * x2
        error = prediction - target
        slopes = [2 * error * x for x in inputs]
        numbers = [prediction, error, error**2, *weights, *slopes]
        rows.append([str(k), *(re.sub(r"^-0$", "0", f"{number:.5g}") for number in numbers)])
        if max(map(abs, weights)) > LIMIT:
            break
        weights = [w - rate * slope for w, slope in zip(weights, slopes, strict=True)]
    return rows


def test_table_and_python(visit):
    page = visit("idea/from-data/").page
    rates = (0, 0.001, 0.01, 0.02, 0.04, 0.05, 1 / 3, 1000)
    points = [
        (3, 4, 1, 2, 6),
        (0, -7.3, 0.1, -0.2, 1e-3),
        (30, 40, -9.9, 1e6, -5),
        (-0.25, 0, 2, 3, 10),
        (0, 0, -1, 0, 4),
        (1, -2, 0.35, 0.15, 0.05),
        (0.7, 0.1, -3.3, 9.9, 100),
        (-12.5, 3.75, 0.01, -0.02, -0.3),
        (2, 2, 2, 2, 2),
        (1000, -1000, 1, -1, 0),
    ]
    cases = [
        {"net": net, "x1": x1, "x2": x2, "w1": w1, "w2": w2, "target": target, "rate": rate, "steps": steps}
        for (x1, x2, w1, w2, target), rate, net, steps in itertools.product(points, rates, "12", (0, 17))
    ]
    assert len(cases) == 320
    for case, (rows, code) in zip(cases, tables(page, "net", cases), strict=True):
        assert rows == model(**case), case
        assert printed(code) == rows, case
        assert max(map(len, code.splitlines())) <= 64, case


def net(page):
    """The explorer, and how to read from it."""
    page.wait_for_selector("#net .ex-table td")
    return page.locator("#net")


def column(explorer, j: int) -> list[str]:
    return explorer.locator(f"tbody td:nth-child({j + 1})").all_text_contents()


def enter(explorer, label: str, value: str) -> None:
    field = explorer.get_by_label(label, exact=True)
    field.fill(value)
    field.press("Enter")


def picture(explorer) -> list[str]:
    return [text for text in explorer.locator("svg text").all_text_contents() if text]


def test_first_state_is_the_figure(visit):
    explorer = net(visit("idea/from-data/").page)
    shown = picture(explorer)
    for text in ("w1 = 1", "w2 = 2", "slope 30", "slope 40", "prediction 11", "target 6", "error 5", "loss 25"):
        assert text in shown, text
    assert shown.count("w1 · x1 = 3") == shown.count("w2 · x2 = 8") == 1
    whole = " ".join(shown)
    assert "w1 10 × 3 × 1 = 30" in whole
    assert "w2 10 × 4 × 1 = 40" in whole
    assert "w1 1 − 0.01 · 30 = 0.7" in whole
    assert "w2 2 − 0.01 · 40 = 1.6" in whole
    assert explorer.locator(".ex-note").text_content() == "", "the lesson asks for it first"
    explorer.get_by_role("button", name="Step").click()
    assert "‖x‖² = 25." in explorer.locator(".ex-note").text_content()
    assert "1/‖x‖² = 0.04." in explorer.locator(".ex-note").text_content()


def test_rates_halve_land_bounce_diverge(visit):
    seen = visit("idea/from-data/")
    explorer = net(seen.page)
    step = explorer.get_by_role("button", name="Step")
    said = explorer.locator(".ex-say")
    for k in range(3):
        step.press("Enter" if k % 2 else " ")
    assert column(explorer, 2) == ["5", "2.5", "1.25", "0.625"]
    assert said.text_content() == "Step 3: prediction 6.625, error 0.625: half of the one before."
    for rate, errors, words in (
        ("0,04", ["5", "−5", "5", "−5"], "−1 times the one before."),
        (".05", ["5", "−7.5", "11.25", "−16.875"], "−1.5 times the one before."),
    ):
        enter(explorer, "Rate η", rate)
        assert column(explorer, 2) == errors
        assert said.text_content().endswith(words)
    enter(explorer, "Rate η", "0.02")
    assert "error 0: on target" in said.text_content()
    assert "1 − 2η‖x‖² = 0." in explorer.locator(".ex-note").text_content()
    explorer.get_by_role("button", name="Undo").click()
    assert len(column(explorer, 0)) == 3
    explorer.get_by_role("button", name="Reset").press("Enter")
    assert column(explorer, 2) == ["5"]
    assert not seen.problems


def test_one_weight(visit):
    explorer = net(visit("idea/from-data/").page)
    explorer.get_by_role("combobox").select_option("1")
    for label, value in (("Target", "10"), ("Start w1", "2"), ("x1", "3")):
        enter(explorer, label, value)
    explorer.get_by_role("button", name="Step").click()
    assert column(explorer, 5) == ["−24", "−19.68"]
    assert column(explorer, 4) == ["2", "2.24"]
    assert "w1 2.24 − 0.01 · −19.68 = 2.4368" in " ".join(picture(explorer))
    assert not [text for text in picture(explorer) if "w2" in text]
    heads = [head.text_content() for head in explorer.locator("th").all() if head.is_visible()]
    assert heads == ["k", "prediction", "error", "loss", "w1", "slope1"]
    assert [len(row.locator("td").all()) for row in explorer.locator("tbody tr").all()] == [6, 6]
    for label, there in (("x1", True), ("x2", False), ("Start w2", False)):
        assert explorer.get_by_label(label, exact=True).is_visible() == there
    assert explorer.locator("[role=slider]").last.is_hidden()
    explorer.get_by_role("combobox").select_option("2")
    assert len(explorer.locator("tbody tr").first.locator("td").all()) == 8


def test_weights_by_keyboard_and_pointer(visit):
    page = visit("idea/from-data/").page
    explorer = net(page)
    first, second = explorer.get_by_role("slider").all()
    explorer.get_by_role("button", name="Step").click()
    assert first.get_attribute("aria-valuetext") == "0.7"
    first.press("ArrowRight")  # from what is seen, 0.7
    assert column(explorer, 4) == ["0.8"]
    first.press("Shift+ArrowDown")
    first.press("ArrowLeft")
    assert explorer.get_by_label("Start w1").input_value() == "-0.3"
    assert column(explorer, 1) == ["7.1"]  # 3 · −0.3 + 4 · 2
    second.scroll_into_view_if_needed()
    for target, expected in ((60, 10), (-400, -10)):
        box = second.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + target / 2, y)
        page.mouse.move(x + target, y)
        page.mouse.up()
        assert explorer.get_by_label("Start w2").input_value() == str(expected)
        assert second.get_attribute("aria-valuenow") == str(expected)
    second.press("ArrowLeft")
    assert second.get_attribute("aria-valuenow") == "-10"
    unit = page.evaluate("document.querySelector('#net svg').getBoundingClientRect().width / 320")
    box = second.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 66 * unit, y)  # three quarters of the scale
    page.mouse.up()
    assert float(explorer.get_by_label("Start w2").input_value()) == pytest.approx(5, abs=0.1)  # a pixel of Firefox


def test_play(visit):
    seen = visit("idea/from-data/", motion="reduce")
    explorer = net(seen.page)
    play = explorer.get_by_role("button", name="Play")
    play.click()
    explorer.get_by_text("on target").wait_for()
    rows = len(column(explorer, 0)) - 1
    assert 5 * 0.5**rows <= 1e-9 < 5 * 0.5 ** (rows - 2)  # a long walk takes two steps at a time
    assert play.text_content() == "Play"
    enter(explorer, "Rate η", "0.05")
    play.click()
    explorer.get_by_text("have left the map").wait_for()
    assert not seen.problems


def test_what_cannot_move(visit):
    explorer = net(visit("idea/from-data/").page)
    enter(explorer, "x2", "0")
    explorer.get_by_role("button", name="Step").click()
    said = explorer.locator(".ex-say")
    assert "x2 is 0: the weight w2 cannot move." in said.text_content()
    assert "x1 is 0" not in said.text_content()
    assert column(explorer, 7) == ["0", "0"]
    assert column(explorer, 5) == ["2", "2"]
    enter(explorer, "x1", "0")
    assert "w1 cannot move" in said.text_content()
    assert column(explorer, 2) == ["−6", "−6"]
    assert "1/‖x‖² = ∞" in explorer.locator(".ex-note").text_content()


def test_extremes(visit):
    seen = visit("idea/from-data/", width="phone")
    explorer = net(seen.page)
    said = explorer.locator(".ex-say")
    for label, value, wanted in (
        ("x1", "1001", "x1: expected a number from −1000 to 1000, found “1001”. It stays 3."),
        ("Rate η", "-0.1", "Rate η: expected a number from 0 to 1000, found “-0.1”. It stays 0.01."),
        ("Target", "<b>", "Target: expected a number from −1000000 to 1000000, found “<b>”. It stays 6."),
        ("Start w2", " ", "Start w2: expected a number from −1000000 to 1000000, found nothing. It stays 2."),
    ):
        enter(explorer, label, value)
        assert said.text_content().startswith(wanted)
    wide = {
        "x1": "-0.00012346",
        "x2": "-999.99",
        "Start w1": "-123456.7",
        "Start w2": "-987654.3",
        "Target": "-12345.6",
    }
    for label, value in wide.items():
        enter(explorer, label, value)
    enter(explorer, "Rate η", "0.00012345")
    assert "slope −2" in " ".join(picture(explorer))
    assert not (found := touching(seen.page, "net", 320, 10.5)), found
    enter(explorer, "Rate η", "1000")
    for _ in range(3):
        explorer.get_by_role("button", name="Step").click()
    assert "have left the map" in said.text_content()
    assert len(column(explorer, 0)) == 2
    assert not (found := touching(seen.page, "net", 320, 10.5)), found
    assert not seen.problems
