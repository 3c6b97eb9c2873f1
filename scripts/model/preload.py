"""What the server of processes imports once, so that no page's process has to. Only that server imports this module."""

import ctypes  # noqa: F401
import gc
import os
import resource  # noqa: F401
import sys
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder, SourceFileLoader

import numpy.random  # noqa: F401
from matplotlib.mathtext import MathTextParser
from pyparsing import ParserElement

from scripts.model import downloads
from scripts.model import draw as drawing
from scripts.model import cache as freshness
from scripts.model import run as running
from scripts.model import worker

LIBRARIES = freshness.libraries()


class _Source(SourceFileLoader):
    """Compiles a module each time: bytecode counts as fresh when size and second of its source are the same."""

    def get_code(self, fullname: str):
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def _of_the_project(folder: str) -> FileFinder:
    """Find modules in a folder that holds no libraries: a page's own ones, and those of its figures."""
    if not os.path.isdir(folder) or os.path.join(os.path.abspath(folder), "").startswith(LIBRARIES):
        raise ImportError
    return FileFinder(folder, (ExtensionFileLoader, EXTENSION_SUFFIXES), (_Source, [".py"]))


_, _, before = os.environ.pop("PYTHONPATH").partition(os.pathsep)  # processes.py put this project in front of it
if before:
    os.environ["PYTHONPATH"] = before
sys.path_hooks.insert(0, _of_the_project)
sys.path_importer_cache.clear()
MathTextParser("path").parse("$x$")  # makes the grammar of formulas, which takes as long as a small figure
# The grammar asks for hashes 15,000 times a figure. Its own, `id`, tells the audit hooks of a page each time.
ParserElement.__hash__ = object.__hash__
gc.collect()
gc.freeze()  # what is here lives as long as the process: no collection need look at it
gc.set_threshold(100_000, 20, 100)  # a page's process ends before many cycles of garbage have gathered
