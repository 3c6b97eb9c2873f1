"""Waiting for something on a page, under the site's content-security policy."""

import time

from playwright.sync_api import Error, Page, TimeoutError

PATIENCE = 60  # seconds, after which something is broken
LEAVING = ("Execution context was destroyed", "Cannot find context", "because of a navigation")
READY = """async () => {
  const waiting = [...document.querySelectorAll(":not(:defined)")];
  await Promise.all(waiting.map((element) => customElements.whenDefined(element.localName)));
  const start = document.querySelector("script[src$='start.js']")?.src;
  const frame = () => new Promise(requestAnimationFrame);
  while (start && !window.document$) await frame();
  if (start) {
    await new Promise((done) => document$.subscribe(done));
    await Promise.all(["answers.js", "progress.js"].map((name) => import(new URL(name, start))));
  }
  await document.fonts.ready;
  await frame();
  await frame();
}"""


def wait_until(page: Page, expression: str, arg=None) -> None:
    """Wait until an expression, or a function of `arg`, is true. The policy forbids Playwright's own way."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if page.evaluate(expression, arg):
                return
        except Error as error:
            if not any(words in error.message for words in LEAVING):
                raise
        page.wait_for_timeout(20)
    raise TimeoutError(f"not true after {PATIENCE} seconds: {expression}")


def wait_until_ready(page: Page) -> None:
    """Wait until what a page loads by itself is there: fonts, the theme, explorers, answers, progress."""
    page.evaluate(READY)
