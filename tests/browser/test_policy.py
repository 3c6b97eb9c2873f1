"""The site's content-security policy bites, and nothing that strangers put into an address or the storage runs.

That everything works under it, the other tests of this folder show: they fail for a message on the console.
"""

import re
from urllib.parse import quote

import pytest

from tests.browser.waiting import wait_until

NEW = "const add = (tag, values) => document.body.appendChild(Object.assign(document.createElement(tag), values));"
ATTEMPTS = """
script-src-elem  add("script", { textContent: "hacked = 1" })
script-src-attr  add("b").innerHTML = '<i onclick="hacked = 1">'; document.body.lastChild.firstChild.click()
script-src-elem  add("a", { href: "javascript:hacked = 1" }).click()
script-src       setTimeout("hacked = 1")
script-src       try { eval("hacked = 1") } catch {}
script-src-elem  add("script", { src: "https://example.org/x.js" })
script-src-elem  import("data:text/javascript,hacked=1").catch(() => {})
style-src-attr   document.body.setAttribute("style", "opacity: 0.5")
style-src-elem   add("style", { textContent: "p {}" })
img-src          new Image().src = "https://example.org/x.png"
connect-src      fetch("https://example.org/").catch(() => {})
frame-src        add("iframe", { src: "https://example.org/" })
object-src       add("object", { data: "https://example.org/" })
base-uri         document.head.prepend(add("base", { href: "https://example.org/" }))
form-action      add("form", { action: "https://example.org/" }).submit()
worker-src       try { new Worker(URL.createObjectURL(new Blob(["hacked = 1"]))) } catch {}
font-src         new FontFace("x", "url(https://example.org/x.woff2)").load().catch(() => {})
"""
TRY = """new Promise((done) => {
  addEventListener("securitypolicyviolation", ({ effectiveDirective }) => done(effectiveDirective), { once: true });
  setTimeout(() => done("nothing"), 20000);"""
UNTOUCHED = """!("hacked" in window || "hacked" in {} || "hacked" in [])
  && !document.querySelector("img[src=x], [onerror], script[src='x'], iframe")"""


def test_the_policy_bites(contexts, address):
    """In each of the two ways it is published: with the answer, and in the page."""
    for way in ("header", "meta"):

        def half(route, way=way):
            answer = route.fetch()
            headers = {k: v for k, v in answer.headers.items() if way == "header" or k != "content-security-policy"}
            meta = '<meta http-equiv="Content-[^>]*>' if way == "header" else "(?!)"
            route.fulfill(response=answer, headers=headers, body=re.sub(meta, "", answer.text()))

        page = contexts().new_page()
        page.route("**/idea/loss/", half)
        page.goto(address + "idea/loss/")
        for line in ATTEMPTS.strip().splitlines():
            directive, attempt = line.split(maxsplit=1)
            assert page.evaluate(f"() => {TRY} setTimeout(() => {{ {NEW} {attempt} }}); }})") == directive, line
        assert page.evaluate("!('hacked' in window) && getComputedStyle(document.body).opacity") == "1"
        page.close()


MARKUP = "<img src=x onerror=hacked=1>"
HOSTILE = [*map(quote, [MARKUP, "__proto__", "1e999", "javascript:hacked=1"]), "%", "%E0%A4%A"]
MORE = ["\"'><script src=x></script>", "NaN", "9" * 3000, "‮\U0001f92f𝟙\u0000", "${hacked=1}{{hacked=1}}", "[](((*+?\\"]
MORE = [*map(quote, MORE), "%00", "+++", "&&==", MARKUP.replace("<", "%3C"), "__proto__[hacked]=1"]


@pytest.mark.parametrize("values", [HOSTILE, pytest.param(MORE, marks=pytest.mark.all)], ids=["some", "more"])
def test_hostile_addresses(visit, values):
    """A page opened with each value in all places of its address works as ever."""
    seen = visit("idea/descent/")
    for value in values:
        way = f"?q={value}&h={value}&walk.rate={value}&walk.start={value}&{value}={value}&__proto__.hacked=1#{value}"
        seen.page.goto("about:blank")
        seen.go("idea/descent/" + way)
        assert seen.page.evaluate(UNTOUCHED), way
        assert seen.page.locator("#walk tbody tr").count(), way


STORED = ["{", "null", f'[1, {{}}, null, "read {MARKUP}"]', '{"index":1,"color":null}', '{"__proto__":{"hacked":1}}']
STORED += ['{"index":99,"color":{"media":"x","scheme":"slate"}}', f'{{"index":1,"color":{{"scheme":"\\">{MARKUP}"}}}}']


def test_hostile_storage_and_none(visit):
    """Whatever stands there, the page works, and what the reader does from now on is kept. So without a storage."""
    seen = visit("idea/loss/")
    page, scheme = seen.page, "document.body.dataset.mdColorScheme"
    button = page.locator(".theme-button")
    button.click()  # so that the theme's key is there
    keys = page.evaluate("localStorage.setItem('fall-line:2', ''), Object.keys(localStorage)")
    assert len(keys) == 2
    for stored in STORED:
        page.evaluate("([keys, text]) => keys.forEach((key) => localStorage.setItem(key, text))", [keys, stored])
        seen.go("idea/loss/")
        assert {button.click() or page.evaluate(scheme) for _ in range(3)} == {"default", "slate"}
        page.locator(".admonition.short").scroll_into_view_if_needed()
        wait_until(page, "/read idea.loss/.test(localStorage['fall-line:2'])")
        assert page.evaluate(UNTOUCHED), stored
    page.add_init_script(
        """if (location.search === "?blocked") for (const name of ["localStorage", "sessionStorage"]) {
          Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError") } });
        }"""
    )
    seen.go("idea/loss/?blocked")
    button.click()
    seen.go("idea/loss/")
