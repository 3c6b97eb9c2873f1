"""The claims of docs/labs/own-data.ipynb, by other ways: its messages, its rate, its weights, its warning."""

from itertools import pairwise

import numpy as np
import pytest

from tests.claims.data import PENGUINS, columns

PAGE = "docs/labs/own-data.ipynb"
WRONG = {
    "": "try.csv: the file is empty",
    "\n\n": "try.csv: the file is empty",
    "x,y\n": "0 complete rows are too few for 2 weights",
    "x,weight\n1,2\n": "no column y; there are: x, weight",
    "x;y\n1;2\n": "no column x; there are: x;y",
    "x,y\n1,2\n2\n": "line 3 has 1 of 2 entries",
    "x,y\n1,2\n2,3,4\n": "line 3 has 3 of 2 entries",
    "x,y\n1,2\n2,about 3\n": "line 3, column y: 'about 3' is not a number",
    "x,y\n\n\n1,inf\n": "line 4, column y: 'inf' is not a number",
    'x,y,z\n1,2,"a\nb"\n2,"3,5",c\n': "line 4, column y: '3,5' is not a number",
    "x,y\n1,2\n2,3\n3,NA\n": "2 complete rows are too few for 2 weights",
    "x,y\n1,2\n2,3\n": "2 complete rows are too few for 2 weights",
    "x,y\n4,2\n4,3\n4,5\n": "column x: every row has 4",
    "x,y\n1,7\n2,7\n3,7\n": "column y: every row has 7",
    "x,y\n1,2\n2,3\n3,5\n": "nothing wrong",
    "\ufeffx, y\r\n1,2\r\n2,3\r\n,\r\n3,5\r\n": "nothing wrong",
}


def test_messages_and_files(names, monkeypatch, tmp_path):
    """The complaint about each wrong file, decimal commas, missing files, and where a file is looked for."""
    # Each wrong file gets its complaint.
    assert {text: names["complaint"](text) for text in WRONG} == WRONG
    # Three inputs that depend on each other though no two do, whatever their units; a little noise parts them.
    a, b, noise = np.random.default_rng(6).normal(size=(3, 40))
    for share, message in ((0, "column c: it follows from the inputs before it"), (1e-3, "nothing wrong")):
        c = 1e-6 * (2 * a - 3 * b + share * noise)
        assert np.abs(np.corrcoef([a, b, c])[np.triu_indices(3, 1)]).max() < 0.9
        lines = [",".join(map(repr, row)) for row in np.column_stack([a, b, c, np.arange(40)]).tolist()]
        assert names["complaint"]("\n".join(["a,b,c,y", *lines]), ["a", "b", "c", "y"]) == message
    # Commas where the settings say so; a missing file, one in other letters, and where a file is looked for.
    text = "x;y\n1;0,5\n2;-3,25\n3;5\n"
    monkeypatch.setitem(names, "SEPARATOR", ";")
    assert names["complaint"](text) == "line 2, column y: '0,5' is not a number"
    monkeypatch.setitem(names, "DECIMAL", ",")
    assert names["complaint"](text) == "nothing wrong"
    assert [names["number"](entry, 2, "y") for entry in ("0,5", "-3,25", "5")] == [0.5, -3.25, 5]
    # A missing file and one in other letters are told.
    with pytest.raises(names["DataError"], match=r"^penguin.csv: no such file beside the notebook$"):
        names["load"]("penguin.csv", ["x", "y"])
    file = tmp_path / "latin.csv"
    file.write_bytes("größe,y\n1,2\n".encode("latin-1"))
    with pytest.raises(names["DataError"], match="save the file as UTF-8"):
        names["load"](file, ["y"])
    # The file is found beside the notebook first and then in datasets.
    (tmp_path / "labs").mkdir()
    (tmp_path / "datasets").mkdir()
    monkeypatch.chdir(tmp_path / "labs")
    (tmp_path / "datasets/a.csv").write_text("x\n1\n")
    assert str(names["find"]("a.csv")) == "../datasets/a.csv"
    (tmp_path / "labs/a.csv").write_text("x\n2\n")
    assert str(names["find"]("a.csv")) == "a.csv"


def test_the_fit_of_the_penguins(names):
    """Its rate, safe for any file; its weights by the normal equations; the sign of bill depth, which changes."""
    # λ_max ≤ 2(d + 1), also when all inputs say the same; the limit is met by no rate of 1/(d + 1).
    rng = np.random.default_rng(4)
    for d in range(1, 8):
        base = rng.normal(size=(50, 1))
        for X in (rng.normal(size=(50, d)) @ rng.normal(size=(d, d)), base + 1e-6 * rng.normal(size=(50, d))):
            A, _, _ = names["standardise"](X)
            largest = np.linalg.eigvalsh(2 / 50 * A.T @ A)[-1]
            assert largest <= 2 * (d + 1)
            assert 1 / (d + 1) < 2 / largest
    # Alone it is a covariance over a variance, negative; within each species it is positive.
    depth, mass = columns("bill_depth_mm", "body_mass_g").T
    alone = np.cov(depth, mass, ddof=0)[0, 1] / depth.var()
    assert alone < 0 < names["fits"][0][0][1]
    assert names["fits"][1][0][0] == pytest.approx(alone, rel=1e-6)
    mean = {}
    for species in ("Adelie", "Chinstrap", "Gentoo"):
        own = columns("bill_depth_mm", "body_mass_g", rows=[p for p in PENGUINS if p["species"] == species])
        assert np.corrcoef(own.T)[0, 1] > 0.5
        mean[species] = own.mean(axis=0)
    assert mean["Gentoo"][0] < min(mean["Adelie"][0], mean["Chinstrap"][0])
    assert mean["Gentoo"][1] > max(mean["Adelie"][1], mean["Chinstrap"][1])
    # The penguins are all there.
    assert names["total"] == 344
    data = columns("flipper_length_mm", "bill_depth_mm", "body_mass_g")
    assert len(data) == 342
    assert np.array_equal(np.column_stack([names["X"], names["y"]]), data)
    # In the file's units, with a bias: solved without standardising.
    A = np.column_stack([np.ones(len(data)), data[:, :-1]])
    bias, *weights = np.linalg.solve(A.T @ A, A.T @ data[:, -1])
    assert (names["weights"], names["bias"]) == (pytest.approx(weights, rel=1e-5), pytest.approx(bias, rel=1e-5))
    assert names["typical"] == pytest.approx(np.std(data[:, -1] - A @ [bias, *weights]), rel=1e-9)
    # Two standardised inputs with correlation r have the curvatures 2(1 ± r), the bias 2.
    r = np.corrcoef(columns("flipper_length_mm", "bill_depth_mm").T)[0, 1]
    assert names["curvatures"] == pytest.approx([2 - 2 * abs(r), 2, 2 + 2 * abs(r)], abs=1e-9)
    # A column of noise never makes the error larger.
    rng = np.random.default_rng(0)
    A = names["A"]
    for _ in range(20):
        wider = np.column_stack([A, rng.normal(size=len(A))])
        left = names["y"] - wider @ np.linalg.lstsq(wider, names["y"], rcond=None)[0]
        assert np.mean(left**2) < names["losses"][-1] + 1e-6
    # The loss falls at each step to its minimum.
    losses = names["losses"]
    assert all(b < a + 1e-6 for a, b in pairwise(losses))
    assert losses[-1] == pytest.approx(names["typical"] ** 2, rel=1e-9)
