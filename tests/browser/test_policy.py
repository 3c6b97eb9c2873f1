"""The site under its content-security policy: all of it works without a word on the console, and nothing foreign runs.

All tests of this folder run under the policy, as the server sends the site's `_headers`, and all of them fail for a
message on the console. Here stands what the others do not do.
"""

import re
from urllib.parse import quote

import pytest

from tests.browser.test_explorers import every_kind

MARKUP = "<img src=x onerror=hacked=1>"
UNTOUCHED = """() => [
  "hacked" in window || "hacked" in {} || "hacked" in [],
  document.querySelectorAll("img[src=x], [onerror], script[src='x'], iframe").length,
]"""


def is_untouched(page) -> bool:
    """Whether nothing of what was tried has run or become a part of the page."""
    return page.evaluate(UNTOUCHED) == [False, 0]


# The policy bites: without this, the rest would prove nothing.

ATTEMPTS = {
    "script": (
        "script-src-elem",
        "const e = document.createElement('script'); e.textContent = 'hacked = 1'; document.body.append(e)",
    ),
    "handler": (
        "script-src-attr",
        "document.body.insertAdjacentHTML('beforeend', '<b onclick=\"hacked = 1\">'); document.body.lastChild.click()",
    ),
    "link that runs": (
        "script-src-elem",
        "const e = document.createElement('a'); e.href = 'javascript:hacked = 1'; document.body.append(e); e.click()",
    ),
    "text that runs": ("script-src", "setTimeout('hacked = 1')"),
    "script from elsewhere": (
        "script-src-elem",
        "const e = document.createElement('script'); e.src = 'https://example.org/x.js'; document.body.append(e)",
    ),
    "script in the address": ("script-src-elem", "import('data:text/javascript,hacked=1').catch(() => {})"),
    "style attribute": ("style-src-attr", "document.body.setAttribute('style', 'opacity: 0.5')"),
    "style element": (
        "style-src-elem",
        "const e = document.createElement('style'); e.textContent = 'p {}'; document.body.append(e)",
    ),
    "picture from elsewhere": ("img-src", "new Image().src = 'https://example.org/x.png'"),
    "question elsewhere": ("connect-src", "fetch('https://example.org/').catch(() => {})"),
    "socket": ("connect-src", "try { new WebSocket('wss://example.org/') } catch {}"),
    "frame": (
        "frame-src",
        "const e = document.createElement('iframe'); e.src = 'https://example.org/'; document.body.append(e)",
    ),
    "plug-in": (
        "object-src",
        "const e = document.createElement('object'); e.data = 'https://example.org/'; document.body.append(e)",
    ),
    "base": (
        "base-uri",
        "const e = document.createElement('base'); e.href = 'https://example.org/'; document.head.prepend(e)",
    ),
    "form": (
        "form-action",
        "const e = document.createElement('form'); e.action = '//example.org/'; document.body.append(e); e.submit()",
    ),
    "worker from text": (
        "worker-src",
        "try { new Worker(URL.createObjectURL(new Blob(['hacked = 1']))) } catch {}",
    ),
    "font from elsewhere": ("font-src", "new FontFace('x', 'url(https://example.org/x.woff2)').load().catch(() => {})"),
}
TRY = """([attempt]) => new Promise((done) => {
  addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective), { once: true });
  setTimeout(() => done("nothing"), 5000);
  setTimeout(attempt);
})"""


@pytest.fixture(params=["header", "meta"])
def only(request, contexts, address):
    """A page whose policy comes in one of the two ways only, and what the console says."""

    def half(route):
        answer = route.fetch()
        if request.param == "meta":
            headers = {k: v for k, v in answer.headers.items() if k != "content-security-policy"}
            route.fulfill(response=answer, headers=headers)
        else:
            route.fulfill(response=answer, body=re.sub(r'<meta http-equiv="Content-[^>]*>', "", answer.text()))

    page = contexts("light", "wide").new_page()
    page.route("**/idea/loss/", half)
    page.console = []
    page.on("console", lambda message: page.console.append(message.text))
    page.goto(address + "idea/loss/")
    yield page
    page.close()


def test_the_policy_bites(only):
    """Each attempt violates the directive that is there for it, and the console says so."""
    assert not only.console
    for what, (directive, attempt) in ATTEMPTS.items():
        before = len(only.console)
        tried = f"(attempt) => ({TRY})([() => {{ {attempt} }}])"
        assert only.evaluate(tried) == directive, what
        assert len(only.console) > before, what
    assert not only.evaluate("'hacked' in window")
    assert only.evaluate("getComputedStyle(document.body).opacity") == "1"
    assert only.url.endswith("/idea/loss/")


