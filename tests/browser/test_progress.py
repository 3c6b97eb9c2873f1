"""The reader's progress: kept in the browser, shown in the navigation, on the list of lessons and on the home page."""

import json
import re

import pytest

from scripts.model import project

KEY = "fall-line:1"
LESSONS = re.findall(r"^\[(.*?)\]\((.*?)\.md\)$", (project.ROOT / "docs/idea/index.md").read_text("utf-8"), re.M)
PARTS = ("idea", "data", "networks")
ALL = [
    f"{part}/{name}/"
    for part in PARTS
    for name in re.findall(r"^\[.*?\]\((.*?)\.md\)$", (project.ROOT / f"docs/{part}/index.md").read_text("utf-8"), re.M)
]
EXERCISES = int(re.search(r"(\d+)<!-- = site.exercises", (project.ROOT / "docs/index.md").read_text("utf-8"))[1])


def kept(page) -> set[str]:
    """What the browser keeps, by its own storage."""
    return set(json.loads(page.evaluate(f"localStorage.getItem('{KEY}') ?? '[]'")))


def keep(page, *marks: str) -> None:
    page.evaluate("([key, marks]) => localStorage.setItem(key, marks)", [KEY, json.dumps(marks)])


def finish(page) -> None:
    """Read a lesson to its end."""
    page.locator(".admonition.short").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.read-mark')")


def marked(page, inside: str) -> list[str]:
    """The entries of a list that are marked as read, by their text."""
    return [text.strip() for text in page.locator(f"{inside} :is(a, label):has(.read-mark)").all_text_contents()]


def told(page) -> str:
    """What the home page says of the progress."""
    return " ".join(page.locator(".progress p").first.inner_text().split())


NAV = ".md-nav--primary"


def test_a_lesson_is_read_when_its_end_was_on_the_screen(visit):
    page = visit("idea/descent/").page
    page.mouse.wheel(0, 600)
    page.wait_for_function("scrollY > 300")
    assert kept(page) == set()
    assert page.locator(".read-mark").count() == 0
    finish(page)
    assert kept(page) == {"read idea/descent/"}
    assert page.get_by_role("link", name="Gradient descent (read)", exact=True).is_visible()
    page.reload()
    page.wait_for_function("document.querySelector('.read-mark')")
    assert page.locator(f"{NAV} a:visible:has(.read-mark)").all_text_contents()[0].split() == [
        "Gradient",
        "descent",
        "(read)",
    ]


def test_it_is_shown_on_every_page_after_navigation_without_a_reload(visit):
    page = visit("idea/slope/").page
    finish(page)
    page.evaluate("window.here = true")
    page.locator(".md-path a", has_text="The idea").click()
    page.locator("article h1", has_text="The idea").wait_for()
    page.wait_for_function("document.querySelectorAll('.read-mark').length === 2")
    assert [re.sub(r"\s+", " ", text) for text in marked(page, ".lessons")] == ["Which way is down (read)"]
    assert page.locator(".lessons a:not(:has(.read-mark))").count() == len(LESSONS) - 1
    page.locator(".lessons a", has_text="Gradient descent").click()
    page.locator("article h1", has_text="Gradient descent").wait_for()
    finish(page)
    page.wait_for_function("document.querySelectorAll('.md-nav--primary a .read-mark').length === 2")
    assert kept(page) == {"read idea/slope/", "read idea/descent/"}
    page.locator(".md-header a.md-logo").click()
    page.locator(".progress").wait_for()
    page.wait_for_function("document.querySelector('.progress b').textContent === '2'")
    assert page.evaluate("window.here"), "the page was reloaded"


