"""The explorers' tables over hundreds of settings, against the Python they show and against models written here."""

import csv
import itertools
import math
import re
from collections import defaultdict
from decimal import Decimal, getcontext
from unittest.mock import ANY

import numpy as np
import pytest

from scripts.model import project

LIMIT = 1e6  # a weight beyond it has left the map


def grid(**values) -> list[dict]:
    """All combinations of the values."""
    return [dict(zip(values, case, strict=True)) for case in itertools.product(*values.values())]


def digits(values) -> list[str]:
    return [f"{value:.5g}" for value in values]


def near(values, least: float = 1e-12) -> list:
    return [pytest.approx(value, rel=1.1e-4, abs=least) for value in values]  # a unit of the fifth digit


HIKES = 2, 3, 3, 4
LOSSES = {  # and their slopes
    "bowl": (lambda w: (w - 3) ** 2, lambda w: 2 * (w - 3)),
    "flat": (lambda w: 0.2 * (w - 3) ** 2, lambda w: 0.4 * (w - 3)),
    "steep": (lambda w: 2.2 * (w - 3) ** 2, lambda w: 4.4 * (w - 3)),
    "hikes": (lambda w: sum((w - y) ** 2 for y in HIKES) / 4, lambda w: 2 * (w - 3)),
    "abs": (abs, lambda w: (w > 0) - (w < 0)),
    "quartic": (lambda w: w**4, lambda w: 4 * w * w * w),
    "logcosh": (lambda w: abs(w) + math.log1p(math.exp(-2 * abs(w))) - math.log(2), math.tanh),
    "decay": (lambda w: math.exp(-w), lambda w: -math.exp(-w)),
    "cubic": (lambda w: w * w * w / 3 - w * w / 2, lambda w: w * w - w),
    "valleys": (
        lambda w: 1 - 0.5 * math.exp(-4 * (w + 2) ** 2) - math.exp(-((w - 2) ** 2) / 4),
        lambda w: 4 * (w + 2) * math.exp(-4 * (w + 2) ** 2) + (w - 2) / 2 * math.exp(-((w - 2) ** 2) / 4),
    ),
    "plateau": (lambda w: 1 - 1 / (1 + (w - 3) ** 2), lambda w: 2 * (w - 3) / (1 + (w - 3) ** 2) ** 2),
    "cliff": (
        lambda w: 0.1 * (w + 1) ** 2 + (20 * (1 - w) ** 2 if w < 1 else 0),
        lambda w: 0.2 * (w + 1) - (40 * (1 - w) if w < 1 else 0),
    ),
}


def descent(loss, start, rate, steps):
    (height, slope), w, rows = LOSSES[loss], float(start), []
    if loss == "valleys" and rate > 1.1:
        return None  # chaos: one bit of math.exp, which differs between machines, grows into another path
    for k in range(steps + 1):
        new = w - rate * slope(w)
        values = w, height(w), slope(w), new - w
        rows.append([str(k), *(near(values) if loss in ("valleys", "hikes", "logcosh", "decay") else digits(values))])
        if abs(w) > LIMIT:
            break
        w = new
    return rows


def test_descent(explorer):
    walk = explorer("descent")
    rates = [0, 0.01, 0.133, 0.5, 1, 1.1, 9.5]
    walk.agree(grid(loss=LOSSES, start=[-4, -0.3, 0, 2.75, 7], rate=rates, steps=[15]), descent)
    dragged = [start / 100 for start in range(-299, 900, 12)]  # two decimals make ties at the fifth digit
    walk.agree(grid(loss=LOSSES, start=dragged, rate=[0.1], steps=[1]))
    walk.agree(grid(loss=LOSSES, start=[-1e6, 1e6, 0], rate=[0, 1000, 1e-300], steps=[100]))
    small = [float(f"{m}e-{n}") for m in (1, -7) for n in (2, 5, 14)]  # no digit is lost near the minimum
    for w in small:
        exact = near([w * w / 2 - w**4 / 12, math.tanh(w)], 0)
        assert [float(cell) for cell in walk.set(loss="logcosh", start=w, steps=0).rows[0][2:4]] == exact


def rate(rate, a, start, target):
    path = [start]
    while target < abs(path[-1] - 3) <= LIMIT and len(path) <= 100_000:
        path.append(path[-1] - rate * (2 * a * (path[-1] - 3)))
    return [[str(k), *digits([w, abs(w - 3)])] for k, w in enumerate(path) if k <= 30 or k == len(path) - 1]


