"""The parts of the preview, each alone: watching, serving, publishing."""

import json
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from types import SimpleNamespace

import pytest

from scripts.publish import live
from scripts.publish import preview
from scripts.publish import rendering
from scripts.publish import watching

from .test_serve import WAYS

OLD, NEW = "The old text\n", "One line\nThe dear text\n" + "and more\n" * 50


@pytest.fixture
def watched(tmp_path):
    """A watch over a folder with one page; gives the folder, the page and the watch."""
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs/page.md"
    page.write_text(OLD)
    watch = watching.Watch(tmp_path, ("docs",), lambda: None)
    yield tmp_path, page, watch
    watch.stop()


def wait_for(watch, wanted, seconds=30.0):
    """Everything that settles until `wanted` did."""
    settled, limit = set(), time.monotonic() + seconds
    while wanted not in settled and time.monotonic() < limit:
        settled |= watch.settled()[0]
        time.sleep(0.002)
    return settled


@pytest.mark.parametrize("save", WAYS)
def test_a_page_settles_when_it_is_written_to_its_end_and_nothing_else_does(watched, save):
    _, page, watch = watched
    seen = []

    def look():
        for path in watch.settled()[0]:
            seen.append((path, path.read_text() if path.is_file() else None))

    saving = threading.Thread(target=save, args=(page, NEW))
    saving.start()
    limit = time.monotonic() + 30
    while (saving.is_alive() or (page, NEW) not in seen) and time.monotonic() < limit:
        look()
        time.sleep(0.002)
    assert (page, NEW) in seen
    assert {path for path, _ in seen} == {page}
    assert {text for _, text in seen} <= {OLD, NEW}, "half of a file was taken for the whole, or a file for gone"


def test_a_file_that_goes_settles_too_and_a_new_folder_stands_for_all(watched):
    root, page, watch = watched
    page.unlink()
    assert page in wait_for(watch, page)
    (root / "docs/new").mkdir()
    assert root in wait_for(watch, root)


def test_a_file_that_is_never_closed_counts_in_the_end(watched, monkeypatch):
    _, page, watch = watched
    monkeypatch.setattr(watching, "HELD", 0.5)
    with page.open("w") as stream:
        stream.write(NEW)
        stream.flush()
        wait_for(watch, page)
        assert page not in watch.open


@pytest.mark.parametrize("name", [".x.md.swp", "x.md~", ".#x.md", "#x.md#", "4913", ".x.md.7.new", "__pycache__/x.pyc"])
def test_what_editors_put_beside_a_page_is_not_ours(tmp_path, name):
    assert not watching.is_ours(tmp_path / "docs" / name, tmp_path)
    assert watching.is_ours(tmp_path / "docs/x.md", tmp_path)