@pytest.mark.parametrize("width", ["phone", "wide"])
def test_marks_move_nothing(visit, width):
    page = visit("idea/", width=width).page
    if width == "phone":
        page.locator(".md-header label[for=__drawer]").click()
    boxes = """() => [...document.querySelectorAll('.md-nav--primary li, .lessons dt, .lessons dd')].map((e) => {
      const { x, y, width, height } = e.getBoundingClientRect();
      return [x, y, width, height];
    })"""
    page.wait_for_timeout(400)  # the drawer slides in
    before = page.evaluate(boxes)
    keep(page, *(f"read idea/{name}/" for _, name in LESSONS))
    page.evaluate("dispatchEvent(new StorageEvent('storage'))")
    assert page.locator(".lessons .read-mark").count() == len(LESSONS)
    assert page.locator(f"{NAV} .read-mark").count() == len(LESSONS)
    assert page.evaluate(boxes) == before
    inside = """all => all.filter((e) => {
      const mark = e.getBoundingClientRect(), list = e.closest("nav, dl").getBoundingClientRect();
      return mark.width > 5 && mark.right <= list.right;
    }).length"""
    assert page.locator(f":is({NAV}, .lessons) .read-mark").evaluate_all(inside) == 2 * len(LESSONS)


def test_the_drawer_of_a_phone_shows_the_mark_of_the_page_that_is_open(visit):
    page = visit("idea/descent/", width="phone").page
    finish(page)
    page.locator(".md-header label[for=__drawer]").click()
    entry = page.locator(f"{NAV} label.md-nav__link[for=__toc]")
    entry.locator(".read-mark").wait_for(state="visible")
    assert entry.evaluate(
        """(e) => e.querySelector(".read-mark").getBoundingClientRect().right
          <= e.querySelector(".md-nav__icon").getBoundingClientRect().left"""
    )


# The home page


def test_a_new_reader_is_sent_to_the_first_lesson(visit):
    page = visit("").page
    assert told(page) == (
        f"You have read 0 of {len(ALL)} lessons and solved 0 of {EXERCISES} exercises. Start with {LESSONS[0][0]}"
    )
    assert not page.get_by_role("button", name="Forget my progress").is_visible()
    page.locator(".progress a", has_text="Start with").click()
    page.wait_for_url(f"**/idea/{LESSONS[0][1]}/")


def test_the_home_page_counts_and_leads_on_to_the_first_unread_lesson(visit):
    page = visit("").page
    read = [LESSONS[0][1], LESSONS[2][1]]
    others = ["read reference/glossary/", "read idea/gone/", "shown idea/loss/predict-1", "solved idea/loss/predict-1"]
    keep(
        page,
        *(f"read idea/{name}/" for name in read),
        *others,
        "solved idea/loss/exercise-2",
        "solved idea/loss/exercise-2/1",
    )
    page.reload()
    page.wait_for_function("document.querySelector('.progress b').textContent !== '0'")
    solved = min(1, EXERCISES)
    assert told(page) == (
        f"You have read 2 of {len(ALL)} lessons and solved {solved} of {EXERCISES} exercises. "
        f"Go on with {LESSONS[1][0]}"
    )
    page.locator(".progress a", has_text="Go on with").click()
    page.wait_for_url(f"**/idea/{LESSONS[1][1]}/")


def test_it_never_counts_more_than_there_is(visit):
    page = visit("").page
    keep(page, *(f"read {path}" for path in ALL), *(f"solved idea/x/exercise-{k}" for k in range(99)))
    page.reload()
    page.wait_for_function("document.querySelector('.progress b').textContent !== '0'")
    assert told(page).startswith(
        f"You have read {len(ALL)} of {len(ALL)} lessons and solved {EXERCISES} of {EXERCISES} "
    )


@pytest.mark.parametrize("width", ["phone", "wide"])
def test_progress_is_forgotten_and_brought_back_by_keyboard(visit, width):
    page = visit("", width=width).page
    marks = {"read idea/loss/", "read idea/slope/", "solved idea/loss/exercise-1"}
    keep(page, *marks)
    page.evaluate("dispatchEvent(new StorageEvent('storage'))")
    tall = page.evaluate("document.documentElement.scrollHeight")
    button, says = page.locator(".progress button"), page.locator(".progress [role=status]")
    button.focus()
    assert button.text_content() == "Forget my progress"
    for _ in range(2):
        page.keyboard.press("Enter")
        assert kept(page) == set()
        assert (button.text_content(), says.text_content()) == ("Undo", "Forgotten.")
        assert told(page).startswith("You have read 0 of ")
        assert page.locator(f"{NAV} .read-mark").count() == 0
        page.keyboard.press("Enter")
        assert kept(page) == marks
        assert (button.text_content(), says.text_content()) == ("Forget my progress", "It is back.")
        assert told(page).startswith("You have read 2 of ")
        assert page.locator(f"{NAV} .read-mark").count() == 2
    assert button.evaluate("(e) => e === document.activeElement")
    page.keyboard.press("Enter")
    page.reload()
    assert kept(page) == set()
    assert told(page).startswith("You have read 0 of ")
    assert page.evaluate("document.documentElement.scrollHeight") == tall


