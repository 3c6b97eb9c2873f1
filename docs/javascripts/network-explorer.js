// <network-explorer>: one or two weights that learn one data point, with every number on the way.
import { Explorer, dots, line, make, mark } from "./explorer.js";
import { literal, show } from "./format.js";

export const LIMIT = 1e6; // a weight beyond it has left
const near = { min: -1000, max: 1000 };
export const far = { min: -LIMIT, max: LIMIT };

export const clamp = (w = 0) => Math.max(-10, Math.min(10, w));

/** What rounding left of a zero is told as 0. */
export const say = (value = 0) => show(Math.abs(value) < 1e-9 ? 0 : value);

export class NetworkExplorer extends Explorer {
  static title = "Network explorer";
  // with one weight, the style hides the fields, columns and grip of the second
  static columns = ["k", "prediction", "error", "loss", "w1", "w2", "slope1", "slope2"];
  static observedAttributes = ["only"]; // folded, the picture has no sums
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    net: { label: "Weights", value: "2", options: [["1", "one"], ["2", "two"]] },
    x1: { label: "x1", value: 3, ...near },
    w1: { label: "Start w1", value: 1, ...far },
    target: { label: "Target", value: 6, ...far },
    x2: { label: "x2", value: 4, ...near },
    w2: { label: "Start w2", value: 2, ...far },
    rate: { label: "Rate η", value: 0.01, min: 0, max: 1000 },
    steps: { label: "Steps", value: 0, min: 0, max: 100, whole: true, hidden: true },
  };

  static middles = [128, 128]; // of the lines on which the weights lie

  constructor() {
    super();
    const { middles, fields } = /** @type {typeof NetworkExplorer} */ (this.constructor);
    const svg = this.picture("0 0 320 298", "The network, its slopes and its steps");
    this.frame = mark(svg, "g");
    this.now = this.walk()[0];
    this.knobs = [1, 2].map((i) => {
      const pull = (w = 0) => this.set({ [`w${i}`]: Number(clamp(w).toFixed(1)), steps: 0 });
      const nudge = (across = 0, up = 0) => pull(this.now.w[i - 1] + (across + up) / 10);
      return this.grip(svg, `Weight w${i}`, (x) => pull((x - middles[i - 1]) / 4.4), nudge);
    });
    const row = this.controls.appendChild(make("div", { class: "ex-foot" }));
    this.walks(fields.steps.max ?? 0, () => {
      const { gone, slopes } = this.walk()[this.state.steps] ?? this.now;
      return !gone && slopes.some((slope = 0) => Math.abs(slope) > 1e-9);
    }, row);
    this.controls.append(this.note);
  }

  /** The network before each step and after the last. @returns {any[]} */
  walk() {
    const { net, x1, x2, w1, w2, target, rate, steps } = this.state;
    const x = [x1, x2].slice(0, net);
    const path = [];
    let w = [w1, w2].slice(0, net);
    while (path.length <= steps && !path.at(-1)?.gone) {
      const prediction = x.reduce((sum, x, i) => sum + x * w[i], 0);
      const error = prediction - target;
      const slopes = x.map((x) => 2 * error * x);
      const next = w.map((w, i) => w - rate * slopes[i]);
      path.push({ x, w, prediction, error, slopes, next, gone: w.some((w) => Math.abs(w) > LIMIT) });
      w = next;
    }
    return path;
  }

  attributeChangedCallback() {
    if (this.rows.childElementCount) this.update(); // not before its first state is read
  }

  render() {
    const { frame, state } = this;
    const path = this.walk();
    const k = state.steps = path.length - 1;
    const { w, prediction, error, slopes, next, gone } = this.now = path[k];
    const x = /** @type {number[]} */ (this.now.x);
    const draw = (kind = "", d = "") => mark(frame, "path", { class: kind, d });
    const plain = (text = "") => (/\d/.test(text) ? "ex-num" : "");
    const put = (x = 0, y = 0, text = "", kind = plain(text), parent = frame) =>
      mark(parent, "text", { x, y, class: kind, "text-anchor": "middle" }, text);
    const node = (x = 0, y = 0, width = 0, height = 0) =>
      mark(frame, "rect", { x: x - width / 2, y: y - height, width, height, rx: 15, class: "ex-node" });
    const sum = (y = 0, texts = "", kind = "") =>
      texts.split("|").forEach((text, j) => put(9 + 38.5 * j, y, text, `ex-reading ${(j > 6 && kind) || plain(text)}`));
    frame.replaceChildren();
    const n = x.length;
    x.forEach((input, i) => {
      const y = n > 1 ? 28 + 56 * i : 52;
      const name = `w${i + 1}`, value = show(input), weight = show(w[i]), slope = say(slopes[i]);
      draw("ex-edge", `M36 ${y}H180Q190 ${y} 198 52M84 ${y - 4}v8m44 0v-8m44 0v8`);
      put(128, y - 11, `${name} = ${weight}`);
      put(128, y + 20, `slope ${slope}`, "ex-slope ex-reading");
      node(36, y + 15, Math.max(30, 16 + 5 * value.length), 30);
      put(36, y + 4, value);
      this.turn(this.knobs[i], [128 + 4.4 * clamp(w[i]), y], [w[i], -10, 10]);
      sum(177 + 14 * i, `${name}|${say(2 * error)}|×|${value}|×|1|=|${slope}`, "ex-slope");
      sum(225 + 14 * i, `${name}|${weight}|−|${show(state.rate)}|·|${slope}|=|${say(next[i])}`, "ex-new");
    });
    node(258, 75, 120, 24 + 14 * n);
    const sums = [
      ...x.map((x, i) => `w${i + 1} · x${i + 1} = ${say(w[i] * x)}`),
      `prediction ${say(prediction)}`,
      `target ${show(state.target)}`,
      `error ${say(error)}`,
      `loss ${say(error * error)}`,
    ];
    sums.forEach((text, j) =>
      put(258, 67 + 14 * (j - n) + (j > n ? 12 : 0), text, j === n + 1 ? "ex-goal" : "ex-num"));
    sum(150, "|slope at node||value that||slope of the||slope for");
    sum(162, "|2 · error||feeds it||activation||the weight");
    sum(210, "|weight||rate||slope||new weight");
    const most = Math.max(...path.map(({ error }) => Math.abs(error))) || 1;
    const folded = this.hasAttribute("only");
    frame.ownerSVGElement?.setAttribute("viewBox", `0 0 320 ${folded ? 198 : 298}`);
    const chart = mark(frame, "g", { transform: `translate(0 ${folded ? -104 : 0})` });
    for (const v of [1, -1]) put(36, 278 - 20 * v, show(v * most), "ex-num ex-reading", chart);
    put(36, 278, "error 0", "ex-num", chart);
    const places = path.map(({ error }, i) => [76 + (236 * i) / Math.max(8, k), 274 - (20 * error) / most]);
    mark(chart, "path", { class: "ex-edge", d: "M70 274H318" });
    mark(chart, "path", { class: "ex-path", d: line(places) });
    mark(chart, "path", { class: "ex-dots", d: dots(places) });

    const square = x.reduce((sum, x) => sum + x * x, 0);
    const factor = say(1 - 2 * state.rate * square);
    this.note.textContent = !k ? "" :
      `‖x‖² = ${show(square)}. Each step multiplies the error by 1 − 2η‖x‖² = ${factor}. ` +
      `The rate must stay below 1/‖x‖² = ${show(1 / square).replace("inf", "∞")}.`;
    const words = `Step ${k}: prediction ${say(prediction)}, error ${say(error)}` + (
      gone ? ". The weights have left the map. Undo, or take a smaller rate." :
      say(error) === "0" ? ": on target, every slope is 0." :
      !k ? `: too ${error > 0 ? "high" : "low"}.` :
      `: ${factor === "0.5" ? "half of" : factor + " times"} the one before.`
    ) + x.map((x, i) => (x ? "" : ` x${i + 1} is 0: the weight w${i + 1} cannot move.`)).join("");
    const rows = path.map(({ w, prediction, error, slopes }, k) =>
      [k, prediction, error, error * error, ...w, ...slopes].map((value) => value + 0)); // no −0
    return { rows, words };
  }

  python() {
    const { net, x1, x2, w1, w2, target, rate, steps } = this.state;
    const list = (a = 0, b = 0) => [a, b].slice(0, net).map(literal).join(", ");
    return `import numpy as np

inputs, target = np.array([${list(x1, x2)}]), ${literal(target)}
weights, eta = np.array([${list(w1, w2)}]), ${literal(rate)}
for k in range(${steps + 1}):
    prediction = sum(inputs * weights)
    error = prediction - target
    gradient = 2 * error * inputs
    row = prediction, error, error * error, *weights, *gradient
    print(k, *[f"{x + 0:.5g}" for x in row])  # + 0: no -0
    weights = weights - eta * gradient
`;
  }
}

customElements.define("network-explorer", NetworkExplorer);