def until(condition, seconds=60.0):
    """Wait until a condition holds."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)


@pytest.fixture
def site(tmp_path):
    """A served folder: the state, and a function that asks for an address."""
    folder = tmp_path / "site"
    files = {
        "index.html": "<body>home</body>",
        "404.html": "<body>missing</body>",
        "idea/one/index.html": '<body><img src="../../figures/a.svg"></body>',
        "figures/a.svg": "<svg/>",
        "stylesheets/a.css": "a",
        "../secret.txt": "secret",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    state = live.Live(folder.resolve())
    state.ready = True
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    leave = live.start(state, listening)

    def get(path: str, **headers: str) -> tuple[int, str]:
        asked = urllib.request.Request(f"http://127.0.0.1:{listening.getsockname()[1]}{path}", headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    yield state, get
    leave()
    listening.close()


def test_pages_get_the_script_and_files_do_not(site):
    _, get = site
    assert get("/idea/one/")[0] == 200
    assert "/~preview.js" in get("/idea/one/")[1]
    assert get("/idea/one")[1] == get("/idea/one/")[1]
    assert get("/figures/a.svg") == (200, "<svg/>")
    status, text = get("/nowhere/")
    assert status == 404
    assert "missing" in text
    assert "/~preview.js" in text


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/idea/../../secret.txt", "/a%00b", "//etc/passwd"]
)
def test_nothing_outside_the_site_is_served(site, path):
    status, text = site[1](path)
    assert status == 404
    assert "secret" not in text


def test_a_link_out_of_the_site_is_not_followed(site):
    state, get = site
    (state.folder / "out.txt").symlink_to(state.folder.parent / "secret.txt")
    assert get("/out.txt")[0] == 404


def test_the_version_of_a_page_follows_it_its_pictures_and_what_all_share(site):
    state, _ = site
    one, home, none = (state.version(path) for path in ("/idea/one/", "/", "/nowhere/"))
    (state.folder / "figures/a.svg").write_text("<svg></svg>")
    assert state.version("/idea/one/") != one
    assert (state.version("/"), state.version("/nowhere/")) == (home, none)
    (state.folder / "stylesheets/a.css").write_text("other")
    assert state.version("/") != home


def test_the_service_worker_of_the_published_site_is_taken_away(site):
    status, text = site[1]("/service-worker.js")
    assert status == 200
    assert "registration.unregister()" in text


@pytest.mark.parametrize("path", ["/", "/idea/one/", "/nowhere/"])
def test_a_page_that_has_just_been_served_is_not_loaded_again(site, path):
    """Its script carries the version that the server then compares with."""
    state, get = site
    version = get(path)[1].split('data-version="')[1].split('"')[0]
    assert version == state.version(path)


def test_a_question_is_answered_at_once_when_the_browser_is_behind(site):
    state, get = site
    version = state.version("/")
    state.changed(["docs/x.md:1: wrong"])
    answer = json.loads(get(f"/~preview?page=/&version={version}&told=[]")[1])
    assert (answer["version"], answer["errors"]) == (version, ["docs/x.md:1: wrong"])
    assert json.loads(get("/~preview?page=/&version=older&told=nonsense")[1])["version"] == version


def test_who_stops_serving_answers_what_was_asked_and_leaves_the_rest_to_the_next(tmp_path, monkeypatch):
    """As when the preview starts itself anew: no browser is ever hung up on."""
    monkeypatch.setattr(live, "LAST", 60.0)
    monkeypatch.setattr(live, "HELD", 600.0)
    (tmp_path / "index.html").write_text("<body></body>")
    states = [live.Live(tmp_path.resolve()) for _ in range(2)]
    for state in states:
        state.ready = True
    with socket.socket() as listening, ThreadPoolExecutor() as threads:
        listening.bind(("127.0.0.1", 0))
        leave = live.start(states[0], listening)
        url = "http://127.0.0.1:{}".format(*listening.getsockname()[1:])
        query = urllib.parse.urlencode({"page": "/", "version": states[0].version("/"), "told": "[]"})

        def ask():
            with urllib.request.urlopen(f"{url}/~preview?{query}", timeout=60) as answer:
                return json.loads(answer.read())

        held = threads.submit(ask)
        until(lambda: "/" in states[0].viewed)
        with socket.create_connection(listening.getsockname(), timeout=60) as slow:
            until(lambda: states[0].answering == 2)
            leaving = threads.submit(leave)
            assert held.result(60)["errors"] == [], "answered, though nothing has changed"
            late = threads.submit(ask)
            with pytest.raises(TimeoutError):
                leaving.result(0.5)  # the slow one has not had its answer
            slow.sendall(b"GET / HTTP/1.0\r\n\r\n")
            with slow.makefile("rb") as answer:
                assert b"~preview.js" in answer.read(), "a connection that was taken is answered"
        leaving.result(60)
        assert states[0].answering == 0
        assert not late.done()
        leave = live.start(states[1], listening)
        states[1].changed(["by the next"])
        assert late.result(60)["errors"] == ["by the next"]
        leave()


def test_a_rebuild_rests_while_browsers_show_what_was_saved(tmp_path, monkeypatch):
    monkeypatch.setattr(preview, "REST", 60.0)
    for name in ("docs/idea", "stage", "served"):
        (tmp_path / name).mkdir(parents=True)
    page, place = tmp_path / "docs/idea/one.md", tmp_path / "stage/one.html"
    page.write_text("# One\n")
    view = preview.Preview(tmp_path, live.Live(tmp_path / "served"), "", tmp_path, str)
    view.site = SimpleNamespace(
        stage=place.parent, place=lambda uri: place, render=lambda uri, text: not place.write_text(text)
    )
    view.good["idea/one.md"] = "<p>One"
    pieces = iter(range(5))
    view.coming, view.due = (None, pieces), None
    try:
        view._go_on(None)
        assert next(pieces) == 1, "a rebuild goes on, a piece at a time"
        view._show(page, set())
        assert (tmp_path / "served/one.html").read_text() == "<p>One"
        assert view._go_on(None) >= 0
        assert next(pieces) == 2, "it rests once a saved page is shown"
        view.rest = 0.0
        view._go_on(None)
        assert next(pieces) == 4
    finally:
        view.stop()


def test_only_what_differs_is_published_and_what_is_gone_goes(tmp_path):
    stage, folder = tmp_path / "stage", tmp_path / "live"
    for place, names in ((stage, "abc"), (folder, "bcd")):
        place.mkdir()
        for name in names:
            (place / name).write_text(name if name != "c" else place.name)
    before = (folder / "b").stat()
    assert rendering.publish(stage, folder)
    assert {file.name: file.read_text() for file in folder.iterdir()} == {"a": "a", "b": "b", "c": "stage"}
    assert (folder / "b").stat() == before
    assert not rendering.publish(stage, folder)
    assert not rendering.publish(stage, folder, [stage / "a"])
