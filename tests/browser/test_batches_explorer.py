"""The explorer of "All samples, one, or a few": its penguins, its updates against Python, its words, kept paths."""

import csv
import itertools
import re
from fractions import Fraction

import pytest

from scripts.model import project
from tests.browser.explorers import enter, printed, say, tables

PATH = "data/batches/"
FIRST = {"size": 4, "seed": 1, "rate": 0.1, "order": "mixed", "steps": 6, "kept": "none"}
RACE = {24: (0.2, 4, 96), 4: (0.1, 10, 40), 1: (0.05, 17, 17)}  # rate, updates and samples to the ring


def penguins():
    """Every 14th penguin that was measured: flipper in cm above 20, mass in kg."""
    with (project.ROOT / "docs/datasets/penguins.csv").open() as file:
        measured = [row for row in csv.DictReader(file) if row["flipper_length_mm"] != "NA"]
    assert len(measured) == 342
    chosen = measured[13::14]
    return [(Fraction(row["flipper_length_mm"]) / 10 - 20, Fraction(row["body_mass_g"]) / 1000) for row in chosen]


DATA = penguins()
N = len(DATA)


def loss(w, b):
    return sum((w * x + b - y) ** 2 for x, y in DATA) / N


def lowest():
    """The weights of the lowest loss, from the normal equations."""
    x, y = (sum(pair[i] for pair in DATA) / N for i in (0, 1))
    w = sum((p - x) * (q - y) for p, q in DATA) / sum((p - x) ** 2 for p, _ in DATA)
    return w, y - w * x


def indices(order, seed):
    """The samples in their order, epoch after epoch."""
    chance = (seed * 16807**k % (2**31 - 1) % 10_000 for k in itertools.count(1))
    while True:
        if order == "drawn":
            yield [next(chance) % N for _ in range(N)]
        elif order == "mixed":
            yield [i for _, i in sorted((next(chance), i) for i in range(N))]
        else:
            yield list(range(N))


def path(size, seed, rate, order, steps, **rest):
    """Update, batch, samples seen, w, b and loss; the gradient from the moments of the batch."""
    w, b, seen, k = 0.0, 3.0, 0, 0
    xs, ys = [float(x) for x, _ in DATA], [float(y) for _, y in DATA]
    yield 0, 0, 0, w, b, loss(w, b)
    for epoch in indices(order, seed):
        for start in range(0, N, size):
            if k == steps:
                return
            batch = epoch[start : start + size]
            x, y, xx, xy = (
                sum(f(xs[i], ys[i]) for i in batch) / len(batch)
                for f in (lambda x, y: x, lambda x, y: y, lambda x, y: x * x, lambda x, y: x * y)
            )
            w, b = w - rate * 2 * (xx * w + x * b - xy), b - rate * 2 * (x * w + b - y)
            k, seen = k + 1, seen + len(batch)
            yield k, len(batch), seen, w, b, loss(w, b)


def test_penguins_of_the_file(visit):
    code = tables(visit(PATH).page, "batches", [FIRST])[0][1]
    shown = re.findall(r"\((-?[\d.]+), ([\d.]+)\)", code)
    assert [(Fraction(x), Fraction(y)) for x, y in shown] == DATA
    assert len(DATA) == 24


def test_table_and_python(visit):
    """Hundreds of settings: the table is what the Python prints, and near a second model of the updates."""
    page = visit(PATH).page
    cases = [
        {"size": size, "seed": seed, "rate": rate, "order": order, "steps": steps, "kept": "none"}
        for size, (seed, steps), rate, order in itertools.product(
            (1, 3, 5, 7, 16, 23, 24),
            ((1, 0), (7, 13), (999_999, 61)),
            (0, 1e-9, 0.0132716, 0.071, 0.29, 1000),
            ("mixed", "drawn", "file"),
        )
    ]
    assert len(cases) == 378
    near = 0
    for case, (rows, code) in zip(cases, tables(page, "batches", cases), strict=True):
        assert printed(code) == rows, case
        assert max(map(len, code.splitlines())) <= 64, case
        if case["rate"] < 0.1:  # no digits are lost
            assert len(rows) == case["steps"] + 1
            for row, ours in zip(rows, path(**case), strict=True):
                read = [float(cell) for cell in row]
                assert read == pytest.approx([float(x) for x in ours], rel=1e-4, abs=1e-9), case
                near += 1
    assert near > 5000


