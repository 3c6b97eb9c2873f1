"""Every page in a browser, by day and by night, on a phone and on a wide screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from scripts.model import project

AXE = Axe()
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
SHIFT = 0.01  # cumulative layout shift allowed while a page loads and its fonts arrive


def paths() -> list[str]:
    """The pages' addresses, from the sources."""
    found = []
    for file in project.page_files(project.ROOT):
        if file.parent != project.ROOT:
            name = file.relative_to(project.ROOT / "docs").with_suffix("").as_posix()
            found.append(name.removesuffix("index") if name.split("/")[-1] == "index" else name + "/")
    return [*found, "404.html"]


MANY = [["pre span"], ["math"]]  # two thirds of a page's elements, in a handful of colours: PALE looks at these


def violations(page, scheme: str, width: str) -> list[dict]:
    """What axe finds. No width changes a colour and a theme nothing else, so each rule runs where it can differ."""
    found = []
    if scheme == "light":
        rest = RULES | {"rules": {"color-contrast": {"enabled": False}}}
        found += AXE.run(page, options=rest).response["violations"]
    if width == "wide":
        contrast = RULES | {"runOnly": ["color-contrast"]}
        found += AXE.run(page, context={"exclude": MANY}, options=contrast).response["violations"]
    return found


@pytest.mark.parametrize("width", ["phone", "wide"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", paths())
def test_page(visit, path, scheme, width):
    seen = visit(path, scheme, width)
    seen.show_figures()
    page = seen.page
    assert page.evaluate("document.body.dataset.mdColorScheme") == {"light": "default", "dark": "slate"}[scheme]
    problems = seen.problems
    problems += [f"wider than the screen: {name}" for name in page.evaluate(WIDER)]
    problems += [f"shows no picture: {src}" for src in page.evaluate(BLANK)]
    problems += [f"small target: {target}" for target in page.evaluate(SMALL, 24)]
    shifts = page.evaluate("window.shifts")
    if sum(shift[0] for shift in shifts) > SHIFT:
        problems.append(f"the layout moves: {shifts}")
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    problems += [f"contrast below 4.5: {found}" for found in page.evaluate(PALE, 4.5)]
    for violation in violations(page, scheme, width):
        nodes = [f"{node['target']} {node['html'][:120]}: {node['failureSummary']}" for node in violation["nodes"][:3]]
        problems.append(f"axe {violation['id']}, {len(violation['nodes'])} times: " + "; ".join(nodes))
    assert not problems, "\n" + "\n".join(problems)


WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("article *")]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest("pre, .math, .md-typeset__scrollwrap"))
    .map((e) => e.outerHTML.slice(0, 100)).slice(0, 3).concat(document.documentElement.scrollWidth);
}"""

BLANK = """() => [...document.images].filter((i) => i.offsetParent && !i.naturalWidth).map((i) => i.src)"""

# Links in a sentence may be small (WCAG 2.2, 2.5.8); buttons, summaries and the links of lists of links may not.
SMALL = """(least) => [...document.querySelectorAll("button, summary, .button, .live-stage button, .md-footer a")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 100)])
  .filter(([box]) => box.height && (box.height < least || box.width < least))
  .map(([box, html]) => `${html} ${Math.round(box.width)} by ${Math.round(box.height)} px`)"""

# The contrast of code and formulas (WCAG 2.2, 1.4.3): each pair of colours once, with a word that it stands on.
PALE = """(least) => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const linear = (c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = parts(colour).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const below = (e) => {
    const colour = getComputedStyle(e).backgroundColor;
    const opaque = (parts(colour)[3] ?? 1) === 1;
    return opaque ? colour : e.parentElement ? below(e.parentElement) : "rgb(255, 255, 255)";
  };
  const pairs = new Map();
  for (const e of document.querySelectorAll("pre span, math *")) {
    const text = [...e.childNodes].find((node) => node.nodeType === 3 && node.data.trim());
    if (text) pairs.set(`${getComputedStyle(e).color} on ${below(e)}`, text.data.trim());
  }
  return [...pairs].filter(([pair]) => {
    const [front, back] = pair.split(" on ").map(light);
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05) < least;
  }).map(([pair, text]) => `${text}: ${pair}`);
}"""
