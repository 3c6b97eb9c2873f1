"""The data that pages learn from, read once more with the csv module: no page's code is used."""

import csv
import gzip
from fractions import Fraction

import numpy as np

from scripts.model import project

with (project.ROOT / "docs/datasets/penguins.csv").open(newline="") as _file:
    ALL_PENGUINS = list(csv.DictReader(_file))
PENGUINS = [penguin for penguin in ALL_PENGUINS if penguin["body_mass_g"] != "NA"]  # the two others hold no measurement
SPECIES = [penguin["species"] for penguin in PENGUINS]
SIZES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm")

with gzip.open(project.ROOT / "docs/datasets/digits.csv.gz", "rt") as _file:
    DIGITS = np.array([[float(entry) for entry in row] for row in csv.reader(_file)])  # 64 squares and a label


def columns(*names: str, rows=PENGUINS) -> np.ndarray:
    """Columns of the penguins, in the file's units, one row for each penguin."""
    return np.array([[float(row[name]) for name in names] for row in rows])


def standardised(*names: str, rows=PENGUINS) -> np.ndarray:
    """Columns of the penguins with mean 0 and spread 1, by means and squares in exact arithmetic."""
    found = []
    for name in names:
        values = [Fraction(row[name]) for row in rows]
        mean = sum(values) / len(values)
        spread = float(sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
        found.append([float(value - mean) / spread for value in values])
    return np.array(found).T


def centred_masses() -> np.ndarray:
    """The masses in kilograms, less their mean, which is taken in exact arithmetic."""
    masses = [Fraction(penguin["body_mass_g"]) / 1000 for penguin in PENGUINS]
    return np.array([float(mass - sum(masses) / len(masses)) for mass in masses])
