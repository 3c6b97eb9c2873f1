"""MkDocs kept warm: configuration, files, navigation and templates stay in memory; a saved page is rendered alone.

MkDocs has one function for the whole site, `mkdocs.commands.build.build`. This module calls its parts, in the same
order and with the same events for plug-ins, but gives way between pages, and keeps what it has made.
"""

import filecmp
import logging
import re
import shutil
import traceback
from collections.abc import Iterator
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from mkdocs.commands import build as parts
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from scripts.model import page as pages
from scripts.model.page import PageError

EMPTY = "# This page cannot be shown yet\n"
_SETTING = re.compile(r"Config value '(\w+)': (.*)", re.S)
_SERVED = InclusionLevel.is_in_serve


class RenderError(Exception):
    """MkDocs cannot make the site, or a page. `str()` says why, with file and line where they are known."""


class Messages(logging.Handler):
    """What MkDocs warns of, without what it has said before."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.records: list[tuple[int, str]] = []
        self.before: dict[str, set[str]] = {}
        logger = logging.getLogger("mkdocs")
        logger.addHandler(self)
        logger.propagate = False

    def emit(self, record: logging.LogRecord) -> None:
        """Take one message."""
        self.records.append((record.levelno, record.getMessage()))

    def told(self, what: str) -> list[str]:
        """The new warnings since the last call. `what` names the kind of work: a page, or the site."""
        warnings = {text for level, text in self.records if level < logging.ERROR}
        self.records.clear()
        new = warnings - self.before.get(what, set()) - self.before.get("", set())
        self.before[what] = warnings
        return sorted(new)

    def drop(self) -> list[tuple[str, str]]:
        """Forget what was said. Returns the settings among it that cannot be used, and why."""
        found = [_SETTING.match(text) for level, text in self.records if level >= logging.ERROR]
        self.records.clear()
        return [match.groups() for match in found if match]


class Site:
    """One MkDocs build, kept. `stage` is an empty folder of its own, where it writes."""

    def __init__(self, root: Path, stage: Path, url: str):
        self.root, self.stage, self.url = root, stage, url
        self.failed: dict[str, str] = {}  # pages that stand empty, and why
        self.sources: dict[str, str] = {}  # the Markdown pages that do not, as they were when they were read

    def build(self, sources: dict[str, str]) -> Iterator[None]:
        """Build the whole site into the stage; give way between pages. Raises RenderError.

        Pages have the source given for them, else what the file holds. A page that cannot be rendered stands empty.
        """
        try:
            yield from self._build(sources)
        except RenderError:
            raise
        except (Exception, Abort) as error:
            raise RenderError(self._reason(error, "mkdocs.yml")) from error

    def _build(self, sources: dict[str, str]) -> Iterator[None]:
        self.config = config = self._configured()
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        self.env = config.theme.get_env()
        self.env.bytecode_cache = FileSystemBytecodeCache(self._cache())
        files.add_files_from_theme(self.env, config)
        yield
        self.files = config.plugins.on_files(files, config=config)
        set_exclusions(self.files, config)
        self.nav = config.plugins.on_nav(get_navigation(self.files, config), config=config, files=self.files)
        yield
        for file in self.files.documentation_pages(inclusion=_SERVED):
            try:
                if file.src_uri.endswith(".md"):
                    file.content_string = sources.get(file.src_uri) or self._source(file)
                self._populate(file)
                if file.src_uri.endswith(".md"):
                    self.sources[file.src_uri] = file.content_string
            except RenderError as error:
                self.failed[file.src_uri] = str(error)
                file.content_string = EMPTY
                self._populate(file)
            yield
        self.env = config.plugins.on_env(self.env, config=config, files=self.files)
        self.files.copy_static_files(inclusion=_SERVED)
        yield
        for template in [*config.theme.static_templates]:
            parts._build_theme_template(template, self.env, self.files, config, self.nav)
            yield
        for template in config.extra_templates:
            parts._build_extra_template(template, self.files, config, self.nav)
        for file in self.files.documentation_pages(inclusion=_SERVED):
            self._write(file)
            yield
        for file in self.files.documentation_pages(inclusion=_SERVED):
            self._check_anchors(file)
        config.plugins.on_post_build(config=config)

    def render(self, uri: str, source: str) -> bool:
        """Render one page of the site into the stage. Returns whether other pages may show what changed in it.

        Raises RenderError.
        """
        file = self.files.get_file_from_path(uri)
        file.content_string = source.removeprefix("\ufeff")
        before = _shown_elsewhere(file.page)
        self._populate(file)
        self._write(file)
        self._check_anchors(file)
        return before != _shown_elsewhere(file.page)

    def place(self, uri: str) -> Path | None:
        """Where the stage holds the page or file that is `uri` in docs/. None: the site does not know it."""
        file = self.files.get_file_from_path(uri)
        return Path(file.abs_dest_path) if file else None

    def copy(self, uri: str) -> None:
        """Copy a file that is no page into the stage. One that is new to the site is known from now on."""
        if self.files.get_file_from_path(uri) is None:
            self.files.append(File(uri, self.config.docs_dir, self.config.site_dir, self.config.use_directory_urls))
            set_exclusions(self.files, self.config)
        file = self.files.get_file_from_path(uri)
        if _SERVED(file.inclusion):
            file.copy_file()

    def _configured(self):
        file = self.root / "mkdocs.yml"
        try:
            config = load_config(str(file), site_dir=str(self.stage), strict=False, site_url=self.url)
            config.plugins.on_startup(command="serve", dirty=False)
            return config.plugins.on_config(config)
        except (Exception, Abort) as error:
            raise RenderError(_in_config(error)) from error

    def _cache(self) -> str:
        folder = self.stage.parent / "templates"
        folder.mkdir(exist_ok=True)
        return str(folder)

    def _populate(self, file: File) -> None:
        if file.page is None:
            Page(None, file, self.config)
        try:
            parts._populate_page(file.page, self.config, self.files)
        except (Exception, Abort) as error:
            raise RenderError(self._reason(error, f"docs/{file.src_uri}")) from error

    def _source(self, file: File) -> str:
        name = f"docs/{file.src_uri}"
        try:
            return pages.read(Path(file.abs_src_path), name).removeprefix("\ufeff")
        except PageError as error:
            raise RenderError(str(error)) from error

    def _write(self, file: File) -> None:
        everything = self.files.documentation_pages(inclusion=_SERVED)
        excluded = file.inclusion.is_excluded()
        try:
            parts._build_page(file.page, self.config, everything, self.nav, self.env, excluded=excluded)
        except (Exception, Abort) as error:
            raise RenderError(self._reason(error, f"docs/{file.src_uri}")) from error

    def _reason(self, error: BaseException, path: str) -> str:
        """What went wrong, with file and line: of the page, or of a template in docs/overrides."""
        said = " ".join(str(error).split()) or type(error).__name__
        if re.match(r"[\w./-]+\.\w+:", said):
            return said
        places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
        places += [(getattr(error, "filename", None) or "", getattr(error, "lineno", 1))]
        folder = str(self.root / "docs/overrides")
        for name, line in reversed(places):
            if name.startswith(folder):
                return f"{Path(name).relative_to(self.root).as_posix()}:{line}: {said}"
        return f"{path}:1: {said}"

    def _check_anchors(self, file: File) -> None:
        file.page.validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)


def _shown_elsewhere(page: Page) -> tuple:
    """What other pages may show of a page: title, front matter; and its headings, to which they link."""
    return page.title, repr(page.meta), sorted(page.present_anchor_ids or ())


def _in_config(error: BaseException) -> str:
    """What is wrong with mkdocs.yml, from MkDocs' words or from those of its YAML reader."""
    cause = error.__cause__ or error.__context__
    if mark := getattr(cause, "problem_mark", None):
        return f"mkdocs.yml:{mark.line + 1}: {cause.problem}"
    return f"mkdocs.yml:1: {' '.join(str(error).split())}"