def test_rate(explorer):
    rates = [0, 0.0007, 0.1, 0.25, 0.45, 0.5, 0.9, 0.999, 1.1, 1000]
    cases = grid(rate=rates, a=[0.2, 1, 2.2, 110], start=[2.5, -7.3], target=[0.01, 0.3])
    cases += grid(rate=[0, 1e-300, 0.5, 1000], a=[0.001, 1000], start=[-1000, 3, 1000], target=[1e-6, 1000])
    explorer("rate").agree(cases, rate)


TENTHS = [float(f"1e-{k}") for k in range(17)]


def test_slope(explorer):
    secant = explorer("slope")
    nudges, curves = [1, 0.3, 1e-3, 4.4e-8, 1e-12, 1e-16], ["bowl", "cube", "exp", "abs", "high"]
    secant.agree(grid(curve=curves, w=[-2, -0.7, 0, 1, 2.99, 3, 5], h=nudges, method=["forward", "central"]))
    rows = secant.set(curve="exp", w=1, h=0.1).rows
    ahead, both = (math.exp(1.1) - math.e) / 0.1, (math.exp(1.1) - math.exp(0.9)) / 0.2
    assert rows[0] == digits([0.1, ahead, ahead - math.e, both, both - math.e])
    for column, low, high in [(2, 1e-9, 1e-7), (4, 1e-6, 1e-5)]:
        errors = [float(row[column]) for row in rows[1:]]
        assert low <= TENTHS[errors.index(min(errors))] <= high
        assert errors[-1] > 0.1, "the error is back"


def test_network(explorer):
    points = [(3, 4, 1, 2, 6), (0, -7.3, 0.1, -0.2, 1e-3), (30, 40, -9.9, 1e6, -5), (-0.25, 0, 2, 3, 10)]
    points += [(0, 0, -1, 0, 4), (1, -2, 0.35, 0.15, 0.05), (0.7, 0.1, -3.3, 9.9, 100), (2, 2, 2, 2, 2)]
    points += [(-12.5, 3.75, 0.01, -0.02, -0.3), (1000, -1000, 1, -1, 0)]
    more = grid(rate=[0, 0.001, 0.01, 0.02, 0.04, 0.05, 1 / 3, 1000], net="12", steps=[0, 17])
    names = "x1", "x2", "w1", "w2", "target"
    cases = [dict(zip(names, point, strict=True)) | case for point in points for case in more]
    explorer("network").agree(cases)


HOURS, KM = np.array([0.5, 1, 1.5, 2, 2.5, 3]), np.array([1.5, 3, 4, 4.5, 5, 5])


def model(w1, w2, rate, steps):
    if rate > 0.1:
        return None  # it never settles: one bit grows
    rows = []
    for k in range(steps + 1):
        t = np.tanh(w1 * HOURS)
        error = w2 * t - KM
        slopes = (2 * error * w2 * (1 - t**2) * HOURS).mean(), (2 * error * t).mean()
        rows.append([str(k), *near([(error**2).mean(), w1, w2, *slopes], 1e-9)])
        w1, w2 = w1 - rate * slopes[0], w2 - rate * slopes[1]
    return rows


def test_model(explorer):
    used = explorer("model")
    used.agree(grid(w1=[-9.9, -0.1, 0, 0.35, 5], w2=[-2, 0, 1, 8.25], rate=[0, 0.05, 1000], steps=[0, 17]), model)
    used.agree(grid(w1=[-1e6, 0.1, 8], w2=[1, 1e6], rate=[0.1, 0.2, 1 / 3], steps=[400]))


def line(w, b):
    errors = [(w * x + b - y, x) for x, y in [(0, -3), (1, 2), (2, 5), (3, 6)]]
    return sum(e * e for e, _ in errors) / 4, sum(2 * e * x for e, x in errors) / 4, sum(2 * e for e, _ in errors) / 4


def valleys(w, off):
    return w**4 / 4 - w**3 / 3 - w**2 + off**2 + 3, w**3 - w**2 - 2 * w - 2 * off, 2 * off


def rosenbrock(w, u):
    return (1 - w) ** 2 + 100 * u**2, 2 * w - 2 - 400 * w * u, 200 * u


def himmelblau(w, b, u, v):
    return u**2 + v**2, 4 * w * u + 2 * v, 2 * u + 4 * b * v


