"""What `make zensical` builds: each lesson, with its title, its outputs and its figures."""

import os
import subprocess
from html import unescape

import pytest
from bs4 import BeautifulSoup

from scripts.model import project
from scripts.model.page import Figure, Output
from scripts.model.project import ROOT

pytestmark = pytest.mark.all


def squeeze(text: str) -> str:
    """Text without white space, which a page of HTML need not keep."""
    return "".join(unescape(text).split())


def test_every_lesson_has_its_title_outputs_and_figures():
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(["make", "zensical"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    pages, _ = project.load_all(ROOT)
    lessons = [page for page in pages.values() if page.meta.kind == "lesson"]
    assert len(lessons) >= 20
    missing = []
    for lesson in lessons:
        built = ROOT / "site-zensical" / lesson.path.removeprefix("docs/").removesuffix(".md") / "index.html"
        soup = BeautifulSoup(built.read_text("utf-8"), "html.parser")
        heading = soup.h1.get_text().removesuffix("#")
        if heading != lesson.meta.title:
            missing.append(f"{lesson.path}: title {lesson.meta.title!r}, found {heading!r}")
        outputs = {squeeze(block.get_text()) for block in soup.select(".output pre")}
        images = {image["src"].rpartition("/")[2] for image in soup.select("article img")}
        for step in lesson.steps:
            if isinstance(step, Output) and squeeze(step.text) not in outputs:
                missing.append(f"{lesson.path}:{step.line}: output")
            if isinstance(step, Figure):
                names = {f"{step.name}.svg", f"{step.name}-dark.svg"} - images
                missing += [f"{lesson.path}:{step.line}: {name}" for name in sorted(names)]
    assert missing == []
