"""What is particular to each explorer: what it says, its grips and buttons, and what its picture is drawn from."""

import math
import re

import numpy as np
import pytest

from tests.browser.test_explorer_numbers import SURFACES, TARGET

SNOW = {"x1": 3, "x2": 4, "w1": 1, "w2": 2, "target": 6, "rate": 0.01}  # the hike of two inputs in the lesson
RACE = {"w": 0, "b": 0, "rate": 0.2, "method": "together.one_by_one", "steps": 2}
STATES = [  # explorer, settings that differ from the page's, and the numbers and verdicts in its words, note or picture
    ("descent", {"rate": 1.1, "steps": 1000}, "= 2.2: the walk diverges / The walk has left the map."),
    (
        "descent",
        {"loss": "quartic", "start": 2, "rate": 0.1, "steps": 1},
        "On this step: the walk creeps / The rate 0.17361 lands",
    ),
    ("rate", {}, "Rate 0.1: factor 0.8, 26 steps to come within 0.01. It creeps."),
    ("rate", {"rate": 1.1}, "Rate 1.1: factor −1.2, it never comes within 0.01. It diverges."),
    ("rate", {"a": 110, "rate": 0.001, "start": 1.5}, "lands 0.0045 / limit 0.0091 / 1.5 / factor 0.78"),
    ("slope", {"h": 1e-16, "w": 2}, "h = 1e−16: forward 0, off by 2; / w + h is the same number as w."),
    ("network", SNOW, "slope 30 / slope 40 / w1 · x1 = 3 / w2 · x2 = 8 / prediction 11 / target 6 / error 5 / loss 25"),
    ("network", SNOW, "w1|10|×|3|×|1|=|30 / w2|10|×|4|×|1|=|40 / w2|2|−|0.01|·|40|=|1.6"),
    ("network", {"x1": 0, "x2": 0, "steps": 1}, "x1 is 0: the weight w1 cannot move. x2 is 0 / 1/‖x‖² = ∞"),
    ("model", {"w1": 0, "w2": 0, "steps": 3}, "Step 3: loss 16.25. Both slopes are 0: nothing moves."),
    ("terrain", RACE, "together at (1.2, −0.2), loss 5.86; one at a time"),
    ("terrain", {"surface": "saddle", "w": -1, "b": 0, "steps": 60}, "stuck at a saddle"),
    ("race", {"steps": 60}, "First below loss 0.01: descent at step 47, momentum at step 15."),  # 8 · 0.93^94 < 0.01
    ("circuit", {}, "x1 = 2 / w1 = 0.5 / 0.6225 / L = 0.1425 / slope 1 / −0.3549 / 0.1774 / −0.08872"),
    ("circuit", {"circuit": "twice", "steps": 4}, "x1 gets 2, x1 gets 2. Slopes that meet add up: x1 has 5."),
    ("schedule", {"steps": 3, "ask": "after"}, "Epoch 3: rate 0.08. / The plan for epoch 3 is the rate 0.04, not this"),
    ("descent", {"loss": "decay", "start": -1, "rate": 0.5, "steps": 5}, "w = 1.3058 / it has no minimum."),
    ("plane", {"rate": 0.1111, "beta": 0.45}, "η 0.1111, β 0.45: factor 0.67 per step, ripples. Step 60: distance "),
    ("plane", {"rate": 0.01, "beta": 0}, "factor 0.99 per step, monotone."),
    ("plane", {"rate": 0.04, "beta": 1, "kappa": 1}, "factor 1 per step, gets no nearer."),
    ("basins", {"rate": 0.05, "w": 1, "b": 1}, "Start (1, 1), rate 0.05: leaves the map after 9 steps. Step 9: "),
    ("basins", {"rate": 0.001, "w": 4, "b": 1}, "ends at (3, 2) after / steps. Step 300: (3, 2), loss "),
    ("edge", {"steps": 300}, "Step 300: / sharpness below 9.805, 2/η 10. At rest, below 2/η."),
    ("edge", {"loss": "square", "rate": 0.4, "steps": 60}, "flown off."),
    ("edge", {"u": 0.25}, "loss 0; / No minimum this sharp can hold a walk beside it."),
    ("batches", {"size": 7, "steps": 3}, "updates 3, samples 21, epochs 0.875, loss  / Next batch: 3 of 24."),
]


