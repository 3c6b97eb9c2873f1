"""Take the pictures of the README and the one for social networks again. Run it when the looks have changed.

python scripts/screenshots.py
"""

import sys
import tempfile
from pathlib import Path

if __package__ in (None, ""):
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from mkdocs.commands.build import build
from mkdocs.config import load_config
from PIL import Image
from playwright.sync_api import sync_playwright

from figures import style
from scripts import chromium, project

SOCIAL = """
<style>
  @font-face {{ font-family: serif-own; src: url("{fonts}/source-serif-4-normal.woff2"); font-weight: 400 700 }}
  body {{ margin: 0; width: 1200px; height: 630px; overflow: hidden; background: {paper}; color: {ink};
         font-family: serif-own; position: relative }}
  img {{ position: absolute; left: 430px; top: -5px; width: 860px;
        mask-image: linear-gradient(to right, transparent, black 30%) }}
  div {{ position: absolute; left: 76px; top: 196px; border-top: 6px solid {orange}; width: 72px; white-space: nowrap }}
  h1 {{ font-size: 88px; font-weight: 700; margin: 34px 0 24px; line-height: 1.2 }}
  p {{ font-size: 35px; line-height: 1.25; margin: 0 }}
</style>
<img src="{map}" alt=""><div><h1>Fall Line</h1><p>Gradient descent, learned<br>by running it</p></div>
"""


def main() -> int:
    """Write .github/lesson-light.png, .github/lesson-dark.png and docs/assets/social.png."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        config = load_config(str(project.ROOT / "mkdocs.yml"), site_dir=folder, use_directory_urls=False)
        build(config)
        browser = chromium.start(playwright)
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 1280, "height": 1250}, color_scheme=scheme)
            page.goto((Path(folder) / "idea/descent.html").as_uri())
            page.locator("figure.drawn").first.scroll_into_view_if_needed()
            page.locator(".admonition.predict").first.evaluate("box => scrollTo(0, box.offsetTop - 110)")
            page.wait_for_timeout(500)
            _save(page, project.ROOT / f".github/lesson-{scheme}.png")
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        card = Path(folder) / "card.html"
        files = {"fonts": project.ROOT / "docs/fonts", "map": project.ROOT / "docs/figures/home_map.svg"}
        card.write_text(SOCIAL.format(**files, paper=style.PAPER, ink=style.INK, orange=style.ORANGE))
        page.goto(card.as_uri())
        page.evaluate("document.fonts.ready")
        _save(page, project.ROOT / "docs/assets/social.png")
        browser.close()
    return 0


def _save(page, file: Path) -> None:
    """A screenshot with at most 256 colours, which is a third of the size and looks the same."""
    page.screenshot(path=file)
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(file, optimize=True)
    print(f"{file.relative_to(project.ROOT)}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
