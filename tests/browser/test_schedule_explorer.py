"""The explorer of "A rate that changes": its rates and losses against Python, its handle, its words."""

import itertools
import math

import pytest

from tests.browser.explorers import enter, note, printed, say, tables

PATH = "data/schedules/"
FIRST = {
    "schedule": "step",
    "every": 3,
    "decay": 1,
    "warm": 4,
    "rate": 0.08,
    "epochs": 12,
    "noise": 2,
    "seed": 1,
    "ask": "before",
    "steps": 11,
}


def rate_at(epoch, schedule, every, decay, warm, rate, epochs, **rest):
    """The definitions of the lesson, worked out once more."""
    if schedule == "constant":
        return rate
    if schedule == "step":
        return rate / 2 ** (epoch // every)
    if schedule == "inverse":
        return rate / (1 + decay * epoch)
    warm = min(warm, epochs - 1) if schedule == "warm" else 0
    if epoch < warm:
        return rate * (epoch + 1) / warm
    return rate * math.cos(math.pi / 2 * (epoch - warm) / (epochs - warm)) ** 2


def asked(epoch, ask, rate, **rest):
    """What an epoch gets from a loop that asks before it, after it, or counts from 1."""
    if ask == "after":
        return rate_at(epoch - 1, rate=rate, **rest) if epoch else rate
    return rate_at(epoch + (ask == "one"), rate=rate, **rest)


def losses(rates, noise, seed, **rest):
    """The loss after five noisy steps in each epoch, mean of 20 runs: a recursion for the distance to the minimum."""
    found = [[] for _ in rates]
    for _ in range(20):
        distance = -3.0
        for epoch, rate in enumerate(rates):
            for _ in range(5):
                seed = seed * 7**5 % (2**31 - 1)
                if abs(distance + 3) < 1e6:
                    distance = distance * (1 - 2 * rate) - rate * noise * (2 * seed / (2**31 - 1) - 1)
            found[epoch].append(distance**2)
    return [sum(squares) / 20 for squares in found]


def test_table_and_python(visit):
    """Hundreds of settings: the table is what the Python prints, and near a second model of rates and losses."""
    page = visit(PATH).page
    cases = [
        FIRST | {"schedule": schedule, "rate": rate, "epochs": epochs, "ask": ask, "steps": steps} | more
        for schedule, rate, (epochs, steps), ask, more in itertools.product(
            ("constant", "step", "inverse", "cosine", "warm"),
            (0, 0.013, 0.2, 0.97, 3),
            ((2, 199), (30, 17), (60, 199)),
            ("before", "after", "one"),
            (
                {"every": 3, "decay": 0, "warm": 1, "noise": 0},
                {"every": 200, "decay": 7.7, "warm": 200, "noise": 100, "seed": 999_999},
            ),
        )
    ]
    assert len(cases) == 450
    for case, (rows, code) in zip(cases, tables(page, "schedules", cases), strict=True):
        assert printed(code) == rows, case
        assert max(map(len, code.splitlines())) <= 64, case
        shown = range(min(case["steps"], case["epochs"] - 1) + 1)
        assert [row[0] for row in rows] == [str(epoch) for epoch in shown]
        read = [float(row[1]) for row in rows]
        assert read == pytest.approx([asked(epoch, **case) for epoch in shown], rel=1e-4, abs=1e-13)
        if case["rate"] < 0.9:  # far from where digits are lost
            epochs = range(case["epochs"])  # the second run goes on where the first one ended
            ours = losses([asked(epoch, **case) for epoch in epochs], **case)
            plain = losses([case["rate"] for _ in epochs], **case)
            assert [float(row[2]) for row in rows] == pytest.approx(ours[: len(rows)], rel=1e-4, abs=1e-12)
            assert [float(row[3]) for row in rows] == pytest.approx(plain[: len(rows)], rel=1e-4, abs=1e-12)


LESSON = {  # schedule and question: the rates of the twelve epochs, in thousandths, as the lesson has them
    ("warm", "before"): [20, 40, 60, 80, 80, 77, 68, 55, 40, 25, 12, 3],
    ("warm", "after"): [80, 20, 40, 60, 80, 80, 77, 68, 55, 40, 25, 12],
    ("warm", "one"): [40, 60, 80, 80, 77, 68, 55, 40, 25, 12, 3, 0],
    ("step", "before"): [80] * 3 + [40] * 3 + [20] * 3 + [10] * 3,
    ("step", "after"): [80] * 4 + [40] * 3 + [20] * 3 + [10] * 2,
    ("step", "one"): [80] * 2 + [40] * 3 + [20] * 3 + [10] * 3 + [5],
    ("inverse", "before"): [80, 40, 27, 20, 16, 13, 11, 10, 9, 8, 7, 7],
    ("cosine", "before"): [80, 79, 75, 68, 60, 50, 40, 30, 20, 12, 5, 1],
}


def test_rates_of_the_lesson(visit):
    page = visit(PATH).page
    cases = [FIRST | {"schedule": schedule, "ask": ask} for schedule, ask in LESSON]
    for (rows, _), rates in zip(tables(page, "schedules", cases), LESSON.values(), strict=True):
        assert [round(1000 * float(row[1])) for row in rows] == rates
    assert tables(page, "schedules", [cases[2]])[0][0][-1][1] == "0", "one epoch too far, the cosine is at its end"


def test_who_ends_lower(visit):
    """At the end, for ten seeds: 1/t loses to the constant rate, the others win by far."""
    page = visit(PATH).page
    ends = {}
    for schedule in ("constant", "step", "inverse", "cosine", "warm"):
        cases = [FIRST | {"schedule": schedule, "seed": seed + 1} for seed in range(10)]
        last = [rows[-1] for rows, _ in tables(page, "schedules", cases)]
        ends[schedule], plain = (sum(float(row[column]) for row in last) for column in (2, 3))
    assert ends["constant"] == plain
    assert ends["inverse"] > 1.5 * plain
    assert max(ends["step"], ends["cosine"], ends["warm"]) < plain / 2, ends


def schedules(page):
    """The explorer, once it is there."""
    page.wait_for_selector("#schedules .ex-table td")
    return page.locator("#schedules")


def choose(explorer, label: str, value: str) -> None:
    explorer.get_by_role("combobox", name=label).select_option(value)


def test_words(visit):
    explorer = schedules(visit(PATH).page)
    assert say(explorer).startswith("Epoch 11: rate 0.01. Loss ")
    explorer.get_by_role("button", name="Reset").press("Enter")
    assert say(explorer).startswith("Epoch 0: rate 0.08. Loss ")
    for _ in range(3):
        explorer.get_by_role("button", name="Step", exact=True).press(" ")
    assert say(explorer).startswith("Epoch 3: rate 0.04.")
    choose(explorer, "Ask", "after")
    assert say(explorer).startswith("Epoch 3: rate 0.08.")
    assert note(explorer) == "The plan for epoch 3 is the rate 0.04, not this one."
    explorer.get_by_role("button", name="Undo").click()
    assert note(explorer) == "The plan for epoch 2 is the rate 0.08."
    choose(explorer, "Ask", "one")
    assert say(explorer).startswith("Epoch 2: rate 0.04.")
    choose(explorer, "Ask", "before")
    assert say(explorer).startswith("Epoch 2: rate 0.08.")


def test_each_schedule_shows_its_own_field(visit):
    explorer = schedules(visit(PATH).page)
    own = {"constant": None, "step": "Halve every", "inverse": "Decay", "cosine": None, "warm": "Warm-up"}
    for schedule, label in own.items():
        choose(explorer, "Schedule", schedule)
        for other in filter(None, own.values()):
            assert explorer.get_by_role("textbox", name=other, exact=True).is_visible() == (other == label)
    enter(explorer, "Warm-up", "50")
    assert say(explorer).endswith("The warm-up is cut to 11.")


def test_the_handle_by_keyboard_and_pointer(visit):
    page = visit(PATH).page
    explorer = schedules(page)
    grip = explorer.get_by_role("slider", name="Epoch", exact=True)
    assert (grip.get_attribute("aria-valuenow"), grip.get_attribute("aria-valuemax")) == ("11", "11")
    grip.press("ArrowRight")
    assert grip.get_attribute("aria-valuenow") == "11"
    grip.press("ArrowLeft")
    assert grip.get_attribute("aria-valuetext") == "Epoch 10: rate 0.01"
    grip.press("Shift+ArrowDown")
    assert grip.get_attribute("aria-valuetext") == "Epoch 0: rate 0.08"
    grip.scroll_into_view_if_needed()
    unit = page.evaluate("document.querySelector('#schedules svg').getBoundingClientRect().width / 360")
    left = page.evaluate("document.querySelector('#schedules svg').getBoundingClientRect().left")
    for place, epoch in ((46 + 302 / 12 * 4.5, 4), (-50, 0), (420, 11)):
        box = grip.locator("circle").first.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(left + place * unit, box["y"])
        page.mouse.up()
        assert grip.get_attribute("aria-valuenow") == str(epoch)
        assert explorer.locator("tbody tr").count() == epoch + 1


def test_play_starts_anew_at_the_end(visit):
    seen = visit(PATH)
    explorer = schedules(seen.page)
    explorer.get_by_role("button", name="Play").click()
    seen.page.wait_for_function("document.getElementById('schedules').state.steps === 2")
    explorer.get_by_role("button", name="Pause").click()
    now = explorer.evaluate("(e) => e.state.steps")
    assert explorer.locator("tbody tr").count() == now + 1
    still = visit(PATH, motion="reduce").page
    explorer = schedules(still)
    for _ in range(2):
        explorer.get_by_role("button", name="Play").click()
        still.wait_for_function("document.getElementById('schedules').state.steps === 11")
        assert explorer.get_by_role("button", name="Play").count() == 1
    assert "?" not in still.url


def test_extremes(visit):
    seen = visit(PATH, width="phone")
    explorer = schedules(seen.page)
    for label, value, wanted in (
        ("Rate η", "1e9", "Rate η: expected a number from 0 to 1000, found “1e9”. It stays 0.08."),
        ("Epochs", "1e9", "Epochs: expected a whole number from 2 to 200, found “1e9”. It stays 12."),
        ("Halve every", "0", "Halve every: expected a whole number from 1 to 200, found “0”. It stays 3."),
        ("Noise", "NaN", "Noise: expected a number from 0 to 100, found “NaN”. It stays 2."),
        ("Seed", "", "Seed: expected a whole number from 1 to 1000000, found nothing. It stays 1."),
        ("Rate η", "<b>", "Rate η: expected a number from 0 to 1000, found “<b>”. It stays 0.08."),
    ):
        enter(explorer, label, value)
        assert say(explorer).startswith(wanted)
    for rate, epochs in (("1000", "200"), ("0", "2"), ("1e-300", "200")):
        for label, value in {"Noise": "100", "Seed": "7", "Rate η": rate, "Epochs": epochs}.items():
            enter(explorer, label, value)
        for schedule in ("constant", "step", "inverse", "cosine", "warm"):
            choose(explorer, "Schedule", schedule)
            assert ("The weight has left." in say(explorer)) == (rate == "1000")
            assert "NaN" not in explorer.locator("svg").evaluate("(svg) => svg.outerHTML")
            assert not (found := seen.page.evaluate(CLOSE)), found
    assert not seen.problems


# Texts of the picture that touch each other or leave it.
CLOSE = """() => {
  const svg = document.querySelector("#schedules svg").getBoundingClientRect();
  const texts = [...document.querySelectorAll("#schedules svg text")].filter((text) => text.textContent);
  const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
  return [
    ...boxes.filter(([, box]) => box.left < svg.left - 1 || box.right > svg.right + 1).map(([name]) => `out: ${name}`),
    ...boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([, b]) =>
      a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3
    ).map(([two]) => `${one} touches ${two}`)),
  ];
}"""
