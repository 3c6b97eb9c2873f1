// The search: a dialog over the index that Pagefind makes of the finished site. Loaded when the reader first opens it.

/**
 * What Pagefind returns for a page. `locations` are the places of the words found, in the words of `content`.
 * @typedef {{ title: string, url: string, excerpt: string, locations: number[], anchor?: { element: string } }} Section
 * @typedef {{ url: string, content: string, locations: number[], meta: { title: string }, sub_results: Section[] }} Found
 */

const MOST_PAGES = 20;
const MOST_SECTIONS = 3; // of a page, besides its beginning
const PAUSE = 150; // milliseconds without a key until it searches
const PAGEFIND = new URL("../pagefind/pagefind.js", import.meta.url).href;

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name @param {Record<string, string>} attributes @param {(Node | string)[]} children
 */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
}

const input = make("input", {
  id: "search-words", type: "text", placeholder: "Search", enterkeyhint: "search", autocapitalize: "off",
  autocomplete: "off", spellcheck: "false",
});
const cross = document.createElementNS("http://www.w3.org/2000/svg", "svg");
cross.setAttribute("viewBox", "0 0 24 24");
cross.setAttribute("aria-hidden", "true");
cross.append(document.createElementNS(cross.namespaceURI, "path"));
cross.firstElementChild?.setAttribute(
  "d", "M19 6.41 17.59 5 12 10.59 6.41 5 5 6.41 10.59 12 5 17.59 6.41 19 12 13.41 17.59 19 19 17.59 13.41 12z");
const status = make("p", { class: "search-status", role: "status" });
const list = make("ol", { class: "search-results" });
const dialog = make("dialog", { class: "search", "aria-label": "Search" },
  make("div", { class: "search-row", role: "search" },
    make("label", { for: "search-words" }, "Search this site"),
    input,
    make("button", { type: "button", class: "search-close", "aria-label": "Close" }, cross)),
  status, list);
document.body.append(dialog);

/** @type {Promise<any> | undefined} */
let loading;

async function load() {
  const pagefind = await import(PAGEFIND);
  // Without a worker of its own, its files come through the page: from the version that the service worker keeps.
  // Ranked so that lessons come before pages that are hardly more than a list.
  await pagefind.options({ noWorker: true, excerptLength: 28, ranking: { pageLength: 0.2, termFrequency: 0.4 } });
  await pagefind.init();
  return pagefind;
}

/** Open the search, with the words of the last time. */
export function openSearch() {
  if (dialog.open) return;
  dialog.showModal();
  input.select();
  loading ??= load();
  loading.catch(fail);
}

function fail() {
  loading = undefined;
  list.replaceChildren();
  status.textContent = "The search could not be loaded. Search works in the finished site: make site";
}

/** A text without signs and accents. @param {string} text */
const plain = (text) => text.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
/** The numbers in a text, without separators of thousands, and all with the same minus sign. @param {string} text */
const numbers = (text) =>
  (text.match(/[-−]?\d+(?:[.,]\d+)*/g) ?? []).map((number) => number.replaceAll(",", "").replace("−", "-"));

/**
 * Whether a word that Pagefind found fits a term of the query. Pagefind drops the signs in words, so 2.017 and 2017 are
 * one to it; and where it knows no word with such a beginning, it takes a shorter one, down to a letter.
 * A number may have more decimals than the query, and a sign that the query has not.
 * @param {string} word @param {string} term
 */
function fits(word, term) {
  if (!/^[-−]?\d[\d.,]*$/.test(term)) {
    const letters = plain(term);
    return plain(word).includes(letters.slice(0, Math.max(4, letters.length / 2)));
  }
  const [wanted] = numbers(term);
  return numbers(word).flatMap((number) => [number, number.replace("-", "")]).some((number) =>
    number === wanted || number.startsWith(wanted.includes(".") ? wanted : `${wanted}.`));
}

/** The sections of a page to show: its beginning, and those with the most words found. @param {Section[]} sections */
function best(sections) {
  const isBeginning = (/** @type {Section} */ { anchor }) => !anchor || anchor.element === "h1";
  const rest = sections.filter((section) => !isBeginning(section));
  const most = [...rest].sort((a, b) => b.locations.length - a.locations.length).slice(0, MOST_SECTIONS);
  return { beginning: sections.find(isBeginning), sections: rest.filter((section) => most.includes(section)) };
}

/** A link to a result. @param {string} url @param {string} title @param {string} [excerpt] with `<mark>` as its only tag */
function link(url, title, excerpt = "") {
  const parts = excerpt.split(/<\/?mark>/).map((part) => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
  const nodes = parts.map((part, place) => (place % 2 ? make("mark", {}, part) : part));
  return make("a", { href: url }, make("b", {}, title), ...(excerpt ? [make("span", {}, ...nodes)] : []));
}

/** What the reader looks for. Pagefind indexes words without signs, but leaves those of mathematics in a query. */
const asked = () => input.value.replaceAll("−", "-").replace(/\p{S}/gu, " ").trim();

async function search() {
  const query = asked();
  try {
    const pagefind = await loading;
    const answer = await pagefind?.debouncedSearch(query, {}, PAUSE);
    if (!answer) return; // superseded, or not loaded
    const terms = query.split(/\s+/);
    /** @type {Found[]} */
    const pages = await Promise.all(answer.results.slice(0, MOST_PAGES).map((/** @type {any} */ page) => page.data()));
    if (query !== asked()) return;
    const items = [];
    for (const { url, content, locations, meta, sub_results } of pages) {
      const words = content.split(/\s+/);
      const has = (/** @type {number[]} */ places, /** @type {string} */ term) =>
        places.some((place) => fits(words[place], term));
      if (!terms.every((term) => has(locations, term))) continue;
      const fitting = sub_results.filter((section) => terms.some((term) => has(section.locations, term)));
      const { beginning, sections } = best(fitting);
      const item = make("li", {}, link(url, meta.title, beginning?.excerpt));
      item.append(...sections.map((section) => link(section.url, section.title, section.excerpt)));
      items.push(item);
    }
    list.replaceChildren(...items);
    list.scrollTop = 0;
    const more = answer.results.length > MOST_PAGES ? `, the best of ${answer.results.length}` : "";
    status.textContent = !query ? "" : `${items.length || "No"} ${items.length === 1 ? "page" : "pages"} found${more}`;
  } catch {
    fail();
  }
}

input.addEventListener("input", search);

dialog.addEventListener("keydown", (event) => {
  const stops = [input, ...list.querySelectorAll("a")];
  const here = stops.indexOf(/** @type {any} */ (document.activeElement));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && here >= 0) {
    event.preventDefault();
    stops[Math.max(0, Math.min(stops.length - 1, here + step))].focus();
  } else if (event.key === "Enter" && here === 0) stops[1]?.click();
});

dialog.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const leaves = target.closest("a") && !(event.ctrlKey || event.metaKey || event.shiftKey);
  if (leaves || target === dialog || target.closest(".search-close")) dialog.close();
});
