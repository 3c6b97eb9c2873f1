"""What the tests of the explorers share: their tables over many settings, and the Python they show, run."""

import contextlib
import io

TABLES = """([id, cases]) => cases.map((values) => {
  const explorer = document.getElementById(id);
  explorer.set(values);
  const rows = [...explorer.querySelectorAll(".ex-table tbody tr")];
  return [rows.map((row) => [...row.cells].map((cell) => cell.textContent)), explorer.python()];
})"""

TOUCHING = """([id, units, least]) => {
  const svg = document.querySelector(`#${id} svg`).getBoundingClientRect();
  const texts = [...document.querySelectorAll(`#${id} svg text`)].filter((text) => text.textContent);
  const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
  const small = texts.filter((text) => parseFloat(getComputedStyle(text).fontSize) * svg.width / units < least);
  return [
    ...small.map((text) => `small: ${text.textContent}`),
    ...boxes.filter(([, box]) => box.left < svg.left - 1 || box.right > svg.right + 1).map(([name]) => `out: ${name}`),
    ...boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([, b]) =>
      a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3
    ).map(([two]) => `${one} touches ${two}`)),
  ];
}"""


def tables(page, name: str, cases: list[dict]) -> list[tuple[list[list[str]], str]]:
    """For each setting of the explorer with the id `name`: the rows of its table, and the Python that it shows."""
    found = page.evaluate(TABLES, [name, cases])
    return [([[cell.replace("−", "-") for cell in row] for row in rows], code) for rows, code in found]


def printed(code: str) -> list[list[str]]:
    """The rows that a program prints, each split at blanks."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "shown.py", "exec"), {"__name__": "__main__"})
    return [row.split() for row in out.getvalue().splitlines()]


def say(explorer) -> str:
    """What an explorer says in words."""
    return explorer.locator(".ex-say").text_content()


def note(explorer) -> str:
    """The small print of an explorer."""
    return explorer.locator(".ex-note").text_content()


def enter(explorer, label: str, value: str) -> None:
    """Type a value into a field of an explorer and confirm it."""
    field = explorer.get_by_role("textbox", name=label, exact=True)
    write(field, value)
    field.press("Enter")


def write(field, text: str) -> None:
    """Replace what stands in a field, key by key: what is set without keys, Firefox does not take for typed."""
    field.select_text()
    field.press("Delete")
    field.press_sequentially(text)


def touching(page, name: str, units: float, least: float) -> list[str]:
    """Texts of an explorer's picture, `units` wide, that touch each other, leave it, or show smaller than `least`."""
    return page.evaluate(TOUCHING, [name, units, least])