def test_every_epoch_takes_each_sample_once_and_seeds_differ():
    """The generator shuffles: in a thousand orders each sample is about as often first, and no two seeds agree."""
    orders = [tuple(next(indices("mixed", seed))) for seed in range(1, 1001)]
    assert len(set(orders)) == 1000
    firsts = [sum(order[0] == i for order in orders) for i in range(N)]
    assert all(15 <= count <= 80 for count in firsts), firsts  # 42 each on average
    drawn = [i for seed in range(1, 1001) for i in next(indices("drawn", seed))]
    assert all(850 <= drawn.count(i) <= 1150 for i in range(N))


def test_the_ring_and_the_contours_have_one_loss_each(visit):
    page = visit(PATH).page
    explorer = batches(page)
    low = float(loss(*lowest()))
    lines = page.evaluate(
        """[...document.querySelectorAll("#batches svg:first-of-type path[stroke='var(--rule)'],"
          + "#batches svg:first-of-type path[stroke='var(--green)']")].map((path) => path.getAttribute("d"))"""
    )
    assert len(lines) == 9
    heights = []
    for d in lines:
        places = [(float(x), float(y)) for x, y in re.findall(r"[ML](\S+?) ([-\d.]+)", d)]
        weights = [((x - 30) / 260 * 2 - 0.6, (160 - y) / 150 * 2.8 + 1.9) for x, y in places]
        found = [(float(loss(*weight)) - low) ** 0.5 for weight in weights]
        assert max(found) - min(found) < 0.006, found  # the places are rounded to a tenth
        heights.append(found[0] ** 2)
    assert heights == pytest.approx([0.06 * n * n for n in range(1, 9)] + [0.02], rel=0.05)
    assert explorer.locator("svg").count() == 2


def batches(page):
    """The explorer, once it is there."""
    page.wait_for_selector("#batches .ex-table td")
    return page.locator("#batches")


def press(explorer, name: str, key: str = "Enter") -> None:
    explorer.get_by_role("button", name=name, exact=True).press(key)


def labels(explorer) -> list[str]:
    texts = explorer.locator("svg").first.locator("text").all_text_contents()
    return [text for text in texts if text.startswith("Batches")]


def test_a_race_of_three_sizes_by_keyboard(visit):
    """What the page says to try: Play stops where the loss first is within 0.02; the paths stay."""
    page = visit(PATH, motion="reduce").page
    explorer = batches(page)
    target = loss(*lowest()) + Fraction(2, 100)
    told = []
    for size, (rate, updates, samples) in RACE.items():
        enter(explorer, "Batch size", str(size))
        assert say(explorer).startswith(f"Batches of {size}: updates 0, samples 0, epochs 0, loss 1.61.")
        enter(explorer, "Rate η", str(rate))
        press(explorer, "Play", " ")
        page.wait_for_function("(k) => document.getElementById('batches').state.steps === k", arg=updates)
        assert say(explorer).endswith(f"First in the green ring at update {updates}, sample {samples}.")
        ours = list(path(**FIRST | {"size": size, "rate": rate, "steps": updates}))
        assert ours[-1][5] <= target < min(row[5] for row in ours[:-1])
        press(explorer, "Keep this path")
        told.append(f"Batches of {size}: updates {updates}, samples {samples}")
        assert say(explorer).startswith("Kept, three at most. " + told[-1])
        assert labels(explorer) == [*told, told[-1]]
    press(explorer, "Keep this path")
    assert labels(explorer) == [*told, told[-1]], "no path twice"
    press(explorer, "Step")
    press(explorer, "Keep this path")
    assert labels(explorer)[:3] == [*told[1:], "Batches of 1: updates 18, samples 18"], "the oldest goes"
    press(explorer, "Clear")
    assert labels(explorer) == ["Batches of 1: updates 18, samples 18"]
    press(explorer, "Reset")
    assert labels(explorer) == ["Batches of 1: updates 0, samples 0"]
    press(explorer, "Reset")
    assert labels(explorer) == ["Batches of 4: updates 0, samples 0"]


