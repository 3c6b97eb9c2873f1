"""docs/reference/formulas.md: its rows and links, and its formulas against other oracles. Also the bibliography."""

import re

import numpy as np
import pytest
from scipy.linalg import solve_discrete_lyapunov
from scipy.optimize import brentq, linprog, minimize, minimize_scalar
from scipy.special import expit, log_softmax, softmax

from scripts.model import project
from tests.claims.test_rates import convex

PAGE = "docs/reference/formulas.md"
DOCS = project.ROOT / "docs"
TEXT = (project.ROOT / PAGE).read_text("utf-8")
PARTS = ("idea", "data", "networks", "terrain", "optimizers", "theory", "practice")
BOOKS = (DOCS / "reference/bibliography.md").read_text("utf-8")


def walk(gradient, start, eta, steps):
    w = np.array(start, float)
    for _ in range(steps):
        w = w - eta * gradient(w)
    return w


def test_each_row_has_a_formula_a_lesson_and_a_check():
    titles = {}
    for topic in re.split(r"(?m)^##+ ", TEXT)[1:]:
        rows = re.findall(r"(?m)^\| (?!formula|number|---)(.*) \|$", topic)
        assert all(row.count(" | ") == 2 for row in rows)
        for row in rows:
            title, link = re.fullmatch(r"\[(.+)\]\(\.\./(.+)\)", row.split(" | ")[2]).groups()
            lesson = re.search(r"^# (.*?)\??(?: \{.*)?$", (DOCS / link).read_text("utf-8"), re.M)
            assert titles.setdefault(link, title) == lesson[1], row
        said = re.findall(r"(?m)^(.+): (\d+) formulas hold$", topic)
        assert [(topic.split("\n")[0], len(rows))] == [(name, int(count)) for name, count in said] or not rows
    shown = [f"{part}/{page.name}" for part in PARTS for page in sorted((DOCS / part).glob("*.md"))
             if re.search(r"(?m)^\$\$$", page.read_text("utf-8"))]  # fmt: skip
    assert len(shown) > 35
    assert [lesson for lesson in shown if lesson not in titles] == []


def test_a_wrong_row_stops_the_page(names):
    with pytest.raises(AssertionError, match=r"\[2, 3\]"):
        names["report"]("A topic", [True, False, np.bool_(False), True])


def test_slopes_and_data_against_scipy():
    rng = np.random.default_rng(4)
    for _ in range(100):
        z, k = rng.normal(0, 3, 5), rng.integers(5)
        nudged = [(log_softmax(z - u)[k] - log_softmax(z + u)[k]) / 2e-6 for u in 1e-6 * np.eye(5)]
        assert softmax(z) - np.eye(5)[k] == pytest.approx(nudged, abs=1e-7)
        eta, lam, sigma = rng.uniform(0.01, 0.6), rng.uniform(0.1, 3), rng.uniform(0.1, 4)
        floor = solve_discrete_lyapunov(np.array([[1 - eta * lam]]), np.array([[(eta * sigma) ** 2]]))
        assert floor.item() == pytest.approx(eta * sigma**2 / lam / (2 - eta * lam))
        v, t = rng.normal(0, 2), rng.uniform(0, 2)
        lowest = minimize_scalar(lambda w, v=v, t=t: (w - v) ** 2 / 2 + t * abs(w), (-9, 9), tol=1e-12).x
        assert np.sign(v) * max(abs(v) - t, 0) == pytest.approx(lowest, abs=1e-5)
        X = rng.normal(size=(8, 3))
        s = expit(X @ rng.normal(size=3))
        top = np.linalg.eigvalsh(X.T @ (X * (s * (1 - s))[:, None]) / 8)[-1]
        assert top <= np.linalg.norm(X, 2) ** 2 / 4 / 8 < 1e3 * top
    assert linprog(-z, bounds=(-1, 1)).x == pytest.approx(np.sign(z))  # the steepest of all moves of size 1