def test_words_and_numbers(explorer):
    missing = []
    for name, settings, words in STATES:
        shown = "|".join(filter(None, explorer(name).set(**settings).read))
        missing += [f"{name} {settings}: {part!r} not in {shown}" for part in words.split(" / ") if part not in shown]
    assert not missing, "\n".join(missing)


MOVES = [  # explorer, settings, grip, units of the picture to the right and down or keys, fields then
    ("descent", {"start": 0}, "Start", (4 * 340 / 9, 0), {"start": 4, "steps": 0}),
    ("descent", {"start": 0}, "Start", "ArrowRight Shift+ArrowLeft", {"start": -0.81}),
    ("slope", {"w": 0}, "Point w", (3 * 336 / 7, 0), {"w": 3}),
    ("slope", {"w": 1}, "Point w", "ArrowRight", {"w": 1.05}),
    ("slope", {"h": 1}, "Nudge h", (-4 * 302 / 16, 0), {"h": 1e-4}),
    ("slope", {"h": 0.001}, "Nudge h", "Shift+ArrowLeft ArrowUp", {"h": 0.00013}),
    ("rate", {"rate": 0.1}, "Rate, along the curve", (2.2 * 172 / 3, -100), {"rate": 1.2}),
    ("rate", {}, "Rate, along the curve", "ArrowRight", {"rate": 0.1055}),
    ("network", {"w2": -10}, "Weight w2", (66, 0), {"w2": 5}),
    ("network", SNOW | {"steps": 1}, "Weight w1", "ArrowRight Shift+ArrowDown", {"w1": -0.2, "steps": 0}),
    ("model", {"w1": 0}, "Weight w1", (22, 0), {"w1": 5, "steps": 0}),
    ("terrain", {"surface": "bowl", "w": 0, "b": 0}, "Start", (218 / 5.6, 190 / 4.9), {"w": 1, "b": -1}),
    ("terrain", {"w": 1, "b": 0}, "Start", "ArrowRight ArrowUp ArrowUp Shift+ArrowLeft", {"w": 0.55, "b": 0.1}),
    ("terrain", {"w": 2, "b": 0, "steps": 0}, "Line at x = 2.5", (0, 3 * 190 / 13), {"w": 0.5, "b": 0.75}),
    ("terrain", {"w": 2, "b": 0, "steps": 0}, "Line at x = 0.5", "Shift+ArrowUp", {"w": 1.5, "b": 1.25}),
    ("race", {"steps": 3}, "Start", (2 * 21.8, 21.71), {"w": -2, "b": 1, "steps": 3}),
    ("race", {"surface": "rosenbrock", "w": -1, "b": 1}, "Start", (54.5, 190 / 3.5), {"w": 0, "b": 0}),
    ("race", {"surface": "himmelblau"}, "Start", "ArrowUp Shift+ArrowRight", {"w": -3.5, "b": 2.05}),
    ("circuit", {}, "w1", (80, 0), {"w1": 10}),
    ("circuit", {}, "w1", "ArrowRight Shift+ArrowDown", {"w1": -0.4, "steps": 12}),
    ("schedule", {}, "Epoch", (-302 / 12 * 7, 0), {"steps": 4}),
    ("schedule", {}, "Epoch", "ArrowRight ArrowLeft", {"steps": 10}),
    ("plane", {"kappa": 1, "rate": 1}, "Rate and momentum", (192 / 4.4, 48), {"rate": 2, "beta": 0.25, "steps": 60}),
    ("plane", {}, "Rate and momentum", "ArrowRight Shift+ArrowUp", {"rate": 0.101, "beta": 0.6}),
    ("edge", {"u": 0, "v": 0}, "Start", (184 / 5.4, -184 / 2.7), {"u": 1, "v": 2}),
    ("edge", {}, "Start", "ArrowRight Shift+ArrowDown", {"u": 0.31, "v": 3.5}),
    ("basins", {"w": 0, "b": 0}, "Start", (48, 32), {"w": 3, "b": -2}),
    ("basins", {}, "Start", "ArrowRight Shift+ArrowUp", {"w": 0.05, "b": 0.5}),
]
NO_SCROLL = "(grip) => !grip.dispatchEvent(new Event('touchstart', { cancelable: true }))"