def of_settings(root: Path, settings: list[tuple[str, str]]) -> str:
    """What is wrong with settings of mkdocs.yml, with the line of each."""
    rows = (root / "mkdocs.yml").read_text("utf-8", "replace").splitlines()
    lines = {name: next((k for k, row in enumerate(rows, 1) if row.startswith(f"{name}:")), 1) for name, _ in settings}
    return "; ".join(f"mkdocs.yml:{lines[name]}: {name}: {' '.join(why.split())}" for name, why in settings)


def publish(stage: Path, live: Path, files: list[Path] | None = None) -> bool:
    """Copy files of the stage to the folder that is served, each in one step. Returns whether one of them is new there.

    Without `files` it is the whole site, and what the stage does not hold goes from the other folder too.
    """
    changed = False
    for file in files if files is not None else [file for file in stage.rglob("*") if file.is_file()]:
        target = live / file.relative_to(stage)
        if not (target.is_file() and filecmp.cmp(file, target, shallow=False)):
            target.parent.mkdir(parents=True, exist_ok=True)
            spare = target.with_name(f"{target.name}.new")
            shutil.copyfile(file, spare)
            spare.replace(target)
            changed = True
    if files is None:
        for file in [
            file for file in live.rglob("*") if file.is_file() and not (stage / file.relative_to(live)).exists()
        ]:
            file.unlink()
            changed = True
    return changed
