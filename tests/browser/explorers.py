"""What the tests of the explorers share: their tables over many settings, and the Python they show, run."""

import contextlib
import io

TABLES = """([id, cases]) => cases.map((values) => {
  const explorer = document.getElementById(id);
  explorer.set(values);
  const rows = [...explorer.querySelectorAll(".ex-table tbody tr")];
  return [rows.map((row) => [...row.cells].map((cell) => cell.textContent)), explorer.python()];
})"""


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
