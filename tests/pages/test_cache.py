"""The cache: a page runs again when anything that it rests on has changed, and only then; checks never ask it."""

import pytest

from scripts.model import project as projects
from scripts.model.cache import FILE, Cache
from tests.pages.conftest import LINE

LESSON = (
    "# Lesson\n\n> A claim.\n\n```python\npath = [3, 1, 0]\nprint(sum(path))\n```\n\n"
    "It is 0<!-- = sum(path) -->.\n\n![A line.](../figures/line.svg)\n"
)
READS = '```python\nwith open("numbers.csv") as file:\n    print(file.read().strip())\n```\n'
ALL = {"lesson", "reads", "counts"}
# (what changes, file, words, words instead of them; None: the file is deleted), the pages that run again
CHANGES = [
    ("its text", "docs/idea/lesson.md", "[3, 1, 0]", "[3, 1, 1]", {"lesson"}),
    ("a printed number", "docs/idea/lesson.md", "```output\n4", "```output\n5", {"lesson"}),
    ("its figure module", "figures/line.py", "height=2", "height=3", {"lesson"}),
    ("the style", "figures/style.py", '"lines.linewidth": 1.8', '"lines.linewidth": 1.9', ALL),
    ("a data set", "docs/datasets/numbers.csv", "1,2", "1,3", ALL),
    ("its light drawing", "docs/figures/line.svg", "<svg ", "<svg  ", {"lesson"}),
    ("its dark drawing", "docs/figures/line-dark.svg", None, None, {"lesson"}),
    ("its notebook", "docs/idea/lesson.ipynb", "claim", "claims", {"lesson"}),
    ("a notebook deleted", "docs/idea/lesson.ipynb", None, None, {"lesson"}),
    ("the counts", "docs/idea/reads.md", "```python", "```python\nx = 1\n```\n\n```python", {"reads", "counts"}),
    ("the text of another page", "docs/idea/words.md", "Only", "Just", set()),
]


@pytest.fixture
def cached(project, monkeypatch):
    """A project of a lesson with a figure, a page that reads data, and one with the counts, built once."""
    monkeypatch.delenv("CI")
    style = (project.root / "figures/style.py").read_bytes()
    (project.root / "figures/style.py").unlink()  # it was a link to the repository's
    project.write("figures/style.py", style)
    project.write("figures/line.py", LINE)
    project.write("docs/idea/lesson.md", LESSON)
    project.write("docs/idea/reads.md", READS)
    project.write("docs/idea/words.md", "Only words.\n")
    project.write("docs/reference/counts.md", "There are 0<!-- = site.blocks --> blocks.\n")
    project.write("docs/datasets/numbers.csv", "1,2\n")
    assert project.run().status == 0
    return project


def stale(project) -> set[str]:
    """The pages that the cache does not know as fresh, by the names of their files."""
    pages = projects.load_all(project.root)[0].values()
    cache, site = Cache(project.root), projects.count(pages)
    return {page.path.split("/")[-1].split(".")[0] for page in pages if page.steps and not cache.is_fresh(page, site)}


def test_a_page_runs_again_when_what_it_rests_on_has_changed(cached):
    done = cached.run()
    assert done.out.endswith("4 pages fresh by the cache; nothing changed.\n"), done.out
    fresh, wrong = cached.tree(), []
    for what, name, old, new, expected in CHANGES:
        content = fresh[name].decode()
        if old is None:
            (cached.root / name).unlink()
        else:
            assert old in content, what
            cached.write(name, content.replace(old, new))
        wrong += [(what, found)] if (found := stale(cached)) != expected else []
        cached.write(name, content)
    assert wrong == []
    assert stale(cached) == set()
    common = {projects.digest(f.read_bytes()).hex() for f in projects.ROOT.glob("scripts/model/*.py")}
    common.add(projects.digest((projects.ROOT / "uv.lock").read_bytes()).hex())
    assert common <= set(Cache(cached.root).common), "the scripts and the libraries are part of each key"

    (cached.root / "docs/figures/line.svg").unlink()
    (cached.root / "docs/idea/lesson.ipynb").unlink()
    assert cached.run().status == 0
    assert cached.tree() == fresh


def test_checks_and_ci_never_ask_the_cache(cached, monkeypatch):
    lesson = (cached.root / "docs/idea/lesson.md").read_text()
    wrong = lesson.replace("```output\n4", "```output\n5")
    for arguments, ci, status in ((["--check"], None, 1), (["--no-cache"], None, 0), ([], "true", 0)):
        cached.write("docs/idea/lesson.md", wrong)
        cache = Cache(cached.root)
        cache.keep(projects.load(cached.root, cached.root / "docs/idea/lesson.md"), None)
        cache.save()
        assert stale(cached) == set(), "the lie is believed"
        before = (cached.root / FILE).read_bytes()
        if ci:
            monkeypatch.setenv("CI", ci)
        done = cached.run(*arguments, "docs/idea/lesson.md")
        assert done.status == status
        assert "docs/idea/lesson.md:10: output is stale" in done.out or "docs/idea/lesson.md: 1 output\n" in done.out
        assert (cached.root / FILE).read_bytes() == before


def test_a_broken_cache_is_an_empty_one_and_a_page_that_fails_is_not_remembered(cached):
    good = (cached.root / FILE).read_bytes()
    for content in (b"", good[: len(good) // 2], bytes(range(256)), b'["pages"]', b"null", b"3", b'{"a": [1]}'):
        (cached.root / FILE).write_bytes(content)
        assert stale(cached) == ALL, content
    assert cached.run().status == 0
    assert stale(cached) == set()
    good = (cached.root / "docs/idea/reads.md").read_text()
    cached.write("docs/idea/reads.md", good.replace("    print", "    1 / 0\n    print"))
    assert cached.run().status == 2
    assert stale(cached) == {"reads"}
