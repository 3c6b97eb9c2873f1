"""What may happen to files while a build writes: it is killed, the disk is full or read-only, another build runs."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import get_files

from scripts.model import cache as freshness
from scripts.model import project
from scripts.model.files import write as write_files
from tests.faults.conftest import Row, build, command, tree, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, mounts and limits as Linux has them")

KILLED_WRITES = int(os.environ.get("FAULTS_KILLED_WRITES", 300))
KILLED_BUILDS = int(os.environ.get("FAULTS_KILLED_BUILDS", 6))
STALE = "```python\nw = [0, 1, 2]\nprint(w)\n```\n\n![A line](../figures/line.svg)\n"
DRAW = """from figures import style


def draw(page):
    drawing, axes = style.figure(height=2)
    axes.plot(page.w, color=style.INK)
    return drawing
"""
OLD = "<svg>an older drawing</svg>\n"
DRAWINGS = ("docs/figures/line.svg", "docs/figures/line-dark.svg")

# Children write three files over and over, and are killed; after each, every file is of one text, and whole.
KILLS = """
import os, random, signal, sys, time
from pathlib import Path
from scripts.model.files import write
folder, kills = Path(sys.argv[1]), int(sys.argv[2])
files = [folder / name for name in ("a.md", "b.md", "c.svg")]
texts = [letter * 400_000 for letter in "xyz"]
write(dict.fromkeys(files, texts[0]))
chance = random.Random(5)
for kill in range(kills):
    child = os.fork()
    if not child:
        for k in range(10**9):
            write(dict.fromkeys(files, texts[k % 3]))
    time.sleep(chance.uniform(0, 0.02))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for file in files:
        assert file.read_text() in texts, f"{file.name} is torn after kill {kill}"