def test_a_long_play_does_not_run_past_the_ring(visit):
    """It takes several updates at once by then. Pressed again, it goes on."""
    page = visit(PATH, motion="reduce").page
    explorer = batches(page)
    case = FIRST | {"size": 1, "rate": 0.006, "steps": 0}
    tables(page, "batches", [case])
    target = loss(*lowest()) + Fraction(2, 100)
    there = next(row[0] for row in path(**case | {"steps": 600}) if row[5] <= target)
    assert there > 100
    for steps in (there, 600):
        press(explorer, "Play")
        page.wait_for_function("(k) => document.getElementById('batches').state.steps === k", arg=steps)
        assert say(explorer).endswith(f"First in the green ring at update {there}, sample {there}.")


def test_in_the_order_of_the_file_it_never_arrives(visit):
    page = visit(PATH).page
    cases = [FIRST | {"rate": 0.2, "steps": 600, "order": order} for order in ("file", "mixed", "drawn")]
    least = [min(float(row[5]) for row in rows) for rows, _ in tables(page, "batches", cases)]
    target = float(loss(*lowest())) + 0.02
    assert least[0] > target > max(least[1:])


def test_steps_and_epochs(visit):
    explorer = batches(visit(PATH).page)
    assert say(explorer).startswith("Batches of 4: updates 6, samples 24, epochs 1, loss ")
    for name, updates, samples, epochs in (
        ("Epoch", 12, 48, "2"),
        ("Step", 13, 52, "2.17"),
        ("Epoch", 18, 72, "3"),
        ("Undo", 17, 68, "2.83"),
        ("Epoch", 18, 72, "3"),
    ):
        press(explorer, name)
        assert say(explorer).startswith(f"Batches of 4: updates {updates}, samples {samples}, epochs {epochs}, loss ")
    enter(explorer, "Batch size", "7")  # 7 + 7 + 7 + 3
    for left in (7, 7, 7, 3):
        assert f"Next batch: {left} of 24." in say(explorer)
        press(explorer, "Step")
    assert say(explorer).startswith("Batches of 7: updates 4, samples 24, epochs 1, ")
    press(explorer, "Epoch")
    assert explorer.locator("tbody tr").count() == 9
    assert explorer.locator("tbody tr").last.locator("td").nth(1).text_content() == "3"


def test_the_rate_by_the_slider_keeps_the_updates(visit):
    explorer = batches(visit(PATH).page)
    slider = explorer.get_by_role("slider", name="Rate η, slider")
    assert (slider.get_attribute("min"), slider.get_attribute("max")) == ("-3", "0")
    slider.press("ArrowRight")  # a twentieth of a power of ten more
    assert explorer.evaluate("(e) => [e.state.rate, e.state.steps]") == [0.11, 6]
    slider.press("ArrowDown")
    assert slider.get_attribute("aria-valuetext") == "0.098"
    enter(explorer, "Batch size", "1")
    assert explorer.evaluate("(e) => [e.state.rate, e.state.steps]") == [0.098, 0], "another size starts anew"


def test_the_coming_batch_is_marked(visit):
    page = visit(PATH).page
    explorer = batches(page)
    for order, size in itertools.product(("mixed", "file"), (1, 5, 24)):
        tables(page, "batches", [FIRST | {"order": order, "size": size, "steps": 0}])
        marks = explorer.locator("svg").last.locator("path[stroke-width='11']").get_attribute("d")
        places = [(float(x), float(y)) for x, y in re.findall(r"M(\S+) (\S+?)h0", marks)]
        coming = next(indices(order, 1))[:size]
        found = [((x - 30) / 260 * 6 - 3.2, (160 - y) / 150 * 3.5 + 2.5) for x, y in places]
        for place, i in zip(found, coming, strict=True):
            assert place == pytest.approx([float(value) for value in DATA[i]], abs=0.002)


