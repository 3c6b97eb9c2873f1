// <live-descent>: a map to start a descent from, by pointer or by keyboard. Without this script, the drawn map stays.
import { WIDTH, HEIGHT, descend, height, hollow, slope } from "./terrain.js";

/** @import { Point } from "./terrain.js" */

const STEPS = 100;
/** @type {Record<string, Point>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const SVG = "http://www.w3.org/2000/svg";

/** @param {number} value @param {number} limit */
const clamp = (value, limit) => Math.max(-limit, Math.min(limit, value));
/** In the units of the drawn map. @param {Point} point */
const place = ([x, y]) => [(1 + x / WIDTH) * 180, (1 - y / HEIGHT) * 135];
/** @param {number} value */
const say = (value) => value.toFixed(2).replace("-", "−");
/** @param {Point} point */
const point = ([x, y]) => `(${say(x)}, ${say(y)})`;

/** @param {Element} parent @param {string} name @param {Record<string, string | number>} attributes */
function mark(parent, name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const key in attributes) element.setAttribute(key, String(attributes[key]));
  return parent.appendChild(element);
}

customElements.define("live-descent", class extends HTMLElement {
  button = document.createElement("button");
  frame = 0;
  /** @type {Point} */ at = [-3.25, -1.5];
  /** @type {Element | undefined} */ cross;
  /** @type {Element | undefined} */ arrow;
  /** @type {Element | undefined} */ track;
  ask = document.createElement("p");
  seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    this.seen.disconnect();
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.run();
  }, { threshold: 0.6 });

  get says() {
    return /** @type {Element} */ (this.querySelector(".live-say"));
  }

  get svg() {
    return /** @type {Element} */ (this.querySelector(".live-stage svg"));
  }

  connectedCallback() {
    const figure = this.querySelector("figure");
    if (!figure || this.button.parentNode) return;
    const stage = document.createElement("div");
    stage.className = "live-stage";
    stage.setAttribute("role", "application");
    stage.setAttribute("aria-label", "Live map");
    mark(stage, "svg", { viewBox: "0 0 360 270", "aria-hidden": "true" });
    this.button.type = "button";
    this.button.ariaLabel = "Start a descent. The arrow keys move the start, Enter lets go.";
    this.ask.className = "live-ask";
    this.ask.textContent = "Click anywhere. Can you reach the deepest hollow?";
    stage.append(this.ask, this.button);
    figure.append(stage);
    this.seen.observe(stage);
    this.button.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.point(this.under(event)));
    this.button.addEventListener("pointerleave", () => this.arrow?.remove());
    this.button.addEventListener("click", (event) => this.click(event));
    this.button.addEventListener("keydown", (event) => this.key(event));
    this.button.addEventListener("focus", () => this.aim());
    this.button.addEventListener("blur", () => this.cross?.remove());
    this.says.textContent = "With a keyboard: move with the arrow keys, let go with Enter.";
  }

  disconnectedCallback() {
    this.seen.disconnect();
    cancelAnimationFrame(this.frame);
  }

  /** The point of the terrain under a pointer. @param {MouseEvent} event @returns {Point} */
  under(event) {
    const box = this.button.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width, down = (event.clientY - box.top) / box.height;
    return [(2 * across - 1) * WIDTH, (1 - 2 * down) * HEIGHT];
  }

  /** Draw the way down from a point: the longer, the steeper. @param {Point} at */
  point(at) {
    const [east, north] = slope(...at);
    const steep = Math.hypot(east, north);
    const [x, y] = place(at);
    const long = 14 + 16 * Math.min(1.5, steep), a = -east / steep, b = north / steep; // in the picture, y grows downward
    const [p, q] = [x + long * a, y + long * b];
    const head = `M${p - 7 * a - 4 * b} ${q - 7 * b + 4 * a}L${p} ${q}L${p - 7 * a + 4 * b} ${q - 7 * b - 4 * a}`;
    this.arrow?.remove();
    this.arrow = mark(this.svg, "path", { class: "live-arrow", d: `M${x} ${y}L${p} ${q}${head}` });
  }

  /** @param {MouseEvent} [event] */
  click(event) {
    this.seen.disconnect();
    this.ask.remove();
    if (event?.detail) {
      this.at = this.under(event);
      this.aim();
    }
    this.run();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const far = event.shiftKey ? 0.05 : 0.25;
    this.at = [clamp(this.at[0] + far * move[0], WIDTH), clamp(this.at[1] + far * move[1], HEIGHT)];
    this.aim();
    this.says.textContent = `Start at ${point(this.at)}, height ${say(height(...this.at))}. Enter lets go.`;
  }

  aim() {
    const [x, y] = place(this.at);
    this.cross?.remove();
    if (this.button.matches(":focus-visible")) {
      this.cross = mark(this.svg, "path", { class: "live-cross", d: `M${x - 9} ${y}h18M${x} ${y - 9}v18` });
    }
  }

  run() {
    const path = descend(...this.at, undefined, STEPS);
    const end = path[STEPS];
    const still = path.findIndex((p) => Math.hypot(p[0] - end[0], p[1] - end[1]) < 0.01);
    const places = path.slice(0, still + 1).map(place);
    cancelAnimationFrame(this.frame);
    this.track?.remove();
    const track = mark(this.svg, "g", { class: "live-track" });
    this.track = track;
    const line = mark(track, "polyline", {});
    const began = performance.now();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let shown = 0;
    /** @param {number} now */
    const draw = (now) => {
      const due = calm ? places.length : Math.min(places.length, 1 + Math.floor((now - began) / 40));
      for (; shown < due; shown++) mark(track, "circle", { cx: places[shown][0], cy: places[shown][1], r: 2.2 });
      line.setAttribute("points", places.slice(0, shown).join(" "));
      if (shown < places.length) this.frame = requestAnimationFrame(draw);
      else this.tell(path[0], end, still);
    };
    draw(began);
  }

  /** @param {Point} start @param {Point} end @param {number} still */
  tell(start, end, still) {
    const name = hollow(end);
    const where = `${point(end)}, height ${say(height(...end))}`;
    this.says.textContent = name
      ? `From ${point(start)}, ${still} steps lead into the ${name} hollow: ${where}.`
      : `From ${point(start)}, ${STEPS} steps lead to ${where}. The ground is so flat there that the steps are tiny.`;
  }
});

// The small pictures of the lessons, fetched when they come into view.
const pictures = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting && target instanceof HTMLImageElement) target.src = `${target.dataset.src}`;
  }
}, { rootMargin: "100px" });
for (const image of document.querySelectorAll("img[data-src]")) pictures.observe(image);