@pytest.mark.parametrize("width", [pytest.param(390, marks=pytest.mark.all), 1280])
def test_grips_are_dragged_and_moved_by_keys(explorer, width):
    wrong = []
    for name, settings, label, moves, fields in MOVES:
        if isinstance(moves, str) and width == 390:
            continue
        used = explorer(name)
        used.page.set_viewport_size({"width": width, "height": 900})
        used.set(**settings)
        if isinstance(moves, str):
            for key in moves.split():
                used.slider(label).press(key)
        else:
            used.drag(label, *moves)
        found = {field: used.state[field] for field in fields}
        near = {"rel": 1e-9} if isinstance(moves, str) else {"rel": 0.15, "abs": 0} if "h" in fields else {"abs": 0.05}
        if found != pytest.approx(fields, **near):
            wrong.append(f"{name} {settings}, {label} {moves}: {found}, expected {fields}")
        if not used.slider(label).evaluate(NO_SCROLL):
            wrong.append(f"{name}, {label}: a finger on the grip scrolls the page")
    assert not wrong, "\n".join(wrong)


def chart(h, error):
    return 46 + 302 / 16 * (16 + math.log10(h)), 100 - 82 / 19 * (16 + math.log10(error))


PICTURES = [  # explorer, settings, path, the place in the picture of a row of the table
    ("descent", {}, ".ex-dots", lambda k, w, loss, *_: (12 + 340 / 9 * (w + 1.5), 194 - 184 / 20.5 * loss)),
    ("descent", {}, ".ex-path >> nth=1", lambda k, w, loss, *_: (12 + 340 / 9 * (w + 1.5), 194 - 184 / 20.5 * loss)),
    ("rate", {}, ".ex-path", lambda k, w, far: (293 + 44 / 3 * (w - 3), 107 - 44 / 3 * (w - 3) if k else 170)),
    ("slope", {"curve": "exp", "w": 1}, ".ex-path >> nth=1", lambda h, a, error, *_: chart(h, error)),
    ("slope", {"curve": "exp", "w": 1}, ".ex-path >> nth=2", lambda h, a, e, b, error: chart(h, error)),
    ("network", SNOW | {"steps": 8}, ".ex-dots", lambda k, output, error, *_: (76 + 29.5 * k, 274 - 4 * error)),
    ("model", {"steps": 20}, ".ex-path >> nth=1", lambda k, loss, *_: (186 + 6.4 * k, 260 - 150 / 14.773 * loss)),
    ("terrain", {}, ".ex-dots", lambda k, name, w, b, *_: (22 + 218 / 5.6 * (w + 1.9), 198 - 190 / 4.9 * (b + 2.9))),
    ("race", {"method": "momentum", "steps": 9}, ".ex-dots", lambda k, _, w, b, *m: (131 + 21.8 * w, 103 - 21.71 * b)),
    ("schedule", {}, ".ex-loss", lambda epoch, rate, *_: (46 + 302 / 12 * epoch, 110 - 90 / 0.08 * rate)),
    ("plane", {}, ".ex-path", lambda k, w1, w2, far: (258 + 94 / 60 * k, 50 - 84 / 9 * w1)),
    ("plane", {}, ".ex-path >> nth=1", lambda k, w1, w2, far: (258 + 94 / 60 * k, 50 - 84 / 9 * w2)),
    ("basins", {}, ".ex-loss", lambda k, w1, w2, *_: (30 + 16 * (w1 + 6), 200 - 16 * (w2 + 6))),
    ("edge", {"steps": 30}, ".ex-dots", lambda k, u, v, *_: (12 + 184 / 5.4 * (u + 1), 200 - 184 / 5.4 * (v + 1))),
    ("edge", {"steps": 30}, ".ex-path >> nth=1", lambda k, u, v, _, below: (226 + 4 * k, 200 - 9.2 * below)),
    ("batches", {}, "[stroke-width='3']", lambda k, n, m, w, b, _: (30 + 130 * (w + 0.6), 160 - 53.571 * (b - 1.9))),
]


def test_pictures_show_what_the_table_says(explorer):
    """The points of a path in the picture are the rows of the table, on the scales of the axes."""
    wrong = []
    for name, settings, selector, place in PICTURES:
        used = explorer(name).set(**settings)
        drawn = used.points(selector)
        for row in used.rows:
            x, y = place(*(float(cell) if re.fullmatch(r"[-+.e\d]+", cell) else cell for cell in row))
            if min(abs(x - p) + abs(y - q) for p, q in drawn) > 0.25:
                wrong.append(f"{name} {settings} {selector}: ({x}, {y}) of {row} is not in {drawn}")
    assert not wrong, "\n".join(wrong)


