// <terrain-explorer>: the map of a loss of two weights, and up to four methods that race on it from one start.
import { Explorer, change, dots, line, make, mark, scale } from "./explorer.js";
import { literal, show } from "./format.js";
import { METHODS, RATES, gone, program, walk } from "./methods.js";
import { SAMPLES, SURFACES, ravine } from "./surfaces.js";
import { COLOURS, FLOOR, LEFT, RIGHT, TOP, TerrainMap, ink } from "./terrain-map.js";

/** @typedef {import("./methods.js").State} State */

const MOST = 300; // steps
const DASHES = ["", "7 4", "1 4", "9 4 1 4"];

/** @type {import("./explorer.js").Field} */
const RATE = { label: "Rate η", value: 0.1, min: 0, max: 1000, powers: [-3, 1] };

/** @type {(value: number, to: import("./explorer.js").Scale) => number} */
const keep = (value, { values: [a, b] }) => Number(Math.max(a, Math.min(b, value)).toFixed(2));

class TerrainExplorer extends Explorer {
  static title = "Terrain explorer";
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    surface: { label: "Loss", value: "line", options: Object.entries(SURFACES).map(([key, { name }]) => [key, name]) },
    kappa: { label: "κ", value: 25, min: 1, max: 1000 },
    angle: { label: "turned", value: "0", options: ["0", "30", "45", "60"].map((angle) => [angle, `${angle}°`]) },
    method: { label: "Method", value: "together", options: Object.entries(METHODS).map(([key, { name }]) => [key, name]) },
    w: { label: "Start w", value: 0, min: -100, max: 100 },
    b: { label: "b", value: 0, min: -100, max: 100 },
    rate: { ...RATE, value: 0.2 },
    rate2: RATE,
    rate3: RATE,
    rate4: RATE,
    beta: { label: "β", value: 0.9, min: 0, max: 1 },
    target: { label: "Finish: loss", value: 0.01, min: 1e-9, max: 1e6 },
    steps: { label: "Steps", value: 0, min: 0, max: MOST, whole: true, hidden: true },
  };

  constructor() {
    super();
    this.u = scale([0, 3], [272, 348]); // beside the map: the samples
    this.v = scale([-5, 8], [FLOOR, TOP]);
    this.surface = SURFACES.line;
    this.drawn = "";
    this.names = ["w", "b"];
    this.races = false; // whether a loss of 0 can be reached
    this.chips = [...this.controls.querySelectorAll("[data-name=method] button")];
    this.inputs.surface[0].addEventListener("change", () => this.settle());
    const svg = this.picture("0 0 360 228", "A map of the loss");
    this.contours = mark(svg, "path", { stroke: "var(--rule)" });
    this.map = new TerrainMap(mark(svg, "g"));
    const ground = mark(svg, "rect", { x: LEFT, y: TOP, width: RIGHT - LEFT, height: FLOOR - TOP, opacity: 0 });
    ground.addEventListener("click", (event) => this.start(...this.at(svg, event)));
    this.knob = this.grip(svg, "Start", (x, y) => this.start(x, y),
      (across, up) => this.start(this.map.x(this.state.w + across / 20), this.map.y(this.state.b + up / 20)), "start");
    this.line = [0, 0]; // what the line of the first method predicts at its two grips
    this.ends = this.line.map((_, i) => this.grip(svg, `Line at x = ${2 * i + 0.5}`,
      (_, y) => this.bend(i, this.v.back(y)), (across, up) => this.bend(i, this.line[i] + (across + up) / 10)));
    for (const end of this.ends) change(end, { "aria-orientation": "vertical" });
    const buttons = make("div", { class: "ex-field" });
    this.controls.append(buttons, this.note);
    this.walks(MOST, () => this.run().some((run) => {
      const now = run[this.state.steps];
      return now && !gone(now) && !this.flat(now) && this.finish(run) < 0;
    }), buttons);
  }

  /**
   * As always, but the methods have a button each.
   * @param {string} name @param {import("./explorer.js").Field} field
   */
  control(name, field) {
    if (name !== "method") return super.control(name, field);
    const group = make("div", { class: "ex-field", role: "group", "aria-label": "Methods", "data-name": name });
    for (const key in METHODS) {
      this.button(METHODS[key].name, () => this.choose(key), group).removeAttribute("data-name");
    }
    this.controls.append(group);
  }

  /** @param {string} name @param {string} text */
  accept(name, text) {
    if (name !== "method") return super.accept(name, text);
    const keys = text.split(".");
    return !keys[4] && keys.every((key, i) => Object.hasOwn(METHODS, key) && keys.indexOf(key) === i) ? text : undefined;
  }

  /** @param {string} name @param {string} text */
  refusal(name, text) {
    const words = super.refusal(name, text);
    return (this.inputs[name]?.[0].labels?.[0].firstChild?.textContent ?? this.kind.fields[name].label) + words.slice(words.indexOf(":"));
  }

  /** Choose a method, in the place of the last if there are four, or leave it out. @param {string} key */
  choose(key) {
    const { keys, state } = this;
    const next = keys.includes(key) ? keys.filter((old) => old !== key) : [...keys.slice(0, 3), key];
    if (!next[0]) return;
    const rates = next.map((each, i) => [RATES[i], keys.includes(each) ? state[RATES[keys.indexOf(each)]] : this.pace(each, keys[0])]);
    this.set({ method: next.join("."), ...Object.fromEntries(rates) });
  }

  /**
   * A rate for a method on this surface: the page's own, that of a method like it, or a usual one.
   * @param {string} key @param {string} [other]
   */
  pace(key, other) {
    const { state, surface: { rates: [steep, far] } } = this;
    const { pace } = METHODS[key];
    const own = state.surface === this.initial("surface") ? `${this.initial("method")}`.split(".").indexOf(key) : -1;
    if (own >= 0) return this.initial(RATES[own]);
    if (other && METHODS[other].pace === pace) return state.rate;
    return Number((pace > 0 ? pace * steep : -pace * far).toPrecision(2));
  }

  /** After another surface is chosen: its own start and rates. */
  settle() {
    const { keys, state, surface: { start } } = this;
    const [w, b] = state.surface === this.initial("surface") ? [this.initial("w"), this.initial("b")] : start;
    this.set({ w, b, steps: 0, ...Object.fromEntries(keys.map((key, i) => [RATES[i], this.pace(key)])) });
  }

  /** @returns {string[]} */
  get keys() {
    return this.state.method.split(".");
  }

  /** @param {number[]} place */
  start(...[x, y]) {
    const { map } = this;
    this.set({ w: keep(map.x.back(x), map.x), b: keep(map.y.back(y), map.y) });
  }

  /** Put one grip of that line elsewhere: the new start. @type {(grip: number, height: number) => void} */
  bend(grip, height) {
    const [p, q] = this.line.map((old, i) => keep(i === grip ? height : old, this.v));
    const w = (q - p) / 2;
    this.set({ w: Number(w.toFixed(2)), b: Number((p - w / 2).toFixed(2)), steps: 0 });
  }

  /** The states of each method, until it leaves the map. */
  run() {
    const { keys, state, surface } = this;
    const runs = keys.map((key, i) => walk(METHODS[key], surface.gradient, state[RATES[i]], state));
    state.steps = Math.max(...runs.map((run) => run.length)) - 1;
    return runs;
  }

  /** The first step with a loss below the target, or −1. @param {State[]} run */
  finish(run) {
    return run.findIndex(({ theta: [w, b] }) => this.surface.loss(w, b) < this.state.target);
  }

  /** @param {State} state */
  flat({ theta: [w, b] }) {
    return Math.hypot(...this.surface.gradient(w, b)) < 0.001;
  }

  /** For a new surface: its scales, its contours, and the names of its weights. */
  backdrop() {
    const { surface, kappa, angle } = this.state;
    const key = [surface, kappa, angle].join();
    if (this.drawn === key) return;
    this.drawn = key;
    this.surface = { ...SURFACES[surface], ...(surface === "ravine" && ravine(kappa, angle)) };
    change(this.contours, { d: this.map.show(this.surface) });
    this.races = this.surface.loss(...this.surface.minima[0]) === 0;
    this.names = surface === "line" ? ["w", "b"] : ["w₁", "w₂"];
  }

  /** Name the fields, and show those that count. */
  settings() {
    const { keys, state, names } = this;
    const several = keys.length > 1;
    /** @type {Record<string, string | false>} */
    const labels = {
      kappa: state.surface === "ravine" && "κ",
      angle: state.surface === "ravine" && "turned",
      w: `Start ${names[0]}`,
      b: names[1],
      ...Object.fromEntries(RATES.map((name, i) =>
        [name, i < keys.length && (several ? `${METHODS[keys[i]].name} η` : "Rate η")])),
      beta: keys.some((key) => METHODS[key].memory?.[0] === "v") && "β",
      target: this.races ? "Finish: loss" : "",
    };
    for (const name in labels) {
      const [input, slider] = this.inputs[name];
      const { style } = /** @type {HTMLElement} */ (input.closest("div"));
      style.display = labels[name] ? "" : "none";
      if (slider) slider.style.display = keys[2] ? "none" : "";
      const title = input.labels?.[0].firstChild;
      if (title && labels[name]) title.textContent = labels[name] || "";
      if (slider) change(slider, { "aria-label": `${labels[name]}, slider` });
      const i = several ? RATES.indexOf(name) : -1;
      style.color = i < 0 ? "" : ink(COLOURS[i]);
    }
    const offered = `${this.initial("method")}`.includes("together") ? ["together", "one_by_one"] // in the first lesson
      : Object.keys(METHODS).slice(1);
    Object.keys(METHODS).forEach((key, n) => {
      const i = keys.indexOf(key);
      const { style } = /** @type {HTMLElement} */ (this.chips[n]);
      change(this.chips[n], { "aria-pressed": String(i >= 0) });
      style.display = i >= 0 || offered.includes(key) ? "" : "none";
      style.background = style.borderColor = i < 0 ? "" : ink(COLOURS[i]);
    });
  }

  render() {
    const { keys, state, map } = this;
    this.backdrop();
    this.settings();
    const { surface: { loss, gradient, minima }, names } = this;
    const { x, y, layer } = map;
    const runs = this.run();
    const k = state.steps;
    const [w, b] = runs[0][runs[0].length - 1].theta;
    /** @type {number[]} */
    const slopes = gradient(w, b);
    layer.replaceChildren();
    map.taken = [[x(keep(state.w, x)) - 14, y(keep(state.b, y)) + 27, 28]];
    map.draw(map.contour(loss(w, b)), "muted");
    map.draw(dots(minima.map(map.spot)), "green", "ex-minimum");
    const nexts = runs.map((run, i) =>
      METHODS[keys[i]].step(run[run.length - 1], gradient, state[RATES[i]], state.beta));
    if (keys[1]) runs.forEach((run, i) => {
      const [, ...spots] = [...run, nexts[i]].map(({ theta }) => map.spot(theta));
      map.name(METHODS[keys[i]].name, spots, i);
    });
    const told = runs.map((run, i) => {
      const { name, memory = [] } = METHODS[keys[i]];
      const colour = COLOURS[i];
      const now = run[run.length - 1];
      const [p, q] = now.theta;
      const corners = [...run, nexts[i]].map(({ theta, via = theta }) => [via, theta].map(map.spot));
      map.draw(line(corners.slice(-2).flat().slice(1)), colour, "ex-next");
      corners.pop();
      map.memory(now, memory, colour);
      map.draw(line(corners.flat()), colour, "ex-path", DASHES[i]);
      const mark = map.draw(dots(corners.map(([, spot]) => spot)), colour, "ex-dots");
      if (k > 40) mark.strokeWidth = "3";
      if (i % 2) mark.strokeLinecap = "square";
      const end = gone(now) ? ", off the map: undo, or take a smaller rate"
        : !state[RATES[i]] ? ", and a rate of 0 moves nothing"
        : !this.flat(now) ? keys[1] ? "" : `, gradient (${slopes.map((slope) => show(slope, 3)).join(", ")})`
        : minima.some(([m, n]) => Math.hypot(m - p, n - q) < 0.5) ? ", a minimum"
        : ", stuck at a saddle: nudge the start off the ridge";
      return `${name}${keys[2] ? "," : ` at (${show(p, 3)}, ${show(q, 3)}),`} loss ${show(loss(p, q), 3)}${end}`;
    });
    if (!keys[2]) map.slope([w, b], slopes, runs.flat());
    layer.append(...layer.querySelectorAll("text")); // above the paths

    const fits = state.surface === "line";
    const low = this.races ? Math.log10(state.target) - 1 : 0;
    const chart = (/** @type {number} */ height) => this.races ? Math.max(low, Math.log10(height)) : height;
    const u = fits ? this.u : scale([0, Math.max(8, k)], [272, 348]);
    const v = fits ? this.v : scale([low, Math.max(low + 2, chart(loss(state.w, state.b)) + (this.races ? 0.5 : 0))], [FLOOR, TOP]);
    map.frame();
    this.axis(layer, x, FLOOR, names[0]);
    this.axis(layer, u, FLOOR, fits ? "x" : "step");
    mark(layer, "text", { x: 10, y: 12 }, names[1]);
    mark(layer, "text", fits ? { x: 272, y: 12 } : { x: 348, y: 12, "text-anchor": "end" }, fits ? "y" : "loss");
    if (this.races) {
      map.draw(line([[u(0), v(low + 1)], [348, v(low + 1)]]), "green");
      mark(layer, "text", { x: 268, y: v(low + 1) + 4, class: "ex-reading", "text-anchor": "end" }, show(state.target));
    }
    runs.forEach((run, i) => {
      const [p, q] = run[run.length - 1].theta;
      const points = fits ? [[0, q], [3, 3 * p + q]] : run.map(({ theta: [w, b] }, n) => [n, chart(loss(w, b))]);
      map.draw(line(points.map(([p, q]) => [u(p), v(q)])), COLOURS[i], "ex-path", DASHES[i]);
    });
    if (fits) map.draw(dots(SAMPLES.map(([p, q]) => [u(p), v(q)])), "ink", "ex-data");
    const place = `${names[0]} ${show(state.w)}, ${names[1]} ${show(state.b)}`;
    this.turn(this.knob, [x(keep(state.w, x)), y(keep(state.b, y))], [state.w, ...x.values], place);
    this.line = [b + 0.5 * w, b + 2.5 * w];
    this.ends.forEach((grip, i) => {
      change(grip, { visibility: fits ? "visible" : "hidden" });
      this.turn(grip, [u(2 * i + 0.5), v(keep(this.line[i], v))], [this.line[i], -5, 8]);
    });

    const finishes = runs.map((run, i) => {
      const k = this.finish(run);
      return `${METHODS[keys[i]].name} ${k < 0 ? "not yet" : `at step ${k}`}`;
    });
    this.note.textContent = this.races ? `First below loss ${show(state.target)}: ${finishes.join(", ")}.` : "";

    const memories = [...new Set(keys.flatMap((key) => METHODS[key].memory ?? []))];
    const titles = memories.flatMap((title) => names.map((name) => title + (name[1] ?? ` ${name}`)));
    const head = ["k", "method", ...names, "loss", ...names.map((name) => `slope ${name}`), ...titles];
    this.table.tHead?.rows[0].replaceChildren(...head.map((title) => make("th", { scope: "col" }, title)));
    const rows = runs.flatMap((run, i) => run.map(({ theta, ...more }, k) =>
      [k, keys[i], ...theta, loss(...theta), ...gradient(...theta), ...memories.flatMap((title) => more[title] ?? ["", ""])]));
    rows.sort(([k], [n]) => k - n); // stable: the methods keep their order
    return { rows, words: `Step ${k}: ${told.join("; ")}.` };
  }

  python() {
    const { keys, surface, state } = this;
    return program(surface.python, keys, state, this.run().some((run) => gone(run[run.length - 1])));
  }
}

customElements.define("terrain-explorer", TerrainExplorer);
