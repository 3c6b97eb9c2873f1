// <terrain-explorer>: the map of a loss of two weights, and methods that race on it from one start.
import { Explorer, change, dots, line, make, mark, scale } from "./explorer.js";
import { literal, show } from "./format.js";
import { LIMIT } from "./losses.js";
import { METHODS, SAMPLES, SURFACES } from "./surfaces.js";

/** @typedef {import("./surfaces.js").State} State */

const MOST = 300; // steps
const [LEFT, RIGHT, TOP, FLOOR] = [22, 240, 8, 198]; // the map's edges

/** What the method remembers: title and number, or pair. @param {State} state @returns {[string, any][]} */
const memory = ({ theta, via, ...more }) => Object.entries(more);

/** The same, number by number. @param {State} state */
const parts = (state) => memory(state).flatMap(([title, value]) =>
  value.map ? [[`${title} w`, value[0]], [`${title} b`, value[1]]] : [[title, value]]);

/** @param {State} state */
const gone = ({ theta: [w, b] }) => !(Math.abs(w) <= LIMIT && Math.abs(b) <= LIMIT);

/** @type {(value: number, to: import("./explorer.js").Scale) => number} */
const keep = (value, { values: [a, b] }) => Number(Math.max(a, Math.min(b, value)).toFixed(2));

