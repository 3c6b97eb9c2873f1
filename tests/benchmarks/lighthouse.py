"""The reader's page in figures, each next to its demand: `python tests/benchmarks/lighthouse.py`.

Builds the site, or takes a built one (`--site FOLDER`), serves it compressed on 127.0.0.1, and runs Lighthouse five
times on each of four pages, as on a phone: home, a lesson with an explorer, the lesson with most formulas, a lab. It
prints medians. Bytes are measured in a browser: those of a first visit, which does not scroll, and those of going on
to the next page by its link. A service worker fetches later and by itself: it is in neither.

The exit status is 1 when a demand is missed and 2 when there is nothing to measure with. Lighthouse is installed into
tests/benchmarks/lighthouse/ when it is not there, and runs with the Node of the dependency group `types`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))  # for the package `tests`

from playwright.sync_api import Error, sync_playwright

from scripts import finish, handout
from scripts.model import project
from tests import host, transfer

HERE = Path(__file__).parent / "lighthouse"
TYPES = project.ROOT / ".venv/types"  # as in the Makefile
RUNS = 5
EXPLORER = "idea/descent/"
LAB = "labs/loss-landscape/"
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
KILOBYTE = 1000
BUSY = 1000  # of Lighthouse's measure of the machine: below it, the figures for speed say little about the page

# What Lighthouse calls it, what we call it, how it is printed, and the demand: at least, or at most.
SCORES = [
    ("performance", "performance", "{:.0f}", ">=", 95),
    ("accessibility", "accessibility", "{:.0f}", ">=", 100),
    ("best-practices", "best practices", "{:.0f}", ">=", 100),
    ("seo", "SEO", "{:.0f}", ">=", 100),
]
TIMES = [
    ("cumulative-layout-shift", "layout shift", "{:.3f}", "<=", 0.01),
    ("first-contentful-paint", "first paint, ms", "{:.0f}", None, None),
    ("largest-contentful-paint", "largest paint, ms", "{:.0f}", None, None),
    ("total-blocking-time", "blocking time, ms", "{:.0f}", None, None),
]
FIRST = ("first visit, KB", "{:.1f}", "<=", 180)
NEXT = ("next page, KB", "{:.1f}", "<=", 40)


class UnableError(Exception):
    """There is nothing to measure with; the message says what to do."""


def pages(site: Path) -> dict[str, str]:
    """What is measured: a name for people, and the path in the site."""
    lessons = [file for file in site.glob("*/*/index.html") if file.parts[-3] not in ("labs", "reference")]
    if not lessons:
        raise UnableError(f"{site}: expected a built site, found no lesson. To build one: make site")
    formulas = max(sorted(lessons), key=lambda file: file.read_text("utf-8").count("<math"))
    found = {
        "home": "",
        "lesson with explorer": EXPLORER,
        "most formulas": formulas.parent.relative_to(site).as_posix() + "/",
        "lab": LAB,
    }
    for path in found.values():
        if not (site / path / "index.html").is_file():
            raise UnableError(f"{site}: expected the page {path}index.html. To build the site: make site")
    return found


def node() -> Path:
    """A Node that runs Lighthouse."""
    if not (TYPES / "bin/node").exists():
        uv = shutil.which("uv", path=Path(sys.executable).parent) or "uv"
        command = [uv, "sync", "--locked", "--quiet", "--only-group", "types"]
        _run(command, "Node", env=os.environ | {"UV_PROJECT_ENVIRONMENT": str(TYPES)})
    return TYPES / "bin/node"


def installed(node: Path) -> Path:
    """Lighthouse's command, installed from its lock when it is not."""
    lock, done = HERE / "package-lock.json", HERE / "node_modules/.package-lock.json"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        shutil.copy(project.ROOT / ".npmrc", HERE / ".npmrc")
        print("Installing Lighthouse …", file=sys.stderr)
        _run([node.with_name("npm"), "ci", "--loglevel=error"], "Lighthouse", cwd=HERE)
        done.touch()
    return HERE / "node_modules/lighthouse/cli/index.js"


def _run(command: list, what: str, **options) -> None:
    try:
        run = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, cwd=options.pop("cwd", project.ROOT), **options
        )
    except OSError as error:
        raise UnableError(
            f"{what} cannot be installed: {error.strerror}: {command[0]}. First: make .venv/ready"
        ) from None
    if run.returncode:
        raise UnableError(
            f"{what} cannot be installed: {' '.join(map(str, command))} says:\n{run.stderr.strip()[-500:]}"
        )


def chromium(playwright) -> str:
    """The path of the Chromium that `launch_chromium` starts."""
    return next(filter(None, map(shutil.which, handout.NAMES)), None) or playwright.chromium.executable_path