def test_no_other_site_can_frame_a_page(contexts, address):
    page = contexts("light", "wide").new_page()
    frame = f"<iframe src='{address}idea/loss/'></iframe>"
    page.route("http://elsewhere.test/", lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.goto("http://elsewhere.test/", wait_until="load")
    assert page.frames[1].url.startswith("chrome-error:") or not page.frames[1].content().count("<article")
    page.close()


# Everything works.


def search(page, words: str) -> None:
    """Open the search and type words into it."""
    page.keyboard.press("/")
    page.wait_for_function(
        "() => document.activeElement.matches('.md-search__input') && document.getElementById('__search').checked"
    )
    page.keyboard.press("Control+A")
    page.keyboard.type(words, delay=5)  # the theme listens to keys


def test_a_search_and_its_results(visit):
    seen = visit("idea/")
    page = seen.page
    page.evaluate("window.here = true")
    search(page, MARKUP)
    page.locator(".md-search-result__link").first.wait_for()
    assert is_untouched(page)
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.getElementById('__search').checked")
    page.wait_for_timeout(500)  # the theme closes it once more, a while later
    for words in ("<zzqq onzzqq=zzqq>", "zzzzzz"):
        search(page, words)
        page.locator(".md-search-result__meta", has_text="No matching documents").wait_for()
        page.keyboard.press("Enter")
        assert is_untouched(page)
        assert page.url == seen.address + "idea/", "the form was sent"
        page.keyboard.press("Escape")
        page.wait_for_function("() => !document.getElementById('__search').checked")
        page.wait_for_timeout(500)  # the theme closes it once more, a while later
    search(page, "learning rate")
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**?h=*")
    page.locator("article mark").first.wait_for(state="attached")
    assert page.evaluate("window.here"), "the page was reloaded"


def test_whatever_a_search_begins_with_it_finds_pages(visit):
    """One letter and two, as the theme's worker gets them while a reader types."""
    seen = visit("idea/loss/")
    found = seen.page.evaluate(
        """async (root) => {
          const { search } = JSON.parse(document.getElementById("__config").textContent);
          const index = await (await fetch(`${root}search/search_index.json`)).json();
          const worker = new Worker(new URL(search, document.baseURI));
          const ask = (type, data) => new Promise((done) => {
            worker.onmessage = ({ data }) => done(data);
            worker.postMessage({ type, data });
          });
          await ask(0, { ...index, options: { suggest: false } });
          const letters = [..."abcdefghijklmnopqrstuvwxyz"];
          const counts = {};
          for (const first of letters) {
            for (const each of [first, ...letters.map((second) => first + second)]) {
              counts[each] = (await ask(2, each)).data.items.length;
            }
          }
          worker.terminate();
          return counts;
        }""",
        seen.address,
    )
    assert len(found) == 26 * 27
    assert all(found[letter] > 5 for letter in "abcdefghijklmnopqrstuvwxyz"), found
    assert min(found[word] for word in ("gr", "lo", "sl", "st", "we", "np")) > 5, found


def test_no_form_of_the_theme_is_sent_by_enter(visit):
    """Nor without its scripts: who types before they are there stays on the page too."""
    page = visit("idea/loss/").page
    url = page.url
    for choice in page.locator("[data-md-component=palette] input").all():
        choice.focus()
        page.keyboard.press("Enter")
    page.evaluate("document.forms.search.elements.query.value = 'x'; document.forms.search.requestSubmit()")
    page.wait_for_timeout(100)
    assert page.url == url


def test_the_palette_goes_round_and_stays(visit):
    page = visit("idea/loss/").page
    shown = []
    for _ in range(3):
        page.locator("[data-md-component=palette] label:visible").click()
        page.reload()
        shown.append(page.evaluate("document.body.dataset.mdColorScheme + document.body.dataset.mdColorMedia"))
    assert len(set(shown)) == 3


def test_all_that_can_be_copied(visit):
    page = visit("idea/descent/").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for button in ("article .copy-code >> nth=0", "#walk >> text=Copy link"):
        page.evaluate("navigator.clipboard.writeText('')")
        page.locator(button).click()
        page.wait_for_function("async () => (await navigator.clipboard.readText()).length > 5")


STYLED = (
    """() => [...document.querySelectorAll("mtd[class^=style-]")].map((cell) => getComputedStyle(cell).textAlign)"""
)


def test_without_a_reload_the_first_policy_holds_and_every_page_is_complete(visit, site):
    """From a page without a style of its own to one with it, to a lab, to the home page, and all the way back."""
    styled = next(page.name for page in site.pages if 'class="style-' in page.html).removesuffix("index.html")
    seen = visit(styled)
    page = seen.page
    looks = page.evaluate(STYLED)
    assert {"left", "right"} <= set(looks)
    seen.go("idea/loss/")
    page.evaluate("window.here = true")
    scripts = "() => document.querySelectorAll('[data-md-component=container] script').length"
    for path in (styled, "labs/own-data/", ""):
        page.evaluate(
            """(url) => {
              const link = document.querySelector("article a:not([href^='#'])");
              link.href = url;
              link.click();
            }""",
            seen.address + path,
        )
        page.wait_for_function(
            "(url) => document.querySelector('link[rel=canonical]').href === url", arg=seen.address + path
        )
        if path == styled:
            page.wait_for_function("() => document.querySelector('mtd[class^=style-]')")
            assert page.evaluate(STYLED) == looks
        assert page.evaluate(scripts) >= 1, "with a script to run again"
    for path in ("labs/own-data/", styled, "idea/loss/"):
        page.go_back()
        page.wait_for_function(
            "(url) => document.querySelector('link[rel=canonical]').href === url", arg=seen.address + path
        )
    assert page.evaluate("window.here"), "a page was reloaded"
    assert page.evaluate("document.querySelectorAll('meta[http-equiv=Content-Security-Policy]').length") == 1


@every_kind
def test_every_control_of_an_explorer(visit, path, name, tag, settings):
    page = visit(path, motion="reduce").page
    explorer = page.locator(f"#{name}")
    seen = {explorer.locator(".ex-stage").inner_html() + explorer.locator("tbody").inner_html()}
    for choice in explorer.locator("select").all():
        for value in choice.evaluate("(e) => [...e.options].map((o) => o.value)"):
            choice.select_option(value)
            seen.add(explorer.locator("tbody").inner_html())
    for field in explorer.locator("input[type=text]:visible").all():
        for text in ("1", "2", MARKUP):
            field.fill(text)
            field.press("Enter")
            seen.add(explorer.locator("tbody").inner_html())
    for slider in explorer.locator("input[type=range]:visible, [role=slider]:visible").all():
        slider.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowUp")
        seen.add(explorer.locator(".ex-stage").inner_html())
    for button in explorer.locator(".ex-controls button:visible, .ex-foot button:visible").all():
        if button.is_enabled():
            button.click()
    assert len(seen) > 3
    assert is_untouched(page)


@pytest.mark.parametrize("path", ["idea/descent/", "data/noise/", "networks/autodiff/"])
def test_answers(visit, path):
    page = visit(path).page
    forms = page.locator("form[data-check]")
    assert forms.count()
    page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true })")
    for form in forms.all():
        field = form.locator("input[type=text]")
        if field.count():
            for text in (MARKUP, "999999", "1e999", "__proto__", "‮0\x00"):
                field.fill(text)
                field.press("Enter")
                assert form.locator(".verdict").text_content()
            assert form.locator(".verdict *").count() == 0
            field.fill(
                page.evaluate(
                    "(id) => document.querySelector(`#${id} [data-value]`).dataset.value",
                    form.get_attribute("data-check"),
                )
            )
            field.press("Enter")
        else:
            for choice in form.locator("input[type=radio]").all():
                choice.check()
                form.locator("button[type=submit], button").first.click()
    assert is_untouched(page)
    page.reload()
    page.wait_for_function("() => /Right/.test(document.querySelector('.verdict').textContent)")


