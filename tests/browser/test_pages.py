"""Every page in a browser: loaded once, on a phone, then on a wide screen, by day and by night."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from scripts.model import project
from tests.browser.conftest import WIDTHS
from tests.browser.waiting import wait_until

AXE = Axe()
# They take longer than all others. Links look alike on all pages, and SMALL looks at what may not be small on each.
SLOW = {"runOnly": {"type": "rule", "values": ["link-in-text-block", "target-size"]}, "resultTypes": ["violations"]}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    # PALE looks at the contrast of all text.
    "rules": {rule: {"enabled": False} for rule in ("color-contrast", *SLOW["runOnly"]["values"])},
    "resultTypes": ["violations"],
    "preload": False,  # no rule that is on needs the style sheets a second time
}
SHIFT = 0.01  # cumulative layout shift allowed while a page loads


def paths() -> list[str]:
    """The pages' addresses, from the sources."""
    files = [file for file in project.page_files(project.ROOT) if file.parent != project.ROOT]
    names = [file.relative_to(project.ROOT / "docs").with_suffix("").as_posix() for file in files]
    return ["404.html", *("" if name == "index" else f"{name}/".removesuffix("index/") for name in names)]


PARTS: dict[str, list[str]] = {}
for path in paths():
    PARTS.setdefault(path.partition("/")[0] if "/" in path else "home", []).append(path)


def axe(page, context: str | None = None, rules: dict = RULES) -> list[str]:
    found = AXE.run(page, context, options=rules).response["violations"]
    nodes = [(each["id"], len(each["nodes"]), each["nodes"][0]) for each in found]
    return [f"axe {rule}, {count} times: {node['html'][:120]}: {node['failureSummary']}" for rule, count, node in nodes]


def places(seen) -> list[str]:
    """What sticks out, is missing or too small at the width that shows."""
    seen.show_figures()
    looks = (("sticks out", WIDER), ("no picture, or no room kept for it", BLANK), ("small target", SMALL))
    return [f"{what}: {each}" for what, look in looks for each in seen.page.evaluate(look)]


def check(seen, path: str) -> list[str]:
    page = seen.page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    problems = places(seen.go(path))
    problems += [f"the layout moves: {page.evaluate('shifts')}"] if seen.shift() > SHIFT else []
    page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})
    problems += places(seen)
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    problems += axe(page)
    for scheme, name in (("light", "default"), ("dark", "slate")):
        page.emulate_media(color_scheme=scheme)
        wait_until(page, "(name) => document.body.dataset.mdColorScheme === name", name)
        page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => 0)")
        problems += [f"contrast below 4.5, {scheme}: {each}" for each in page.evaluate(PALE)]
    return problems


@pytest.mark.parametrize("part", PARTS)
def test_pages(visit, part):
    seen, problems = visit(""), []
    for path in PARTS[part]:
        problems += [f"{path}: {each}" for each in check(seen, path) + seen.problems]
        seen.problems.clear()
    assert not problems, "\n" + "\n".join(problems)


def test_links_differ_from_text_by_more_than_colour_and_have_room(visit):
    seen = visit("", width="phone")
    for path in ("", "idea/descent/", "labs/own-data/", "reference/glossary/"):
        assert axe(seen.go(path).page, rules=SLOW) == [], path


WIDER = """() => {
  const width = document.documentElement.clientWidth, whole = document.documentElement.scrollWidth;
  const out = whole > width ? [`the page is ${whole} wide`] : [];
  const scrolls = (e) => e.localName !== "article"
    && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode() && out.length < 4) {
    const e = texts.currentNode.parentElement;
    range.selectNodeContents(texts.currentNode);
    if (range.getBoundingClientRect().right > width && !scrolls(e)) out.push(e.outerHTML.slice(0, 100));
  }
  return out;
}"""

BLANK = """() => [...document.images].filter((i) => i.offsetParent && (i.src || !i.dataset.src))
  .filter((i) => !i.naturalWidth || !i.hasAttribute("width") || !i.hasAttribute("height")).map((i) => i.src)"""

# Links in a sentence may be small (WCAG 2.2, 2.5.8); buttons, summaries and the links of lists of links may not.
SMALL = """() => [...document.querySelectorAll("button, summary, .button, .md-footer a, [type=text], fieldset label")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 100)])
  .filter(([box]) => box.height && (box.height < 24 || box.width < 24))
  .map(([box, html]) => `${html} ${Math.round(box.width)} by ${Math.round(box.height)} px`)"""

# Contrast (WCAG 2.2, 1.4.3): each pair of colours once, with a word that it stands on.
PALE = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (c) => c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [r, g, b] = parts(colour).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const below = (e) => {
    const colour = getComputedStyle(e).backgroundColor;
    const opaque = (parts(colour)[3] ?? 1) === 1;
    return opaque ? colour : e.parentElement ? below(e.parentElement) : "rgb(255, 255, 255)";
  };
  const pairs = new Map();
  for (const e of document.querySelectorAll("body *")) {
    const text = [...e.childNodes].find((node) => node.nodeType === 3 && node.data.trim());
    if (!text || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || e.closest("svg")) continue;
    pairs.set(`${getComputedStyle(e).color} on ${below(e)}`, `${e.className}: ${text.data.slice(0, 30)}`);
  }
  return [...pairs].filter(([pair]) => {
    const [front, back] = pair.split(" on ").map(light);
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05) < 4.5;
  }).map(([pair, text]) => `${text}: ${pair}`);
}"""
