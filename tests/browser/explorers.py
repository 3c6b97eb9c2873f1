"""What the tests of the explorers share: where each stands, how to use it, and how to compare it with Python."""

import contextlib
import io
from dataclasses import dataclass

import pytest

from tests.browser.waiting import wait_until


@dataclass(frozen=True)
class Place:
    """An explorer on a page: a value other than the page's for each field, and the numbers that its fields accept."""

    path: str
    id: str
    settings: dict
    ranges: dict[str, str]
    slider: tuple[str, str, float, float] | None = None  # label and field, least and most power of ten
    end: str = ""  # words at the end of a play


WALK = {"loss": "quartic", "start": 1.5, "rate": 0.05, "steps": 7}
STEPS = {"rate": 0.9, "a": 0.8, "start": -2, "target": 0.5}
SECANT = {"curve": "cube", "method": "central", "w": 2, "h": 1e-8}
NET = {"net": "1", "x1": 4, "x2": 5, "w1": -1, "w2": 2, "target": 8, "rate": 0.04, "steps": 2}
MODEL = {"w1": -0.5, "w2": 2, "rate": 0.05, "steps": 7}
FINE = {"kappa": 9, "angle": "30", "rate3": 0.3, "rate4": 0.4, "beta": 0.7, "target": 0.5}
MAP = {"surface": "bowl", "method": "one_by_one", "w": 1, "b": -0.5, "rate": 0.15, "rate2": 0.2, "steps": 3} | FINE
RACE = MAP | {"surface": "saddle", "method": "adam.nesterov.rmsprop.sign", "b": 0.5}
CIRCUIT = {"circuit": "product", "x1": 1, "w1": -2, "b": 0.5, "x2": 3, "w2": 1, "y": 0, "rate": 0.2, "steps": 3}
RATES = {"schedule": "warm", "every": 4, "decay": 2, "warm": 3, "rate": 0.3, "epochs": 20, "noise": 3, "seed": 5}
RATES |= {"ask": "after", "steps": 8}
BATCHES = {"size": 5, "seed": 7, "rate": 0.05, "order": "drawn", "steps": 9, "kept": "24_0.2_mixed_1_4*1_0.05_file_3_9"}
PLANE = {"rate": 0.03, "beta": 0.8, "kappa": 50, "steps": 7}
BASINS = {"rate": 0.02, "w": -1.5, "b": 2.5, "steps": 3}
EDGE = {"loss": "square", "rate": 0.25, "u": 0.3, "v": 3, "steps": 7}
FAR, NEAR = "−1000000 to 1000000", "−1000 to 1000"
RATE, SEED = {"Rate η": "0 to 1000"}, {"Seed": "1 to 1000000"}
STEEP = RATE | {"Steepness": "0.001 to 1000", "Start": NEAR, "Within": "0.000001 to 1000"}
NODE = RATE | {"x1": NEAR, "x2": NEAR, "Start w1": FAR, "Start w2": FAR, "Target": FAR}
GATES = RATE | dict.fromkeys(["x1", "w1", "x2", "w2", "b", "y"], NEAR)
PAIR = RATE | {"Start w1": FAR, "Start w2": FAR}
NOISE = RATE | SEED | {"Epochs": "2 to 200", "Halve every": "1 to 200", "Noise": "0 to 100"}
NUDGE = {"w": "−2 to 5", "Nudge h": "1e−16 to 1"}
BATCH = RATE | SEED | {"Batch size": "1 to 24"}
DISC = RATE | {"Momentum β": "0 to 1", "Ratio κ": "1 to 1000"}
FIELD = {"Rate η": "0.001 to 0.05", "Start w₁": "−6 to 6", "w₂": "−6 to 6"}
SPOT = RATE | {"Start w": "−100 to 100"}
EDGES = RATE | {"Start u": "−100 to 100", "v": "−100 to 100"}
LANE = {"Start w₁": "−100 to 100", "κ": "1 to 1000", "momentum η": "0 to 1000", "β": "0 to 1"}
PLACES = {
    "descent": Place("idea/descent/", "walk", WALK, RATE | {"Start": FAR}, ("Rate η", "rate", -4, 1), "w = 3, loss "),
    "rate": Place("idea/learning-rate/", "rates", STEPS, STEEP, ("Rate η", "rate", -4, 1)),
    "slope": Place("idea/slope/", "secant", SECANT, NUDGE, ("Nudge h", "h", -16, 0), "h = 1e−16: "),
    "network": Place("idea/from-data/", "net", NET, NODE, None, "error 0: on target"),
    "model": Place("idea/which-valley/", "model", MODEL, PAIR, None, "The ground is nearly level."),
    "terrain": Place("idea/many-weights/", "map", MAP, SPOT, ("Rate η", "rate", -3, 1), ", a minimum"),
    "race": Place("optimizers/momentum/", "race", RACE, LANE, ("descent η", "rate", -3, 1), "momentum at (−8.05e−06, "),
    "circuit": Place("networks/chain-rule/", "circuit", CIRCUIT, GATES, None, "New numbers."),
    "schedule": Place("data/schedules/", "schedules", RATES, NOISE, None, "Epoch 11: "),
    "batches": Place("data/batches/", "batches", BATCHES, BATCH, ("Rate η", "rate", -3, 0), "First in the"),
    "plane": Place("optimizers/momentum/", "plane", PLANE, DISC, None, "distance 0.000"),
    "edge": Place("theory/edge-of-stability/", "edge", EDGE, EDGES, ("Rate η", "rate", -2, 0), "At rest, below 2/η."),
    "basins": Place("terrain/basins/", "basins", BASINS, FIELD, None, "Step 39: "),
}

