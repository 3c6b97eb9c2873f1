// <edge-explorer>: two weights in a row. Beyond the limit a walk leaps along the curve of minima to where its rate can rest.
import { Explorer, change, dots, line, mark, scale } from "./explorer.js";
import { literal, show } from "./format.js";
import { LIMIT } from "./arithmetic.js";

const MOST = 300; // steps
const REST = 1e-4; // an error below it, where the rate can hold: the walk has come to rest
/** @type {[number, number]} */
const SHOWN = [-1, 4.4]; // of both weights in the picture
const HIGH = 20; // the sharpness at the top of the chart

/** The slope of the loss for the error, by the name of the loss, and as Python. @type {Record<string, [(e: number) => number, string, (e: number) => number, string]>} */
const LOSSES = {
  root: [(e) => Math.sqrt(1 + e * e) - 1, "sqrt(1 + e * e) - 1", (e) => e / Math.sqrt(1 + e * e), "e / sqrt(1 + e * e)"],
  square: [(e) => (e * e) / 2, "e * e / 2", (e) => e, "e"],
};

/** The sharpness of the minimum to which tiny steps would lead. @param {number} u @param {number} v */
function below(u, v) {
  const gap = v * v - u * u;
  return Math.sqrt(gap * gap + 4);
}

/** @param {number} w */
const inside = (w) => Number(Math.max(SHOWN[0], Math.min(SHOWN[1], w)).toFixed(2));

