"""Start a Chromium for the browser tests and the screenshots: one that the machine has, or can get."""

import os
import shutil
import subprocess

from playwright.sync_api import Browser, Error, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def start(playwright: Playwright) -> Browser:
    """A Chromium: one on this machine, else Playwright's, else (as root on Debian) the distribution's package.

    Raises RuntimeError, which says what was tried.
    """
    if found := next(filter(None, map(shutil.which, NAMES)), None):
        return playwright.chromium.launch(executable_path=found, args=FLAGS)
    try:
        return playwright.chromium.launch(args=FLAGS)
    except Error as error:
        tried = f"Playwright: {error.message.splitlines()[0]}"
    if os.getuid() == 0 and shutil.which("apt-get"):
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
            run = subprocess.run(command, capture_output=True, text=True)
            tried += f"; {' '.join(command)}: exit {run.returncode}"
        if found := shutil.which("chromium"):
            return playwright.chromium.launch(executable_path=found, args=FLAGS)
    raise RuntimeError(f"no Chromium here (looked for {', '.join(NAMES)}; {tried}); install one, for example chromium")
