"""The line that says how far a build is: on a terminal only, after a while only, and gone at the end."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from tests.pages.conftest import REPOSITORY

pty = pytest.importorskip("pty", reason="terminals of this kind are those of POSIX systems")

SLOW = "```python\nimport time\n\ntime.sleep({})\n```\n"
LINE = rb"\r\x1b\[K\[#*-*\] \d of 3 pages, docs/part/\w+\.md"
ERASED = b"\r\x1b[K"


def on_a_terminal(project, variables=None, interrupt=False) -> tuple[int, bytes]:
    """What a build writes to stderr when that is a terminal, and its exit status."""
    ours, theirs = pty.openpty()
    command = [sys.executable, REPOSITORY / "scripts/build.py", "--root", project.root]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "80"} | (variables or {})
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored in a shell's background
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            data = os.read(ours, 10_000)
        except OSError:  # Linux ends a terminal like this
            data = b""
        if not data:
            break
        written += data
        if interrupt and re.search(LINE, written):
            process.send_signal(signal.SIGINT)
            interrupt = False
    os.close(ours)
    return process.wait(), written


@pytest.fixture
def slow(project):
    """Pages that keep both cores for three seconds."""
    for name in "abc":
        project.write(f"docs/part/{name}.md", SLOW.format(3))
    return project


def test_long_work_shows_how_far_it_is_and_erases_it(slow):
    status, written = on_a_terminal(slow)
    assert status == 0
    assert re.fullmatch(rb"(" + LINE + rb")+" + re.escape(ERASED), written)


def test_an_interrupt_erases_it_before_anything_is_said(slow):
    for name in "abc":
        slow.write(f"docs/part/{name}.md", SLOW.format(60))
    began = time.monotonic()
    status, written = on_a_terminal(slow, interrupt=True)
    assert status == 130
    assert time.monotonic() - began < 55, "no page ran to its end"
    assert written.endswith(ERASED + b"\r\nInterrupted. Each page and figure is as it was, or complete.\r\n")


def test_an_error_is_said_on_a_clean_line(slow):
    slow.write("docs/part/c.md", SLOW.format(3).replace("\n```\n", "\nnothing\n```\n"))
    status, written = on_a_terminal(slow)
    assert status == 2
    assert written.count(ERASED + b"docs/part/c.md:5: NameError: name 'nothing' is not defined\r\n") == 1


def test_a_narrow_terminal_gets_a_line_that_fits(slow):
    _, written = on_a_terminal(slow, {"COLUMNS": "30"})
    lines = written.split(ERASED)[1:]
    assert len(lines) > 1
    assert max(map(len, lines)) == 29


def test_short_work_shows_nothing(project):
    project.write("docs/part/words.md", "Only words.\n")
    assert on_a_terminal(project) == (0, b"")


def test_a_terminal_that_cannot_erase_shows_nothing(slow):
    assert on_a_terminal(slow, {"TERM": "dumb"}) == (0, b"")


def test_no_terminal_shows_nothing(slow):
    command = [sys.executable, REPOSITORY / "scripts/build.py", "--root", slow.root]
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""
