"""What a page's code may do wrong: each fault is a page of one project, built once and run once by Sybil."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from scripts.model import project
from tests.faults.conftest import Row, build, tree, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, forks and limits as Linux has them")

# row: (code, line of the message, whether Sybil says the same); a block begins at line 3, its code at line 4
REFUSED = {
    "prints 1 GB": (
        "while True:\n    try:\n        print(10_000 * 'x', end='')\n    except Exception:\n        pass",
        6,
        True,
    ),
    "prints too much and hides it": ("try:\n    print(200_000 * 'x')\nexcept BaseException:\n    pass", 3, True),
    "prints control characters": ("print('\\x1b[1mbold')", 3, True),
    "prints half a character": ("print('\\ud83d')", 3, True),
    "writes to file descriptor 1": ("import os\nos.write(1, b'hello')", 3, True),
    "lets a subprocess print": ("import subprocess\nsubprocess.run(['echo', 'hello'], check=True)", 3, True),
    "prints from C": ("import ctypes\nctypes.CDLL(None).puts(b'hello')", 3, True),
    "closes `sys.stdout`": ("import sys\nsys.stdout.close()", 5, True),
    "closes file descriptor 1": ("import os\nos.close(1)", 3, True),
    "closes all files": ("import os\nos.closerange(3, 1000)", 3, False),
    "replaces `sys.stdout`": ("import io, sys\nsys.stdout = io.StringIO()\nprint('lost')", 3, True),
    "reads from the keyboard": ("x = 1\nname = input()", 5, True),
    "changes directory": ("import os\nos.chdir('/')", 3, True),
    "deletes a data set": ("import os\nos.remove('penguins.csv')", 5, True),
    "writes a file beside the data sets": ("x = 1\nopen('weights.txt', 'w')", 5, True),
    "patches NumPy": ("import numpy as np\nnp.sum = max", 3, True),
    "patches Python": ("import builtins\nbuiltins.shared = 1", 3, True),
    "defines `__builtins__`": ("__builtins__ = {}", 3, True),
    "sets `os.environ`": ("import os\nos.environ['LEAK'] = '1'", 3, True),
    "seeds `random`": ("import random\nrandom.seed(1)", 3, True),
    "seeds `np.random`": ("import numpy as np\nnp.random.seed(1)", 3, True),
    "sets `np.seterr`": ("import numpy as np\nnp.seterr(all='ignore')", 3, True),
    "sets `np.set_printoptions`": ("import numpy as np\nnp.set_printoptions(precision=2)", 3, True),
    "sets the decimal precision": ("import decimal\ndecimal.getcontext().prec = 5", 3, True),
    "sets the locale": ("import locale\nlocale.setlocale(locale.LC_ALL, 'C.UTF-8')", 3, True),
    "sets a signal handler": ("import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)", 3, True),
    "sets the recursion limit": ("import sys\nsys.setrecursionlimit(5000)", 3, True),
    "leaves a thread": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=[1], name='ticker', daemon=True).start()",
        3,
        True,
    ),
    "has a thread that fails": (
        "import threading\nthread = threading.Thread(target=lambda: 1 / 0)\nthread.start()\nthread.join()",
        3,
        True,
    ),
    "leaves a process": ("import subprocess\nsubprocess.Popen(['sleep', '100'])", 3, True),
    "forks, and the child runs on": ("import os\nif child := os.fork():\n    os.waitpid(child, 0)", 3, True),
    "starts `multiprocessing`": ("import multiprocessing\nmultiprocessing.Process(target=print).start()", 5, False),
    "registers an `atexit` function": ("import atexit\natexit.register(print, 'bye')", 3, True),
    "calls `sys.exit`": ("import sys\nsys.exit(0)", 5, True),
    "calls `os._exit`": ("import os\nos._exit(3)", 3, False),
    "calls `os.abort`": ("import os\nos.abort()", 3, False),
    "kills itself": ("import os\nos.kill(os.getpid(), 9)", 3, False),
    "dies with a child alive": ("import os\nif os.fork():\n    os._exit(3)\nwhile True:\n    pass", 3, False),
    "recurses without end": ("def f(x):\n    return f(x)\nf(1)", 5, True),
    "takes all memory": ("x = 1\nmany = bytearray(1 << 33)", 5, False),
    "writes a file without end": (
        "import tempfile\nwith tempfile.TemporaryFile() as file:\n    file.truncate(1 << 30)",
        6,
        False,
    ),
    "loops without end": ("while True:\n    pass", 4, False),
    "sleeps": ("import time\ntime.sleep(1000)", 4, False),
    "raises `KeyboardInterrupt`": ("x = 1\nraise KeyboardInterrupt", 3, False),
    "raises `GeneratorExit`": ("x = 1\nraise GeneratorExit", 5, True),
    "raises its own `BaseException`": ("class Stop(BaseException):\n    pass\nraise Stop('here')", 6, True),
    "raises with an ANSI sequence": ("x = 1\nraise ValueError('\\x1b[31mred')", 5, True),
    "raises with 1 MB of text": ("x = 1\nraise ValueError(1_000_000 * 'x')", 5, True),
    "raises with a note": ("error = ValueError('first')\nerror.add_note('second')\nraise error", 6, True),
}
# row: a page that is fresh in both routes
ALLOWED = {
    "prints without a newline": "```python\nprint('a', end='')\nprint('b', end='')\n```\n\n```output\nab\n```\n",
    "forks and waits": (
        "```python\nimport os\n\nif child := os.fork():\n    print(os.waitpid(child, 0)[1])\nelse:\n    os._exit(0)\n"
        "```\n\n```output\n0\n```\n"
    ),
    "takes a subprocess's output": (
        "```python\nimport subprocess\n\nprint(subprocess.check_output(['echo', 'hello'], text=True))\n"
        "```\n\n```output\nhello\n\n```\n"
    ),
    "joins its threads": (
        "```python\nfrom concurrent.futures import ThreadPoolExecutor\n\nwith ThreadPoolExecutor(2) as pool:\n"
        "    print([*pool.map(abs, [-1, -2])])\n```\n\n```output\n[1, 2]\n```\n"
    ),
    "sets a warning filter": (
        "```python\nimport warnings\n\nwarnings.simplefilter('ignore')\nwarnings.warn('old')\n```\n\n"
        "```python raises=\"UserWarning\"\nwarnings.warn('new')\n```\n\n```output\nUserWarning: new\n```\n"
    ),
    "extends `sys.path`": (
        "```python\nimport sys\n\nsys.path.insert(0, '../library')\nimport rates\n\nprint(rates.eta)\n```\n\n"
        "```output\n0.1\n```\n"
    ),
}
NEXT = (
    '```python raises="ModuleNotFoundError"\nimport rates\n```\n\n'
    "```output\nModuleNotFoundError: No module named 'rates'\n```\n"
)


def slug(row: str) -> str:
    return re.sub(r"\W+", "-", row.lower()).strip("-")


def cases(table: dict) -> list:
    return [pytest.param(row, marks=pytest.mark.fault(row), id=slug(row)) for row in table]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A project with a page for each fault, and a page that is stale."""
    root = tmp_path_factory.mktemp("faults") / "project"
    for name, (code, _, _) in REFUSED.items():
        limit = "---\ntime_limit: 1\n---\n" if name in ("loops without end", "sleeps") else "# Page\n\n"
        write(root, f"docs/part/{slug(name)}.md", f"{limit}```python\n{code}\n```\n")
    for name, text in ALLOWED.items():
        write(root, f"docs/part/{slug(name)}.md", text)
    write(root, "docs/part/follows.md", NEXT)
    write(root, "docs/part/stale.md", "```python\nprint(1)\n```\n")
    write(root, "docs/library/rates.py", "eta = 0.1\n")
    write(root, "docs/datasets/penguins.csv", "mass\n1\n")
    (root / "figures").mkdir()
    for name in ("scripts", "figures/style.py", "figures/fonts"):
        (root / name).symlink_to(project.ROOT / name)
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(project.ROOT / name, root)
    return root