def test_a_lab(visit):
    seen = visit("labs/own-data/")
    seen.show_figures()
    page = seen.page
    with page.expect_download() as download:
        page.locator("a[download]").first.click()
    assert download.value.suggested_filename == "own-data.ipynb"


@pytest.mark.parametrize(
    "path", ["nowhere/", "nowhere/at/all", "idea/nowhere/x.html", "idea/%3Cimg%20src=x%20onerror=hacked=1%3E/"]
)
def test_a_page_that_is_not_there(visit, path):
    seen = visit(path)
    page = seen.page
    missing = [problem for problem in seen.problems if "404" in problem]
    assert len(missing) == 2 * seen.loads, "each time the answer, and its echo on the console"
    for problem in missing:
        seen.problems.remove(problem)
    assert page.evaluate("getComputedStyle(document.body).fontFamily")
    search(page, "gradient")
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.getElementById('__search').checked")
    assert is_untouched(page)
    page.locator("article a").first.click()
    page.wait_for_url(seen.address)


def test_a_figure_and_the_icon_opened_alone(visit):
    seen = visit("")
    seen.page.route("**/favicon.ico", lambda route: route.fulfill(status=204))  # a drawing names no icon
    seen.go("figures/descent_bowl.svg")
    assert seen.page.evaluate("document.documentElement.localName") == "svg"
    seen.page.goto(seen.address + "assets/favicon.svg")
    colour = seen.page.evaluate("getComputedStyle(document.querySelector('.o')).stroke")
    assert colour == "rgb(204, 98, 0)"
    seen.go("")