def test_pictures_show_slopes_and_minima(explorer):
    secant = explorer("slope")
    for h, expected in [(1, -3), (1e-3, -3.999), (1e-15, -4.4409), (1e-16, 0)]:  # 2d + h, but for the rounding
        secant.set(w=1, h=h)
        for line, slope in [(".ex-path >> nth=0", expected), (".ex-tangent", -4)]:
            (x1, y1), (x2, y2) = secant.points(line)
            assert (y1 - y2) / 104 * 14 / ((x2 - x1) / 336 * 7) == pytest.approx(slope, abs=0.03), h
    used = explorer("terrain")
    for surface, w, b in [("line", 0, 0), ("line", 1.3, 1.1), ("saddle", 0.5, 0.4), ("valleys", 0.4, 0.8)]:
        used.set(surface=surface, w=w, b=b, steps=0)
        height, *uphill = SURFACES[surface](w, b)
        (x1, y1), (x2, y2) = used.points("path[style*=vermilion] >> nth=0")[:2]
        arrow = np.array([x2 - x1, y1 - y2])
        assert arrow / np.hypot(*arrow) == pytest.approx(uphill / np.hypot(*uphill), abs=0.02), surface
        for selector, column, expected in [("path[style*=muted]", 0, height), (".ex-minimum", slice(1, 3), (0, 0))]:
            for x, y in used.points(selector):  # the contour through the start, and each minimum
                at = SURFACES[surface](5.6 / 218 * (x - 22) - 1.9, 4.9 / 190 * (198 - y) - 2.9)
                assert at[column] == pytest.approx(expected, abs=0.2 if column == 0 else 0.05), (surface, selector)


def test_what_is_not_used_is_hidden(explorer):
    net = explorer("network").set(net="1", steps=1)
    heads = [head.text_content() for head in net.root.locator("th").all() if head.is_visible()]
    assert heads == ["k", "prediction", "error", "loss", "w1", "slope1"]
    hidden = [net.field("x2"), net.field("Start w2"), net.slider("Weight w2")]
    circuit = explorer("circuit").set(circuit="twice")
    hidden += [circuit.field(name) for name in ("w1", "x2", "w2", "b", "y")] + [circuit.slider("w1")]
    assert not any(field.is_visible() for field in hidden)
    used = explorer("schedule")
    own = {"constant": None, "step": "Halve every", "inverse": "Decay", "cosine": None, "warm": "Warm-up"}
    for kind, label in own.items():
        used.root.get_by_role("combobox", name="Schedule").select_option(kind)
        assert [each for each in filter(None, own.values()) if used.field(each).is_visible()] == [label] * bool(label)


def test_a_click_on_the_map_sets_the_start(explorer):
    used = explorer("terrain").set(surface="bowl", steps=1, rate=0.5)
    svg = used.root.locator("svg")
    unit = svg.bounding_box()["width"] / 360
    svg.click(position={"x": unit * (22 + 218 / 5.6 * (3 + 1.9)), "y": unit * (198 - 190 / 4.9 * (-1 + 2.9))})
    assert [used.state[key] for key in "wb"] == pytest.approx([3, -1], abs=0.03)
    assert used.rows[-1][2:4] == ["2", "1"], "half the curvature's inverse: one step from anywhere"


@pytest.mark.parametrize(("name", "place", "state"), [
    ("plane", (30 + 192 / 4.4 * 3, 200 - 192 * 0.75), {"rate": 0.12, "beta": 0.75, "steps": 60}),
    ("edge", (12 + 184 / 5.4 * 2, 200 - 184 / 5.4 * 4), {"u": 1, "v": 3}),
    ("basins", (30 + 16 * 9, 200 - 16 * 3), {"w": 3, "b": -3}),
])  # fmt: skip
def test_a_click_on_a_map_of_cells_shows_that_run(explorer, name, place, state):
    used = explorer(name)
    svg = used.root.locator("svg")
    unit = svg.bounding_box()["width"] / 360
    svg.click(position={"x": unit * place[0], "y": unit * place[1]})
    assert {key: used.state[key] for key in state} == pytest.approx(state, abs=0.04)


