// Of the preview only: shows a page anew when it has changed, and what is wrong in a banner at the end of the page.
// Never published: scripts/serve.py puts it into the pages that it serves.

const RETRY = 1000; // milliseconds until the server is asked again when it did not answer
const LOOK = 250; // milliseconds between looks at the address: the theme changes pages without loading them

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
let path = location.pathname;
let version = script.dataset.version ?? ""; // of the page that is shown; empty: not known yet
let told = ""; // the errors that the banner shows, or showed when it was closed
let asking = new AbortController();

const style = document.createElement("style");
style.textContent = `
  #preview-banner { position: sticky; bottom: 0; z-index: 10; box-sizing: border-box; width: 100%; max-height: 40vh;
    overflow: auto; flex: none; background: #7d1a12; color: #fff; border-top: 3px solid #ffb4a8;
    font: 16px/1.45 system-ui, sans-serif; }
  #preview-banner:empty { display: none; }
  #preview-banner > div { display: flex; gap: 12px; align-items: start; max-width: 1220px; margin: 0 auto; padding: 10px 16px; }
  #preview-banner section { flex: 1; min-width: 0; }
  #preview-banner p { margin: 0 0 4px; }
  #preview-banner ul { margin: 0; padding: 0; list-style: none; }
  #preview-banner li { font: 14px/1.45 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; margin: 0 0 4px; }
  #preview-banner button { font: inherit; color: inherit; background: none; border: 1px solid #fff; border-radius: 4px;
    padding: 4px 12px; min-height: 32px; cursor: pointer; }
  #preview-banner :focus-visible { outline: 3px solid #fff; outline-offset: 2px; }
  @media print { #preview-banner { display: none; } }`;
document.head.append(style);

// A live region is announced when its content changes, so it is there, empty, before anything is wrong.
const banner = document.createElement("div");
banner.id = "preview-banner";
banner.setAttribute("role", "alert");
document.body.append(banner);

/** Keep what has the focus, or is jumped to, from being scrolled behind the banner. */
new ResizeObserver(() => {
  document.documentElement.style.scrollPaddingBottom = banner.childElementCount ? `${banner.offsetHeight + 8}px` : "";
}).observe(banner);

/** @param {string[]} errors what is wrong, or nothing */
function show(errors) {
  const now = JSON.stringify(errors);
  if (now === told) return;
  told = now;
  banner.replaceChildren();
  if (!errors.length) return;
  const box = document.createElement("div");
  const section = document.createElement("section");
  const line = document.createElement("p");
  line.textContent = "The page shown is the last one that ran. To mend:";
  const list = document.createElement("ul");
  for (const error of errors) {
    const item = document.createElement("li");
    item.textContent = error;
    list.append(item);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => banner.replaceChildren());
  section.append(line, list);
  box.append(section, close);
  banner.append(box);
}

/** The styles and scripts that a page names. @param {Document} page */
const loads = (page) => [...page.querySelectorAll("link[rel=stylesheet], script[src]")]
  .map((/** @type {any} */ each) => each.href ?? each.src).join();

/** Put the page as it is now in the place of the one that is shown, as the theme does when it follows a link: nothing
 * is loaded but what has changed, and nothing moves. Returns its version; nothing when it must be loaded. */
async function swap() {
  const { document$ } = /** @type {any} */ (window);
  const place = location.pathname;
  const answer = await fetch(place);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  /** @type {HTMLScriptElement | null} */
  const now = next.querySelector("script[data-version]");
  const pairs = ["header-topic", "container"].map((name) => [document, next].map(
    (page) => page.querySelector(`[data-md-component=${name}]`),
  ));
  const same = now?.dataset.shared === script.dataset.shared && loads(document) === loads(next);
  if (!answer.ok || !same || !document$?.next || pairs.flat().includes(null) || place !== location.pathname) return "";
  for (const [old, fresh] of pairs) old?.replaceWith(/** @type {Element} */ (fresh));
  document.title = next.title;
  document$.next(document);
  return now?.dataset.version ?? "";
}

/** Ask until told to: each answer comes when something has changed, or after a while. */
async function watch() {
  for (;;) {
    if (document.hidden) {
      await new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
      continue;
    }
    const page = path;
    asking = new AbortController();
    try {
      const query = new URLSearchParams({ page, version, told });
      const answer = await fetch(`/~preview?${query}`, { signal: asking.signal });
      const state = await answer.json();
      if (page !== path) continue;
      if (version && state.version !== version) {
        version = await swap();
        if (!version) {
          location.reload();
          return;
        }
      } else version = state.version;
      show(state.errors);
    } catch {
      if (page === path) await new Promise((done) => setTimeout(done, RETRY));
    }
  }
}

setInterval(() => {
  if (location.pathname === path) return;
  path = location.pathname;
  version = "";
  asking.abort();
}, LOOK);

watch();