@pytest.mark.parametrize("width", ["phone", "wide"])
def test_what_the_home_page_says_moves_nothing(visit, width):
    page = visit("", width=width).page
    tall = page.evaluate("document.documentElement.scrollHeight")
    for count in range(1, len(LESSONS) + 1):
        keep(page, *(f"read idea/{name}/" for _, name in LESSONS[:count]))
        page.evaluate("dispatchEvent(new StorageEvent('storage'))")
        page.locator(".progress button").click()
        assert page.evaluate("document.documentElement.scrollHeight") == tall
        page.locator(".progress button").click()
        assert page.evaluate("document.documentElement.scrollHeight") == tall


# Storage


BROKEN = [
    "",
    "{",
    "null",
    "5",
    '"read idea/loss/"',
    "{}",
    '{"read": ["idea/loss/"]}',
    "[1, null, {}, []]",
    "[[",
    "<b>",
    '["<b>"]',
]


def test_a_broken_entry_breaks_nothing(visit):
    seen = visit("")
    page = seen.page
    for entry in BROKEN:
        page.evaluate("([key, entry]) => localStorage.setItem(key, entry)", [KEY, entry])
        seen.go("")
        assert told(page).startswith(f"You have read 0 of {len(ALL)} "), entry
        seen.go("idea/descent/")
        assert page.locator(".read-mark").count() == 0, entry
        finish(page)
        assert "read idea/descent/" in kept(page), entry
        assert not seen.problems, entry


def test_blocked_storage_breaks_nothing(visit):
    seen = visit("")
    page = seen.page
    page.add_init_script(
        """for (const name of ["getItem", "setItem"]) {
          const real = Storage.prototype[name];
          Storage.prototype[name] = function (key, ...rest) {
            if (key.startsWith("fall-line")) throw new DOMException("blocked", "SecurityError");
            return real.call(this, key, ...rest);
          };
        }"""
    )
    seen.go("idea/descent/")
    finish(page)
    page.locator(".md-header a.md-logo").click()
    page.locator(".progress").wait_for()
    page.wait_for_function("document.querySelector('.progress b').textContent === '1'")
    page.locator(".progress button").click()
    assert told(page).startswith("You have read 0 of ")
    page.locator(".progress button").click()
    assert told(page).startswith("You have read 1 of ")


def test_another_tab_is_heard(visit):
    home, lesson = visit(""), visit("idea/descent/")
    finish(lesson.page)
    home.page.wait_for_function("document.querySelector('.progress b').textContent === '1'")
    home.page.locator(".progress button").click()
    lesson.page.wait_for_function("!document.querySelector('.read-mark')")


def test_a_page_that_the_browser_had_put_aside_is_brought_up_to_date(visit):
    page = visit("idea/").page
    keep(page, "read idea/loss/")
    assert page.locator(".read-mark").count() == 0
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert page.locator(".read-mark").count() == 2


def test_nothing_is_sent(visit):
    seen = visit("idea/descent/")
    sent = []
    seen.page.on("request", lambda request: sent.append(request.url))
    finish(seen.page)
    seen.page.wait_for_timeout(200)
    assert sent == []
    assert seen.page.context.cookies() == []


def test_without_script_there_is_no_progress_and_no_gap(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    assert page.locator(".progress").count() == 1
    assert page.locator(".progress").bounding_box() is None
    assert page.locator(".read-mark").count() == 0
    context.close()
