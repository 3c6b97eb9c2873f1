"""The terrain explorer: its table against exact arithmetic, its controls, its picture, and methods to come."""

import itertools
import re
from decimal import Decimal, getcontext

import pytest

from tests.browser.explorers import printed, tables

PAGE = "idea/many-weights/"
X, Y = (-1.9, 3.7, 22, 240), (-2.9, 2, 198, 8)  # what the map shows, and where in the picture
SAMPLES = [(0, -3), (1, 2), (2, 5), (3, 6)]


def line(w, b):
    errors = [w * x + b - y for x, y in SAMPLES]
    return (
        sum(e * e for e in errors) / 4,
        sum(2 * e * x for e, (x, _) in zip(errors, SAMPLES, strict=True)) / 4,
        sum(2 * e for e in errors) / 4,
    )


def bowl(w, b):
    return (w - 2) ** 2 + (b - 1) ** 2, 2 * w - 4, 2 * b - 2


def ravine(w, b):
    steep, flat = w - b - 1, w + b - 3
    return 2 * steep**2 + flat**2 / 8, 4 * steep + flat / 4, -4 * steep + flat / 4


def saddle(w, b):
    return (w - 1) ** 2 / 2 + (b**2 - 1) ** 2 / 4, w - 1, b**3 - b


def valleys(w, b):
    off = b - w + 1
    return w**4 / 4 - w**3 / 3 - w**2 + off**2 + 3, w**3 - w**2 - 2 * w - 2 * off, 2 * off


LOSSES = {"line": line, "bowl": bowl, "ravine": ravine, "saddle": saddle, "valleys": valleys}


def move(method, surface, w, b, eta):
    _, slope_w, slope_b = surface(w, b)
    if method == "together":
        return w - eta * slope_w, b - eta * slope_b
    return w - eta * slope_w, b - eta * surface(w - eta * slope_w, b)[2]


def expected(surface, method, w, b, rate, steps):
    """The rows of the table, worked out with fifty digits."""
    getcontext().prec = 50
    surface, eta = LOSSES[surface], Decimal(rate)
    at = {name: (Decimal(w), Decimal(b)) for name in method.split(".")}
    rows = []
    for k in range(steps + 1):
        for name, (u, v) in at.items():
            rows.append([str(k), name, *(f"{float(x):.5g}" for x in (u, v, *surface(u, v)))])
        if any(abs(x) > 10**6 for point in at.values() for x in point):
            break
        at = {name: move(name, surface, *point, eta) for name, point in at.items()}
    return rows


def test_tables_agree_with_exact_arithmetic_and_with_the_python_shown(visit):
    """Every surface and method, starts near and far, rates that creep, leap and diverge."""
    methods = ["together", "one_by_one", "together.one_by_one"]
    starts = [(0, 0), (2.37, 1.43), (-1.7, -2.3), (31, -57.5)]
    rates = [0, 0.0132716, 0.20317359, 0.71170313]  # with few digits, a value may lie half-way between two roundings
    cases = [
        {"surface": surface, "method": method, "w": w, "b": b, "rate": rate, "steps": 9}
        for surface, method, (w, b), rate in itertools.product(LOSSES, methods, starts, rates)
    ]
    assert len(cases) == 240
    for case, (rows, code) in zip(cases, tables(visit(PAGE).page, "map", cases), strict=True):
        assert rows == expected(**case), case
        assert rows == printed(code), case
        assert max(len(row) for row in code.splitlines()) <= 64, code


def explorer(seen, **state):
    """The explorer of a page, brought to a state."""
    found = seen.page.locator("terrain-explorer")
    found.scroll_into_view_if_needed()
    seen.page.evaluate("(state) => document.querySelector('terrain-explorer').set(state)", state)
    return found


def state(seen):
    return seen.page.evaluate("document.querySelector('terrain-explorer').state")


def last(seen):
    """The last row of the table, as numbers from w on."""
    cells = seen.page.locator("terrain-explorer tbody tr").last.locator("td").all_text_contents()
    return [float(cell.replace("−", "-")) for cell in cells[2:]]


def place(seen, w, b):
    """Where on the screen a point of the map is."""
    box = seen.page.locator("terrain-explorer svg").bounding_box()
    unit = box["width"] / 360
    to = [q + (value - a) / (z - a) * (r - q) for value, (a, z, q, r) in zip((w, b), (X, Y), strict=True)]
    return box["x"] + unit * to[0], box["y"] + unit * to[1]


def said(seen):
    return seen.page.locator("terrain-explorer .ex-say").text_content()


