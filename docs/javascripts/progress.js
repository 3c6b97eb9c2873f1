// What the reader has read and solved: kept in this browser, sent nowhere.
const KEY = "fall-line:2";
const OLD = "fall-line:1"; // in which exercises went by their number on the page
const NOTICE = "notice exercises";
const ROOT = new URL("..", import.meta.url).pathname;

/** "read idea/loss/", "solved idea/loss/exercise-a-fifth-hike", "shown idea/loss/predict-which-speed". @type {Set<string>} */
let marks = new Set();
/** What "Undo" brings back. @type {Set<string> | undefined} */
let forgotten;
/** @type {IntersectionObserver | undefined} */
let watcher;

/** A page's path from the root of the site. */
export const place = (path = location.pathname) => path.slice(ROOT.length).replace(/index\.html$/, "");

/** @param {string} key @returns {string[]} */
const stored = (key) => JSON.parse(localStorage.getItem(key) ?? "[]").filter((/** @type {unknown} */ mark) => typeof mark === "string");

function load() {
  try {
    marks = new Set(stored(KEY));
    const old = stored(OLD);
    if (!old.length) return marks;
    for (const mark of old) marks.add(mark.startsWith("read ") ? mark : NOTICE);
    localStorage.setItem(KEY, JSON.stringify([...marks]));
    localStorage.removeItem(OLD);
  } catch {} // blocked, or not ours
  return marks;
}

/** @param {string[]} kept */
function save(kept) {
  marks = new Set(kept);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {}
  show();
}

/** @param {string} mark */
export const has = (mark) => load().has(mark);
/** @param {string} mark */
export const add = (mark) => has(mark) || save([...marks, mark]);

function show() {
  load();
  /** @type {any[]} */
  const links = [...document.querySelectorAll("[data-lesson], .lessons a, .cards a")];
  /** @param {any} link */
  const isRead = (link) => marks.has(`read ${link.dataset.lesson ?? place(link.pathname)}`);
  for (const link of links) {
    link.querySelector(".read-mark")?.remove();
    if (!isRead(link)) continue;
    const mark = document.createElement("span");
    mark.className = "read-mark";
    mark.textContent = " (read)";
    (link.querySelector(".md-ellipsis") ?? link).append(mark);
  }
  const box = /** @type {HTMLElement | null} */ (document.querySelector(".progress"));
  if (!box) return;
  box.hidden = !marks.size && !forgotten;
  /** @type {any[]} */
  const [reads, solves, exercises, next, button, says] = [...box.querySelectorAll("b, span, p a, button")];
  const unread = links.find((link) => !isRead(link)) ?? links[0];
  const solved = [...marks].filter((mark) => /^solved .*\/exercise-[^/]+$/.test(mark));
  reads.textContent = links.filter(isRead).length;
  solves.textContent = Math.min(solved.length, exercises.textContent);
  next.href = unread.href;
  if (!unread.closest("[open]")) unread.closest("details")?.setAttribute("open", ""); // the part that the reader is in
  next.textContent = `${links.some(isRead) ? "Go on with" : "Start with"} ${unread.textContent.replace(" (read)", "").trim()}`;
  if (marks.delete(NOTICE)) {
    says.textContent = "The exercises were rewritten on 29 November 2026: marks of the old ones are gone.";
    localStorage.setItem(KEY, JSON.stringify([...marks]));
  }
  button.textContent = forgotten ? "Undo" : "Forget my progress";
  button.style.visibility = forgotten || marks.size ? "" : "hidden";
  button.onclick = () => {
    const back = forgotten;
    forgotten = back ? undefined : load();
    says.textContent = back ? "It is back." : "Forgotten.";
    save(back ? [...load(), ...back] : []);
  };
}

/** Show the progress, and count a lesson as read once its end is on the screen. */
export function setUpProgress() {
  forgotten = undefined;
  watcher?.disconnect();
  watcher = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) add(`read ${place()}`);
  }, { threshold: 0.3 });
  for (const end of document.querySelectorAll(".admonition.short")) watcher.observe(end);
  show();
}

addEventListener("storage", show);
addEventListener("pageshow", show);