def lighthouse(command: list[str], address: str, chrome: str) -> dict:
    """One run: Lighthouse's report."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        options = [
            "--quiet",
            "--output=json",
            f"--output-path={file}",
            f"--chrome-flags={' '.join(map(_quoted, FLAGS))}",
        ]
        options.append("--only-categories=" + ",".join(score[0] for score in SCORES))
        run = subprocess.run(
            [*command, address, *options], env=os.environ | {"CHROME_PATH": chrome}, capture_output=True, text=True
        )
        if run.returncode or not file.exists():
            raise UnableError(f"Lighthouse fails on {address}:\n{(run.stderr or run.stdout).strip()[-500:]}")
        report = json.loads(file.read_text("utf-8"))
    if error := report.get("runtimeError"):
        raise UnableError(f"Lighthouse fails on {address}: {error['message']}")
    return report


def _quoted(flag: str) -> str:
    return f'"{flag}"' if " " in flag else flag


def bytes_of(started, address: str) -> tuple[transfer.Transfer, transfer.Transfer]:
    """A first visit to a page, with nothing kept from before, and then going on to the next one."""
    with started.new_context(**PHONE) as context:
        meter = transfer.Meter(context.new_page())
        return meter.during(lambda page: page.goto(address)), meter.during(transfer.next_page)


def met(value: float, sign: str | None, limit: float | None) -> bool:
    """Whether a figure is what is demanded of it."""
    return sign is None or (value >= limit if sign == ">=" else value <= limit)


def line(name: str, form: str, sign: str | None, limit: float | None, value: float) -> tuple[str, bool]:
    """A figure next to its demand, and whether it meets it."""
    good = met(value, sign, limit)
    demand = "" if sign is None else f"{'at least' if sign == '>=' else 'at most'} {limit:g}"
    return f"  {name:20} {form.format(value):>9}   {demand:14} {'' if good else 'MISSED'}".rstrip(), good


def measure(site: Path, runs: int) -> int:
    """Measure and print. Returns how many demands are missed."""
    found, missed, speeds = pages(site), 0, []
    command = [str(node_path := node()), str(installed(node_path))]
    with host.serve(site, security=False) as address, sync_playwright() as playwright:
        chrome, started = chromium(playwright), handout.launch_chromium(playwright)
        for name, path in found.items():
            reports = [lighthouse(command, address + path, chrome) for _ in range(runs)]
            speeds += [report["environment"]["benchmarkIndex"] for report in reports]
            first, later = bytes_of(started, address + path)
            figures = [
                (called, form, sign, limit, median(100 * report["categories"][score]["score"] for report in reports))
                for score, called, form, sign, limit in SCORES
            ]
            figures += [
                (called, form, sign, limit, median(report["audits"][audit]["numericValue"] for report in reports))
                for audit, called, form, sign, limit in TIMES
            ]
            figures += [(*FIRST, first.total / KILOBYTE), ("  requests", "{:.0f}", None, None, first.requests)]
            figures += [(*NEXT, later.total / KILOBYTE), ("  requests", "{:.0f}", None, None, later.requests)]
            print(f"\n{name}: /{path}")
            for figure in figures:
                text, good = line(*figure)
                missed += not good
                print(text, flush=True)
            for text in sorted({text for report in reports for text in failures(report)}):
                print(f"  named by Lighthouse: {text}")
        started.close()
    print(f"\nmedians of {runs} runs; Lighthouse's measure of this machine: {median(speeds):.0f}", end="")
    print(
        f", below {BUSY}: it is slow or busy, so the performance is not that of the page"
        if median(speeds) < BUSY
        else ""
    )
    return missed


def failures(report: dict) -> list[str]:
    """The audits that keep a category other than performance from 100."""
    return [
        f"{audit['id']}: {audit['title']}"
        for score in SCORES[1:]
        for reference in report["categories"][score[0]]["auditRefs"]
        if reference["weight"] and (audit := report["audits"][reference["id"]])["score"] not in (1, None)
    ]


def build(folder: Path) -> Path:
    """The site, as `make site` makes it from pages that are fresh."""
    site = folder / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    run = subprocess.run(command, cwd=project.ROOT, env=environment, capture_output=True, text=True)
    if run.returncode:
        raise UnableError(f"the site does not build:\n{run.stderr.strip()[-1000:]}")
    finish.finish(site)
    return site


def main() -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, help="a built site; without it, one is built")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"runs of Lighthouse for each page (default: {RUNS})")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error(f"--runs: expected at least 1, found {options.runs}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            missed = measure(options.site or build(Path(folder)), options.runs)
    except (UnableError, Error, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{missed} demands are missed" if missed else "every demand is met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
