"""Print the size of the code and fail when it exceeds the budgets.

python tests/budget.py [SECONDS]   SECONDS is how long `make test` took, only to be printed
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPT_LINES, MODULES, MODULE_LINES = 3600, 30, 350
TEST_LINES = 9000 + 40 * 120  # with 20 lessons, and for each further one


def count_lines(files: list[Path]) -> dict[str, int]:
    """Lines of each file, blank lines and comments included, by its path."""
    return {file.as_posix(): len(file.read_text("utf-8").splitlines()) for file in files}


def main(seconds: str = "", root: Path = ROOT) -> int:
    """Print one line and what exceeds its budget. Returns the exit status."""
    scripts = count_lines([*root.glob("scripts/**/*.py")])
    tests = count_lines([file for file in root.glob("tests/**/*.py") if "benchmarks" not in file.parts])
    longest = max(scripts, key=scripts.get)
    measured = [
        ("lines in scripts/", sum(scripts.values()), SCRIPT_LINES),
        ("modules", len(scripts), MODULES),
        (f"lines in the longest, {Path(longest).relative_to(root)}", scripts[longest], MODULE_LINES),
        ("lines in tests/", sum(tests.values()), TEST_LINES),
    ]
    sizes = "; ".join(f"{count:,} of {budget:,} {what}" for what, count, budget in measured)
    print(f"budgets: {sizes}; {len(tests)} test modules{f'; make test took {seconds} s' if seconds else ''}")
    exceeded = [
        f"over budget: {count:,} {what}, at most {budget:,}" for what, count, budget in measured if count > budget
    ]
    for line in exceeded:
        print(line)
    return int(bool(exceeded))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