SURFACES = {  # the loss and its two slopes
    "line": line,
    "bowl": lambda w, b: ((w - 2) ** 2 + (b - 1) ** 2, 2 * w - 4, 2 * b - 2),
    "ravine": lambda w, b: ((w**2 + 25 * b**2) / 2, w, 25 * b),
    "rosenbrock": lambda w, b: rosenbrock(w, b - w**2),
    "himmelblau": lambda w, b: himmelblau(w, b, w**2 + b - 11, w + b**2 - 7),
    "saddle": lambda w, b: ((w - 1) ** 2 / 2 + (b**2 - 1) ** 2 / 4, w - 1, b**3 - b),
    "valleys": lambda w, b: valleys(w, b - w + 1),
}


def terrain(surface, method, w, b, rate, steps, **_):
    """With fifty digits."""
    getcontext().prec = 50
    loss, eta, rows = SURFACES[surface], Decimal(rate), []
    at = {name: (Decimal(w), Decimal(b)) for name in method.split(".")}
    for k in range(steps + 1):
        rows += [[str(k), name, *digits(map(float, (u, v, *loss(u, v))))] for name, (u, v) in at.items()]
        at = {name: point for name, point in at.items() if max(map(abs, point)) <= LIMIT}
        for name, (u, v) in at.items():
            moved = u - eta * loss(u, v)[1]
            at[name] = moved, v - eta * loss(moved if name == "one_by_one" else u, v)[2]
    return rows


def test_terrain(explorer):
    rates = [0, 0.0132716, 0.20317359, 0.71170313]  # with few digits, a value may lie half-way between two roundings
    methods = ["together", "one_by_one", "together.one_by_one"]
    starts = [{"w": w, "b": b, "steps": 9} for w, b in [(0, 0), (2.37, 1.43), (-1.7, -2.3), (31, -57.5)]]
    cases = [start | case for start in starts for case in grid(surface=SURFACES, method=methods, rate=rates)]
    explorer("terrain").agree([case | {"rate2": case["rate"]} for case in cases], terrain)


def raced(method, slopes, theta, eta, beta):
    """The states of a method, by the formulas of the lessons."""
    v = m = s = top = np.zeros(2)
    for k in itertools.count(1):
        kept = {"momentum": [v], "nesterov": [v], "adagrad": [s], "rmsprop": [s], "amsgrad": [m, s, top]}
        yield theta, np.ravel(kept.get(method, [m, s] if method in ("adam", "adamw") else []))
        g = slopes(theta - eta * beta * v if method == "nesterov" else theta)
        v, m = beta * v + g, 0.9 * m + 0.1 * g
        s = {"adagrad": s + g**2, "rmsprop": 0.9 * s + 0.1 * g**2}.get(method, 0.999 * s + 0.001 * g**2)
        top = np.maximum(top, s)
        scaled = m / (1 - 0.9**k) / (np.sqrt((top if method == "amsgrad" else s) / (1 - 0.999**k)) + 1e-8)
        moves = {"descent": g, "momentum": v, "nesterov": v, "sign": np.sign(g), "adamw": scaled + 0.01 * theta}
        moves |= dict.fromkeys(["adagrad", "rmsprop"], g / (np.sqrt(s) + 1e-8))
        theta = theta - eta * moves.get(method, scaled)


def race(surface, method, w, b, beta, steps, kappa=25, angle="0", **rates):
    c, s = math.cos(math.radians(int(angle))), math.sin(math.radians(int(angle)))
    lines = []
    for place, (name, eta) in enumerate(zip(method.split("."), rates.values(), strict=False)):
        turned = np.array([[c, s], [-s, c]])
        bend = turned.T @ np.diag([1, kappa]) @ turned
        quadratic = lambda w, b, bend=bend: (np.array([w, b]) @ bend @ [w, b] / 2, *(bend @ [w, b]))  # noqa: E731
        loss = quadratic if surface == "ravine" else SURFACES[surface]
        states = raced(name, lambda theta, loss=loss: np.array(loss(*theta)[1:]), np.array([w, b]), eta, beta)
        for k, (theta, memory) in enumerate(itertools.islice(states, steps + 1)):
            lines.append([k, place, [str(k), name, *near([*theta, *loss(*theta), *memory], 1e-9)]])
            if max(abs(theta)) > LIMIT:
                break
    return [row for *_, row in sorted(lines, key=lambda line: line[:2])]