@pytest.fixture(scope="module")
def built(root) -> str:
    """What one build of all these pages says."""
    before = tree(root)
    done = build(root)
    assert done.returncode == 2
    assert done.stdout == ""
    assert tree(root) == before, "something was written"
    assert done.stderr.endswith(f"\n{len(REFUSED)} errors; nothing was written.\n"), done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def tested(root, built) -> str:
    """What Sybil says of the pages that do not end its process, run one after another in this one."""
    (root / "docs/part/stale.md").unlink()
    before = tree(root)
    left_out = [f"--ignore=docs/part/{slug(name)}.md" for name, (_, _, shared) in REFUSED.items() if not shared]
    variables = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    pytest_command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "-rA", "-p", "no:cacheprovider", "docs"]
    done = subprocess.run([*pytest_command, *left_out], cwd=root, env=variables, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    assert tree(root) == before
    return done.stdout


@pytest.mark.parametrize("name", cases(REFUSED))
def test_fault_is_told_by_the_build_with_page_and_line(name, built, row: Row):
    line = REFUSED[name][1]
    row.said(built, f"docs/part/{slug(name)}.md:{line}: ")


@pytest.mark.parametrize("name", cases({name: case for name, case in REFUSED.items() if case[2]}))
def test_fault_is_told_by_sybil_with_page_and_line(name, tested, row: Row):
    row.said(tested, f"docs/part/{slug(name)}.md:{REFUSED[name][1]}: ")


@pytest.mark.parametrize("name", cases(ALLOWED))
def test_what_is_allowed_passes_in_both(name, built, tested):
    assert f"docs/part/{slug(name)}.md:" not in built
    assert f"PASSED docs/part/{slug(name)}.md::line:" in tested
    assert f"FAILED docs/part/{slug(name)}.md::line:" not in tested


def test_page_after_one_that_extends_the_path_does_not_see_it(built, tested):
    assert "docs/part/follows.md" not in built
    assert len(re.findall("PASSED docs/part/follows.md", tested)) == 2


def test_no_fault_reaches_the_next_page(built, tested):
    """What Sybil calls failed is what this file says is refused, and no other page."""
    failed = {*re.findall(r"^FAILED docs/part/([\w-]+)\.md", tested, re.M)}
    assert failed == {slug(name) for name, case in REFUSED.items() if case[2]}