# What others put into an address, into a field or into the browser's storage.

HOSTILE = [
    MARKUP,
    "\"'><script src=x></script>",
    "javascript:hacked=1",
    "__proto__",
    "constructor.prototype.hacked",
    "1e999",
    "NaN",
    "9" * 3000,
    "‮\U0001f92f𝟙\u0000\ufeff",
    "${hacked=1}{{hacked=1}}",
    "[](((*+?\\",
]
BROKEN = ["%", "%E0%A4%A", "%00", "+++", "&&==", "%3Cimg src=x onerror=hacked=1%3E", "__proto__[hacked]=1"]


def ways(value: str) -> list[str]:
    """A value in all places of an address."""
    return [f"?q={value}", f"?h={value}", f"#{value}", f"?{value}={value}&__proto__.hacked=1#{value}"]


@pytest.mark.parametrize("value", [quote(each, safe="") for each in HOSTILE] + BROKEN)
def test_hostile_addresses(visit, value):
    seen = visit("idea/loss/")
    for way in ways(value):
        seen.page.goto("about:blank")
        seen.go(f"idea/loss/{way}")
        assert is_untouched(seen.page), way
    search(seen.page, "gradient")
    seen.page.locator(".md-search-result__link").first.wait_for()


@every_kind
def test_hostile_settings_of_an_explorer(visit, path, name, tag, settings):
    """Each value in each field, twice in the address, with names that no field has; then it computes as ever."""
    seen = visit(path)
    page = seen.page
    plain = page.locator(f"#{name} tbody").inner_html()
    fields = page.locator(f"#{name}").evaluate("(e) => Object.keys(e.constructor.fields)")
    names = [*fields, "__proto__", "constructor", "hacked", "id", "innerHTML", "style"]
    for values in ([quote(each, safe="") for each in HOSTILE[:4]], BROKEN[:3], [quote(HOSTILE[-3], safe="")]):
        query = "&".join(f"{name}.{field}={value}" for field in names for value in values)
        seen.go(f"{path}?{query}")
        page.wait_for_function("(n) => document.getElementById(n).body?.isConnected", arg=name)
        assert page.locator(f"#{name} tbody").inner_html() == plain
        assert is_untouched(page)
        assert page.locator(f"#{name} .ex :is(img, script, a, iframe)").count() == 0


STORED = ["{", "", "null", "[]", "{}", '"x"', "1e999", '[1, {}, null, "read <img src=x onerror=hacked=1>"]']
PALETTES = [
    '{"color": 1}',
    '{"index": 99, "color": {"media": "x", "scheme": "slate", "primary": "x", "accent": "x"}}',
    '{"index":1,"color":{"a b":"x"}}',
    '{"index":1,"color":{"scheme":"\\"><img src=x onerror=hacked=1>"}}',
    '{"__proto__":{"hacked":1}}',
    '{"index":1,"color":null}',
]


@pytest.mark.parametrize("stored", STORED + PALETTES)
def test_hostile_storage(visit, stored):
    """Whatever stands there, the page works, and what the reader does from now on is kept."""
    seen = visit("idea/loss/")
    page = seen.page
    page.locator("[data-md-component=palette] label:visible").click()  # so that the theme's key is there
    keys = page.evaluate("localStorage.setItem('fall-line:1', ''), Object.keys(localStorage)")
    assert len(keys) == 2
    page.evaluate("([keys, text]) => keys.forEach((key) => localStorage.setItem(key, text))", [keys, stored])
    page.reload()
    before = page.evaluate("document.body.dataset.mdColorScheme")
    for _ in range(2):
        page.locator("[data-md-component=palette] label:visible").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") != before
    page.locator(".admonition.short").scroll_into_view_if_needed()
    page.wait_for_function("() => /read idea.loss/.test(localStorage['fall-line:1'])")
    page.reload()
    assert page.evaluate("document.body.dataset.mdColorScheme") != before
    assert is_untouched(page)
    seen.go("")
    assert page.locator(".progress b").first.text_content() == "1"


def test_a_browser_without_storage(contexts, address):
    """Readers who block it get the page as it is, and no error."""
    page = contexts("light", "wide").new_page()
    problems = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, "
        "{ get() { throw new DOMException('blocked', 'SecurityError') } })"
    )
    page.goto(address + "idea/loss/", wait_until="load")
    page.locator("[data-md-component=palette] label:visible").click()
    search(page, "gradient")
    page.locator(".md-search-result__link").first.wait_for()
    assert not problems
    page.close()