METHODS = ["descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "amsgrad", "adamw", "sign"]


def test_race(explorer):
    """Each method on each surface from three starts, and four at once; the programs print the tables to the digit."""
    lands = grid(surface=SURFACES, kappa=[25], angle=["0"])
    lands += [{"surface": "ravine", "kappa": k, "angle": a} for k, a in [(3.7, "30"), (1000, "45"), (25, "60")]]
    more = grid(w=[-1.2, 0.37, 2.1], rate=[0.0009], method=METHODS, beta=[0.83], steps=[25])
    cases = [land | case | {"b": 0.7 - case["w"]} for land in lands for case in more]
    fours = ["descent.momentum.adam.sign", "amsgrad.rmsprop.nesterov.adagrad", "adamw.adam.descent"]
    rates = {"rate2": 0.0007, "rate3": 0.0011, "rate4": 0.00021}
    cases += [land | more[0] | rates | {"b": 1, "method": four} for land in lands for four in fours]
    used = explorer("race")
    used.agree(cases, race)
    names = [*METHODS, "together", *fours]
    used.agree(grid(surface=SURFACES, method=names, rate=[0.3, 1000], w=[0, 31], b=[0], angle=["30"], steps=[13]))


LEAVES = {"neuron": 6, "product": 3, "twice": 1}
POINTS = [
    dict(zip(("x1", "w1", "x2", "w2", "b", "y"), point, strict=True))
    for point in [(2, 0.5, -1, 1.5, 1, 1), (1e-9, 3, 0.3, -0.1, -2.5, 0.25), (3, 2, 4, 1.25, -0.7, -1)]
]
EXTREMES = [dict.fromkeys(POINTS[0], 0), {"x1": -1000, "w1": 1000, "x2": 1000, "w2": 999.9, "b": -1000, "y": 1000}]


def output(circuit, x1, w1, x2, w2, b, y):
    if circuit == "neuron":
        return (0.5 + 0.5 * math.tanh((w1 * x1 + w2 * x2 + b) / 2) - y) ** 2
    return (x1 + x2) * w1 if circuit == "product" else x1**2 + x1


def difference(circuit, point, name, h=1e-5):
    more, less = (output(circuit, **point | {name: point[name] + way}) for way in (h, -h))
    return (more - less) / (2 * h)


def test_circuit(explorer):
    used = explorer("circuit")
    cases = grid(circuit=LEAVES, rate=[0, 0.1, 7.3, 1000], steps=[0, 2, 3, 6, 7, 12, 38])
    used.agree([point | case for point in POINTS + EXTREMES for case in cases])
    for circuit, point in itertools.product(LEAVES, POINTS):
        rows = used.set(circuit=circuit, **point, rate=0.05, steps=12 if circuit == "neuron" else 4).rows
        passed = defaultdict(float)  # to each number, by all wires: its slope
        backward = [row for row in rows if len(row) == 6]
        for _, _, to, local, arrives, passes in backward:
            assert float(passes) == pytest.approx(float(local) * float(arrives), rel=2e-3, abs=1e-12)
            passed[to] += float(passes)
        assert float(backward[0][1]) == pytest.approx(output(circuit, **point), rel=1e-3)
        assert len(passed.keys() & point.keys()) == LEAVES[circuit]
        for name in passed.keys() & point.keys():
            assert passed[name] == pytest.approx(difference(circuit, point, name), rel=1e-3, abs=1e-6)


def planned(epoch, schedule, every, decay, warm, rate, epochs):
    warm = min(warm, epochs - 1) if schedule == "warm" else 0
    plans = {"constant": rate, "step": rate / 2 ** (epoch // every), "inverse": rate / (1 + decay * epoch)}
    rising = rate * (epoch + 1) / max(1, warm)
    falling = rate * math.cos(math.pi / 2 * (epoch - warm) / (epochs - warm)) ** 2
    return plans.get(schedule, rising if epoch < warm else falling)


def schedule(ask, rate, epochs, noise, seed, steps, **plan):
    """The rates of a loop that asks before an epoch, after it, or counts from 1."""
    late = {"before": 0, "after": -1, "one": 1}[ask]
    used = [planned(k + late, rate=rate, epochs=epochs, **plan) if k + late >= 0 else rate for k in range(epochs)]
    return [[str(k), rate, ANY, ANY] for k, rate in enumerate(near(used, 1e-13))][: steps + 1]


def test_schedule(explorer):
    used = explorer("schedule")
    kinds = ["constant", "step", "inverse", "cosine", "warm"]
    calm = {"every": 3, "decay": 0, "warm": 1, "noise": 0, "seed": 1}
    wild = {"every": 200, "decay": 7.7, "warm": 200, "noise": 100, "seed": 999_999}
    lengths = [{"epochs": epochs, "steps": steps} for epochs, steps in [(2, 199), (30, 17), (60, 199)]]
    cases = grid(schedule=kinds, rate=[0, 0.013, 0.97], ask=["before", "after", "one"])
    used.agree([case | more | length for case in cases for more in (calm, wild) for length in lengths], schedule)
    ends = {}  # the losses of ten seeds
    for kind in kinds:
        used.reset().set(schedule=kind)
        last = [used.set(seed=seed).rows[-1] for seed in range(1, 11)]
        ends[kind], constant = (sum(float(row[column]) for row in last) for column in (2, 3))
    assert ends["constant"] == constant < ends["inverse"] / 1.5
    assert max(ends["step"], ends["cosine"], ends["warm"]) < constant / 2


with (project.ROOT / "docs/datasets/penguins.csv").open() as file:
    MEASURED = [row for row in csv.DictReader(file) if row["flipper_length_mm"] != "NA"]
X, Y = (  # every 14th: flipper in cm above 20, mass in kg
    np.array([float(row[name]) for row in MEASURED[13::14]]) / unit - zero
    for name, unit, zero in [("flipper_length_mm", 10, 20), ("body_mass_g", 1000, 0)]
)
LOWEST = np.polyfit(X, Y, 1)


def loss(w, b):
    return ((w * X + b - Y) ** 2).mean()


TARGET = loss(*LOWEST) + 0.02  # the green ring


def test_batches(explorer):
    used = explorer("batches")
    shown = np.array(re.findall(r"\((-?[\d.]+), ([\d.]+)\)", used.tables([{}])[0][1]), float)
    assert shown == pytest.approx(np.column_stack([X, Y]))
    sizes, rates, orders = [1, 3, 5, 7, 23, 24], [0, 0.0132716, 0.29, 1000], ["mixed", "drawn", "file"]
    lengths = [{"seed": seed, "steps": steps} for seed, steps in [(1, 0), (7, 13), (999_999, 61)]]
    used.agree([case | length for case in grid(size=sizes, rate=rates, order=orders) for length in lengths])
    whole = used.set(size=24, rate=0.2, steps=600, order="mixed").rows
    assert [float(cell) for cell in whole[1][3:5]] == pytest.approx(
        [-0.2 * 2 * (X * (3 - Y)).mean(), 3 - 0.2 * 2 * (3 - Y).mean()], rel=1e-4
    )
    assert [float(cell) for cell in whole[-1][3:]] == pytest.approx([*LOWEST, loss(*LOWEST)], rel=1e-4)
    found = used.tables(grid(rate=[0.2], steps=[600], size=[4], seed=[1], order=["file", "mixed", "drawn"]))
    least = [min(float(row[5]) for row in rows) for rows, _, _ in found]
    assert least[0] > TARGET > max(least[1:]), "in the order of the file it never arrives"


def expected(kappa, rate, beta):
    """The spectral radius, and what the run does; None near a border, where the long run is longer than 300 steps."""
    roots = [np.linalg.eigvals([[beta, bend], [-rate * beta, 1 - rate * bend]]) for bend in (1, kappa)]  # of one step
    radius = abs(np.array(roots)).max()
    if min(abs(pair[0] - pair[1]) for pair in roots) < 0.06 or abs(radius - 1) < 0.008:
        return None
    ripples = any(root.imag or root.real < -0.05 for pair in roots for root in pair)
    return radius, "diverges" if radius > 1 else "ripples" if ripples else "monotone"


def test_plane(explorer):
    used = explorer("plane")
    factors = [0, 0.03, 0.15, 0.4, 1, 1.7, 2.5, 3.2, 3.9]  # of the rate, times the ratio
    betas = [0, 0.03, 0.2, 0.44, 0.75, 0.9, 0.99]
    cases = [{"kappa": c, "rate": p / c, "beta": b} for c in (1, 3, 25, 144, 1000) for p in factors for b in betas]
    used.agree([case | {"steps": steps} for case in cases for steps in (0, 60)])
    used.agree(grid(kappa=[1, 1000], rate=[1e-300, 1000], beta=[0, 0.5, 1], steps=[200]))
    say = "(e, cases) => cases.map((values) => { e.set(values); return e.says.textContent; })"
    known = [(case, found) for case in cases if case["rate"] and (found := expected(**case))]
    assert len(known) > 150
    for (case, (radius, does)), words in zip(known, used.root.evaluate(say, [case for case, _ in known]), strict=True):
        told = re.search(r"factor ([\d.]+) per step, (\w+)", words)
        assert float(told[1]) == pytest.approx(radius, abs=0.007, rel=0.007), case
        assert told[2] == does, case


KINDS = "(e) => [...e.cells.grid]"


def test_plane_map(explorer):
    """Each of its cells has the colour of its factor: the slower, the paler, and no two colours overlap."""
    used = explorer("plane")
    for kappa in (25, 400):
        used.set(kappa=kappa).wait("e.note.textContent.includes('Best')")
        kinds, factors = used.root.evaluate(KINDS), defaultdict(list)
        for n, kind in enumerate(kinds):
            if found := expected(kappa, (n % 96 + 0.5) / 96 * 4.4 / kappa, 1 - (n // 96 + 0.5) / 96):
                factors[kind].append(found[0])
                assert found[1] == ("diverges" if kind == 16 else "ripples" if kind < 8 else "monotone"), n
        bands = [factors[kind] for kind in range(8) if factors[kind]]
        assert len(bands) >= 6
        for one, two in itertools.pairwise(bands):
            assert max(one) < min(two) + 0.008
        best = (math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1)
        assert float(re.search(r"Best of the map: ([\d.]+)", used.note)[1]) == pytest.approx(best, abs=0.02)


def test_edge(explorer):
    rates, u, v = [0.01, 0.1, 0.2, 0.27, 0.6, 1], [-1, 0, 0.26, 1.11], [0.3, 2, 4.02]
    explorer("edge").agree(grid(loss=["root", "square"], rate=rates, u=u, v=v, steps=[0, 12]), edge)
    explorer("edge").agree(grid(loss=["root", "square"], rate=[0.15, 0.3, 1000], u=[0.25, 100], v=[4], steps=[300]))


def edge(loss, rate, u, v, steps):
    """With complex numbers: z = v + iu turns the step into one on z, and its square has the real part v² − u²."""
    z, rows = complex(v, u), []
    for k in range(steps + 1):
        e = (z * z).imag / 2 - 1
        height = math.hypot(1, e) - 1 if loss == "root" else e * e / 2
        rows.append([str(k), *near([z.imag, z.real, height, math.hypot((z * z).real, 2)], 1e-9)])
        if max(abs(z.real), abs(z.imag)) > LIMIT:
            break
        z = z - rate * (e / math.hypot(1, e) if loss == "root" else e) * complex(z.imag, z.real)
    return rows


def hill(w1, w2):
    p, q = w1 * w1 + w2 - 11, w1 + w2 * w2 - 7
    return p * p + q * q, 4 * w1 * p + 2 * q, 2 * p + 4 * w2 * q


def test_basins(explorer):
    used = explorer("basins")
    rates = [0.001, 0.0052, 0.013, 0.02, 0.03, 0.05]
    used.agree(grid(rate=rates, w=[-6, -1.23, 0, 4.5], b=[-5.9, 0, 1.11, 6], steps=[0, 7, 300]))
    used.reset()
    places = (np.arange(96) + 0.5) / 8 - 6
    for rate, least in [(0.002, 0.85), (0.02, 0.4)]:
        used.set(rate=rate).wait("e.note.textContent.startsWith('Ends')")
        found = np.array(used.root.evaluate(KINDS)).reshape(96, 96)
        w, b = np.meshgrid(places, places[::-1])
        for _ in range(1000):
            _, p, q = hill(w, b)
            on = (np.hypot(p, q) >= 0.001) & (abs(w) <= LIMIT) & (abs(b) <= LIMIT)
            w, b = np.where(on, w - rate * p, w), np.where(on, b - rate * q, b)
        minima = np.array([[3, 2], [-2.805, 3.131], [-3.779, -3.283], [3.584, -1.848]])
        ends = np.array([np.hypot(w - m, b - n) < 0.01 for m, n in minima])
        kinds = np.where(ends.any(0), ends.argmax(0), np.where((abs(w) > LIMIT) | (abs(b) > LIMIT), 4, 5))
        moved = [np.roll(kinds, (i, j), (0, 1)) == kinds for i in (-1, 0, 1) for j in (-1, 0, 1)]
        calm = np.all(moved, axis=0)  # off the frayed borders
        assert calm.mean() > least
        assert (found == kinds)[calm].all()
        shares = [int(share) for share in re.findall(r"(\d+) %", used.note)]
        assert shares == pytest.approx([100 * (kinds == kind).mean() for kind in range(6)], abs=0.6)
