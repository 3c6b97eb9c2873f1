"""The founding texts' facts are shown where they are taught: printed by a run, tied to one, or said.

What the numbers must be is derived in the other files of this folder; here is checked that no page loses one.
"""

import re

from scripts.model import project
from scripts.model.page import Output, Value

SHOWN = [
    ("descent", ["0.6", "1.08", "1.464", "1.7712", "2.017"], "the five steps"),  # S1: the five-minute lesson
    ("descent", ["3.8", "3.3277"], "the start at w = 4"),  # S2: the course page
    ("reference/symbols", ["2.017"], "the rule in four dialects"),
    ("from-data", ["−24", "2.24"], "one weight, one data point"),  # S5: the slides
    ("from-data", ["30", "40", "0.7", "1.6", "5", "2.5", "1.25"], "two inputs"),
    ("learning-rate", ["26", "28,517"], "steps to come within a hundredth"),
]

SAID = {
    "loss": ["fog", "landscape", "weights and biases|bias", "repeat|again"],
    "slope": ["plateau", "gradient", "partial derivative", "uphill"],
    "descent": ["fog", "backpropagation|chain rule", "alpha", "coefficient"],
    "reference/symbols": ["w_new = w_old - eta", "x = x - learning_rate . grad", "coefficient - alpha . delta"],
    "learning-rate": ["ball", "curvature", "0.1", "0.0001", "bounce", "diverge"],
    "from-data": ["error", "activation", "gradient", "PyTorch|Keras", "backpropagation|chain rule", "epoch"],
    "many-weights": ["bias", "contour", "at once|together", "million", "w_{old}", "learning_rate"],
    "networks/gradient-check": ["sensitivity", r"one weight \$w_{ij}\$"],
    "networks/autodiff": ["x = x - learning_rate \\* gradient_of_x", "forward", "backward", "linear", "squared error"],
    "stopping": ["epoch", "iteration", "plateau", "convergen|converge", "mini-batch", "stochastic"],
    "which-valley": ["plateau", "local minim", "variant|method"],
}


def lesson(name: str):
    """A lesson of Part 1, or a page of another folder: `reference/symbols`."""
    return project.load(project.ROOT, project.ROOT / f"docs/{name if '/' in name else f'idea/{name}'}.md")


def numbers_from_runs(page) -> set[str]:
    """Every number that a run of the page printed or put into its text."""
    found = {step.text for step in page.steps if isinstance(step, Value)}
    for step in page.steps:
        if isinstance(step, Output):
            found |= {number.replace("-", "−") for number in re.findall(r"-?\d[\d,]*(?:\.\d+)?", step.text)}
    return found | {re.sub(r"(\.\d*?)0+$", r"\1", number).rstrip(".") for number in found}


def test_no_page_loses_a_founding_fact():
    """Every number is run on its page, and every idea is said there."""
    found = {name: numbers_from_runs(lesson(name)) for name, _, _ in SHOWN}
    assert [f"{name}: {n}, {what}" for name, numbers, what in SHOWN for n in numbers if n not in found[name]] == []
    text = {name: " ".join(lesson(name).text.split()) for name in SAID}
    missing = [f"{name}: {words}" for name in SAID for words in SAID[name] if not re.search(words, text[name], re.I)]
    assert missing == []
