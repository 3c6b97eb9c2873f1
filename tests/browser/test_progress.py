"""The reader's progress: kept in the browser only, shown in the navigation, on the lists and on the home page."""

import json
import re

from scripts.model import project
from tests.browser.waiting import wait_until

KEY = "fall-line:2"
PARTS = ("idea", "data", "networks", "terrain", "optimizers", "theory", "practice")
LINK = re.compile(r"^\[(.*?)\]\((.*?)\.md\)$", re.M)
TEXTS = {part: (project.ROOT / f"docs/{part}/index.md").read_text("utf-8") for part in PARTS}
LESSONS = [(title, f"{part}/{name}/") for part, text in TEXTS.items() for title, name in LINK.findall(text)]
EXERCISES = int(re.search(r"(\d+)<!-- = site.exercises", (project.ROOT / "docs/index.md").read_text("utf-8"))[1])


def kept(page) -> set[str]:
    return set(json.loads(page.evaluate(f"localStorage.getItem('{KEY}') ?? '[]'")))


def keep(page, text: str) -> None:
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.evaluate("dispatchEvent(new StorageEvent('storage'))")  # as another tab does


def finish(page) -> None:
    page.locator(".admonition.short").scroll_into_view_if_needed()
    wait_until(page, "document.querySelector('.read-mark')")


def told(page) -> str:
    return " ".join(page.locator(".progress p").first.text_content().split())


def test_a_lesson_is_read_at_its_end_and_nothing_is_sent(visit):
    page, sent = visit("idea/descent/").page, []
    page.on("request", lambda request: sent.append(request.url))
    page.mouse.wheel(0, 600)
    wait_until(page, "scrollY > 300")
    assert kept(page) == set()
    finish(page)
    assert kept(page) == {"read idea/descent/"}
    assert (sent, page.context.cookies()) == ([], [])
    assert page.get_by_role("link", name="Gradient descent (read)", exact=True).is_visible()
    page.locator(".md-path a", has_text="The idea").click()
    wait_until(page, "document.querySelectorAll('.read-mark').length === 2")
    assert page.locator(".lessons a:has(.read-mark)").text_content().split() == ["Gradient", "descent", "(read)"]
    page.locator(".md-header a.md-logo").click()
    wait_until(page, "document.querySelector('.progress b')?.textContent === '1'")


def test_the_home_page_counts_leads_on_and_forgets_and_nothing_moves(visit):
    page = visit("", width="phone").page
    whole = f"of {len(LESSONS)} lessons and solved {{}} of {EXERCISES} exercises."
    assert told(page) == f"You have read 0 {whole.format(0)} Start with {LESSONS[0][0]}"
    assert page.locator(".progress").is_hidden(), "until something was read"
    marks = [f"read {LESSONS[0][1]}", f"read {LESSONS[2][1]}", "read idea/gone/", "solved idea/loss/predict-1"]
    marks += ["solved idea/loss/exercise-a-hike", "solved idea/loss/exercise-a-hike/1"]
    keep(page, json.dumps(marks))
    assert told(page) == f"You have read 2 {whole.format(1)} Go on with {LESSONS[1][0]}"
    tall = page.evaluate("document.documentElement.scrollHeight")
    button = page.get_by_role("button", name="Forget my progress")
    button.focus()
    page.keyboard.press("Enter")
    assert kept(page) == set()
    assert told(page).startswith("You have read 0 of ")
    page.keyboard.press("Enter")  # on "Undo"
    assert kept(page) == set(marks)
    assert page.locator(".cards .read-mark").count() == 2
    assert page.locator(".progress [role=status]").text_content() == "It is back."
    keep(
        page,
        json.dumps(
            [f"read {path}" for _, path in LESSONS] + [f"solved x/y/exercise-{k}" for k in range(EXERCISES + 9)]
        ),
    )
    assert told(page).startswith(f"You have read {len(LESSONS)} {whole.format(EXERCISES)}")
    assert page.evaluate("document.documentElement.scrollHeight") == tall


def test_what_was_read_stays_read_and_old_marks_of_exercises_go_with_a_notice(visit):
    page = visit("").page
    old = [f"read {LESSONS[0][1]}", f"solved {LESSONS[0][1]}exercise-1", f"shown {LESSONS[0][1]}predict-1"]
    page.evaluate("(old) => localStorage.setItem('fall-line:1', JSON.stringify(old))", old)
    page.reload()
    notice = page.locator(".progress [role=status]", has_text="The exercises were rewritten on 29 November 2026")
    notice.wait_for()
    assert told(page).startswith("You have read 1 ")
    assert kept(page) == {old[0]}
    page.reload()
    page.locator(".progress").wait_for()
    assert notice.count() == 0


def test_a_broken_entry_breaks_nothing_and_another_tab_is_heard(visit):
    lesson, home = visit("idea/descent/").page, visit("").page
    for entry in ("5", '"read x/y/"', "{}", '{"read": ["x/"]}', "[1, null, {}, []]"):  # more in test_policy.py
        keep(lesson, entry)
        assert lesson.locator(".read-mark").count() == 0, entry
        assert told(home).startswith("You have read 0 of "), entry
    finish(lesson)
    assert "read idea/descent/" in kept(lesson)
    wait_until(home, "document.querySelector('.progress b').textContent === '1'")
    home.locator(".progress button").click()
    wait_until(lesson, "!document.querySelector('.read-mark')")
