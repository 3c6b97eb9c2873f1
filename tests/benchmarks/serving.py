"""Seconds from saving a lesson until the browser shows it, run and drawn again; and until the first page is there.

    python tests/benchmarks/serving.py [--lessons 40] [--saves 10]

A generated project (see building.py) is served by scripts/serve.py and opened in a headless Chromium. Its lesson in the
middle is saved again and again with another number in its code. A save counts as shown when the page in the browser has
the new number in an output, and shows the new drawing of the figure. The parts: what the page's own process takes, as
the preview says it, and all else.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from building import Generated  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from scripts import handout

DEMAND = 0.7
SHOWN = """([number, old]) => {
  const picture = document.querySelector('img[src*="/bowl_"]:not([src*="-dark"])');
  if (!document.querySelector("main").textContent.includes(number) || !picture?.complete) return "";
  const canvas = Object.assign(document.createElement("canvas"), { width: 360, height: 240 });
  canvas.getContext("2d").drawImage(picture, 0, 0, 360, 240);
  const drawn = canvas.toDataURL();
  return picture.naturalWidth && drawn !== old ? drawn : "";
}"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lessons", type=int, default=40)
    parser.add_argument("--saves", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fall-line-benchmark-") as folder:
        project = Generated(options.lessons, Path(folder))
        project.build()
        print(f"{options.lessons} lessons with 3 blocks and 2 figures each, {os.cpu_count()} cores", flush=True)
        _measure(project, options.saves)


def _measure(project: Generated, saves: int) -> None:
    log = project.root / "serve.txt"
    began = time.perf_counter()
    with log.open("w") as output:
        command = [sys.executable, "scripts/serve.py", "--port", "0"]
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}  # as the build had it, whose cache is used
        server = subprocess.Popen(command, cwd=project.root, stdout=output, stderr=output, env=environment)
    try:
        while not (found := re.search(r"Serving on (\S+)", log.read_text("utf-8"))):
            if server.poll() is not None:
                sys.exit(log.read_text("utf-8"))
            time.sleep(0.01)
        print(f"until the site is served      {time.perf_counter() - began:6.2f} s", flush=True)
        with sync_playwright() as playwright:
            browser = handout.launch_chromium(playwright)
            page = browser.new_page(viewport={"width": 1280, "height": 3000})
            _saves(project, page, found[1], log, saves, began)
            browser.close()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def _saves(project: Generated, page, url: str, log: Path, saves: int, began: float) -> None:
    name = project.page(project.lessons // 2)
    file = project.root / name
    address = url + name.removeprefix("docs/").replace(".md", "/")
    page.goto(address)
    while '"busy": false' not in page.evaluate("fetch('/~preview?page=/&told=0').then((answer) => answer.text())"):
        time.sleep(0.2)  # the first run of all pages
    print(f"until all pages have run      {time.perf_counter() - began:6.2f} s", flush=True)
    drawn = page.wait_for_function(SHOWN, arg=["step 1", ""]).json_value()
    taken = []
    for save in range(saves):
        eta = 0.2 + save / 100
        text = file.read_text("utf-8")
        head, _, rest = text.partition("w, eta, path = 0, ")
        low = int(re.search(r"\(w - (\d+)\) \*\* 2", text)[1])
        number = f"step 1: w = {2 * low * eta:.4f}"
        text = f"{head}w, eta, path = 0, {eta:.4f}{rest[rest.index(', [0]') :]}"
        ran = log.read_text("utf-8").count(f"{name}: ran in")
        begin = time.perf_counter()
        file.write_text(text, "utf-8")
        drawn = _shown(page, number, drawn)
        whole = time.perf_counter() - begin
        said = re.findall(rf"{re.escape(name)}: ran in ([\d.]+) s", log.read_text("utf-8"))[ran:]
        assert len(said) == 1, said
        taken.append((whole, float(said[0])))
        print(f"  save {save + 1:2}: {whole:.3f} s, of which the page ran {said[0]} s", flush=True)
        time.sleep(1 + save % 3)  # also in the middle of the rebuild that follows
    others = set(re.findall(r"(\S+): ran in", log.read_text("utf-8"))) - {name}
    print(f"other pages that ran          {len(others):6}     demanded 0: {'kept' if not others else 'MISSED'}")
    whole, ran = (median(each) for each in zip(*taken, strict=True))
    print(f"the page's process            {ran:6.2f} s")
    print(f"all else: watch, MkDocs, load {whole - ran:6.2f} s")
    verdict = "kept" if whole <= DEMAND else "MISSED"
    print(f"from the save to the browser  {whole:6.2f} s   demanded {DEMAND} s: {verdict} (median of {saves})")


def _shown(page, number: str, old: str) -> str:
    """Wait until the page shows a number, and another drawing than the old one. Returns that."""
    while True:
        try:
            if drawn := page.evaluate(SHOWN, [number, old]):
                return drawn
        except Exception as error:  # the page is being loaded again
            if "context" not in str(error) and "null" not in str(error):
                raise
        time.sleep(0.01)


if __name__ == "__main__":
    main()
