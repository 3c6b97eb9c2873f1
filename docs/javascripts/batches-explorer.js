// <batches-explorer>: batch, stochastic and mini-batch descent on the same penguins, in updates and in samples.
import { Explorer, dots, line, mark, scale } from "./explorer.js";
import { literal, show } from "./format.js";

const MOST = 600; // updates
const NAMES = ["size", "rate", "order", "seed", "steps"]; // of what makes a path
const COLOURS = ["blue", "purple", "vermilion"]; // of the kept ones

// Every 14th of the measured penguins in the file: flipper in cm above 20, body mass in kg.
const PAIRS = `
    (-0.2, 4.4), (-2.8, 3.15), (-1.4, 3.1), (-1.4, 3.55),
    (-1.0, 3.6), (-0.9, 3.35), (-2.2, 2.9), (-0.7, 3.2),
    (-0.9, 3.275), (-0.7, 3.4), (1.0, 4.45), (1.0, 4.15),
    (2.2, 5.25), (2.2, 5.55), (0.8, 4.45), (2.1, 5.1),
    (1.8, 4.6), (1.9, 4.85), (1.7, 4.375), (-0.2, 3.95),
    (-0.5, 4.4), (0.3, 4.1), (1.2, 4.3), (-1.1, 3.65),
`;
const DATA = [...PAIRS.matchAll(/\((\S+), (\S+)\)/g)].map(([, x, y]) => [Number(x), Number(y)]);
const N = DATA.length;
const ALL = DATA.map((_, i) => i);

const TARGET = 0.110726; // the lowest loss and 0.02

/** The places of equal loss, so much above the lowest: x has variance 2.0641 and mean 0.0917. @param {number} more */
const ring = (more) => Array.from({ length: 71 }, (_, i) => {
  const [u, v] = [Math.sqrt(more / 2.0641) * Math.cos(i / 11), Math.sqrt(more) * Math.sin(i / 11)];
  return [0.4537 + u, 4.0042 + v - 0.0917 * u];
});

/**
 * The order of an epoch: words, the indices, the same in Python.
 * @type {Record<string, [string, (draw: () => number) => number[], string]>}
 */
const ORDERS = {
  mixed: [
    "shuffled each epoch",
    (draw) => {
      const keys = ALL.map(draw);
      return [...ALL].sort((i, j) => keys[i] - keys[j]);
    },
    "sorted(range(n), key=draw)",
  ],
  drawn: ["drawn with replacement", (draw) => ALL.map(() => draw() % N), "[draw(i) % n for i in range(n)]"],
  file: ["as in the file", () => [...ALL], "list(range(n))"],
};

/**
 * Update, samples in it, samples seen, w, b and loss until a path leaves; the batch to come; the first row that is near.
 * @param {any[]} path
 */
function walk([size, rate, order, seed, steps]) {
  let w = 0, b = 3, took = 0, seen = 0, s = seed;
  /** @type {number[]} */
  let left = [];
  const draw = () => (s = (16807 * s) % 2147483647) % 10000;
  /** @type {number[][]} */
  const rows = [];
  for (let k = 0; ; k++) {
    let sum = 0, p = 0, q = 0;
    for (const [x, y] of DATA) {
      const e = w * x + b - y;
      sum = sum + e * e;
    }
    const now = [k, took, seen, w, b, sum / N];
    rows.push(now);
    if (!left.length) left = ORDERS[order][1](draw);
    const batch = left.splice(0, size);
    const gone = !(Math.hypot(w, b) < 1e6);
    if (k >= steps || gone) return { rows, now, gone, batch, arrived: rows.findIndex((row) => row[5] <= TARGET) };
    for (const i of batch) {
      const [x, y] = DATA[i];
      const e = w * x + b - y;
      p = p + e * x;
      q = q + e;
    }
    took = batch.length;
    seen += took;
    w = w - (rate * 2 * p) / took;
    b = b - (rate * 2 * q) / took;
  }
}

/** @type {(size: any, row: number[]) => string} */
const told = (size, [k, , seen]) => `Batches of ${size}: updates ${k}, samples ${seen}`;

/**
 * @typedef {((path: typeof line, points: number[][], colour: string, width?: number, opacity?: number) => void)
 *   & { layer: Element }} Draw draws in the layer of a picture
 */

/** @param {number[][]} rows */
const places = (rows) => rows.map((row) => row.slice(3));

