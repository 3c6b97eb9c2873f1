// <rate-explorer>: steps needed against the rate, a curve to drag along; beside it the walk as a staircase.
import { Explorer, change, dots, line, mark, scale } from "./explorer.js";
import { literal, show } from "./format.js";
import { LIMIT } from "./arithmetic.js";
import { zone } from "./losses.js";

const MOST = 100000; // steps
// Where the grip can stand, as rate × curvature: close together at both walls
const SIZES = Array.from({ length: 170 }, (_, i) => Number((10 ** (i / 40 - 4.25)).toPrecision(3)));
const PRODUCTS = [1, 2, ...SIZES.flatMap((p) => [p, 2 - p, 2 + p])].sort((p, q) => p - q);
const x = scale([0, 3], [42, 214]);
const y = scale([0, 5], [164, 24]);
const high = (steps = 1) => y(Math.log10(Math.max(1, Math.min(MOST, steps))));

class RateExplorer extends Explorer {
  static title = "Rate explorer";
  static columns = ["k", "w", "distance"];
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    rate: { label: "Rate η", value: 0.1, min: 0, max: 1000, powers: [-4, 1] },
    a: { label: "Steepness", value: 1, min: 0.001, max: 1000 },
    start: { label: "Start", value: 0, min: -1000, max: 1000 },
    target: { label: "Within", value: 0.01, min: 1e-6, max: 1000 },
  };

  constructor() {
    super();
    const svg = this.picture("0 0 360 200", "Steps needed against the rate, and the walk as a staircase");
    const text = (x = 0, y = 0, words = "", anchor = "middle") =>
      mark(svg, "text", { x, y, "text-anchor": anchor }, words);
    mark(svg, "rect", { x: x(2), y: 24, width: 57, height: 146, fill: "var(--shade)" });
    mark(svg, "path", { class: "ex-axis", d: "M42 24V170H214M230 40V170H356M230 170L356 44" });
    ["1", "10", "100", "1,000", "10,000"].forEach((n, power) => text(38, y(power) + 4, n, "end"));
    text(x(2.5), 92, "never");
    text(x(2.5), 105, "arrives");
    text(214, 198, "rate η", "end");
    text(356, 198, "w", "end");
    text(230, 34, "next w", "start");
    text(293, 185, "3");
    text(x(0), 185, "0");
    this.texts = [text(x(1), 185), text(x(2), 185), text(0, 185)];
    this.texts.push(text(214, 12, "", "end"), text(356, 12, "", "end"));
    for (const each of this.texts) change(each, { class: "ex-reading" });
    this.curve = mark(svg, "path", { class: "ex-loss" });
    this.stairs = mark(svg, "path", { class: "ex-path" });
    mark(svg, "path", { class: "ex-minimum", d: dots([[293, 107]]) });
    this.places = [[0]];
    this.knob = this.grip(
      svg,
      "Rate, along the curve",
      (left, top) => this.near(this.places.map(([x, y]) => Math.hypot(x - left, y - top))),
      (across, up) => this.near(this.places.map(([, , eta]) => Math.abs(eta - this.state.rate)), across + up),
    );
  }

  /** Take the rate of the nearest place, or of one further on. @param {number[]} far */
  near(far, further = 0) {
    const place = this.places[far.indexOf(Math.min(...far)) + further];
    if (place) this.set({ rate: place[2] });
  }

  render() {
    const { a, start, rate, target } = this.state;
    const rows = [];
    let k = 0, w = start, far = 0, more = true;
    for (; more; k++) {
      far = Math.abs(w - 3);
      more = far > target && far <= LIMIT && k < MOST;
      if (k <= 30 || !more) rows.push([String(k), w, far]);
      w = w - rate * (2 * a * (w - 3));
    }
    const steps = far <= target ? k - 1 : Infinity;
    const product = rate * 2 * a;
    const factor = 1 - product;

    this.places = PRODUCTS.map((p) => {
      const need = Math.abs(start - 3) <= target ? 0 : p >= 2 ? MOST
        : Math.log(target / Math.abs(start - 3)) / Math.log(Math.abs(1 - p));
      return [x(p), high(Math.ceil(need)), Number((p / 2 / a).toPrecision(6))];
    });
    const t = 63 / Math.max(1, Math.abs(factor));
    const rule = [[293 - t, 107 + t * factor], [293 + t, 107 - t * factor]];
    change(this.curve, { d: line(this.places) + line(rule) });
    const stairs = [];
    for (let i = 0, e = 44 * Math.sign(start - 3); i <= Math.min(steps, 30) && Math.abs(e) < 63; i++) {
      stairs.push([293 + e, i ? 107 - e : 170], [293 + e, 107 - Math.max(-63, Math.min(63, factor * e))]);
      e = factor * e;
    }
    change(this.stairs, { d: line(stairs) });
    change(this.texts[2], { x: 293 + 44 * Math.sign(start - 3) });
    [
      `lands ${show(0.5 / a, 2)}`, `limit ${show(1 / a, 2)}`, start === 3 ? "" : show(start),
      `steps to come within ${show(target)}`, `factor ${show(factor, 4)}`,
    ].forEach((words, i) => (this.texts[i].textContent = words));

    const many = steps <= MOST ? steps.toLocaleString("en") : "more than 100,000";
    const never = steps > MOST && factor * factor >= 1;
    const count = never ? "it never comes" : `${many} step${steps === 1 ? "" : "s"} to come`;
    const told = `Rate ${show(rate)}: factor ${show(factor)}, ${count} within ${show(target)}.`;
    this.turn(this.knob, [x(Math.min(3, product)), high(steps)], [rate, 0, 1.5 / a], told);
    return { rows, words: `${told} ${steps ? `It ${zone(product)}.` : "It starts there."}` };
  }

  python() {
    const { a, start, rate, target } = this.state;
    return `def slope(w):
    return 2 * ${literal(a)} * (w - 3)

k, w, eta = 0, ${literal(start)}, ${literal(rate)}
more = True
while more:
    far = abs(w - 3)
    more = ${literal(target)} < far <= 1e6 and k < ${MOST}
    if k <= 30 or not more:
        print(k, f"{w:.5g} {far:.5g}")
    w = w - eta * slope(w)
    k = k + 1
`;
  }
}

customElements.define("rate-explorer", RateExplorer);