def test_the_first_state_is_the_run_of_the_page(visit):
    seen = visit(PAGE)
    rows = seen.page.locator("terrain-explorer tbody tr")
    assert rows.count() == 9
    assert [rows.nth(2).locator("td").nth(i).text_content() for i in range(5)] == [
        "2",
        "together",
        "1.2",
        "−0.2",
        "5.86",
    ]
    assert said(seen).startswith("Step 8: together at (2.45, −1.02), loss 1.4, gradient (")


def test_buttons_by_keyboard(visit):
    seen = visit(PAGE, motion="reduce")
    found = explorer(seen, method="together.one_by_one", steps=0)
    for name, steps in ("Step", 1), ("Step", 2), ("Undo", 1), ("Undo", 0), ("Undo", 0), ("Step", 1), ("Step", 2):
        found.get_by_role("button", name=name, exact=True).press("Enter")
        assert state(seen)["steps"] == steps
    assert said(seen) == "Step 2: together at (1.2, −0.2), loss 5.86; one at a time at (2.28, −0.848), loss 1.65."
    found.get_by_role("button", name="Play").press("Space")
    seen.page.wait_for_function("document.querySelector('.ex-say').textContent.includes('minimum')")
    assert last(seen)[:3] == pytest.approx([3, -2, 1], abs=2e-3)
    assert 20 < state(seen)["steps"] < 200  # both have arrived: no need to play on
    found.get_by_role("button", name="Reset").press("Enter")
    assert state(seen)["steps"] == 0


def test_play_moves_step_by_step_and_pauses(visit):
    seen = visit(PAGE)
    found = explorer(seen, steps=0)
    found.get_by_role("button", name="Play").click()
    seen.page.wait_for_function("document.querySelector('terrain-explorer').state.steps > 1")
    found.get_by_role("button", name="Pause").click()
    steps = state(seen)["steps"]
    assert 1 < steps < 20
    seen.page.wait_for_timeout(400)
    assert state(seen)["steps"] == steps


def test_the_start_by_click_drag_and_arrow_keys(visit):
    seen = visit(PAGE)
    explorer(seen, surface="bowl", steps=1, rate=0.5)
    seen.page.mouse.click(*place(seen, 3, -1))
    assert [state(seen)[key] for key in "wb"] == pytest.approx([3, -1], abs=0.03)
    assert last(seen)[:2] == pytest.approx([2, 1])  # half the curvature's inverse: one step from anywhere
    seen.page.mouse.move(*place(seen, 3, -1))
    seen.page.mouse.down()
    seen.page.mouse.move(*place(seen, -1, 0.5), steps=4)
    seen.page.mouse.up()
    assert [state(seen)[key] for key in "wb"] == pytest.approx([-1, 0.5], abs=0.03)
    seen.page.mouse.move(*place(seen, -1, 0.5))
    seen.page.mouse.down()
    seen.page.mouse.move(*place(seen, 9, 9), steps=4)
    seen.page.mouse.up()
    assert [state(seen)[key] for key in "wb"] == [3.7, 2]  # the edge of the map
    explorer(seen, w=1, b=0)
    grip = seen.page.get_by_role("slider", name="Start", exact=True)
    grip.focus()
    for key in "ArrowRight", "ArrowUp", "ArrowUp", "Shift+ArrowLeft":
        grip.press(key)
    assert [state(seen)[key] for key in "wb"] == [0.55, 0.1]
    assert grip.get_attribute("aria-valuetext") == "w 0.55, b 0.1"


def test_touch_sets_the_start(visit):
    seen = visit(PAGE, width="phone")
    explorer(seen, steps=0)
    seen.page.touchscreen.tap(*place(seen, 2, -1))
    assert [state(seen)[key] for key in "wb"] == pytest.approx([2, -1], abs=0.03)


def test_fields_and_slider(visit):
    seen = visit(PAGE)
    found = explorer(seen, steps=1)
    for label, text in ("Start w", "1,5"), ("b", "−2"), ("Rate η", "0.1"):
        found.get_by_label(label, exact=True).fill(text)
        found.get_by_label(label, exact=True).press("Enter")
    # At (1.5, −2) the errors are 1, −2.5, −4, −3.5: slopes −10.5 and −4.5.
    assert last(seen)[:2] == pytest.approx([1.5 + 0.1 * 10.5, -2 + 0.1 * 4.5])
    slider = found.get_by_label("Rate η, slider")
    slider.focus()
    slider.press("ArrowRight")
    assert state(seen)["rate"] == 0.11  # a twentieth of a power of ten more
    explorer(seen, rate=0.2)
    found.get_by_role("combobox", name="Loss").select_option("bowl")
    assert last(seen)[:2] == pytest.approx([1.5 + 0.2, -2 + 1.2])
    found.get_by_role("combobox", name="Method").select_option(label="together and one at a time")
    assert seen.page.locator("terrain-explorer tbody tr").count() == 4


