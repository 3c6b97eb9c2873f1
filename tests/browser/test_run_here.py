"""Edit and run: the reader changes a block of code and runs it in the page, on a site that carries Pyodide."""

import io
import json
import re
import shutil
import zipfile

import pytest

from scripts.model import project
from scripts.publish import live, offline
from tests import host
from tests.browser.conftest import visits
from tests.browser.test_offline import INSTALL, WORKER
from tests.browser.test_pages import PALE, SHIFT, axe
from tests.browser.waiting import wait_until

DESCENT = "idea/descent/"
WHEEL = "numpy-0.1-py3-none-any.whl"
RUN = "(box) => { const [run] = box.querySelectorAll('.run-tools button'); run.click(); }"
BELOW = """(box) => {
  const found = [];
  for (let next = box.nextElementSibling; next?.matches(".output"); next = next.nextElementSibling) {
    found.push([next.matches(".yours") ? "yours" : "page", next.querySelector("samp").textContent]);
  }
  return found;
}"""
IDLE = "(box) => /^(Ran|Stopped|This block needs|Python could)/.test(box.querySelector('.run-status').textContent)"


def tiny_numpy() -> bytes:
    """A wheel of one module."""
    wheel, info = io.BytesIO(), "numpy-0.1.dist-info"
    with zipfile.ZipFile(wheel, "w") as files:
        files.writestr("numpy/__init__.py", "def array(items):\n    return f'tiny {items}'\n")
        files.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: numpy\nVersion: 0.1\n")
        files.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        files.writestr(f"{info}/RECORD", "")
    return wheel.getvalue()


def with_python(site, folder, wheels: dict[str, bytes]):
    """A copy of the site with Pyodide, as `make live` and `make site` give it."""
    assert live.PYODIDE.is_dir(), "Pyodide is not here. To install it: make live"
    live.install(folder / "installed", wheels)
    copy = shutil.copytree(site.folder, folder / "site")
    live.add(copy, folder / "installed")
    offline.write_worker(copy)
    return copy


@pytest.fixture(scope="module")
def hosted(site, tmp_path_factory):
    """The site with Pyodide, and without NumPy."""
    with host.serve(with_python(site, tmp_path_factory.mktemp("live"), {})) as address:
        yield address


@pytest.fixture
def open_page(contexts, hosted):
    with visits(contexts, hosted) as visit:
        yield visit


def start(seen, number: int):
    """Open the editor of a block."""
    box = seen.page.locator(f"#code-{number}")
    box.locator(".edit-code").click()
    return box


def run(box, code: str | None = None) -> tuple[str, str]:
    """Run a block, as it stands or with other code, to its end. Returns what it printed, and what its status says."""
    if code is not None:
        box.locator("textarea").fill(code)
    box.evaluate(RUN)
    wait_until(box.page, IDLE, box.element_handle())
    return below(box)["yours"], box.locator(".run-status").text_content()


def source(box) -> str:
    """The code in the editor of a block."""
    return box.locator("textarea").input_value()


def below(box) -> dict[str, str]:
    """What stands below a block: the output of the page, and of the reader's own run."""
    return {"page": "", "yours": ""} | dict(box.evaluate(BELOW))


def test_a_reader_changes_a_block_and_sees_what_happens(open_page, visit):
    assert visit(DESCENT).page.locator(".edit-code").count() == 0, "without Pyodide nothing shows"
    asked, seen = [], open_page("", width="phone")
    seen.page.on("request", lambda request: asked.append(request.url))
    page = seen.go(DESCENT).page
    page.locator(".edit-code").first.wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert not [url for url in asked if "pyodide" in url or "worker" in url], "nothing is fetched before"
    assert seen.shift() <= SHIFT
    box = start(seen, 2)
    page.locator("#code-2 .run-status", has_text="6 MB, once").wait_for()
    assert page.evaluate("document.activeElement.matches('textarea')")
    page.keyboard.press("Shift+Enter")
    wait_until(page, IDLE, box.element_handle())
    assert below(box)["yours"] == below(box)["page"] + "\n" != "\n"
    assert "code above (1 block, none" in box.locator(".run-status").text_content()
    for number in (3, 4):
        assert run(start(seen, number))[0].rstrip("\n") == below(page.locator(f"#code-{number}"))["page"]

    trial = page.locator("button.try").first
    assignment = re.compile(rf"^ *{re.escape(trial.text_content())}$", re.M)
    trial.click()
    (tried,) = (each for each in page.locator(".is-edited").all() if assignment.search(source(each)))
    wait_until(page, IDLE, tried.element_handle())
    assert below(tried)["yours"] not in ("", below(tried)["page"] + "\n")

    assert run(box, "w = 0\nprint(slop(w))") == (
        "NameError: name 'slop' is not defined",
        "Stopped by an error in line 2.",
    )
    assert "has-error" in box.get_attribute("class")
    assert run(box, "w = (")[1] == "Stopped by an error in line 1."
    run(start(seen, 1), source(page.locator("#code-1")).replace("2 *", "20 *"))
    assert run(box, "print(slope(1))") == ("-40\n", "Ran the code above (1 block, 1 changed by you), then this block.")
    problems = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => 0)")
        problems += page.evaluate(PALE)
    assert problems + axe(page) == []

    box.locator("textarea").fill("while True:\n    print('again')")
    box.evaluate(RUN)
    page.locator(".yours", has_text="cut here, at 10,000 characters").wait_for(timeout=60_000)
    with page.workers[0].expect_event("close"):
        box.get_by_role("button", name="Stop").click()
    assert box.locator(".run-status").text_content() == "Stopped."
    page.reload()
    page.locator(".is-edited").first.wait_for()
    assert source(box) == "while True:\n    print('again')", "kept"
    box.get_by_role("button", name="Reset").click()
    assert page.evaluate("document.activeElement.closest('#code-2') !== null")
    page.reload()
    box.locator(".edit-code").wait_for()
    assert box.locator("textarea").count() == 0, "gone"