def test_a_map_of_cells_is_drawn_anew_and_with_reduced_motion_at_once(explorer):
    """Coarse first: before the finest cells the blocks of twelve."""
    used = explorer("basins")
    seen = """(e, rate) => new Promise((done) => {
      const seen = [];
      new MutationObserver(() => seen.push(e.cells.grid.includes(-1)) && e.cells.paths[0].getAttribute("d").length)
        .observe(e.cells.paths[0], { attributes: true });
      const look = () => e.note.textContent ? done(seen) : setTimeout(look, 5);
      e.set({ rate });
      look();
    })"""
    assert used.note or used.wait("e.note.textContent") is None
    assert len(used.root.evaluate(seen, 0.011)) >= 4
    used.page.emulate_media(reduced_motion="reduce")
    assert used.root.evaluate(seen, 0.012) == [False]


def test_methods_are_chosen_by_buttons_and_keep_their_rates(explorer):
    used = explorer("race")
    fields = used.root.locator(".ex-field:has(> input[type=text]):visible")
    for names, method, rates in [
        ([], "descent.momentum", [0.07, 0.1]),
        (["sign", "Adam"], "descent.momentum.sign.adam", [0.07, 0.1, 0.1, 0.2]),
        (["momentum"], "descent.sign.adam", [0.07, 0.1, 0.2]),
        (["AdaGrad", "RMSProp"], "descent.sign.adam.rmsprop", [0.07, 0.1, 0.2, 0.1]),  # in the place of the fourth
        (["momentum"], "descent.sign.adam.momentum", [0.07, 0.1, 0.2, 0.1]),  # with the rate of the page
        (["descent", "sign", "momentum", "Adam"], "adam", [0.2]),  # one stays
    ]:
        used.press(*names)
        assert used.state["method"] == method
        assert [used.state[name] for name in ("rate", "rate2", "rate3", "rate4")][: len(rates)] == rates
        pressed = used.root.locator("[aria-label=Methods] [aria-pressed=true]").all_text_contents()
        labels = fields.all_text_contents()
        assert sum("η" in label for label in labels) == len(pressed) == len(rates)
        assert ("β" in labels) == ("momentum" in method)
    assert labels == ["κ", "Start w₁", "w₂", "Rate η", "Finish: loss"]
    shown = explorer("terrain").root.locator("[aria-label=Methods] button:visible").all_text_contents()
    assert shown == ["together", "one at a time"], "the lesson knows no other"


def test_another_surface_brings_its_start_its_rates_and_its_names(explorer):
    used = explorer("race").set(steps=5)
    page = used.state
    lands = {"rosenbrock": ([-1.2, 1], "w₁w₂"), "line": ([-1, -1], "wb"), "ravine": ([-4, 2], "w₁w₂")}
    for surface, (start, names) in lands.items():
        used.root.get_by_role("combobox", name="Loss").select_option(surface)
        assert [used.state[key] for key in ("w", "b", "steps")] == [*start, 0]
        assert "".join(used.root.locator("th").all_text_contents()[2:4]) == names
        assert used.field(f"Start {names[: len(names) // 2]}").is_visible()
        assert used.field("κ").is_visible() == (surface == "ravine")
    assert used.state == page | {"steps": 0}


def test_a_race_shows_what_the_methods_remember_and_goes_on_without_those_that_leave(explorer):
    used = explorer("race").set(method="momentum", steps=4)
    (x, y), (p, q) = used.points("path[style*='--orange'] >> nth=1")[:2]
    v = np.array([float(cell) for cell in used.rows[-1][-2:]])
    arrow = [x - p, q - y] / np.hypot(p - x, q - y)
    assert arrow == pytest.approx(v / np.hypot(*v), abs=0.02), "against v, as it moves"
    used.set(method="rmsprop")
    width, height = (float(used.root.locator("rect").first.get_attribute(side)) for side in ("width", "height"))
    s = [float(cell) for cell in used.rows[-1][-2:]]
    assert height / width == pytest.approx(math.sqrt(s[1] / s[0]), rel=0.01)
    used.set(method="descent.adam", rate=1, rate2=0.2, steps=80)
    assert [row[1] for row in used.rows].count("descent") == 6, "2 · 24^5 is beyond a million"
    assert [row[:2] for row in used.rows[-1:]] == [["80", "adam"]]
    assert ", off the map: undo" in used.say
    used.page.set_viewport_size({"width": 390, "height": 900})
    assert used.root.evaluate("(e) => e.scrollWidth <= e.clientWidth && e.box.clientHeight >= 95")


