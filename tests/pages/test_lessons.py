"""Every lesson has the parts that a lesson has, in their order."""

import re

import pytest

from scripts.model import project
from scripts.model.page import Figure

LESSONS = [
    page.path
    for page in (project.load(project.ROOT, file) for file in project.page_files(project.ROOT))
    if re.fullmatch(r"docs/(?!reference)\w+/(?!index)[\w-]+\.md", page.path)
]


@pytest.fixture(params=LESSONS)
def lesson(request):
    return project.load(project.ROOT, project.ROOT / request.param)


def blocks(lesson, kind: str) -> list[str]:
    """What stands in the boxes of one kind."""
    return re.findall(rf"^(/{{3,}}) {kind}\b[^\n]*\n(.*?)^\1$", lesson.text, re.M | re.S)


def test_there_are_lessons():
    assert len(LESSONS) >= 7


def test_a_lesson_begins_with_title_and_claim(lesson):
    """One claim, said in one sentence, under the one title."""
    body = re.sub(r"\A---\n.*?\n---\n", "", lesson.text, flags=re.S)
    assert re.match(r"# [^\n]+\n\n(> [^\n]+\n)+\n", body)
    assert len(re.findall(r"^# ", lesson.prose, re.M)) == 1


def test_a_lesson_has_title_and_description_for_search_engines(lesson):
    front = re.match(r"---\n(.*?)\n---\n", lesson.text, re.S)[1]
    assert re.search(r"^title: \S", front, re.M)
    assert re.search(r"^description: \S.{39,}", front, re.M)


def test_a_prediction_comes_before_its_answer_and_a_run(lesson):
    predictions, answers = blocks(lesson, "predict"), blocks(lesson, "answer")
    assert 1 <= len(predictions) == len(answers)
    places = [match.start() for match in re.finditer(r"^/{3,} (predict|answer)|^```python", lesson.text, re.M)]
    words = [lesson.text[place:].split()[1 if lesson.text[place] == "/" else 0] for place in places]
    for place, word in enumerate(words):
        if word == "predict":
            assert words[place + 1] == "```python", "a run follows the prediction"
            assert "answer" in words[place + 1 : place + 5]


def test_a_lesson_has_a_picture_drawn_from_its_run(lesson):
    assert any(isinstance(step, Figure) for step in lesson.steps)


def test_a_lesson_runs_a_mistake(lesson):
    mistakes = blocks(lesson, "wrong")
    assert "## How this goes wrong" in lesson.text
    assert mistakes
    assert any("```python" in text for _, text in mistakes)


def test_a_lesson_has_three_to_five_exercises_with_hint_and_tested_solution(lesson):
    exercises = blocks(lesson, "exercise")
    assert 3 <= len(exercises) <= 5
    for _, text in exercises:
        assert text.count("/// hint\n") == text.count("/// solution\n") == 1
        assert text.index("/// hint") < text.index("/// solution") < text.index("```python")


def test_a_lesson_ends_with_three_lines_and_a_way_on(lesson):
    (short,) = blocks(lesson, "short")
    assert len(re.findall(r"^- ", short[1], re.M)) == 3
    end = lesson.text[lesson.text.index("/// short") :].partition("\n///\n")[2]
    assert re.search(r"\]\((?:\.\./[\w-]+/)?[\w-]+\.md\)", end), "the last words lead to another page"
