"""What scripts/weight.py takes away from the built site, and what it leaves."""

import re
from importlib.resources import files

import pytest

from scripts.publish import assets as weight
from scripts.publish.built import Built

THEME = files("material") / "templates/assets"


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".here{color:red}.gone{color:red}", ".here{color:red}"),
        (".here,.gone,.here .gone{color:red}", ".here{color:red}"),
        ("p:not(.gone),:is(.gone,p){color:red}", "p:not(.gone),:is(.gone,p){color:red}"),
        ("@media print{.gone{color:red}}.here{color:red}", ".here{color:red}"),
        ("@media print{.gone,.here{color:red}}", "@media print{.here{color:red}}"),
        ("[dir=rtl] p{color:red}[data-here=p] p{color:red}", "[data-here=p] p{color:red}"),
        ('[data-here="p here"] p{color:red}', '[data-here="p here"] p{color:red}'),
        ("kbd,p>kbd{color:red}*,:root,::before{color:red}", "*,:root,::before{color:red}"),
        (
            "@keyframes gone{to{color:red}}@font-face{font-family:gone}",
            "@keyframes gone{to{color:red}}@font-face{font-family:gone}",
        ),
        ('.here::before{content:".gone, {}"}', '.here::before{content:".gone, {}"}'),
        (".md\\:here{color:red}", ".md\\:here{color:red}"),
        ("/* .here{} */@media print{/* ; */.gone{color:red}}", ""),
        (".here{background:url(data:image/png;base64,{;)}.gone{}", ".here{background:url(data:image/png;base64,{;)}"),
        ("@import 'a;b';.gone{color:red}@charset \"x\"", "@import 'a;b';@charset \"x\""),
    ],
)
def test_a_rule_goes_when_it_needs_what_the_site_has_not(css, left):
    assert weight.used(css, {"here", "md", "p", "data-here", "root", "before"}) == left


def test_properties_that_nothing_asks_for_go_one_after_the_other():
    css = "p{--a:var(--b);--b:1;--c:2;color:var(--c)}i{--a:3}@media print{p{--b:4}u{--c:5}}"
    assert weight.without_unused_properties(css, set()) == "p{--c:2;color:var(--c)}@media print{u{--c:5}}"
    assert "--a:3" in weight.without_unused_properties(css, {"--a"})


def test_code_says_the_same_with_fewer_tags(site):
    raw = '<span class="n">w</span><span class="p">[</span><span class="o">-</span><span class="mi">1</span>'
    raw += '<span class="p">]</span><span class="w"> </span><span class="o">=</span> <span class="n">v</span>'
    code = weight.fewer_tags(raw)
    assert code == 'w<span class="p">[-</span><span class="mi">1</span><span class="p">] =</span> v'
    assert re.sub("<[^>]*>", "", code) == re.sub("<[^>]*>", "", raw)


@pytest.fixture
def built(tmp_path):
    for name in ("javascripts", "stylesheets"):
        for file in (THEME / name).glob("*.min.*"):
            target = tmp_path / "assets" / name / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.read_text("utf-8"), "utf-8")
    sheets = "".join(
        f'<link rel="stylesheet" href="../{file.relative_to(tmp_path).as_posix()}">\n'
        for file in sorted(tmp_path.glob("assets/stylesheets/*.css"))
    )
    (script,) = tmp_path.glob("assets/javascripts/bundle.*.js")
    (tmp_path / "part").mkdir()
    (tmp_path / "part/index.html").write_text(
        f'<head>{sheets}</head><script src="../assets/javascripts/{script.name}">'
    )
    return Built(tmp_path)


def test_a_page_links_to_what_is_published(built):
    weight.lighten(built)
    html = built.read("part/index.html")
    assert html.count("stylesheet") == 2  # of them one in the path
    for path in re.findall(r'(?:href|src)="\.\./([^"]*)"', html):
        assert path in built.names("*")
    assert not built.names("*.map", "*lunr*", "assets/stylesheets/main.*")


def test_a_name_follows_the_content(built):
    weight.lighten(built)
    (first,) = built.names("assets/stylesheets/*.css")
    (built.folder / "part/index.html").write_text(
        built.folder.joinpath("part/index.html").read_text() + '<p class="admonition">'
    )
    again = Built(built.folder)
    weight.lighten(again)
    (second,) = again.names("assets/stylesheets/*.css")
    assert first != second
    assert ".admonition" in again.read(second)
    assert ".admonition" not in built.read(first)


def test_it_can_be_done_twice(built):
    weight.lighten(built)
    once = dict(built.changes)
    weight.lighten(built)
    assert built.changes == once


def test_another_theme_is_told(built):
    (name,) = built.names("assets/javascripts/bundle.*.js")
    built.write(name, built.read(name).replace("new Worker", "new  Worker"))
    with pytest.raises(ValueError, match="expected once, found 0 times:") as caught:
        weight.lighten(built)
    assert str(built.folder / name) in str(caught.value)
