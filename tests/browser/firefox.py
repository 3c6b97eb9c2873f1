"""Start a Firefox for the browser tests, the one that the machine has.

Playwright drives an unchanged Firefox over WebDriver BiDi, and opens no page in one that lacks a command of its list:
the releases with long support do. So between the two stands a relay. It passes everything on, and where Firefox
answers "unknown command" to one that the tests can do without, it tells Playwright that all is well.

python tests/browser/firefox.py   says how to get a Firefox where there is none
"""

import asyncio
import contextlib
import json
import re
import shlex
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Playwright
from tornado import httpserver, netutil, web, websocket

NAMES = ("firefox-esr", "firefox")
MISSING = "The pages were not opened in Firefox. To test them there too, install it, for example firefox-esr."
SPARED = {"emulation.setMediaFeaturesOverride"}  # light or dark: the tests take Firefox as it is, which is light
PREFERENCES = {"ui.systemUsesDarkTheme": 0, "ui.prefersReducedMotion": 0}
LARGEST = 2**30  # bytes in a message


def find() -> str | None:
    """The path of the machine's Firefox."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def started(playwright: Playwright):
    """A Firefox without a window, as long as the block runs. Raises RuntimeError where none is installed."""
    found = find()
    if found is None:
        raise RuntimeError(MISSING)
    with tempfile.TemporaryDirectory() as folder:
        command = Path(folder, "firefox")  # Playwright starts one file, and gives it Firefox's options
        start = shlex.join([sys.executable, __file__, "--relay", found])
        command.write_text(f'#!/bin/sh\nexec {start} "$@"\n')
        command.chmod(0o755)
        browser: Browser = playwright.firefox.launch(
            channel="moz-firefox", executable_path=command, firefox_user_prefs=PREFERENCES, timeout=180_000
        )
        yield browser
        browser.close()


class _Relay(websocket.WebSocketHandler):
    """One connection of Playwright, carried on to Firefox, in order."""

    def check_origin(self, origin):
        return True  # Playwright sends none that Tornado knows; the port is open on this machine only

    def open(self):
        self.waiting: asyncio.Queue = asyncio.Queue()
        self.spared: set[int] = set()
        self.tasks = [asyncio.ensure_future(self.carry())]

    async def carry(self):
        address = f"{self.settings['firefox'].result()}/session"
        there = await websocket.websocket_connect(address, max_message_size=LARGEST)
        self.tasks.append(asyncio.ensure_future(self.bring_back(there)))
        while (message := await self.waiting.get()) is not None:
            await there.write_message(message)
        there.close()

    async def bring_back(self, there):
        with contextlib.suppress(websocket.WebSocketClosedError):
            while (message := await there.read_message()) is not None:
                await self.write_message(self.judged(message))
        self.close()

    def on_message(self, message):
        command = json.loads(message)
        if command["method"] in SPARED:
            self.spared.add(command["id"])
        self.waiting.put_nowait(message)

    def judged(self, message: str) -> str:
        """The answer of Firefox, or a better one."""
        if self.spared:
            answer = json.loads(message)
            if answer.get("id") in self.spared:
                self.spared.discard(answer["id"])
                if answer.get("error") == "unknown command":
                    return json.dumps({"type": "success", "id": answer["id"], "result": {}})
        return message

    def on_close(self):
        self.waiting.put_nowait(None)


async def relay(command: list[str]) -> int:
    """Run Firefox, stand between it and Playwright, and return its exit status."""
    firefox = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, firefox.terminate)
    address = asyncio.get_running_loop().create_future()
    application = web.Application(
        [("/session", _Relay)], firefox=address, websocket_max_message_size=LARGEST, log_function=lambda handler: None
    )
    sockets = netutil.bind_sockets(0, "127.0.0.1")
    httpserver.HTTPServer(application).add_sockets(sockets)
    ours = f"ws://127.0.0.1:{sockets[0].getsockname()[1]}"
    while line := (await firefox.stderr.readline()).decode("utf-8", "replace"):
        if (told := re.search(r"WebDriver BiDi listening on (ws://\S+)", line)) and not address.done():
            address.set_result(told[1])
            line = line.replace(told[1], ours)
        print(line, end="", file=sys.stderr, flush=True)
    return await firefox.wait()


def main(arguments: list[str]) -> int:
    """The command line. Returns the exit status."""
    if arguments[:1] == ["--relay"]:
        return asyncio.run(relay(arguments[1:]))
    if find() is None:
        print(MISSING)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