def test_best_settings_against_a_search():
    """A search that knows no formula finds the same rates, momenta and factors; the stable regions end where said."""

    def factor(setting, ahead, kappa=20):
        eta, beta = setting
        keep = [beta * (1 - ahead * eta * lam) for lam in np.linspace(1, kappa, 60)]
        lams = np.linspace(1, kappa, 60)
        steps = [[[1 - eta * lam, -eta * b], [lam, b]] for lam, b in zip(lams, keep, strict=True)]
        return abs(np.linalg.eigvals(np.array(steps))).max()

    heavy = 4 / (np.sqrt(20) + 1) ** 2, ((np.sqrt(20) - 1) / (np.sqrt(20) + 1)) ** 2
    look = 4 / 61, (np.sqrt(61) - 2) / (np.sqrt(61) + 2)
    for ahead, pair, best in ((0, heavy, heavy[1] ** 0.5), (1, look, 1 - 2 / np.sqrt(61))):
        assert factor(pair, ahead) == pytest.approx(best, abs=1e-6)
        found = minimize(factor, (0.06, 0.5), (ahead,), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-9})
        assert best <= found.fun + 1e-6 <= best + 0.02
    for beta in (0.1, 0.5, 0.9):
        for ahead, border in ((0, 2 * (1 + beta)), (1, (2 + 2 * beta) / (1 + 2 * beta))):
            end = brentq(lambda s, b=beta, a=ahead: factor((s, b), a, 1) - 1, 1, 4)
            assert end == pytest.approx(border)
    step = np.poly1d([-2.3, 3.3, 0])  # of descent on the cubic at the rate 2.3
    cycle = [brentq(step(step) - np.poly1d([1, 0]), *ends) for ends in ((0.4, 0.9), (1.1, 1.5))]
    assert cycle == pytest.approx([(4.3 - np.sqrt(1.29)) / 4.6, (4.3 + np.sqrt(1.29)) / 4.6])


def test_bounds_on_random_losses_and_their_violation():
    rng, broken = np.random.default_rng(7), np.zeros(3, int)
    for trial in range(300):
        low = rng.uniform(0.1, 1)
        loss, gradient, top, start = convex(rng, low)
        k, R2, gap = rng.integers(1, 20), start @ start, loss(start)
        end = loss(walk(gradient, start, 1 / top, k))
        bounds = top * R2 / (4 * k + 2), (1 - low / top) ** (2 * k) * gap
        assert end <= min(bounds) * (1 + 1e-9) + 1e-12, trial
        g = gradient(start)
        assert gap <= g @ g / 2 / low * (1 + 1e-9)
        assert gap - loss(start - g / top) >= g @ g / 2 / top * (1 - 1e-9)
        broken += [loss(walk(gradient, start, 2.2 / top, 20)) > top * R2 / 82,  # a rate beyond 2
                   gap > g @ g / 20 / low, gap - loss(start - g / top) < g @ g / top]  # fmt: skip
    assert broken.min() > 10, broken


def test_each_entry_of_the_bibliography_is_cited_once_there_and_in_order():
    ids = re.findall(r"(?m)^\{: #([\w-]+) \}$", BOOKS)
    assert len(ids) == len(set(ids)) > 120
    others = "".join(page.read_text("utf-8") for kind in ("md", "ipynb") for page in DOCS.rglob(f"*.{kind}"))
    assert [each for each in ids if f"bibliography.md#{each})" not in others.replace('"', ")")] == []
    for section in re.split(r"(?m)^## ", BOOKS)[2:]:
        entries = section.strip().split("\n\n")[1:]
        assert all(re.fullmatch(r"[^{}]+\n\{: #[\w-]+ \}", entry) for entry in entries)
        years = [int(re.search(r"\((\d{4})\)", entry)[1]) for entry in entries]
        assert years == sorted(years)
