"""Waiting for something on a page, under the site's content-security policy."""

import time

from playwright.sync_api import Error, Page, TimeoutError

LEAVING = ("Execution context was destroyed", "Cannot find context", "because of a navigation")


def wait_for_function(page: Page, expression: str, *, arg=None, timeout: float = 30_000) -> None:
    """Wait until an expression is true on the page, as `Page.wait_for_function` does.

    Playwright's own evaluates the text again and again as a script of the page, which the policy forbids. `evaluate`
    works from outside.
    """
    end = time.monotonic() + timeout / 1000
    while not _is_true(page, expression, arg):
        if time.monotonic() > end:
            raise TimeoutError(f"not true after {timeout / 1000:g} seconds: {expression}")
        page.wait_for_timeout(20)


def _is_true(page: Page, expression: str, arg) -> bool:
    try:
        return bool(page.evaluate(expression, arg))
    except Error as error:
        if any(words in error.message for words in LEAVING):
            return False
        raise


def wait_until(page: Page, expression: str, arg=None) -> None:
    """Wait until an expression, or a function of `arg`, is true on the page."""
    wait_for_function(page, expression, arg=arg)
