// Answers in the page: judged by the numbers that the build wrote; a known mistake gets its words.
import { add, has, place } from "./progress.js";

/** An answer's number. With `half` a unit of its last digit, all that rounds to it counts.
 * @typedef {{ value: number, half?: number }} Item */

/** @param {string} text */
function numbers(text) {
  const plain = [text.replace(",", ".")]; // a decimal comma
  if (/^[-+]?[1-9]\d{0,2}(,\d{3})+(?![\d,])/.test(text)) plain.unshift(text.replaceAll(",", ""));
  return plain.filter((one) => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/.test(one)).map(Number);
}

/** The numbers that a typed answer may mean: "1,080" is 1080, as the page writes it, or 1.08.
 * @param {string} text */
export function readings(text) {
  const plain = text.normalize("NFKC").toLowerCase().replace(/[−–]/g, "-");
  const [over, under, more] = plain.replace(/\s*[×x*]\s*10\^?/, "e").split(/[/⁄]/)
    .map((part) => numbers(part.trim().replace(/^([-+])\s+/, "$1")));
  const all = under ? over.flatMap((a) => under.map((b) => a / b)) : over;
  return more ? [] : [...new Set(all)].filter(Number.isFinite);
}

/** @param {number} number @param {Item} item */
export function fits(number, { value, half }) {
  if (!half) return Math.abs(number - value) <= 1e-9 * Math.abs(value);
  const off = ((value < 0 ? -number : number) - Math.abs(value)) / half;
  return off > -1 - 1e-9 && off < 1 - 1e-9; // a five rounds up
}

/** The place of an answer in the list: 0 is the right one, -1 none of them.
 * @param {string} text @param {Item[]} items */
export const judge = (text, items) =>
  readings(text).map((number) => items.findIndex((item) => fits(number, item))).find((at) => at >= 0) ?? -1;

/** Set up the forms of the page. */
export function setUpAnswers() {
  const mark = (/** @type {string} */ kind, /** @type {string} */ key) => `${kind} ${place()}${key}`;
  for (const form of document.querySelectorAll("form")) {
    const { check, key } = form.dataset;
    const box = check && document.getElementById(check);
    if (!box || !key) continue;
    const [group] = key.split("/");
    const list = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("[data-value]")]);
    const items = list.map(({ dataset }) => ({ value: Number(dataset.value), half: Number(dataset.half) }));
    const verdict = /** @type {HTMLElement} */ (form.querySelector(".verdict"));
    const covered = () => [...document.querySelectorAll(`[data-cover="${group}"]`)];
    const folded = /** @type {HTMLDetailsElement} */ (box.closest("details"));

    const reveal = () => {
      if (covered().length) add(mark("shown", group));
      for (const element of covered()) element.removeAttribute("data-cover");
    };
    const answer = () => {
      const typed = `${new FormData(form).get("answer") ?? ""}`.trim();
      const known = readings(typed).length > 0;
      const at = judge(typed, items);
      const shown = list[at]?.querySelector("strong")?.textContent ?? typed.replace("-", "−");
      verdict.className = `verdict ${!known ? "" : at ? "is-wrong" : "is-right"}`;
      verdict.textContent = !typed ? "First give an answer, then check it."
        : !known ? "That is not a number. Type digits, as in 12.5, −40 or 7/8."
        : !at ? "Right. "
        : `Not ${shown}. ${at < 0 ? "Try again." : ""}`;
      verdict.append(...(list[at]?.querySelector("span")?.cloneNode(true).childNodes ?? []));
      if (at) return;
      add(mark("solved", key));
      const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`[data-key^="${group}/"]`)]);
      if (!all.every(({ dataset }) => has(mark("solved", `${dataset.key}`)))) return;
      add(mark("solved", group));
      reveal();
    };
    form.onsubmit = (event) => {
      event.preventDefault();
      answer();
    };
    const show = /** @type {HTMLElement | null} */ (form.querySelector(".show-run"));
    if (show) show.onclick = () => {
      const run = covered().map((element) => element.querySelector("pre")).find(Boolean);
      reveal();
      verdict.className = "verdict";
      verdict.textContent = `Fine. ${run ? "Look at the run" : "Read on"}, then open the answer.`;
      (run ?? folded.querySelector("summary"))?.focus();
    };
    folded.ontoggle = () => folded.open && reveal();
    if (has(mark("shown", group))) reveal();
    if (has(mark("solved", key))) {
      /** @type {any} */ (form.elements).answer.value = list[0].dataset.value;
      answer();
    }
  }
}