class TerrainExplorer extends Explorer {
  static title = "Terrain explorer";
  static columns = ["k", "method", "w", "b", "loss", "slope w", "slope b"];
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    surface: { label: "Loss", value: "line", options: Object.entries(SURFACES).map(([key, { name }]) => [key, name]) },
    method: {
      label: "Method",
      value: "together",
      get options() { // each, and each race of several
        const sets = Object.keys(METHODS).reduce((sets, key) => [...sets, ...sets.map((set) => [...set, key])], [[""]]);
        return sets.slice(1).map(([, ...set]) => /** @type {[string, string]} */ (
          [set.join("."), set.map((key) => METHODS[key].name).join(" and ")]));
      },
    },
    w: { label: "Start w", value: 0, min: -100, max: 100 },
    b: { label: "b", value: 0, min: -100, max: 100 },
    rate: { label: "Rate η", value: 0.2, min: 0, max: 1000, powers: [-3, 1] },
    steps: { label: "Steps", value: 0, min: 0, max: MOST, whole: true, hidden: true },
  };

  constructor() {
    super();
    this.x = scale([-1.9, 3.7], [LEFT, RIGHT]);
    this.y = scale([-2.9, 2], [FLOOR, TOP]);
    this.u = scale([0, 3], [272, 348]); // beside the map: the samples
    this.v = scale([-5, 8], [FLOOR, TOP]);
    this.drawn = "";
    const svg = this.picture("0 0 360 228", "A map of the loss");
    this.contours = mark(svg, "path", { stroke: "var(--rule)" });
    this.layer = mark(svg, "g");
    const ground = mark(svg, "rect", { x: LEFT, y: TOP, width: RIGHT - LEFT, height: FLOOR - TOP, opacity: 0 });
    ground.addEventListener("click", (event) => this.start(...this.at(svg, event)));
    this.knob = this.grip(svg, "Start", (x, y) => this.start(x, y),
      (across, up) => this.start(this.x(this.state.w + across / 20), this.y(this.state.b + up / 20)), "start");
    this.line = [0, 0]; // what the line of the first method predicts at its two grips
    this.ends = this.line.map((_, i) => this.grip(svg, `Line at x = ${2 * i + 0.5}`,
      (_, y) => this.bend(i, this.v.back(y)), (across, up) => this.bend(i, this.line[i] + (across + up) / 10)));
    for (const end of this.ends) change(end, { "aria-orientation": "vertical" });
    this.walks(MOST, () => {
      const last = this.run().map((run) => run[this.state.steps]);
      return !last.some(gone) && !last.every((now) => this.flat(now));
    });
  }

  get surface() {
    return SURFACES[this.state.surface];
  }

  /** @returns {string[]} */
  get keys() {
    return this.state.method.split(".");
  }

  /** @param {number[]} place */
  start(...[x, y]) {
    this.set({ w: keep(this.x.back(x), this.x), b: keep(this.y.back(y), this.y) });
  }

  /** Put one grip of that line elsewhere: the new start. @type {(grip: number, height: number) => void} */
  bend(grip, height) {
    const [p, q] = this.line.map((old, i) => keep(i === grip ? height : old, this.v));
    const w = (q - p) / 2;
    this.set({ w: Number(w.toFixed(2)), b: Number((p - w / 2).toFixed(2)), steps: 0 });
  }

  /** The states of each method, until one leaves the map. */
  run() {
    const { keys, surface, state } = this;
    const runs = keys.map((key) => [METHODS[key].start([state.w, state.b])]);
    for (let k = 0; k < state.steps && !runs.some((run) => gone(run[k])); k++) {
      runs.forEach((run, i) => run.push(METHODS[keys[i]].step(run[k], surface.gradient, state.rate)));
    }
    state.steps = runs[0].length - 1;
    return runs;
  }

  /** @param {State} state */
  flat({ theta: [w, b] }) {
    return Math.hypot(...this.surface.gradient(w, b)) < 0.001;
  }

  /** @param {number[]} theta */
  spot = ([w, b]) => [this.x(w), this.y(b)];

  /** @type {(d: string, colour: string, kind?: string) => void} */
  draw(d, colour, kind = "ex-path") {
    mark(this.layer, "path", { d, class: kind }).style.stroke = `var(--${colour})`;
  }

  /** @type {(words: string, x: number, y: number, colour: string, left?: boolean) => void} */
  label(words, x, y, colour, left = x > 130) {
    mark(this.layer, "text", { x, y, "text-anchor": left ? "end" : "start" }, words)
      .style.fill = `var(--${colour}-text)`;
  }

  /**
   * Draw a vector, longer if it is larger; returns how it runs in the picture.
   * @type {(theta: number[], vector: number[], colour: string, title: string) => number[]}
   */
  arrow(theta, [p, q], colour, title) {
    const [x, y] = this.spot(theta);
    const far = 50 / (1 + Math.hypot(p, q));
    const [u, v] = [p * far, -q * far];
    const tip = [x + u, y + v];
    const [left, right] = [0.1, -0.1].map((side) => [x + 0.8 * u + side * v, y + 0.8 * v - side * u]);
    this.draw(line([[x, y], tip, left, tip, right]), colour);
    this.label(title, Math.max(70, Math.min(190, tip[0])), tip[1] - 4, colour, u < 0);
    return [u, v];
  }

  /** A contour, from small squares: it enters and leaves where an edge has the height. @param {number} height */
  contour(height) {
    let d = "";
    for (let x = LEFT; x < RIGHT; x += 4) {
      for (let y = TOP; y < FLOOR; y += 4) {
        const square = [[x, y], [x + 4, y], [x + 4, y + 4], [x, y + 4]];
        const above = square.map(([x, y]) => this.surface.loss(this.x.back(x), this.y.back(y)) - height);
        const cuts = square.flatMap(([p, q], i) => {
          const [r, s] = square[(i + 1) % 4];
          const part = above[i] / (above[i] - above[(i + 1) % 4]);
          return part >= 0 && part < 1 ? [[p + part * (r - p), q + part * (s - q)]] : [];
        });
        while (cuts[1]) d += line(cuts.splice(0, 2));
      }
    }
    return d;
  }

  render() {
    const { keys, surface: { loss, gradient, minima }, state, layer, x, y } = this;
    const runs = this.run();
    const k = state.steps;
    const [w, b] = runs[0][k].theta;
    /** @type {number[]} */
    const slopes = gradient(w, b);
    if (this.drawn !== state.surface) {
      const heights = Array.from({ length: 16 }, (_, n) => loss(minima[0][0], minima[0][1]) + 0.28 * (n || 0.5) ** 2);
      change(this.contours, { d: heights.map((height) => this.contour(height)).join("") });
      this.drawn = state.surface;
    }
    layer.replaceChildren();
    this.draw(this.contour(loss(w, b)), "muted");
    this.draw(dots(minima.map(this.spot)), "green", "ex-minimum");
    const firsts = keys.map((key, i) => this.spot(METHODS[key].step(runs[i][0], gradient, state.rate).theta));
    const told = keys.map((key, i) => {
      const { name, colour, step } = METHODS[key];
      const now = runs[i][k];
      const [p, q] = now.theta;
      const next = step(now, gradient, state.rate);
      const walk = [...runs[i], next].map(({ theta, via = theta }) => [via, theta].map(this.spot));
      this.draw(line(walk.slice(-2).flat().slice(1)), colour, "ex-next");
      walk.pop();
      this.draw(line(walk.flat()), colour);
      this.draw(dots(walk.map(([, spot]) => spot)), colour, "ex-dots");
      for (const [title, value] of memory(now)) if (value.map) this.arrow(now.theta, value, colour, title);
      const [x, y] = firsts[i];
      if (keys[1]) this.label(name, x, y + (y > Math.min(...firsts.map(([, y]) => y)) ? 15 : -7), colour);
      const end = gone(now) ? ", off the map: undo, or take a smaller rate"
        : !state.rate ? ", and a rate of 0 moves nothing"
        : !this.flat(now) ? keys[1] ? "" : `, gradient (${slopes.map((slope) => show(slope, 3)).join(", ")})`
        : minima.some(([m, n]) => Math.hypot(m - p, n - q) < 0.5) ? ", a minimum"
        : ", stuck at a saddle: nudge the start off the ridge";
      return `${name} at (${show(p, 3)}, ${show(q, 3)}), loss ${show(loss(p, q), 3)}${end}`;
    });
    const [m, n] = this.spot([w, b]);
    const [across, down] = this.arrow([w, b], slopes, "vermilion", "gradient");
    const side = 7 / Math.hypot(across, down);
    const corner = [[across, down], [across - down, down + across], [-down, across]];
    if (side < 1) this.draw(line(corner.map(([p, q]) => [m + p * side, n + q * side])), "ink");

    const fits = state.surface === "line";
    const u = fits ? this.u : scale([0, Math.max(8, k)], [272, 348]);
    const v = fits ? this.v : scale([0, loss(state.w, state.b) || 1], [FLOOR, TOP]);
    const frame = `M0 0H360V228H0ZM${LEFT} ${TOP}V${FLOOR}H${RIGHT}V${TOP}Z`;
    mark(layer, "path", { d: frame, "fill-rule": "evenodd" }).style.fill = "var(--paper)";
    this.axis(layer, x, FLOOR, "w");
    this.axis(layer, u, FLOOR, fits ? "x" : "step");
    for (const n of [-2, -1, 0, 1]) {
      mark(layer, "text", { x: 16, y: y(n) + 4, class: "ex-reading", "text-anchor": "end" }, show(n));
    }
    mark(layer, "text", { x: 10, y: 12 }, "b");
    mark(layer, "text", { x: 272, y: 12 }, fits ? "y" : "loss");
    runs.forEach((run, i) => {
      const [p, q] = run[k].theta;
      const points = fits ? [[0, q], [3, 3 * p + q]] : run.map(({ theta: [w, b] }, n) => [n, loss(w, b)]);
      this.draw(line(points.map(([p, q]) => [u(p), v(q)])), METHODS[keys[i]].colour);
    });
    if (fits) this.draw(dots(SAMPLES.map(([p, q]) => [u(p), v(q)])), "ink", "ex-data");
    const place = `w ${show(state.w)}, b ${show(state.b)}`;
    this.turn(this.knob, [x(keep(state.w, x)), y(keep(state.b, y))], [state.w, -1.9, 3.7], place);
    this.line = [b + 0.5 * w, b + 2.5 * w];
    this.ends.forEach((grip, i) => {
      change(grip, { visibility: fits ? "visible" : "hidden" });
      this.turn(grip, [u(2 * i + 0.5), v(keep(this.line[i], v))], [this.line[i], -5, 8]);
    });

    const titles = [...new Set(runs.flatMap(([first]) => parts(first).map(([title]) => title)))];
    const head = [...this.kind.columns, ...titles].map((title) => make("th", { scope: "col" }, title));
    this.table.tHead?.rows[0].replaceChildren(...head);
    const rows = runs[0].flatMap((_, k) => keys.map((key, i) => {
      const [w, b] = runs[i][k].theta;
      const more = Object.fromEntries(parts(runs[i][k]));
      return [k, key, w, b, loss(w, b), ...gradient(w, b), ...titles.map((title) => more[title] ?? "")];
    }));
    return { rows, words: `Step ${k}: ${told.join("; ")}.` };
  }

  python() {
    const { keys, surface, state: { w, b, rate, steps } } = this;
    const starts = keys.map((key) => {
      const more = parts(METHODS[key].start([w, b])).map(([, value]) => value);
      return `    ${key}: (${[w, b, ...more].map(literal).join(", ")}),\n`;
    });
    return `${surface.python}

${keys.map((key) => METHODS[key].python + "\n\n").join("")}eta = ${literal(rate)}
race = {
${starts.join("")}}
for k in range(${steps + 1}):
    for step, state in race.items():
        w, b, *more = state
        row = w, b, loss(w, b), *gradient(w, b), *more
        print(k, step.__name__, *[f"{x:.5g}" for x in row])
        race[step] = step(*state)
`;
  }
}

customElements.define("terrain-explorer", TerrainExplorer);
