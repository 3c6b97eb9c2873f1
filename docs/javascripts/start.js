// The one script of every page. All waits for the first picture; then come the theme's script and what the page has.
const ELEMENTS = [
  "live-descent", "descent-explorer", "rate-explorer",
  "slope-explorer", "network-explorer", "model-explorer", "terrain-explorer",
  "circuit-explorer", "schedule-explorer", "batches-explorer", "plane-explorer", "basins-explorer",
  "edge-explorer",
];

// Set up the explorers, answers and progress of the page, and once more when the preview has exchanged the article.
async function setUp() {
  for (const tag of ELEMENTS) if (document.querySelector(tag)) import(`./${tag}.js`);
  const [{ setUpAnswers }, { setUpProgress }] = await Promise.all([import("./answers.js"), import("./progress.js")]);
  setUpProgress();
  setUpAnswers();
  const first = [...document.querySelectorAll("legend + label")]; // of each choice
  if (first.some((label) => label.textContent?.startsWith(" line "))) (await import("./spot-lines.js")).setUpLines();
  if (document.querySelector("[data-python]") && window.caches) (await import("./run-here.js")).setUpRuns();
}

function loadTheme() {
  const script = document.createElement("script");
  script.src = /** @type {HTMLScriptElement} */ (document.querySelector("#theme-script")).src;
  script.onload = () => setTimeout(() => {
    document.dispatchEvent(new Event("DOMContentLoaded")); // at which the theme starts; it has passed
    document$.subscribe(setUp);
  });
  document.head.append(script);
}

new PerformanceObserver((list, observer) => {
  if (!list.getEntriesByName("first-contentful-paint").length) return;
  observer.disconnect();
  loadTheme();
}).observe({ type: "paint", buffered: true });

/** @param {(explorer: any) => void} action */
const every = (action) => document.querySelectorAll(ELEMENTS.join()).forEach(action);

// A link or a step back within the page: its explorers read the address again.
addEventListener("popstate", () => every((explorer) => {
  if (explorer.search !== location.search) explorer.read();
}));

// Before a link leads on, the address holds the latest state.
addEventListener("click", () => every((explorer) => explorer.write?.()), true);

// The meaning of a term, below it while the pointer or the focus is on it.
const meaning = Object.assign(document.createElement("div"), { id: "meaning", className: "meaning", role: "tooltip" });
/** @type {HTMLElement | undefined} */
let term;

function hideMeaning() {
  if (!term) return;
  term.title = meaning.textContent ?? "";
  term.removeAttribute("aria-describedby");
  meaning.remove();
  term = undefined;
}

/** @param {Event} event */
function showMeaning({ target }) {
  const next = /** @type {Element} */ (target).closest?.(".term");
  if (next === term || !(next instanceof HTMLElement)) return;
  hideMeaning();
  term = next;
  meaning.textContent = term.title;
  term.title = ""; // else the browser shows it, too
  term.setAttribute("aria-describedby", meaning.id);
  document.body.append(meaning);
  const { left, bottom } = term.getBoundingClientRect();
  const most = document.documentElement.clientWidth - meaning.offsetWidth - 12;
  meaning.style.left = `${scrollX + Math.max(12, Math.min(left, most))}px`;
  meaning.style.top = `${scrollY + bottom + 6}px`;
}

addEventListener("mouseover", showMeaning);
addEventListener("focusin", showMeaning);
addEventListener("mouseout", ({ target }) => target === term && hideMeaning());
addEventListener("focusout", hideMeaning);
addEventListener("keydown", ({ key }) => key === "Escape" && hideMeaning());

// The search, fetched when the reader first opens it.
const search = async () => (await import("./search.js")).openSearch();
addEventListener("click", ({ target }) => {
  if (/** @type {Element} */ (target).closest(".search-button")) search();
});
addEventListener("keydown", (event) => {
  if (!["/", "s", "f"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/** @type {Element} */ (event.target).closest("input, select, textarea, dialog")) return;
  event.preventDefault();
  search();
});

// Late, so that it costs no page anything: the worker that keeps the site for reading offline, unless data are dear.
addEventListener("load", () => setTimeout(() => {
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  navigator.serviceWorker?.register(new URL("../service-worker.js", import.meta.url)).catch(() => {}); // private mode
}, 5000));
