// <basins-explorer>: in which minimum of Himmelblau's function gradient descent ends, for each start, at a rate.
import { CELLS, Cells, hatch } from "./cells.js";
import { Explorer, change, dots, line, mark, scale } from "./explorer.js";
import { literal, show } from "./format.js";
import { LIMIT } from "./arithmetic.js";
import { SURFACES, numbered } from "./surfaces.js";

const MOST = 1000; // steps
const SHOWN = 300; // of them in the table and on the map
const FLAT = 0.001; // a slope below it: the walk has ended
const { loss, gradient, minima: MINIMA, python } = SURFACES.himmelblau;
const GONE = 4, WALKING = 5; // what a walk does that ends in no minimum
const [LEFT, RIGHT, TOP, FLOOR] = [30, 222, 8, 200]; // the map's edges

/**
 * Where a walk ends: the number of a minimum, GONE or WALKING.
 * @param {number} w1
 * @param {number} w2
 * @param {number} eta
 * @param {number[][]} [path] gets the weights before the first step and after each
 */
function walk(w1, w2, eta, path) {
  for (let k = 0; ; k++) {
    path?.push([w1, w2]);
    if (!(Math.abs(w1) <= LIMIT && Math.abs(w2) <= LIMIT)) return GONE;
    const [p, q] = gradient(w1, w2);
    if (p * p + q * q < FLAT * FLAT) break;
    if (k === MOST) break;
    w1 = w1 - eta * p;
    w2 = w2 - eta * q;
  }
  const end = MINIMA.findIndex(([m, n]) => Math.abs(m - w1) + Math.abs(n - w2) < 0.01);
  return end < 0 ? WALKING : end;
}

/** @param {number[]} pair */
const told = ([w1, w2], digits = 3) => `(${show(w1, digits)}, ${show(w2, digits)})`;

/** @param {string} colour */
const soft = (colour) => `color-mix(in srgb, var(--${colour}) 75%, var(--paper))`;

/** @param {number} value @param {number} digits */
const inside = (value, digits) => Number(Math.max(-6, Math.min(6, value)).toFixed(digits));