@pytest.mark.all
def test_every_block_that_needs_no_numpy_prints_what_stands_on_the_page(open_page):
    seen, wrong, count = open_page(""), [], 0
    for page in project.load_all(project.ROOT)[0].values():
        if page.meta.kind != "lesson":
            continue
        boxes = None
        for number, code in enumerate((step for step in page.steps if step.kind == "code"), 1):
            if re.search(r"^\s*(?:import|from) (?:numpy|torch|jax|keras|optax|distributed)", code.source, re.M):
                break
            if boxes is None:
                boxes = seen.go(page.path.removeprefix("docs/").removesuffix(".md") + "/").page
                boxes.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
                boxes.locator(".edit-code").first.wait_for()
            box = start(seen, number)
            found, count = run(box)[0], count + 1
            if found.removesuffix("\n") != below(box)["page"]:
                wrong.append(f"{page.path}: block {number}: {found!r}, on the page: {below(box)['page']!r}")
        else:
            continue
        if boxes:  # the block that needs NumPy
            assert "This block needs NumPy: download the notebook" in run(start(seen, number))[1], page.path
            assert seen.page.locator(f"#code-{number} .run-status a").get_attribute("href").endswith(".ipynb")
    assert wrong == []
    assert count > 100


@pytest.mark.all
def test_a_wheel_is_loaded_and_all_works_without_the_network(browser, site, tmp_path):
    folder = with_python(site, tmp_path, {WHEEL: tiny_numpy()})
    server = host.Host(folder)
    server.start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.address + DESCENT)
    page.locator(".edit-code").first.wait_for()
    box = page.locator("#code-1")
    box.locator(".edit-code").click()
    code = "import numpy as np\nprint(np.array([1, 2]), len(open('penguins.csv').readlines()))"
    assert run(box, code)[0] == "tiny [1, 2] 345\n"
    version = re.search(r'VERSION="(\w+)"|VERSION = "(\w+)"', (folder / WORKER).read_text("utf-8"))
    page.evaluate(INSTALL, [server.address, next(filter(None, version.groups()))])
    server.stop()
    page.reload()
    page.locator(".is-edited").first.wait_for()
    assert run(page.locator("#code-1"))[0] == "tiny [1, 2] 345\n"
    context.close()


def test_numpy_is_fetched_by_its_hash(tmp_path, monkeypatch):
    wheel = tmp_path / "1.2-numpy.whl"
    wheel.write_bytes(b"wheel")
    listed = {"file_name": "numpy.whl", "sha256": project.digest(b"wheel").hex()}
    (tmp_path / "package.json").write_text('{"version": "1.2"}')
    (tmp_path / "pyodide-lock.json").write_text(json.dumps({"packages": {"numpy": listed}}))
    monkeypatch.setattr(live, "PYODIDE", tmp_path)
    monkeypatch.setattr(live, "SOURCE", f"file://{tmp_path}/{{}}-{{}}")
    assert live.fetch_numpy() == {"numpy.whl": b"wheel"}
    wheel.write_bytes(b"another")
    with pytest.raises(ValueError, match="expected the hash"):
        live.fetch_numpy()
    wheel.unlink()
    with pytest.raises(OSError, match=r"1\.2-numpy\.whl"):
        live.fetch_numpy()
