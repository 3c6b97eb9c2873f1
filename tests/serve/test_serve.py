"""The live preview: what a save runs again, and what the browser gets."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from scripts import serve

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds until a wait counts as failed; a normal one takes a second


@pytest.fixture
def small(tmp_path):
    """Two pages, one with a figure."""
    (tmp_path / "docs/idea").mkdir(parents=True)
    (tmp_path / "figures").mkdir()
    (tmp_path / "docs/idea/one.md").write_text("# One\n\n![A line.](../figures/line.svg)\n")
    (tmp_path / "docs/idea/two.md").write_text("# Two\n\nPages: 2<!-- = site.pages -->\n")
    return tmp_path


def names(files):
    return [file.name for file in files]


def test_a_saved_page_runs_alone(small):
    assert names(serve.affected(small, {small / "docs/idea/two.md"})) == ["two.md"]


def test_a_saved_figure_runs_its_page(small):
    assert names(serve.affected(small, {small / "figures/line.py"})) == ["one.md"]


def test_the_style_runs_every_page(small):
    assert names(serve.affected(small, {small / "figures/style.py"})) == ["one.md", "two.md"]


def test_a_broken_page_is_run_so_that_its_error_is_said(small):
    (small / "docs/idea/two.md").write_text("```python\n")
    assert names(serve.affected(small, {small / "docs/idea/two.md"})) == ["two.md"]


def test_pages_with_counts_are_known(small):
    assert names(serve.counting(small)) == ["two.md"]


def test_a_good_page_is_served_while_another_is_broken(small):
    """Neither the pages to run nor those with counts are lost for an error elsewhere."""
    (small / "docs/idea/three.md").write_text("```python\n")
    assert names(serve.affected(small, {small / "docs/idea/two.md"})) == ["two.md"]
    assert names(serve.counting(small)) == ["two.md"]


def test_what_is_saved_during_a_build_is_seen_next_time(small, monkeypatch):
    """And what the build itself writes is not: the pages, their notebooks, the drawings."""
    (small / "docs/figures").mkdir()
    one, two = small / "docs/idea/one.md", small / "docs/idea/two.md"
    ran, built, status = [], [], 0

    def run(arguments):
        ran.append(names(map(Path, arguments[2:])))
        if ran[-1] == ["one.md"]:
            two.write_text(two.read_text() + "\nsaved by the author\n")
            for file in (one, one.with_suffix(".ipynb"), small / "docs/figures/line.svg") if status == 0 else [one]:
                file.write_text("# One\n\n![A line.](../figures/line.svg)\n\nwritten\n")
        return status

    monkeypatch.setattr(serve.build, "main", run)
    monkeypatch.setattr(serve, "load_config", lambda *arguments, **options: None)
    monkeypatch.setattr(serve, "build_site", lambda *arguments, **options: built.append(1))
    preview = serve.Preview(small, "nowhere", "")
    preview()
    preview()
    assert ran == [["one.md", "two.md"]]
    one.write_text("# One\n\n![A line.](../figures/line.svg)\n")
    preview()
    assert ran[1:] == [["one.md"], ["two.md"]], "a page saved, then the page with counts"
    preview()
    assert ran[3:] == [], "the page with counts was run after it was saved"
    assert len(built) == 2, "what the build wrote is no reason to build again"
    status = 2
    one.write_text("# One\n\n![A line.](../figures/line.svg)\n\nagain\n")
    preview()
    assert ran[3:] == [["one.md"]]
    preview()
    assert ran[4:] == [["one.md", "two.md"]], "both were saved while the build failed"
    preview()
    assert ran[5:] == []


@pytest.fixture
def preview(tmp_path):
    """The preview of a copy of this project that holds one lesson. Gives its folder and its address."""
    for folder in ("docs", "figures", "scripts"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.new"))
    for page in (tmp_path / "docs/idea").glob("*.md"):
        if page.name != "descent.md":
            page.unlink()
    for file in [*(tmp_path / "figures").glob("*.py"), *(tmp_path / "docs/figures").glob("*.svg")]:
        if not file.name.startswith(("style", "descent", "home")):
            file.unlink()
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "README.md").write_text("# A project\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path / "log.txt").open("w")
    command = [sys.executable, "scripts/serve.py", "--port", str(port)]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log, start_new_session=True)
    try:
        yield tmp_path, f"http://127.0.0.1:{port}/idea/descent/"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(10)
        log.close()


def wait_for(condition, log: Path):
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit, log.read_text()
        time.sleep(0.05)


def page(address: str) -> str:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.read().decode()
    except urllib.error.URLError:
        return ""


def test_a_save_reaches_the_browser_and_an_error_keeps_the_last_good_page(preview):
    folder, address = preview
    log = folder / "log.txt"
    lesson = folder / "docs/idea/descent.md"
    wait_for(lambda: "step 5: w = 2.017" in page(address), log)
    saved = lesson.read_text("utf-8").replace("step {k + 1}: w", "stride {k + 1}: w")
    lesson.write_text(saved, "utf-8")
    wait_for(lambda: "stride 5: w = 2.017" in page(address), log)
    assert "stride 5: w = 2.017" in lesson.read_text("utf-8")
    broken = lesson.read_text("utf-8").replace("stride {k + 1}", "stride {nothing}")
    lesson.write_text(broken, "utf-8")
    wait_for(lambda: "name 'nothing' is not defined" in log.read_text(), log)
    assert "stride 5: w = 2.017" in page(address)
    assert lesson.read_text("utf-8") == broken


def test_a_taken_port_is_said_in_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "scripts/serve.py", "--port", str(taken.getsockname()[1])]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "--port" in answer.stderr