class BasinsExplorer extends Explorer {
  static title = "Basins explorer";
  static columns = ["k", "w₁", "w₂", "loss", "slope w₁", "slope w₂"];
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    rate: { label: "Rate η", value: 0.01, min: 0.001, max: 0.05, powers: [-3, Math.log10(0.05)] },
    w: { label: "Start w₁", value: 0, min: -6, max: 6 },
    b: { label: "w₂", value: 0, min: -6, max: 6 },
    steps: { label: "Steps", value: 0, min: 0, max: SHOWN, whole: true, hidden: true },
  };

  constructor() {
    super();
    this.x = scale([-6, 6], [LEFT, RIGHT]);
    this.y = scale([-6, 6], [FLOOR, TOP]);
    this.ends = 0; // the steps of the whole walk
    this.drawn = NaN; // the rate of the map
    const svg = this.picture("0 0 360 228", "The map of ends: which start leads where");
    const fills = [
      soft("blue"), hatch(svg, soft("orange"), "M-1 4L4 -1M2 7L7 2"), hatch(svg, soft("green"), "M0 2h6M0 5h6"),
      hatch(svg, soft("purple"), "M1 1h1M4 4h1"), "var(--paper)", "var(--ink)",
    ];
    this.cells = new Cells(svg, LEFT, TOP, fills);
    const ground = mark(svg, "rect", { x: LEFT, y: TOP, width: RIGHT - LEFT, height: FLOOR - TOP, opacity: 0 });
    ground.addEventListener("click", (event) => this.start(...this.at(svg, event)));
    this.casing = mark(svg, "path", { "stroke-width": 4 });
    this.casing.style.stroke = "var(--paper)";
    this.track = mark(svg, "path", { class: "ex-loss" });
    this.spots = mark(svg, "path", { class: "ex-data" });
    const frame = `M-9 -9H369V237H-9ZM${LEFT} ${TOP}V${FLOOR}H${RIGHT}V${TOP}Z`;
    mark(svg, "path", { d: frame, "fill-rule": "evenodd" }).style.fill = "var(--paper)";
    mark(svg, "path", { d: `M${LEFT} ${TOP}V${FLOOR}H${RIGHT}V${TOP}Z`, class: "ex-axis" });
    this.axis(svg, this.x, FLOOR, "w₁");
    for (const n of [-4, -2, 0, 2, 4]) {
      mark(svg, "text", { x: 25, y: this.y(n) + 4, class: "ex-reading", "text-anchor": "end" }, show(n));
    }
    mark(svg, "text", { x: 25, y: 14, "text-anchor": "end" }, "w₂");
    mark(svg, "text", { x: 230, y: 18 }, "ends at");
    const keys = [...MINIMA.map((pair) => told(pair, 2)), "off the map", "still walking"];
    this.shares = fills.map((fill, i) => {
      const y = 26 + 24 * i + 12 * Number(i >= GONE);
      const swatch = mark(svg, "rect", { x: 230, y, width: 15, height: 13 });
      swatch.style.fill = fill;
      swatch.style.stroke = "var(--edge)";
      mark(svg, "text", { x: 249, y: y + 10 }, keys[i]);
      return mark(svg, "text", { x: 358, y: y + 10, class: "ex-reading", "text-anchor": "end" });
    });
    for (const [w1, w2] of MINIMA) {
      const spot = [[this.x(w1), this.y(w2)]];
      mark(svg, "path", { d: dots(spot), "stroke-width": 10 }).style.stroke = "var(--paper)";
      mark(svg, "path", { d: dots(spot), class: "ex-data" });
    }
    this.knob = this.grip(svg, "Start", (x, y) => this.start(x, y),
      (across, up) => this.set({ w: inside(this.state.w + across / 20, 2), b: inside(this.state.b + up / 20, 2) }));
    this.walks(SHOWN, () => this.state.steps < this.ends);
    this.controls.append(this.note);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.cells.stop();
    this.drawn = NaN;
  }

  /** @param {number[]} place */
  start(...[x, y]) {
    this.set({ w: inside(this.x.back(x), 2), b: inside(this.y.back(y), 2) });
  }

  /** Another start or rate shows all of its walk. @param {Record<string, any>} values */
  set(values) {
    super.set({ ...["w", "b", "rate"].some((name) => name in values) && { steps: SHOWN }, ...values });
  }

  /** Unless the page says another number, the whole walk of its start. @param {string} name */
  initial(name) {
    if (name !== "steps" || this.hasAttribute(name)) return super.initial(name);
    /** @type {number[][]} */
    const path = [];
    const [w, b, rate] = ["w", "b", "rate"].map((name) => Number(super.initial(name)));
    walk(w, b, rate, path);
    return Math.min(SHOWN, path.length - 1);
  }

  render() {
    const { state, state: { w, b, rate }, x, y } = this;
    /** @type {number[][]} */
    const path = [];
    const end = walk(w, b, rate, path);
    this.ends = path.length - 1;
    const k = state.steps = Math.min(state.steps, this.ends);
    path.length = k + 1;
    const [p, q] = path[k];
    const spots = path.map(([w1, w2]) => [x(w1), y(w2)]);
    for (const part of [this.casing, this.track]) change(part, { d: line(spots) });
    change(this.spots, { d: dots(spots) });
    this.turn(this.knob, [x(w), y(b)], [w, -6, 6], `w₁ ${show(w)}, w₂ ${show(b)}`);
    if (this.drawn !== rate) this.map(rate);
    const rows = path.map(([w1, w2], k) => [k, w1, w2, loss(w1, w2), ...gradient(w1, w2)]);
    const does = end === GONE ? "leaves the map after" : end === WALKING ? "ends in no minimum in" : `ends at ${told(MINIMA[end])} after`;
    const words = `Start ${told([w, b])}, rate ${show(rate)}: ${does} ${this.ends} steps.`;
    return { rows, words: `${words} Step ${k}: ${told(path[k])}, loss ${show(loss(p, q), 3)}.` };
  }

  /** @param {number} rate */
  map(rate) {
    const first = Number.isNaN(this.drawn);
    this.drawn = rate;
    this.note.textContent = "";
    for (const text of this.shares) text.textContent = "";
    this.cells.start((across, up) => walk(12 * across - 6, 12 * up - 6, rate), () => {
      const all = CELLS * CELLS;
      const shares = this.shares.map((text, i) => text.textContent = `${Math.round((100 * this.cells.count(i)) / all)} %`);
      const ends = MINIMA.map((pair, i) => `${shares[i]} at ${told(pair)}`).join(", ");
      this.note.textContent = `Ends of ${all.toLocaleString("en")} starts: ${ends}; ` +
        `${shares[GONE]} leave the map, ${shares[WALKING]} end nowhere in ${MOST} steps.`;
      this.tell();
      if (first) this.live.textContent = ""; // as what is there from the start
    });
  }

  python() {
    const { w, b, rate, steps } = this.state;
    return `${numbered(python)}

w1, w2, eta = ${literal(w)}, ${literal(b)}, ${literal(rate)}
for k in range(${steps + 1}):
    slope1, slope2 = gradient(w1, w2)
    row = w1, w2, loss(w1, w2), slope1, slope2
    print(k, *[f"{x:.5g}" for x in row])
    w1, w2 = w1 - eta * slope1, w2 - eta * slope2
`;
  }
}

customElements.define("basins-explorer", BasinsExplorer);