def test_extremes(visit):
    seen = visit(PATH, width="phone")
    explorer = batches(seen.page)
    for label, value, wanted in (
        ("Batch size", "0", "Batch size: expected a whole number from 1 to 24, found “0”. It stays 4."),
        ("Batch size", "1e9", "Batch size: expected a whole number from 1 to 24, found “1e9”. It stays 4."),
        ("Batch size", "2.5", "Batch size: expected a whole number from 1 to 24, found “2.5”. It stays 4."),
        ("Rate η", "1e9", "Rate η: expected a number from 0 to 1000, found “1e9”. It stays 0.1."),
        ("Rate η", "NaN", "Rate η: expected a number from 0 to 1000, found “NaN”. It stays 0.1."),
        ("Seed", "", "Seed: expected a whole number from 1 to 1000000, found nothing. It stays 1."),
        ("Seed", "<b>", "Seed: expected a whole number from 1 to 1000000, found “<b>”. It stays 1."),
    ):
        enter(explorer, label, value)
        assert say(explorer).startswith(wanted)
    for label in ("Seed", "Rate η", "Batch size"):
        enter(explorer, label, "1")
    for rate, size in itertools.product(("1000", "0", "1e-300"), ("1", "24")):
        enter(explorer, "Rate η", rate)
        enter(explorer, "Batch size", size)
        for _ in range(30):
            press(explorer, "Epoch")
        press(explorer, "Keep this path")
        assert ("The path has left. Undo, or take a smaller rate." in say(explorer)) == (rate == "1000")
        assert ("A rate of 0 moves nothing." in say(explorer)) == (rate == "0")
        assert not re.search("NaN|Infinity|undefined", explorer.locator(".ex-stage").evaluate("(e) => e.innerHTML"))
    assert not seen.problems


BAD = (
    "4_0.1_mixed_1",
    "4_0.1_mixed_1_6*",
    "0_0.1_mixed_1_6",
    "4_NaN_mixed_1_6",
    "4_0.1_<b>_1_6",
    "*".join(["1_1_file_1_1"] * 4),
)


def test_kept_paths_in_the_address(visit):
    seen = visit(PATH)
    good = "24_0.2_mixed_1_4*1_1e-7_drawn_3_600*24_1000_file_1_600"
    for text, count in [(bad, 0) for bad in BAD] + [(good, 3), ("none", 0)]:
        seen.go(f"{PATH}?batches.kept={text}")
        explorer = batches(seen.page)
        assert len(labels(explorer)) == count + 1
        assert ("Kept: expected one of none, size_rate_order_seed_steps" in say(explorer)) == (text in BAD)
    seen.go(f"{PATH}?batches.kept={good}")
    shown = labels(batches(seen.page))
    assert shown[:2] == ["Batches of 24: updates 4, samples 96", "Batches of 1: updates 600, samples 600"]
    assert int(shown[2].split()[4].strip(",")) < 10, "it has left"


def test_no_label_leaves_the_picture(visit):
    """The longest labels there are, at the width of a phone."""
    page = visit(PATH, width="phone").page
    case = FIRST | {"size": 24, "steps": 600, "kept": "*".join(f"24_0.1_drawn_{seed}_600" for seed in (1, 2, 3))}
    tables(page, "batches", [case])
    texts = page.evaluate(
        """[...document.querySelectorAll("#batches svg text")].filter((text) => text.textContent).map((text) => {
          const [box, svg] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
          return [text.textContent, box.left - svg.left, svg.right - box.right, svg.bottom - box.bottom];
        })"""
    )
    assert len(texts) > 15
    assert not [text for text in texts if min(text[1:]) < -1]
