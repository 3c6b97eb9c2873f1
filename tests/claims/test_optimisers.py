"""The optimisers of Part 5 and of docs/reference/optimisers.md against those of PyTorch, step by step."""

import inspect
import json
import re

import numpy as np
import pytest

from scripts.model import project
from tests.claims import torch_traces

KEPT = json.loads(torch_traces.FILE.read_text("utf-8"))
REFERENCE = "docs/reference/optimisers.md"
LESSONS = sorted((torch_traces.FILE.parents[2] / "docs/optimizers").glob("*.md"))
SETTINGS = {  # the same in the words of the pages
    "momentum": {"eta": 0.01, "beta": 0.9},
    "nesterov": {"eta": 0.01, "beta": 0.9},
    "adagrad": {"eta": 0.1, "eps": 0.1},
    "rmsprop": {"eta": 0.01, "beta": 0.9, "eps": 0.1},
    "adam": {"eta": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 0.1},
    "amsgrad": {"eta": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 0.1},
    "adamw": {"eta": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 0.1, "decay": 0.5},
}


def gradient(theta):
    return np.array(torch_traces.slopes(*theta))


def walk(method, **settings) -> np.ndarray:
    """The weights of a page's method. Nesterov's are taken where the libraries hold them, at the point ahead."""
    states = [(np.array(torch_traces.START),)]
    for _ in range(torch_traces.STEPS):
        states.append(method(gradient, *states[-1], **settings))
    if method.__name__ == "nesterov":
        states = [(theta - settings["eta"] * settings["beta"] * sum(v),) for theta, *v in states]
    return np.array([theta for theta, *_ in states])


def methods(page_namespace):
    """Each method with every page that defines it."""
    for name in SETTINGS:
        pages = [f"docs/optimizers/{page.name}" for page in LESSONS if f"\ndef {name}(" in page.read_text("utf-8")]
        assert pages, name
        for page in (REFERENCE, *pages):
            yield name, page, page_namespace(page)[name]


def test_methods_walk_as_pytorch_does(page_namespace):
    for name, page, method in methods(page_namespace):
        assert walk(method, **SETTINGS[name]) == pytest.approx(np.array(KEPT["walks"][name]), abs=1e-11), (name, page)


def test_variants_differ(page_namespace):
    """A walk tells each variant of the reference from the formula that it is a variant of."""
    names = page_namespace(REFERENCE)
    small = {"eta": 0.01}
    pairs = [("dampened", "momentum", small, small), ("ahead", "momentum", small, small)]
    pairs += [(f"{name}_inside", name, {"eps": 0.1}, {"eps": 0.1}) for name in ("adagrad", "rmsprop")]
    pairs += [("adam_keras", "adam", {"eps": 0.1}, {"eps": 0.1}), ("amsgrad_optax", "amsgrad", {}, {})]
    for variant, name, changed, settings in pairs:
        apart = np.abs(walk(names[variant], **changed) - walk(names[name], **settings)).max()
        assert apart > 1e-3, (variant, apart)


def test_defaults_agree_across_pages(page_namespace):
    """A method has the same parameters and defaults on its lesson and in the reference."""
    shown = {}
    for name, page, method in methods(page_namespace):
        known = {key: p.default for key, p in inspect.signature(method).parameters.items()}
        assert shown.setdefault(name, known) == known, page


def test_all_lessons_have_the_same_two_helpers():
    """To the letter, so that every trace of Part 5 can be compared."""
    lessons = sorted((project.ROOT / "docs/optimizers").glob("*.md"))
    for name in ("race", "table"):
        helper = re.compile(rf"^def {name}\(.*?(?=^\S|^$)", re.M | re.S)
        found = {lesson.stem: helper.findall(lesson.read_text("utf-8")) for lesson in lessons if lesson.stem != "index"}
        assert len(found) == 10
        assert {len(texts) for texts in found.values()} == {1}, name
        assert len({texts[0] for texts in found.values()}) == 1, name