print(len([*folder.iterdir()]) - len(files))
"""


def stale_project(root: Path) -> Path:
    """A project with one page that is stale, and its drawings, too."""
    write(root, "docs/part/page.md", STALE)
    write(root, "figures/line.py", DRAW)
    for name in DRAWINGS:
        write(root, name, OLD)
    for name in ("figures/style.py", "figures/fonts"):
        (root / name).symlink_to(project.ROOT / name)
    return root


@pytest.fixture
def root(tmp_path) -> Path:
    """A project to be built."""
    return stale_project(tmp_path / "project")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> dict[str, bytes]:
    """That project after one build that nothing disturbs."""
    root = stale_project(tmp_path_factory.mktemp("fresh") / "project")
    assert build(root).returncode == 0
    return tree(root)


@pytest.mark.fault("the build is killed while it writes")
def test_killed_while_it_writes_leaves_files_old_or_new(tmp_path):
    arguments = [sys.executable, "-c", KILLS, tmp_path, str(KILLED_WRITES)]
    done = subprocess.run(arguments, cwd=project.ROOT, capture_output=True, text=True, timeout=600)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 0, "no child was killed within a write"


@pytest.mark.fault("the build is killed")
def test_killed_build_leaves_pages_and_figures_old_or_new(root, fresh):
    chance = random.Random(3)
    stale = tree(root)
    for _ in range(KILLED_BUILDS):
        process = subprocess.Popen(command(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.1, 3))
        process.kill()
        process.wait()
        for name, content in tree(root).items():
            assert content in (stale[name], fresh[name]), f"{name} is torn"
    assert build(root).returncode == 0
    assert tree(root) == fresh


@pytest.mark.fault("the build is killed while a page runs on")
def test_page_ends_with_the_build_that_is_killed(root):
    started = root / "started"
    code = f"import os\n\nwith open({str(started)!r}, 'w') as file:\n    file.write(str(os.getpid()))\n"
    write(root, "docs/part/endless.md", f"```python\n{code}while True:\n    pass\n```\n")
    process = subprocess.Popen(command(root, "docs/part/endless.md"))
    assert comes_true(lambda: started.exists() and started.read_text())
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert comes_true(lambda: not Path("/proc", started.read_text()).exists()), "the page is still running"


def comes_true(condition) -> bool:
    end = time.monotonic() + 300  # a machine may be busy
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.fault("temporary files are left")
def test_temporary_files_left_are_in_nobodys_way(root, fresh):
    left = write(root, "docs/part/.page.md.k2x9.new", "half a pa")
    assert build(root).returncode == 0
    assert tree(root) == fresh
    assert left.read_text() == "half a pa", "it may be another build's"
    ignored = subprocess.run(
        ["git", "check-ignore", "docs/part/.page.md.k2x9.new"], cwd=project.ROOT, capture_output=True
    )
    assert ignored.returncode == 0
    files = get_files(load_config(str(project.ROOT / "mkdocs.yml"), docs_dir=str(root / "docs")))
    published = [file.src_uri for file in files if file.inclusion.is_included()]
    assert "part/page.md" in published
    assert not [name for name in published if name.endswith(".new")]


@pytest.mark.fault("two builds at once")
def test_two_builds_at_once_give_what_one_gives(root, fresh):
    stale = {name: content for name, content in tree(root).items() if name.startswith("docs/")}
    for _ in range(2):
        for name, content in stale.items():
            write(root, name, content)
        both = [subprocess.Popen(command(root), stderr=subprocess.PIPE, text=True) for _ in range(2)]
        assert [(process.communicate()[1], process.returncode) for process in both] == [("", 0), ("", 0)]
        assert tree(root) == fresh


@pytest.mark.fault("a broken cache")
def test_broken_cache_is_no_cache(root, fresh):
    """The pages run and the cache is made anew, whatever stands in its file."""
    for content in (b"\0\xff half", b'{"version": 1, "pages": [3]}', b"[" * 100_000):
        file = write(root, freshness.FILE, content)
        write(root, "docs/part/page.md", STALE)
        done = build(root)
        assert (done.returncode, done.stderr) == (0, "")
        assert tree(root) == fresh
        assert file.read_bytes() != content


def test_two_writers_do_not_meet(tmp_path):
    """Each has temporary files of its own, so neither renames or deletes the other's."""
    code = "import sys; from pathlib import Path; from scripts.model.files import write\n"
    code += "for k in range(400): write({Path(sys.argv[1], name): 1000 * 'x' for name in 'ab'})"
    both = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path], cwd=project.ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [(process.communicate()[1], process.returncode) for process in both] == [("", 0), ("", 0)]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a", "b"]


def mounts() -> bool:
    """Whether this process may mount file systems, in a name space of its own."""
    probe = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return shutil.which("unshare") is not None and subprocess.run(probe, capture_output=True).returncode == 0


def mounted(root: Path, mount: str) -> tuple[subprocess.CompletedProcess, dict[str, bytes]]:
    """A build after a mount that only it sees, and the docs as it sees them then."""
    docs, seen = root / "docs", root.parent / "seen"
    script = f'set -e; {mount}; set +e; "$@"; status=$?; cp -r "{docs}" "{seen}"; exit $status'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, "sh", *command(root)], capture_output=True, text=True, timeout=300
    )
    return done, tree(seen)


@pytest.mark.fault("the disk is full")
def test_full_disk_leaves_everything_as_it_was(root, row: Row):
    """On a file system of 128 KB where this test may mount one; everywhere, with a limit on the size of a file."""
    write(root, "docs/part/page.md", STALE.replace("print(w)", "print(90_000 * 'w')"))
    write(root, "docs/part/second.md", "```python\nprint(90_000 * 'v')\n```\n")
    before = {name.removeprefix("docs/"): content for name, content in tree(root).items() if name.startswith("docs/")}
    limited = ["sh", "-c", 'ulimit -f 60; "$@"', "sh", *command(root)]
    done = subprocess.run(limited, capture_output=True, text=True, timeout=300)
    assert done.returncode == 2
    row.said(done.stderr, "docs/part/page.md:1: ")
    assert tree(root / "docs") == before
    assert not [*root.rglob("*.new")]
    if mounts():
        copy = f'cp -r "{root}/docs" "{root}/kept"; mount -t tmpfs -o size=128k tmpfs "{root}/docs"'
        done, seen = mounted(root, f'{copy}; cp -r "{root}/kept/." "{root}/docs"')
        assert (done.returncode, done.stdout) == (2, "")
        row.said(done.stderr, "docs/part/second.md:1: ")
        assert "No space left on device" in done.stderr
        assert seen == before


