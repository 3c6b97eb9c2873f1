// The one script of every page: sets up what the page has, again after each navigation without a reload.
const ELEMENTS = [
  "live-descent", "descent-explorer", "rate-explorer",
  "slope-explorer", "network-explorer", "terrain-explorer",
  "circuit-explorer", "schedule-explorer", "batches-explorer",
];

const { dataset } = document.documentElement;
let visits = 0;

// All else is fetched from here, behind the first picture: only its reader's hands ask for it.
async function start() {
  const visit = ++visits;
  if (visit > 1 && dataset.fonts === "arrived") delete dataset.fonts;
  for (const tag of ELEMENTS) if (document.querySelector(tag)) import(`./${tag}.js`);
  const [{ setUpAnswers }, { setUpProgress }] = await Promise.all([import("./answers.js"), import("./progress.js")]);
  if (visit !== visits) return;
  setUpProgress();
  setUpAnswers();
}

document$.subscribe(start);

/** @param {(explorer: any) => void} action */
const every = (action) => document.querySelectorAll(ELEMENTS.join()).forEach(action);

// A link or a step back within the page: its explorers read the address again.
/** @type {any} */ (window).location$?.subscribe(() => every((explorer) => {
  if (explorer.page === location.pathname && explorer.search !== location.search) explorer.read();
}));

// Before a link leads on, the address holds the latest state.
addEventListener("click", () => every((explorer) => explorer.write?.()), true);

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