def test_the_line_is_bent_by_drag_and_by_keys(visit):
    seen = visit(PAGE)
    explorer(seen, w=2, b=0, steps=3)
    seen.page.evaluate("document.querySelector('terrain-explorer').set({ steps: 0 })")
    ends = [seen.page.get_by_role("slider", name=f"Line at x = {x}") for x in (0.5, 2.5)]
    ends[0].focus()
    ends[0].press("Shift+ArrowUp")
    assert [state(seen)[key] for key in "wb"] == [1.5, 1.25]  # from 2 to 5
    explorer(seen, w=2, b=0, steps=3)
    box = ends[1].locator("circle").last.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    unit = seen.page.locator("terrain-explorer svg").bounding_box()["width"] / 360
    before = last(seen)
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    seen.page.mouse.move(x, y + 3 * unit * 190 / 13, steps=3)  # three lower: the right side is 13 high
    seen.page.mouse.up()
    assert state(seen)["steps"] == 0
    assert [state(seen)[key] for key in "wb"] == pytest.approx([before[0] - 1.5, before[1] + 0.75], abs=0.05)
    explorer(seen, surface="bowl")
    assert [end.count() and end.is_visible() for end in ends] == [0, 0]


def strokes(seen, colour):
    paths = seen.page.evaluate(
        """(colour) => [...document.querySelectorAll("terrain-explorer svg path")]
             .filter((path) => path.style.stroke === colour).map((path) => path.getAttribute("d"))""",
        f"var(--{colour})",
    )
    return [[tuple(map(float, pair)) for pair in re.findall(r"[ML](\S+?) ([-\d.]+)", path)] for path in paths]


AROUND = [("line", 0, 0), ("line", 1.3, 1.1), ("ravine", 1, -1), ("valleys", 0.4, 0.8), ("saddle", -1, 0.9)]


def test_the_gradient_stands_at_a_right_angle_on_the_contour_and_points_uphill(visit):
    seen = visit(PAGE)
    for case in AROUND:
        surface, w, b = case
        explorer(seen, surface=surface, w=w, b=b, steps=0)
        _, slope_w, slope_b = LOSSES[surface](w, b)
        uphill = complex(slope_w, -slope_b)
        tail, tip = strokes(seen, "vermilion")[0][:2]
        arrow = complex(tip[0] - tail[0], tip[1] - tail[1])
        assert arrow / abs(arrow) == pytest.approx(uphill / abs(uphill), abs=0.02), case
        points = strokes(seen, "muted")[0]
        pieces = zip(points[::2], points[1::2], strict=True)
        (p, q), (r, s) = min(pieces, key=lambda piece: sum(abs(complex(*end) - complex(*tail)) for end in piece))
        along = complex(r - p, s - q)
        assert abs(complex(p, q) - complex(*tail)) < 5, case
        assert abs((arrow * along.conjugate()).real) < 0.15 * abs(arrow) * abs(along), case


def test_the_loss_is_the_same_along_the_contour(visit):
    seen = visit(PAGE)
    explorer(seen, surface="valleys", w=-0.5, b=-1, steps=0)
    unit = 190 / 4.9
    points = strokes(seen, "muted")[0]
    assert len(points) > 100
    heights = [valleys((x - 22) * 5.6 / 218 - 1.9, (198 - y) / unit - 2.9)[0] for x, y in points]
    assert heights == pytest.approx([valleys(-0.5, -1)[0]] * len(heights), abs=0.12)


def test_minima_and_gradients_of_the_surfaces(visit):
    """Both slopes vanish at the green dots, and each gradient is that of its loss, by central differences."""
    found = visit(PAGE).page.evaluate(
        """async () => {
          const { src } = document.querySelector('script[src$="start.js"]');
          const { SURFACES } = await import(src.replace("start", "surfaces"));
          return Object.values(SURFACES).map(({ loss, gradient, minima }) => [
            minima.map(([w, b]) => [gradient(w, b), loss(w, b), loss(w + 0.01, b + 0.01), loss(w + 0.01, b - 0.01)]),
            [[0.3, -0.7], [2.2, 1.4]].map(([w, b]) => [gradient(w, b), [
              (loss(w + 1e-5, b) - loss(w - 1e-5, b)) / 2e-5, (loss(w, b + 1e-5) - loss(w, b - 1e-5)) / 2e-5]]),
          ]);
        }"""
    )
    assert len(found) == 5
    for minima, slopes in found:
        for gradient, here, *around in minima:
            assert gradient == [0, 0]
            assert min(around) > here
        for gradient, differences in slopes:
            assert gradient == pytest.approx(differences, abs=1e-6)


