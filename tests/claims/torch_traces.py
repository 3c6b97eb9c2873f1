"""Walks of PyTorch's optimisers on the function of Himmelblau, kept in torch_traces.json for machines without PyTorch.

.venv/frameworks/bin/python tests/claims/torch_traces.py   writes the file; `make frameworks` fails where it changes
"""

import json
from pathlib import Path

FILE = Path(__file__).with_suffix(".json")
START, STEPS = (0.5, -1.0), 20
WALKS = {  # class and settings, in PyTorch's words; an eps of 0.1 shows where it stands
    "momentum": ("SGD", {"lr": 0.01, "momentum": 0.9}),
    "nesterov": ("SGD", {"lr": 0.01, "momentum": 0.9, "nesterov": True}),
    "adagrad": ("Adagrad", {"lr": 0.1, "eps": 0.1}),
    "rmsprop": ("RMSprop", {"lr": 0.01, "alpha": 0.9, "eps": 0.1}),
    "adam": ("Adam", {"lr": 0.1, "eps": 0.1}),
    "amsgrad": ("Adam", {"lr": 0.1, "eps": 0.1, "amsgrad": True}),
    "adamw": ("AdamW", {"lr": 0.1, "eps": 0.1, "weight_decay": 0.5}),
}


def slopes(w1: float, w2: float) -> list[float]:
    """The gradient of (w1² + w2 − 11)² + (w1 + w2² − 7)²."""
    p, q = w1 * w1 + w2 - 11, w1 + w2 * w2 - 7
    return [4 * w1 * p + 2 * q, 2 * p + 4 * w2 * q]


def record() -> dict:
    """The version of PyTorch, and the weights of each walk before its first step and after each."""
    import torch

    walks = {}
    for name, (kind, settings) in WALKS.items():
        w = torch.tensor(START, dtype=torch.float64)
        optimiser, path = getattr(torch.optim, kind)([w], **settings), [w.tolist()]
        for _ in range(STEPS):
            w.grad = torch.tensor(slopes(*w.tolist()), dtype=torch.float64)
            optimiser.step()
            path.append(w.tolist())
        walks[name] = path
    return {"torch": torch.__version__.partition("+")[0], "walks": walks}


if __name__ == "__main__":
    FILE.write_text(json.dumps(record(), indent=1) + "\n", "utf-8")
