// What the reader has read and solved: kept in this browser, sent nowhere.
const KEY = "fall-line:1";
const ROOT = new URL("..", import.meta.url).pathname;

/** "read idea/loss/", "solved idea/loss/exercise-1", "shown idea/loss/predict-1". @type {Set<string>} */
let marks = new Set();
/** What "Undo" brings back. @type {Set<string> | undefined} */
let forgotten;
/** @type {IntersectionObserver | undefined} */
let watcher;

/** A page's path from the root of the site. */
export const place = (path = location.pathname) => path.slice(ROOT.length).replace(/index\.html$/, "");

function load() {
  try {
    /** @type {unknown[]} */
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    marks = new Set(found.filter((mark) => typeof mark === "string"));
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
  const links = [...document.querySelectorAll("[data-lesson], .lessons a")];
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
  const box = document.querySelector(".progress");
  if (!box) return;
  /** @type {any[]} */
  const [reads, solves, exercises, next, button, says] = [...box.querySelectorAll("b, span, p a, button")];
  const unread = links.find((link) => !isRead(link)) ?? links[0];
  const solved = [...marks].filter((mark) => /^solved .*\/exercise-\d+$/.test(mark));
  reads.textContent = links.filter(isRead).length;
  solves.textContent = Math.min(solved.length, exercises.textContent);
  next.href = unread.href;
  next.textContent = `${links.some(isRead) ? "Go on with" : "Start with"} ${unread.textContent.replace(" (read)", "").trim()}`;
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