@pytest.mark.fault("the tree is read-only")
def test_read_only_tree_is_told_and_left(root, row: Row):
    before = {name.removeprefix("docs/"): content for name, content in tree(root).items() if name.startswith("docs/")}
    if mounts():  # the superuser writes where modes forbid it, but not on a file system that is read-only
        done, seen = mounted(root, f'mount --bind "{root}/docs" "{root}/docs"; mount -o remount,ro,bind "{root}/docs"')
    else:
        for folder in (root / "docs/part", root / "docs/figures"):
            folder.chmod(0o555)
        done, seen = build(root), tree(root / "docs")
        for folder in (root / "docs/part", root / "docs/figures"):
            folder.chmod(0o755)
    assert (done.returncode, done.stdout) == (2, "")
    row.said(done.stderr, "docs/")
    assert seen == before


@pytest.mark.fault("a disk that fails between two files")
def test_failure_between_two_files_says_how_many_are_new(root, row: Row, monkeypatch, capsys):
    from scripts import build as program

    replace, calls = Path.replace, []

    def failing(self, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")
        return replace(self, target)

    monkeypatch.setitem(sys.modules, "__main__", program)
    monkeypatch.setattr(Path, "replace", failing)
    assert program.main(["--root", str(root)]) == 2
    row.said(capsys.readouterr().err, "docs/")
    assert not [*root.rglob("*.new")]


@pytest.mark.fault("the clock jumps")
def test_clock_that_jumps_changes_nothing(root, fresh):
    """Files of the year 2100 and of 1970, and a clock that runs backwards while the build runs."""
    for name, when in {"docs/part/page.md": 4_102_444_800, "figures/line.py": 1, DRAWINGS[0]: 4_102_444_800}.items():
        os.utime(root / name, (when, when))
    code = (
        "import itertools, sys, time\n"
        "past = itertools.count(4e9, -1e6)\n"
        "time.time = lambda: next(past)\n"
        "time.time_ns = lambda: int(1e9 * next(past))\n"
        "from scripts import build\n"
        "sys.exit(build.main(sys.argv[1:]))\n"
    )
    arguments = [sys.executable, "-c", code, "--root", str(root)]
    done = subprocess.run(arguments, cwd=project.ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    assert tree(root) == fresh
    for name in fresh:
        if not (root / name).is_symlink():
            os.utime(root / name, (4_102_444_800, 4_102_444_800))
    write(root, "docs/part/page.md", STALE.replace("[0, 1, 2]", "[0, 1, 3]"))
    os.utime(root / "docs/part/page.md", (1, 1))
    done = subprocess.run([*arguments, "--check"], cwd=project.ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert "docs/part/page.md:1: output is stale" in done.stdout
    assert "docs/part/page.md:6: figure is stale" in done.stdout
    write(root, "docs/part/page.md", "---\ntime_limit: 1\n---\n```python\nwhile True:\n    pass\n```\n")
    write(root, "figures/line.py", "")
    (root / "figures/line.py").unlink()
    for name in DRAWINGS:
        (root / name).unlink()
    done = subprocess.run(arguments, cwd=project.ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, "still running here after 1 s" in done.stderr) == (2, True)


def test_new_file_has_the_mode_of_a_new_file(tmp_path):
    write_files({tmp_path / "new.md": "text"})
    plain = tmp_path / "plain"
    plain.touch()
    assert (tmp_path / "new.md").stat().st_mode == plain.stat().st_mode
