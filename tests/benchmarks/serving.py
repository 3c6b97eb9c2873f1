"""Seconds from saving a lesson until Chromium shows it, run and drawn again.

    python tests/benchmarks/serving.py [--lessons 40] [--saves 10]

This checkout is copied into a temporary folder, with copies of docs/idea/descent.md that make up the number of lessons.
Its preview runs there, and one number of descent.md is changed again and again. A save counts as shown when the
frame with the new number has been painted.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from scripts.handout import launch_chromium
from scripts.model import project

DEMAND = 0.9
PAGE = "docs/idea/descent.md"
PAINTED = """let last;
new MutationObserver(() => {
  const words = document.querySelector("main")?.textContent.match(/all \\d+ agree/)?.[0];
  if (words && words !== last) requestAnimationFrame(() => setTimeout(() => console.info(words)));
  last = words ?? last;
}).observe(document, { childList: true, subtree: true });"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lessons", type=int, default=40)
    parser.add_argument("--saves", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as logs, tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        _copy(root, options.lessons)
        environment = os.environ | {"PYTHONPATH": str(root)}
        subprocess.run(
            [sys.executable, "scripts/build.py"], cwd=root, env=environment, check=True, stdout=subprocess.PIPE
        )
        log = Path(logs, "log.txt")
        began = time.perf_counter()
        with log.open("w") as output:
            command = [sys.executable, "scripts/serve.py", "--port", "0"]
            server = subprocess.Popen(command, cwd=root, env=environment, stdout=output, stderr=output)
        try:
            while not (address := re.search(r"Serving on (\S+)", log.read_text("utf-8"))):
                if server.poll() is not None:
                    sys.exit(log.read_text("utf-8"))
                time.sleep(0.01)
            print(f"{options.lessons} lessons; served after {time.perf_counter() - began:.2f} s", flush=True)
            _measure(root / PAGE, address[1] + "idea/descent/", options.saves)
            ran = set(re.findall(r"(\S+): ran", log.read_text("utf-8"))) - {PAGE}
            print(f"other pages that ran: {', '.join(sorted(ran)) or 'none'}")
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def _copy(root: Path, lessons: int) -> None:
    for name in ("docs", "figures", "scripts"):
        shutil.copytree(project.ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(project.ROOT / "uv.lock", root)
    settings = (project.ROOT / "mkdocs.yml").read_text("utf-8")
    present = sum(page.meta.kind == "lesson" for page in project.load_all(project.ROOT)[0].values())
    text = re.sub(r"(?m)^!\[.*\n", "", (root / PAGE).read_text("utf-8"))  # a figure belongs to one page
    for k in range(present, lessons):
        (root / f"docs/idea/copy-{k}.md").write_text(text, "utf-8")
        settings = settings.replace("      - idea/descent.md\n", f"      - idea/descent.md\n      - idea/copy-{k}.md\n")
    (root / "mkdocs.yml").write_text(settings, "utf-8")


def _measure(file: Path, address: str, saves: int) -> None:
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(PAINTED)
        page.goto(address)
        taken = []
        for save in range(1, saves + 1):
            time.sleep(1)  # an author reads before the next save
            steps = 5 + save
            text = re.sub(r"descend\(4, 0\.1, \d+\)", f"descend(4, 0.1, {steps})", file.read_text("utf-8"))
            with page.expect_console_message(lambda it, words=f"all {steps + 1} agree": it.text == words):
                began = time.perf_counter()
                file.write_text(text, "utf-8")
            taken.append(time.perf_counter() - began)
            print(f"  save {save}: {taken[-1]:.3f} s", flush=True)
        browser.close()
    verdict = "kept" if median(taken) <= DEMAND else "MISSED"
    print(f"from save to screen: {median(taken):.2f} s (median of {saves}); demanded {DEMAND} s: {verdict}")


if __name__ == "__main__":
    main()