class BatchesExplorer extends Explorer {
  static title = "Batches explorer";
  static columns = ["update", "batch", "seen", "w", "b", "loss"];
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    size: { label: "Batch size", value: 4, min: 1, max: N, whole: true, anew: true },
    seed: { label: "Seed", value: 1, min: 1, max: 1e6, whole: true },
    rate: { label: "Rate η", value: 0.1, min: 0, max: 1000, powers: [-3, 0] },
    order: { label: "Order", value: "mixed", options: Object.entries(ORDERS).map(([key, [words]]) => [key, words]) },
    steps: { label: "Steps", value: 6, min: 0, max: MOST, whole: true, hidden: true },
    kept: { label: "Kept", value: "none", options: [["none", ""], [NAMES.join("_"), ""]], hidden: true },
  };

  constructor() {
    super();
    let from = 0; // where Play began
    this.map = this.panel("Map of the loss", [-0.6, 1.4], [1.9, 4.7], "w", "b");
    this.plot = this.panel("Penguins", [-3.2, 2.8], [2.5, 6], "flipper, cm above 20", "kg");
    this.walks(MOST, () => {
      const { gone, arrived } = walk(this.path);
      if (arrived > from) this.state.steps = arrived; // not past it
      return arrived <= from && this.state.rate > 0 && !gone;
    });
    this.player?.addEventListener("click", () => {
      from = this.state.steps;
    });
    this.player?.before(this.button("Epoch", () => {
      const updates = Math.ceil(N / this.state.size);
      this.set({ steps: Math.min(MOST, (Math.floor(this.state.steps / updates) + 1) * updates) });
    }));
    this.button("Keep this path", () => this.keep());
    this.button("Clear", () => this.set({ kept: "none" }));
  }

  /** @type {(label: string, across: [number, number], up: [number, number], name: string, height: string) => Draw} */
  panel(label, across, up, name, height) {
    const svg = this.picture("0 0 300 190", label);
    const [x, y] = [scale(across, [30, 290]), scale(up, [160, 10])];
    const layer = mark(svg, "g");
    // around the place for both, to hide what leaves it
    const frame = { x: 0, y: -20, width: 320, height: 210, fill: "none" };
    mark(svg, "rect", { ...frame, stroke: "var(--paper)", "stroke-width": 60 });
    this.axis(svg, x, 160, name);
    for (let v = Math.ceil(up[0]); v < up[1]; v++) {
      mark(svg, "text", { x: 24, y: y(v) + 4, "text-anchor": "end" }, show(v));
    }
    mark(svg, "text", { x: 4, y: 12 }, height);
    /** @type {(...given: Parameters<Draw>) => void} */
    const draw = (path, points, colour, width = 1.6, opacity = 1) => {
      const d = path(points.map(([p, q]) => [x(p), y(q)]));
      mark(layer, "path", { d, stroke: `var(--${colour})`, "stroke-width": width, opacity });
    };
    return Object.assign(draw, { layer });
  }

  /** What makes the path. @returns {any[]} */
  get path() {
    return NAMES.map((name) => this.state[name]);
  }

  /** Those in a text, with undefined for what makes no sense. @param {string} text */
  paths(text) {
    return text === "none" ? [] : text.split("*").map((path) => {
      const parts = path.split("_");
      return NAMES.map((name, i) => super.accept(name, parts[i] ?? ""));
    });
  }

  /** @type {Explorer["accept"]} */
  accept(name, text) {
    if (name !== "kept") return super.accept(name, text);
    const paths = this.paths(text);
    return paths.flat().includes(undefined) || paths[3] ? undefined : text;
  }

  keep() {
    this.stop();
    const kept = new Set(this.state.kept === "none" ? [] : this.state.kept.split("*")).add(this.path.join("_"));
    this.state.kept = [...kept].slice(-3).join("*");
    this.update("Kept, three at most.");
  }

  render() {
    const { state, map, plot } = this;
    const { rows, now, gone, batch, arrived } = walk(this.path);
    const [k, , seen, w, b, loss] = now;
    const { size, rate } = state;
    state.steps = k;
    for (const { layer } of [map, plot]) layer.replaceChildren();
    for (let n = 1; n < 9; n++) map(line, ring(0.06 * n * n), "rule", 1);
    map(line, ring(0.02), "green");
    const label = (/** @type {string} */ colour, /** @type {string} */ words, i = 0) => {
      mark(map.layer, "text", { x: 286, y: 154 - 13 * i, "text-anchor": "end" }, words)
        .style.fill = `var(--${colour}-text)`;
    };
    this.paths(state.kept).forEach((path, i) => {
      const { rows, now } = walk(path);
      map(line, places(rows), COLOURS[i], 1.6, 0.6);
      label(COLOURS[i], told(path[0], now), i + 1);
    });
    map(line, places(rows), "orange");
    map(dots, places(rows), "orange", 3);
    map(dots, [[w, b]], "orange", 7);
    label("orange", told(size, now));
    plot(dots, batch.map((i) => DATA[i]), "orange", 11);
    plot(dots, DATA, "ink", 5);
    plot(line, [-4, 4].map((x) => [x, w * x + b]), "orange");

    const end = gone ? " The path has left. Undo, or take a smaller rate."
      : !rate ? " A rate of 0 moves nothing."
      : arrived < 0 ? "" : ` First in the green ring at update ${arrived}, sample ${rows[arrived][2]}.`;
    const words = `${told(size, now)}, epochs ${show(seen / N, 3)}, loss ${show(loss, 3)}. Next batch: ${batch.length} of ${N}.${end}`;
    return { rows, words };
  }

  python() {
    const { size, rate, order, seed, steps } = this.state;
    return `data = [  # every 14th penguin: flipper, cm above 20; mass, kg
${PAIRS.slice(1)}]
n, size, eta = len(data), ${size}, ${literal(rate)}
w, b, s = 0.0, 3.0, ${seed}

def draw(i):  # looks random
    global s
    s = 16807 * s % 2147483647
    return s % 10000

left, took, seen = [], 0, 0
for k in range(${steps + 1}):
    loss = p = q = 0.0
    for x, y in data:
        e = w * x + b - y
        loss = loss + e * e
    row = w, b, loss / n
    print(k, took, seen, *[f"{v:.5g}" for v in row])
    left = left or ${ORDERS[order][2]}
    batch, left = left[:size], left[size:]
    for i in batch:
        x, y = data[i]
        e = w * x + b - y
        p, q = p + e * x, q + e
    took = len(batch)
    seen = seen + took
    w = w - eta * 2 * p / took
    b = b - eta * 2 * q / took
`;
  }
}

customElements.define("batches-explorer", BatchesExplorer);
