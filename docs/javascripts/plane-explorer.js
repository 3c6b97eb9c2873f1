// <plane-explorer>: how fast momentum shrinks the distance to the minimum of a ravine, for each rate and β, measured.
import { Cells, hatch } from "./cells.js";
import { Explorer, change, dots, line, mark, scale } from "./explorer.js";
import { literal, show } from "./format.js";
import { LIMIT } from "./arithmetic.js";

const MOST = 200; // steps shown
const LONG = 300; // steps measured
const PARTS = [0.1, 0.25, 0.4, 0.55, 0.7, 0.82, 0.92, 1]; // a colour for the factors below each, on the way to 1
const NONE = 1.005; // a measured factor from here on is over 1
const OVER = 2 * PARTS.length; // the kind of a cell that diverges
const REACH = 4.4; // the largest rate on the map, times κ
const [LEFT, RIGHT, TOP, FLOOR] = [30, 222, 8, 200]; // the map's edges

/**
 * Momentum on (w1² + κ w2²) / 2 from (−4, 2); `look` gets what the table shows and returns whether to go on.
 * @param {number} kappa
 * @param {number} eta
 * @param {number} beta
 * @param {(k: number, w1: number, w2: number, far: number) => boolean} look
 */
function run(kappa, eta, beta, look) {
  let w1 = -4, w2 = 2, v1 = 0, v2 = 0;
  for (let k = 0; look(k, w1, w2, Math.sqrt(w1 * w1 + w2 * w2)); k++) {
    v1 = beta * v1 + w1;
    v2 = beta * v2 + kappa * w2;
    w1 = w1 - eta * v1;
    w2 = w2 - eta * v2;
  }
}

/**
 * The factor per step by which the distance shrinks in the long run, and whether a weight crosses the minimum: from the
 * straight line that fits the logarithm of the distances of two steps, but for the first third.
 * @param {number} kappa
 * @param {number} eta
 * @param {number} beta
 */
function measure(kappa, eta, beta) {
  /** @type {number[]} */
  const logs = [];
  let crosses = false, last = 0, above = 0, below = 0;
  run(kappa, eta, beta, (k, w1, w2, far) => {
    crosses ||= w1 > 0 || w2 < 0;
    const both = last + far; // of two steps: one alone may be 0 on the way across
    logs.push(Math.log(both));
    last = far;
    return k < LONG && both < 1e200 && both > 1e-150; // numbers end soon
  });
  const from = Math.floor(logs.length / 3), middle = (from + logs.length - 1) / 2;
  for (let k = from; k < logs.length; k++) {
    above += (k - middle) * logs[k];
    below += (k - middle) * (k - middle);
  }
  return { factor: Math.exp(above / below), crosses };
}

/** A factor with the digits that are measured. @param {number} factor */
const told = (factor) => show(factor, factor > 0.95 ? 3 : 2);

