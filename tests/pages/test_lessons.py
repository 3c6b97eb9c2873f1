"""Every lesson has the parts that a lesson has, in their order."""

import re

from scripts.model.page import Figure, Page, parse
from tests.pages.conftest import LESSONS

GALLERIES = ("docs/practice/watching.md", "docs/practice/spot-the-bug.md")  # many predictions, each by itself


def blocks(lesson: Page, kind: str) -> list[str]:
    """The contents of the boxes of one kind."""
    return [box[1] for box in re.findall(rf"^(/{{3,}}) {kind}\b[^\n]*\n(.*?)^\1$", lesson.text, re.M | re.S)]


def missing(lesson: Page) -> list[str]:
    """The demands on a lesson that this one does not meet."""
    text = lesson.text
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    parts = re.findall(r"^/{3,} (predict|answer)\b|^```(python)", text, re.M)
    order = " ".join(kind or language for kind, language in parts)
    predictions, exercises = blocks(lesson, "predict"), blocks(lesson, "exercise")
    solved = [re.search(r"/// hint\n.*/// solution\n.*```python", each, re.S) for each in exercises]
    titles = re.findall(r"^/{3,} exercise\b *\|? *(.*)$", text, re.M)
    forms = [len(re.findall(r"^/{3,} (?:check|choose)\b", box, re.M)) for box in blocks(lesson, "answer")]
    short = blocks(lesson, "short")
    after = text.partition("\n/// short")[2].partition("\n///\n")[2]
    demands = {
        "a title and a claim of one paragraph": re.match(r"# [^\n]+\n\n(> [^\n]+\n)+\n", body),
        "one title": len(re.findall(r"^# ", lesson.prose, re.M)) == 1,
        "a title and a description for search engines": lesson.meta.title and len(lesson.meta.description or "") >= 40,
        "a prediction": predictions,
        "an answer to each prediction, after a run": len(predictions)
        == len(blocks(lesson, "answer"))
        == len(re.findall(r"predict (?:python ){1,4}answer", order)),
        "one question in each answer, and at most four": set(forms) <= {1}
        and (len(forms) <= 4 or lesson.path in GALLERIES),
        "a title of its own for each exercise, without a number or formula": len({*titles}) == len(exercises)
        and not any(re.search(r"\bExercise\b|\$", title) or not title for title in titles),
        "a figure": any(isinstance(step, Figure) for step in lesson.steps),
        "a heading for mistakes": "## How this goes wrong" in text,
        "a mistake that runs": any("```python" in box for box in blocks(lesson, "wrong")),
        "three to five exercises": 3 <= len(exercises) <= 5,
        "one hint and one solution that runs for each exercise": all(solved)
        and all(each.count("/// hint\n") == each.count("/// solution\n") == 1 for each in exercises),
        "three lines in short": len(short) == 1 and len(re.findall(r"^- ", short[0], re.M)) == 3,
        "a link to go on at the end": re.search(r"\]\((?:\.\./[\w-]+/)?[\w-]+\.md\)", after),
    }
    return [f"{lesson.path}: expected {demand}" for demand, met in demands.items() if not met]


def test_lessons_have_the_parts_of_a_lesson():
    assert len(LESSONS) >= 7
    assert [fault for lesson in LESSONS for fault in missing(lesson)] == []
    empty = parse("# Title\n\nText.\n", "docs/idea/empty.md")
    assert len(missing(empty)) == 9  # it has one title, no prediction without an answer and no exercise without a hint