class EdgeExplorer extends Explorer {
  static title = "Edge explorer";
  static columns = ["k", "u", "v", "loss", "sharpness"];
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    loss: { label: "Loss", value: "root", options: [["root", "√(1 + e²) − 1"], ["square", "e²/2"]] },
    rate: { label: "Rate η", value: 0.2, min: 0, max: 1000, powers: [-2, 0] },
    u: { label: "Start u", value: 0.26, min: -100, max: 100 },
    v: { label: "v", value: 4, min: -100, max: 100 },
    steps: { label: "Steps", value: 0, min: 0, max: MOST, whole: true, hidden: true },
  };

  constructor() {
    super();
    this.x = scale(SHOWN, [12, 196]);
    this.y = scale(SHOWN, [200, 16]);
    this.s = scale([0, HIGH], [200, 16]);
    const svg = this.picture("0 0 360 232", "The walk over the two weights, and the sharpness below it");
    const ground = mark(svg, "rect", { x: 12, y: 16, width: 184, height: 184, opacity: 0 });
    ground.addEventListener("click", (event) => this.start(...this.at(svg, event)));
    this.axis(svg, this.x, 200, "u");
    mark(svg, "text", { x: 12, y: 11 }, "v");
    const { x, y } = this;
    const places = Array.from({ length: 80 }, (_, i) => 0.225 * 1.038 ** i);
    this.curves = ["ex-loss", "ex-minimum"].map((name) => mark(svg, "path", { class: name }));
    change(this.curves[0], { d: line(places.filter((u) => u < 4.4).map((u) => [x(u), y(1 / u)])) });
    this.places = places;
    mark(svg, "text", { x: x(1.2), y: y(1.6) }, "minima");
    mark(svg, "text", { x: x(1.2), y: y(1.6) + 12 }, "green: below 2/η");
    this.track = mark(svg, "path", { class: "ex-path" });
    this.spots = mark(svg, "path", { class: "ex-dots" });
    this.curves[1].style.strokeWidth = "4";
    this.spots.style.strokeWidth = "3";
    this.now = mark(svg, "circle", { r: 5, class: "ex-now" });
    this.edge = mark(svg, "text", { x: 104, y: 30, "text-anchor": "middle", class: "ex-reading" });
    mark(svg, "path", { class: "ex-axis", d: "M226 16V200" });
    for (const n of [0, 5, 10, 15, 20]) {
      mark(svg, "text", { x: 222, y: this.s(n) + 4, "text-anchor": "end", class: "ex-reading" }, show(n));
    }
    mark(svg, "text", { x: 212, y: 11 }, "sharpness below");
    this.limit = mark(svg, "path", { class: "ex-axis", "stroke-dasharray": "4 4" });
    this.named = mark(svg, "text", { x: 356, "text-anchor": "end" }, "2/η");
    this.layer = mark(svg, "g");
    this.knob = this.grip(svg, "Start", (x, y) => this.start(x, y),
      (across, up) => this.put(this.state.u + across / 20, this.state.v + up / 20));
    this.walks(MOST, () => !this.rests() && this.path().length > this.state.steps);
    this.controls.append(this.note);
  }

  /** @param {number[]} place */
  start(...[x, y]) {
    this.put(this.x.back(x), this.y.back(y));
  }

  /** @type {(u: number, v: number) => void} */
  put(u, v) {
    this.set({ u: inside(u), v: inside(v) });
  }

  /** The rows of the table. */
  path() {
    const { loss, rate, steps } = this.state;
    const [height, , slope] = LOSSES[loss];
    let { u, v } = this.state;
    /** @type {number[][]} */
    const rows = [];
    for (let k = 0; k <= steps; k++) {
      const e = u * v - 1;
      rows.push([k, u, v, height(e), below(u, v)]);
      if (!(Math.abs(u) <= LIMIT && Math.abs(v) <= LIMIT)) break;
      const pull = slope(e);
      [u, v] = [u - rate * pull * v, v - rate * pull * u];
    }
    return rows;
  }

  rests() {
    const [, u, v, , sharp] = this.path().at(-1) ?? [];
    return u * v === 1 || (Math.abs(u * v - 1) < REST && sharp * this.state.rate < 2);
  }

  render() {
    const { state, state: { rate, u, v }, x, y, s, layer } = this;
    const rows = this.path();
    const [k, p, q, height, sharp] = rows[rows.length - 1];
    const gone = !(Math.abs(p) <= LIMIT && Math.abs(q) <= LIMIT);
    state.steps = k;
    const most = rate ? 2 / rate : Infinity;
    const flat = this.places.filter((u) => u < 4.4 && u * u + 1 / (u * u) <= most);
    change(this.curves[1], { d: line(flat.map((u) => [x(u), y(1 / u)])) });
    const spots = rows.map((row) => [x(row[1]), y(row[2])]);
    change(this.track, { d: line(spots) });
    change(this.spots, { d: dots(spots) });
    change(this.now, { cx: Math.max(-99, Math.min(999, x(p))), cy: Math.max(-99, Math.min(999, y(q))) });
    const out = x(p) < 12 || x(p) > 196 || y(q) < 16 || y(q) > 200;
    this.edge.textContent = out ? `at (${show(p, 3)}, ${show(q, 3)})` : "";
    const level = Math.max(-9, s(most));
    change(this.limit, { d: line([[226, level], [356, level]]) });
    change(this.named, { y: level - 4 });
    layer.replaceChildren();
    const t = scale([0, Math.max(20, k)], [226, 346]);
    this.axis(layer, t, 200, "step");
    mark(layer, "path", { class: "ex-path", d: line(rows.map((row) => [t(row[0]), Math.max(12, s(row[4]))])) });
    this.turn(this.knob, [x(inside(u)), y(inside(v))], [u, ...SHOWN], `u ${show(u)}, v ${show(v)}`);
    const words = `Step ${k}: (${show(p, 3)}, ${show(q, 3)}), loss ${show(height, 3)}; sharpness below ${show(sharp, 4)}, 2/η ${show(most, 4)}.`;
    const does = gone ? "The walk has flown off." : sharp > most ? `No minimum this sharp can hold a walk${p * q === 1 ? " beside it" : ""}.`
      : this.rests() ? "At rest, below 2/η." : "";
    return { rows, words: `${words} ${does}`.trim() };
  }

  python() {
    const { loss, rate, u, v, steps } = this.state;
    const [, height, , slope] = LOSSES[loss];
    return `from math import sqrt

u, v, eta = ${[u, v, rate].map(literal).join(", ")}
for k in range(${steps + 1}):
    e = u * v - 1
    gap = v * v - u * u
    row = u, v, ${height}, sqrt(gap * gap + 4)
    print(k, *[f"{x:.5g}" for x in row])
    pull = ${slope}
    u, v = u - eta * pull * v, v - eta * pull * u
`;
  }
}

customElements.define("edge-explorer", EdgeExplorer);