EXTREMES = [
    ({"surface": "saddle", "w": -1, "b": 0, "steps": 60}, "stuck at a saddle"),
    ({"surface": "saddle", "w": 1, "b": 0, "steps": 0}, "stuck at a saddle"),
    ({"surface": "saddle", "w": -1, "b": 0.05, "steps": 300}, "a minimum"),
    ({"surface": "line", "rate": 1000, "steps": 300}, "off the map: undo, or take a smaller rate"),
    ({"surface": "valleys", "w": 100, "b": -100, "rate": 1000, "steps": 300}, "off the map"),
    ({"surface": "valleys", "rate": 0, "steps": 300}, "a rate of 0 moves nothing"),
    ({"surface": "bowl", "w": 2, "b": 1, "steps": 300}, "a minimum"),
]


def test_extremes_are_told_in_words(visit):
    seen = visit(PAGE)
    for given, words in EXTREMES:
        for method in "together", "one_by_one", "together.one_by_one":
            explorer(seen, **{"surface": "line", "w": 0, "b": 0, "rate": 0.2, "method": method, **given})
            assert words in said(seen), (method, given)
            assert "NaN" not in seen.page.locator("terrain-explorer svg").inner_html(), (method, given)


def test_a_rate_that_makes_no_sense_is_refused(visit):
    seen = visit(PAGE)
    found = explorer(seen, steps=2)
    field = found.get_by_label("Rate η", exact=True)
    for text in "", "1e9", "nan", "-1", "<b>1</b>":
        field.fill(text)
        field.press("Enter")
        assert "Rate η: expected a number from 0 to 1000" in said(seen), text
        assert (f"“{text}”" if text else "found nothing") in said(seen)
        assert state(seen)["rate"] == 0.2, text
        assert last(seen)[:2] == [1.2, -0.2], text


MOMENTUM = """async () => {
  const { src } = document.querySelector('script[src$="start.js"]');
  const { METHODS } = await import(src.replace("start", "surfaces"));
  METHODS.momentum = {
    name: "momentum",
    colour: "purple",
    start: (theta) => ({ theta, velocity: [0, 0], rounds: 0 }),
    step({ theta: [w, b], velocity: [v, u], rounds }, gradient, eta) {
      const [p, q] = gradient(w, b);
      const velocity = [0.5 * v + p, 0.5 * u + q];
      return { theta: [w - eta * velocity[0], b - eta * velocity[1]], velocity, rounds: rounds + 1 };
    },
    python: `def momentum(w, b, v, u, rounds):
    slope_w, slope_b = gradient(w, b)
    v, u = 0.5 * v + slope_w, 0.5 * u + slope_b
    return w - eta * v, b - eta * u, v, u, rounds + 1`,
  };
  const next = document.createElement("terrain-explorer");
  next.id = "next";
  document.querySelector("terrain-explorer").after(next);
  next.set({ surface: "bowl", method: "together.one_by_one.momentum", w: 0, b: 0, rate: 0.25, steps: 2 });
}"""


def test_a_method_to_come_races_and_shows_its_state(visit):
    """Momentum, registered from outside: its rows, its velocity in the table and as an arrow, its Python."""
    seen = visit(PAGE)
    seen.page.evaluate(MOMENTUM)
    new = seen.page.locator("#next")
    assert new.locator("th").all_text_contents()[-3:] == ["velocity w", "velocity b", "rounds"]
    rows = [row.locator("td").all_text_contents() for row in new.locator("tbody tr").all()]
    rows = [[cell.replace("−", "-") for cell in row] for row in rows]
    assert len(rows) == 9
    # v = (−4, −2), so (1, 0.5); there the slopes are (−2, −1), v = (−4, −2) again, so (2, 1): the minimum, at speed
    assert rows[8] == ["2", "momentum", "2", "1", "0", "0", "0", "-4", "-2", "2"]
    assert rows[6][7:] == ["", "", ""]
    [[table, code]] = tables(seen.page, "next", [{}])
    assert [[cell for cell in row if cell] for row in table] == printed(code)
    assert "velocity" in new.locator("svg text").all_text_contents()
    assert (
        new.locator("svg path").evaluate_all(
            "(all) => all.filter((path) => path.style.stroke === 'var(--purple)').length"
        )
        == 5
    )  # path, next step, dots, velocity, loss
    new.get_by_label("Method").select_option("together")
    assert new.locator("th").count() == 7
    assert {row.locator("td").count() for row in new.locator("tbody tr").all()} == {7}


def test_two_starts_part_on_the_page_about_stopping(visit):
    seen = visit("idea/stopping/")
    assert last(seen)[:2] == pytest.approx([2, 1], abs=0.01)
    explorer(seen, b=-1.2)
    assert last(seen)[:2] == pytest.approx([-1, -2], abs=0.02)
