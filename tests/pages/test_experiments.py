"""The experiments of the lessons, `w = 4`{ .try }: each changes a line of a block that prints, and what it prints."""

import re
from collections import Counter
from dataclasses import replace

from scripts.model.page import Code
from scripts.model.project import ROOT
from scripts.model.run import Run
from tests.pages.conftest import LESSONS

TRY = re.compile(r"`((\w+) = [^`]+)`\{ \.try \}")


def test_each_experiment_changes_what_the_nearest_block_above_prints():
    proposed = Counter()
    for page in LESSONS:
        for found in TRY.finditer(page.text):
            assignment, name = found.groups()
            proposed[page.path] += 1
            line = re.compile(rf"^( *){name} = .*$", re.M)
            above = [step for step in page.steps if isinstance(step, Code) and step.end < found.start()]
            place = max(k for k, code in enumerate(above) if line.search(code.source))
            run, code = Run(page, ROOT), above[place]
            for earlier in above[:place]:
                run.step(earlier)
            run.step(replace(code, source=line.sub(rf"\1{assignment}", code.source, count=1)))
            assert run.printed[code.start] not in (None, code.output.text), f"{page.path}: {assignment}"
    assert all(proposed[page.path] >= 2 for page in LESSONS if page.path.startswith("docs/idea/"))
    assert not [page.path for page in LESSONS if page.text.count(".try") != proposed[page.path]]
