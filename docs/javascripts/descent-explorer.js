// <descent-explorer>: a walk down the loss of one weight. On the hikes, the line at the height w moves with it.
import { Explorer, change, dots, line, mark, scale } from "./explorer.js";
import { literal, show } from "./format.js";
import { LIMIT } from "./arithmetic.js";
import { HIKES, LOSSES, descend, zone } from "./losses.js";

const MOST = 1000; // steps
const FLOOR = 200; // the place of the axis
const ZONES = {
  "stands still": "nothing moves",
  creeps: "the walk creeps, on its own side",
  lands: "the walk lands in one step",
  leaps: "the walk leaps across, nearer each time",
  bounces: "the walk bounces, never nearer",
  diverges: "the walk diverges, further each time",
};

class DescentExplorer extends Explorer {
  static title = "Descent explorer";
  static columns = ["k", "w", "loss", "slope", "move"];
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    loss: { label: "Loss", value: "bowl", anew: true, options: Object.entries(LOSSES).map(([key, { name }]) => [key, name]) },
    start: { label: "Start", value: 0, anew: true, min: -LIMIT, max: LIMIT },
    rate: { label: "Rate η", value: 0.1, min: 0, max: 1000, powers: [-4, 1] },
    steps: { label: "Steps", value: 0, min: 0, max: MOST, whole: true, hidden: true },
  };

  constructor() {
    super();
    this.x = this.y = this.hike = this.km = scale([0, 1], [0, 1]);
    /** @type {import("./losses.js").Loss | undefined} */
    this.drawn = undefined;
    const svg = this.picture("0 0 360 230", "The loss over the weight");
    this.frame = mark(svg, "g");
    this.errors = mark(svg, "path", { class: "ex-axis" });
    this.fit = mark(svg, "path", { class: "ex-path" });
    this.tangent = mark(svg, "path", { class: "ex-tangent" });
    this.track = mark(svg, "path", { class: "ex-path" });
    this.next = mark(svg, "path", { class: "ex-next" });
    this.spots = mark(svg, "path", { class: "ex-dots" });
    this.now = mark(svg, "circle", { r: 5, class: "ex-now" });
    this.edge = mark(svg, "text", { y: 14, class: "ex-reading" });
    this.steep = mark(svg, "text", { class: "ex-slope ex-reading" });
    this.w = 0;
    const hundredth = () => (this.loss.range[1] - this.loss.range[0]) / 100;
    this.knob = this.grip(svg, "Start", (x) => this.start(this.x.back(x)),
      (across) => this.start(this.state.start + across * hundredth()), "start");
    this.end = this.grip(svg, "The line, as the start", (_, y) => this.start(this.km.back(y)),
      (across, up) => this.start(this.w + (across + up) * hundredth()));
    change(this.end, { "aria-orientation": "vertical" });
    this.walks(MOST, () => {
      const { start, rate, steps } = this.state;
      const w = descend(this.loss.slope, start, rate, steps)[steps] ?? Infinity;
      return Math.abs(w) <= LIMIT && Math.abs(rate * this.loss.slope(w)) > 1e-6 * Math.max(1, Math.abs(w));
    });
    this.controls.append(this.note);
  }

  get loss() {
    return LOSSES[this.state.loss];
  }

  /** @param {number} w */
  start(w) {
    const [a, b] = this.loss.range;
    this.set({ start: Number(Math.max(a, Math.min(b, w)).toFixed(2)), steps: 0 });
  }

  render() {
    const { state, loss } = this;
    const path = descend(loss.slope, state.start, state.rate, state.steps);
    state.steps = path.length - 1;
    const rows = path.map((w, k) => [k, w, loss.loss(w), loss.slope(w), w - state.rate * loss.slope(w) - w]);
    const [k, w, height, slope, move] = rows[path.length - 1];
    if (this.drawn !== loss) this.backdrop(loss);
    const { x, y } = this;
    const far = Math.hypot(x(1) - x(0), slope * (y(1) - y(0))) / 45;
    change(this.tangent, { d: line([-1 / far, 1 / far].map((d) => [x(w + d), y(height + slope * d)])) });
    change(this.track, { d: line(path.map((v) => [x(v), y(loss.loss(v))])) });
    change(this.spots, { d: dots(path.map((v) => [x(v), y(loss.loss(v))])) });
    change(this.next, { d: line([[x(w), y(height)], [x(w + move), y(height)], [x(w + move), y(loss.loss(w + move))]]) });
    change(this.now, { cx: x(w), cy: y(height) });
    const label = [Math.min(x(w) + 12, 285), Math.max(24, Math.min(FLOOR - 20, y(height) - 8))];
    change(this.steep, { x: label[0], y: label[1] });
    this.steep.textContent = `slope ${show(Math.abs(slope) < 1e-4 ? 0 : slope, 3)}`;
    this.w = w;
    const level = Math.max(-2000, Math.min(2000, this.km(w)));
    change(this.fit, { d: line([[this.hike(0.4), level], [this.hike(4.6), level]]) });
    const strokes = HIKES.map((km, i) => line([km, w].map((far) => [this.hike(i + 1), this.km(far)])));
    change(this.errors, { d: strokes.join("") });
    this.turn(this.end, [this.hike(4.6), level], [w, ...loss.range]);
    const [a, b] = loss.range;
    const gone = w < a || w > b || height > loss.top || height < (loss.bottom ?? 0);
    this.edge.textContent = gone ? `w = ${show(w)}, outside the picture` : "";
    change(this.edge, { x: w > (a + b) / 2 ? 352 : x(a), "text-anchor": w > (a + b) / 2 ? "end" : "start" });
    this.turn(this.knob, [Math.max(x(a), Math.min(x(b), x(state.start))), FLOOR], [state.start, a, b]);
    this.note.textContent = k ? this.about(w) : "";
    return { rows, words: this.words(k, w, height, move) };
  }

  /** @type {(k: number, w: number, height: number, move: number) => string} */
  words(k, w, height, move) {
    const here = `Step ${k}: w = ${show(w)}, loss ${show(height)}.`;
    if (!(Math.abs(w) <= LIMIT)) return `${here} The walk has left the map. Undo, or take a smaller rate.`;
    if (move === 0) return `${here} The next step moves nothing.`;
    return `${here} Next: ${show(Math.abs(move))} to the ${move > 0 ? "right" : "left"}.`;
  }

  /** What this rate does, and where its limits are. @param {number} w */
  about(w) {
    const { loss, state: { rate } } = this;
    if (!loss.minima.length) return "This loss falls forever: it has no minimum.";
    const near = loss.minima.reduce((a, b) => (Math.abs(b - w) < Math.abs(a - w) ? b : a));
    const bent = loss.curvature(near) > 0;
    const everywhere = loss.curvature(0) === loss.curvature(7);
    if (bent && !everywhere && Math.abs(w - near) > 0.5) return "Only near a minimum can a limit for the rate be told.";
    if (!bent && w === near) return "Here the slope is 0.";
    const curvature = bent ? loss.curvature(near) : loss.slope(w) / (w - near);
    const product = rate * curvature;
    const verdict = product > 2 && !everywhere ? "no step gets nearer" : ZONES[zone(product)];
    const lead = !bent ? "On this step" : (everywhere ? "The" : "Near this minimum, the") +
      ` curvature, how fast the slope changes, is ${show(curvature)}. Rate × curvature = ${show(product)}`;
    return `${lead}: ${verdict}. The rate ${show(1 / curvature)} lands; from ${show(2 / curvature)} on none ` +
      `${everywhere ? "arrives" : "gets nearer"}.`;
  }

  /** Axes, curve and minima, and the hikes where they belong. @param {import("./losses.js").Loss} loss */
  backdrop(loss) {
    const { frame } = this;
    const fits = loss === LOSSES.hikes;
    const [a, b] = loss.range;
    this.drawn = loss;
    frame.replaceChildren();
    const x = this.x = scale(loss.range, [fits ? 176 : 12, 352]);
    const y = this.y = scale([loss.bottom ?? 0, loss.top], [FLOOR - 6, 10]);
    this.axis(frame, x, FLOOR, fits ? "guess w" : "w");
    const curve = Array.from({ length: 241 }, (_, i) => a + ((b - a) * i) / 240);
    mark(frame, "path", { class: "ex-loss", d: line(curve.map((w) => [x(w), y(loss.loss(w))])) });
    for (const w of loss.minima) mark(frame, "path", { class: "ex-minimum", d: dots([[x(w), y(loss.loss(w))]]) });
    for (const part of [this.errors, this.fit, this.end]) change(part, { visibility: fits ? "visible" : "hidden" });
    if (!fits) return;
    this.hike = scale([0.4, 4.6], [12, 150]);
    this.km = scale([0, 6], [FLOOR - 6, 10]);
    this.axis(frame, this.hike, FLOOR, "hike");
    mark(frame, "text", { x: 12, y: 12 }, "km");
    HIKES.forEach((km, i) => mark(frame, "text", { x: this.hike(i + 1) + 7, y: this.km(km) - 5 }, String(km)));
    mark(frame, "path", { class: "ex-data", d: dots(HIKES.map((km, i) => [this.hike(i + 1), this.km(km)])) });
  }

  python() {
    const { start, rate, steps } = this.state;
    return `${this.loss.python}
w, eta = ${literal(start)}, ${literal(rate)}
for k in range(${steps + 1}):
    new = w - eta * slope(w)
    row = w, loss(w), slope(w), new - w
    print(k, *[f"{x:.5g}" for x in row])
    w = new
`;
  }
}

customElements.define("descent-explorer", DescentExplorer);