class PlaneExplorer extends Explorer {
  static title = "Plane explorer";
  static columns = ["k", "w1", "w2", "distance"];
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    rate: { label: "Rate η", value: 0.1, min: 0, max: 1000 },
    beta: { label: "Momentum β", value: 0.5, min: 0, max: 1 },
    kappa: { label: "Ratio κ", value: 25, min: 1, max: 1000 },
    steps: { label: "Steps", value: 60, min: 0, max: MOST, whole: true, hidden: true },
  };

  constructor() {
    super();
    this.x = scale([0, 1], [LEFT, RIGHT]);
    this.y = scale([0, 1], [FLOOR, TOP]);
    this.v = scale([-4.5, 4.5], [92, 8]);
    this.drawn = NaN; // the κ of the map
    this.best = [Infinity, 0, 0];
    const svg = this.picture("0 0 360 228", "The factor per step for each rate and momentum");
    const ramp = ["blue", "green"].flatMap((colour) => // with ripples, without
      PARTS.map((_, i) => `color-mix(in srgb, var(--${colour}) ${95 - 9.5 * i}%, var(--paper))`));
    const fills = [...ramp, hatch(svg, "var(--vermilion)", "M-1 4L4 -1M2 7L7 2M-1 1L1 -1")];
    this.cells = new Cells(svg, LEFT, TOP, fills);
    const ground = mark(svg, "rect", { x: LEFT, y: TOP, width: RIGHT - LEFT, height: FLOOR - TOP, opacity: 0 });
    ground.addEventListener("click", (event) => this.pick(...this.at(svg, event)));
    mark(svg, "path", { d: `M${LEFT} ${TOP}V${FLOOR}H${RIGHT}V${TOP}Z`, class: "ex-axis" });
    for (const [words, product, beta] of /** @type {[string, number, number][]} */ (
      [["monotone", 0.08, 0.06], ["ripples", 1.5, 0.75], ["diverges", 3.15, 0.25]])) {
      mark(svg, "text", { x: this.x(product / REACH), y: this.y(beta) }, words);
    }
    for (const n of [0, 0.5, 1]) {
      mark(svg, "text", { x: 26, y: this.y(n) + 4, "text-anchor": "end", class: "ex-reading" }, show(n));
    }
    mark(svg, "text", { x: 8, y: 60 }, "β");
    mark(svg, "text", { x: RIGHT, y: 227, "text-anchor": "end" }, "rate η");
    this.rates = [0, 1, 2, 3, 4].map((n) =>
      mark(svg, "text", { x: this.x(n / REACH), y: 213, "text-anchor": "middle", class: "ex-reading" }));
    this.ring = mark(svg, "path", { "stroke-width": 10 });
    this.ring.style.stroke = "var(--paper)";
    this.star = mark(svg, "path", { class: "ex-data" });
    this.layer = mark(svg, "g");

    mark(svg, "text", { x: 240, y: 146 }, "factor per step");
    const swatch = (/** @type {string} */ fill, /** @type {number} */ x, /** @type {number} */ y) =>
      mark(svg, "rect", { x, y, width: 14, height: 12 }).style.fill = fill;
    PARTS.forEach((_, i) => swatch(fills[i], 240 + 14 * i, 151));
    this.limits = [0, 3, 7].map((i) =>
      mark(svg, "text", { x: 254 + 14 * i, y: 174, "text-anchor": "middle", class: "ex-reading" }));
    swatch(fills[PARTS.length + 5], 240, 183);
    mark(svg, "text", { x: 260, y: 193 }, "no ripples");
    swatch(fills[OVER], 240, 199);
    mark(svg, "text", { x: 260, y: 209 }, "over 1: diverges");
    this.found = mark(svg, "text", { x: 240, y: 226, class: "ex-reading" });

    this.knob = this.grip(svg, "Rate and momentum", (x, y) => this.pick(x, y), (across, up) =>
      this.put(this.state.rate + across / (40 * this.state.kappa), this.state.beta + up / 100));
    this.walks(MOST, () => {
      const far = this.path().at(-1)?.[3] ?? 0;
      return far > 0.001 && far <= LIMIT;
    });
    this.controls.append(this.note);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.cells.stop();
    this.drawn = NaN;
  }

  /** @type {(x: number, y: number) => void} */
  pick(x, y) {
    this.put((REACH * this.x.back(x)) / this.state.kappa, this.y.back(y));
  }

  /** @type {(rate: number, beta: number) => void} */
  put(rate, beta) {
    const inside = (/** @type {number} */ value, /** @type {number} */ most) => Math.max(0, Math.min(most, value));
    this.set({
      rate: Number(inside(rate, REACH / this.state.kappa).toPrecision(3)),
      beta: Number(inside(beta, 1).toFixed(2)),
    });
  }

  /** Another run is shown with all its steps. @param {Record<string, any>} values */
  set(values) {
    super.set({ ...["rate", "beta", "kappa"].some((name) => name in values) && { steps: this.initial("steps") }, ...values });
  }

  /** The rows of the table. */
  path() {
    const { rate, beta, kappa, steps } = this.state;
    /** @type {number[][]} */
    const rows = [];
    run(kappa, rate, beta, (...row) => rows.push(row) <= steps && row[3] <= LIMIT);
    return rows;
  }

  render() {
    const { state, state: { rate, beta, kappa }, layer, v } = this;
    const rows = this.path();
    const k = state.steps = rows.length - 1;
    layer.replaceChildren();
    const u = scale([0, Math.max(20, k)], [258, 352]);
    this.axis(layer, u, 92, "step");
    mark(layer, "path", { class: "ex-axis", d: line([[258, v(0)], [352, v(0)]]) });
    for (const [i, colour] of /** @type {[number, string][]} */ ([[1, "orange"], [2, "blue"]])) {
      const points = rows.map((row) => [u(row[0]), v(Math.max(-4.5, Math.min(4.5, row[i])))]);
      mark(layer, "path", { class: "ex-path", d: line(points) }).style.stroke = `var(--${colour})`;
      mark(layer, "text", { x: 254, y: points[0][1] + 3, "text-anchor": "end" }, `w${i}`)
        .style.fill = `var(--${colour}-text)`;
    }
    this.rates.forEach((text, n) => text.textContent = show(n / kappa, 2));
    const place = [rate * kappa / REACH, beta].map((part) => Math.min(1, part));
    this.turn(this.knob, [this.x(place[0]), this.y(place[1])], [rate, 0, REACH / kappa], `rate ${show(rate)}, momentum ${show(beta)}`);
    if (this.drawn !== kappa) this.map(kappa);
    const { factor, crosses } = measure(kappa, rate, beta);
    const does = factor >= NONE ? "diverges" : factor >= 0.9995 ? "gets no nearer" : crosses ? "ripples" : "monotone";
    const words = `η ${show(rate)}, β ${show(beta)}: factor ${told(factor)} per step, ${does}.`;
    return { rows, words: `${words} Step ${k}: distance ${show(rows[k][3], 3)}.` };
  }

  /** @param {number} kappa */
  map(kappa) {
    const first = Number.isNaN(this.drawn);
    this.drawn = kappa;
    const how = `The factor is measured on ${LONG} steps from (−4, 2): by the slope of the logarithm of the ` +
      `distance, two steps together, from step ${LONG / 3} on.`;
    const least = 1 - 2 / (1 + Math.sqrt(kappa)); // where the colours start, about the best
    const bands = PARTS.map((part) => least + part * (1 - least));
    this.limits.forEach((text, i) => text.textContent = show(bands[[0, 3, 7][i]], 3));
    this.best = [Infinity, 0, 0];
    this.note.textContent = how;
    this.found.textContent = "";
    for (const part of [this.ring, this.star]) change(part, { d: "" });
    this.cells.start((across, beta) => {
      const { factor, crosses } = measure(kappa, (across * REACH) / kappa, beta);
      if (factor < this.best[0]) this.best = [factor, across, beta];
      if (factor >= NONE) return OVER;
      const band = bands.findIndex((band, i) => factor < band || i === PARTS.length - 1);
      return crosses ? band : band + PARTS.length;
    }, () => {
      const [factor, across, beta] = this.best;
      this.found.textContent = `best found: ${told(factor)}`;
      for (const part of [this.ring, this.star]) change(part, { d: dots([[this.x(across), this.y(beta)]]) });
      this.note.textContent = `${how} Best of the map: ${told(factor)} at η ${show((across * REACH) / kappa, 3)}, ` +
        `β ${show(beta, 2)}, the ringed dot.`;
      this.tell();
      if (first) this.live.textContent = ""; // as what is there from the start
    });
  }

  python() {
    const { rate, beta, kappa, steps } = this.state;
    return `from math import sqrt

kappa, eta, beta = ${[kappa, rate, beta].map(literal).join(", ")}
w1, w2, v1, v2 = -4.0, 2.0, 0.0, 0.0
for k in range(${steps + 1}):
    row = w1, w2, sqrt(w1 * w1 + w2 * w2)
    print(k, *[f"{x:.5g}" for x in row])
    v1 = beta * v1 + w1
    v2 = beta * v2 + kappa * w2
    w1, w2 = w1 - eta * v1, w2 - eta * v2
`;
  }
}

customElements.define("plane-explorer", PlaneExplorer);