def test_a_folded_explorer_shows_no_number_until_the_prediction_is_answered(visit):
    page = visit("idea/descent/").page
    walk = page.locator("#walk")
    names = walk.locator("button:visible")
    numbers = "(e) => [...e.querySelectorAll('svg text, .ex-say, td')].filter((t) => t.checkVisibility()"
    numbers += " && /\\d/.test(t.textContent)).length"
    assert names.all_text_contents() == ["Step"]
    names.first.press("Enter")
    assert walk.evaluate("(e) => e.state.steps") == 1
    assert walk.evaluate(numbers) == 0
    page.get_by_role("button", name="I don't know").first.press("Enter")
    assert names.all_text_contents() == ["Step", "All controls"]
    names.last.press("Enter")
    assert walk.evaluate(numbers) > 5
    assert walk.locator("[hidden]:not(pre, .ex-button)").count() == 0
    assert page.evaluate("document.activeElement.closest('#walk') !== null"), "the focus stays in the explorer"
    page.goto(page.url.partition("?")[0])
    walk.locator(".ex-more").wait_for()
    assert names.all_text_contents() == ["Step", "All controls"], "what was shown stays shown"


def test_buttons(explorer):
    """Each by keyboard: Step, Undo, Reset, and those of one explorer alone."""
    walk = explorer("descent").set(start=5, rate=0.1, steps=0)
    walk.press("Step", "Step", "Undo")
    assert walk.rows[-1][:2] == ["1", "4.6"]  # 5 − 0.1 · 2 · (5 − 3)
    walk.press("Reset")
    assert (walk.state["start"], walk.state["steps"]) == (5, 0)
    walk.press("Reset", key=" ")
    assert walk.state["start"] == 6, "at its start, Reset brings back the page's experiment"
    secant = explorer("slope")
    secant.press("Shrink h", "Shrink h", "Undo")
    assert secant.state["h"] == 0.1
    circuit = explorer("circuit")
    circuit.enter("Rate η", "0,5")
    circuit.press(*["Descend"] * 30)
    assert circuit.note.startswith("Descent step 19: ")
    used = explorer("batches")
    for name, updates in [("Epoch", 12), ("Step", 13), ("Epoch", 18), ("Undo", 17), ("Epoch", 18)]:
        used.press(name)
        assert used.state["steps"] == updates
    used.enter("Batch size", "7")  # 7 + 7 + 7 + 3
    used.press("Epoch", "Epoch")
    assert [row[1:3] for row in used.rows[-2:]] == [["7", "45"], ["3", "48"]]


def test_batches_race_to_the_green_ring(explorer):
    """What the page says to try: Play stops where the loss first is within 0.02; the paths stay, three at most."""
    used = explorer("batches")
    used.page.emulate_media(reduced_motion="reduce")
    told = []
    for size, rate, updates in [(24, 0.2, 4), (4, 0.1, 10), (1, 0.05, 17)]:
        used.set(size=size, rate=rate, steps=0).press("Play")
        used.wait(f"e.state.steps === {updates}")
        assert used.say.endswith(f"First in the green ring at update {updates}, sample {updates * size}.")
        losses = [float(row[5]) for row in used.rows]
        assert losses[-1] <= TARGET < min(losses[:-1])
        used.press("Keep this path", "Keep this path")
        told.append(f"Batches of {size}: updates {updates}, samples {updates * size}")
        assert [text for text in used.read if text.startswith("Batches")] == [*told, told[-1]], "no path twice"
    used.press("Step", "Keep this path")
    assert [text for text in used.read if text.startswith("Batches")][:2] == told[1:], "the oldest goes"
    used.press("Clear")
    assert used.state["kept"] == "none"
    bad = ["4_0.1_mixed_1", "4_0.1_mixed_1_6*", "0_0.1_mixed_1_6", "4_NaN_mixed_1_6", "4_0.1_<b>_1_6"]
    for text in [*bad, "*".join(["1_1_file_1_1"] * 4)]:
        assert used.root.evaluate("(explorer, text) => explorer.accept('kept', text)", text) is None, text
