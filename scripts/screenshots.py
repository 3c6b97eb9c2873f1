"""Take the pictures of the README, the one for social networks and the icons again. Run it when the looks have changed.

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
from playwright.sync_api import Browser, sync_playwright

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

ICON = """
<style>
  body {{ margin: 0; width: {size}px; height: {size}px; display: grid; place-items: center; background: {ground} }}
  img {{ width: {share:%} }}
</style>
<img src="{icon}" alt="">
"""
ICONS = {  # size, how much of it the drawing takes, what is around it; systems cut a maskable one to their own shape
    "icon-192": (192, 1, "transparent"),
    "icon-512": (512, 1, "transparent"),
    "icon-maskable-512": (512, 0.75, style.PAPER),
}


def main() -> int:
    """Write .github/lesson-light.png, .github/lesson-dark.png, docs/assets/social.png and docs/assets/icon-*.png."""
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
        icons(browser, Path(folder))
        browser.close()
    return 0


def icons(browser: Browser, folder: Path) -> None:
    """The icons of the installed site, from the one in docs/assets/favicon.svg."""
    for name, (size, share, ground) in ICONS.items():
        page = browser.new_page(viewport={"width": size, "height": size}, color_scheme="light")
        sheet = folder / "icon.html"
        icon = project.ROOT / "docs/assets/favicon.svg"
        sheet.write_text(ICON.format(size=size, share=share, ground=ground, icon=icon))
        page.goto(sheet.as_uri())
        file = project.ROOT / f"docs/assets/{name}.png"
        page.screenshot(path=file, omit_background=True)
        with Image.open(file) as picture:
            picture.load()
        picture.save(file, optimize=True)
        print(f"{file.relative_to(project.ROOT)}: {file.stat().st_size:,} bytes")


def _save(page, file: Path) -> None:
    """A screenshot with at most 256 colours, which is a third of the size and looks the same."""
    page.screenshot(path=file)
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(file, optimize=True)
    print(f"{file.relative_to(project.ROOT)}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