RESET = """(explorer) => {
  for (const each of document.querySelectorAll("[data-cover]")) each.removeAttribute("data-cover");
  explorer.querySelector(".ex-more")?.click();
  history.replaceState(history.state, "", location.pathname);
  explorer.querySelector(".ex-foot [aria-pressed=true]")?.click();
  const fields = Object.keys(explorer.constructor.fields);
  explorer.set(Object.fromEntries(fields.map((field) => [field, explorer.initial(field)])));
}"""
ROWS = """(explorer) => [...explorer.querySelectorAll(".ex-table tbody tr")].map((row) =>
  [...row.cells].map((cell) => cell.textContent.replaceAll("−", "-")).filter((text) => text))"""
TABLES = f"""(explorer, cases) => cases.map((values) => {{
  explorer.set(values);
  const broken = explorer.querySelector(".ex-stage").innerHTML.match(/NaN|Infinity|undefined/);
  return [({ROWS})(explorer), explorer.python(), broken?.[0]];
}})"""


class Explorer:
    """An explorer on an open page."""

    def __init__(self, visit, place: Place):
        self.visit, self.page, self.place = visit, visit.page, place
        self.root = visit.page.locator(f"#{place.id}")

    def reset(self) -> "Explorer":
        """The state that the page gives it, unfolded, by day, on a wide screen."""
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        self.root.evaluate(RESET)
        return self

    def set(self, **settings) -> "Explorer":
        self.root.evaluate("(explorer, values) => explorer.set(values)", settings)
        return self

    state = property(lambda self: self.root.evaluate("(explorer) => explorer.state"))
    say = property(lambda self: self.root.locator(".ex-say").text_content())  # its line in words
    note = property(lambda self: self.root.locator(".ex-note").text_content())
    rows = property(lambda self: self.root.evaluate(ROWS))  # of its table, the minus signs made ASCII
    read = property(lambda self: self.root.locator(".ex-say, .ex-note, svg text").all_text_contents())
    shown = property(lambda self: (self.say, self.rows, self.state))

    def points(self, selector: str) -> list[tuple[float, float]]:
        """The corners of a path in its picture."""
        path = self.root.locator(selector).first.get_attribute("d").replace("M", " ").replace("L", " ").split()
        return [(float(x), float(y.removesuffix("h0"))) for x, y in zip(path[::2], path[1::2], strict=True)]

    def tables(self, cases: list[dict]) -> list[tuple[list[list[str]], str, str | None]]:
        """For each setting: the rows of the table, the Python it shows, and what is broken in the picture."""
        return self.root.evaluate(TABLES, cases)

    def press(self, *names: str, key: str = "Enter") -> None:
        for name in names:
            self.root.get_by_role("button", name=name, exact=True).press(key)

    def field(self, label: str):
        return self.root.get_by_role("textbox", name=label, exact=True)

    def slider(self, label: str):
        return self.root.get_by_role("slider", name=label, exact=True)

    def enter(self, label: str, text: str) -> None:
        self.field(label).fill(text)
        self.field(label).press("Enter")

    def drag(self, label: str, right: float, down: float) -> None:
        """Drag a grip by so many units of its picture."""
        grip = self.slider(label)
        grip.evaluate("(grip) => grip.scrollIntoView({ block: 'center', behavior: 'instant' })")
        unit = grip.evaluate("({ ownerSVGElement: s }) => s.getBoundingClientRect().width / s.viewBox.baseVal.width")
        box = grip.locator("circle").last.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right * unit, y + down * unit, steps=4)
        self.page.mouse.up()

    def wait(self, condition: str) -> None:
        """Until a condition holds on the page, written with `e` for the explorer, once it is there."""
        script = f"(id) => {{ const e = document.getElementById(id); return e?.body?.isConnected && ({condition}); }}"
        wait_until(self.page, script, self.place.id)

    def agree(self, cases: list[dict], model=None) -> None:
        """For each setting, the table holds what the shown Python prints, and what a model gives where it can."""
        problems = []
        for case, (rows, code, broken) in zip(cases, self.tables(cases), strict=True):
            expected = model(**case) if model else None
            found = {"Python": difference(rows, printed(code)), "model": expected and difference(rows, expected)}
            found |= {"picture": broken, "long line": max(code.splitlines(), key=len)[64:]}
            problems += [f"{case}, {name}: {what}" for name, what in found.items() if what]
        assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems[:10])


def difference(rows: list[list[str]], expected: list[list]) -> str | None:
    """The first row of a table that is not the expected one."""
    if len(rows) != len(expected):
        return f"{len(rows)} rows, expected {len(expected)}"
    for row, wanted in zip(rows, expected, strict=True):
        read = [cell if isinstance(value, str) else float(cell) for cell, value in zip(row, wanted, strict=False)]
        if len(row) != len(wanted) or read != wanted:
            return f"{row}, expected {wanted}"
    return None


def printed(code: str) -> list[list[str]]:
    """The rows that a program prints, each split at blanks."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "shown.py", "exec"), {"__name__": "__main__"})
    return [row.split() for row in out.getvalue().splitlines()]


@pytest.fixture(scope="module")
def explorer(module_visit):
    """Explorers by name: `explorer("descent")`. Each page is loaded once for a module; the state is the page's own."""
    opened: dict[str, Explorer] = {}

    def explorer(name: str) -> Explorer:
        if name not in opened:
            opened[name] = Explorer(module_visit(PLACES[name].path), PLACES[name])
        return opened[name].reset()

    return explorer
