// <slope-explorer>: a secant that becomes the tangent as the nudge h shrinks, and the error that comes back.
import { Explorer, change, dots, line, mark, scale } from "./explorer.js";
import { literal, show } from "./format.js";
import { EXP, exp } from "./arithmetic.js";

/** @typedef {(w: number) => number} Curve */
/** @type {Record<string, [string, Curve, Curve, string, string, number, number]>} last, the heights shown */
const CURVES = {
  bowl: [
    "bowl (w − 3)²", (w) => (w - 3) * (w - 3), (w) => 2 * (w - 3),
    "(w - 3) * (w - 3)", "2 * (w - 3)", 0, 14,
  ],
  cube: ["w³", (w) => w * w * w, (w) => 3 * w * w, "w * w * w", "3 * w * w", -8, 20],
  exp: ["eʷ", exp, exp, "exp(w)", "exp(w)", 0, 14],
  abs: ["|w|", Math.abs, Math.sign, "abs(w)", "(w > 0) - (w < 0)", 0, 7],
  high: [
    "bowl + 1000", (w) => (w - 3) * (w - 3) + 1000, (w) => 2 * (w - 3),
    "(w - 3) * (w - 3) + 1000", "2 * (w - 3)", 1000, 1014,
  ],
};
const power = (exponent = 0) => Number((10 ** Math.max(-16, Math.min(0, exponent))).toPrecision(2));
const NUDGES = Array.from({ length: 129 }, (_, i) => power(-i / 8));
const x = scale([-2, 5], [12, 348]);
const across = scale([-16, 0], [46, 348]);
const up = scale([-16, 3], [100, 18]);
/** @type {(h: number, error: number) => [number, number]} */
const at = (h, error) => [across(Math.log10(h)), up(Math.max(-16, Math.log10(error)))];

class SlopeExplorer extends Explorer {
  static title = "Slope explorer";
  static columns = ["h", "forward", "its error", "central", "its error"];
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    curve: { label: "Curve", value: "bowl", options: Object.entries(CURVES).map(([key, c]) => [key, c[0]]) },
    method: { label: "Method", value: "forward", options: [["forward", "forward"], ["central", "central"]] },
    w: { label: "w", value: 0, min: -2, max: 5 },
    h: { label: "Nudge h", value: 1, min: 1e-16, max: 1, powers: [-16, 0] },
  };

  constructor() {
    super();
    const svg = this.top = this.picture("0 0 360 148", "The curve, its tangent and the secant");
    this.axis(svg, x, 118, "weight w");
    this.graph = mark(svg, "path", { class: "ex-loss" });
    this.tangent = mark(svg, "path", { class: "ex-tangent" });
    this.run = mark(svg, "path", { class: "ex-next" });
    this.secant = mark(svg, "path", { class: "ex-path" });
    this.ends = mark(svg, "path", { class: "ex-dots" });
    this.exact = mark(svg, "text", { x: 348, y: 12, class: "ex-slope ex-reading", "text-anchor": "end" });
    this.found = mark(svg, "text", { x: 348, y: 26, class: "ex-reading", "text-anchor": "end" });
    const move = (w = 0) => this.set({ w: Number(Math.max(-2, Math.min(5, w)).toFixed(2)) });
    this.point = this.grip(svg, "Point w", (left) => move(x.back(left)), (way) => move(this.state.w + way / 20));

    const chart = this.picture("0 0 360 132", "The error against the nudge");
    mark(chart, "path", { class: "ex-axis", d: "M46 18V102H348" });
    for (const n of [-16, -12, -8, -4, 0]) {
      mark(chart, "text", { x: across(n), y: 116, "text-anchor": "middle" }, show(power(n)));
      mark(chart, "text", { x: 40, y: up(n) + 4, "text-anchor": "end" }, show(power(n)));
    }
    mark(chart, "text", { x: 348, y: 129, "text-anchor": "end" }, "nudge h");
    mark(chart, "text", { x: 12, y: 12 }, "error:");
    this.errors = ["orange", "blue"].map((colour, i) => {
      const name = mark(chart, "text", { x: 50 + 52 * i, y: 12 }, ["forward", "central"][i]);
      name.style.fill = `var(--${colour}-text)`;
      const path = mark(chart, "path", { class: "ex-path" });
      path.style.stroke = `var(--${colour})`;
      return path;
    });
    const glide = (exponent = 0) => this.set({ h: power(exponent) });
    this.knob = this.grip(chart, "Nudge h", (left) => glide(across.back(left)),
      (right, high) => glide(Math.log10(this.state.h) + (right + high) / 10));
    this.button("Shrink h", () => glide(Math.log10(this.state.h) - 1));
    this.plays(() => {
      this.state.h = power(Math.log10(this.state.h) - 1);
      return this.state.h > 1e-16;
    });
    this.button("Undo", () => glide(Math.log10(this.state.h) + 1));
    this.button("Reset", () => glide());
  }

  /** Its table starts with the present nudge. @param {string} [problem] */
  update(problem) {
    super.update(problem);
    this.box.scrollTop = 0;
  }

  render() {
    const { w, h, curve, method } = this.state;
    const [, loss, slope, , , low, top] = CURVES[curve];
    const central = method === "central";
    const row = (h = 1) => {
      const forward = (loss(w + h) - loss(w)) / h;
      const both = (loss(w + h) - loss(w - h)) / (2 * h);
      return [h, forward, Math.abs(forward - slope(w)), both, Math.abs(both - slope(w))];
    };
    const now = row(h);
    const kink = curve === "abs" && !w;
    const rows = NUDGES.map(row);
    const y = scale([low, top], [112, 8]);
    const a = central ? w - h : w, b = w + h;
    const found = now[central ? 3 : 1];
    /** @type {(w: number, height: number, slope: number) => string} */
    const straight = (w, height, slope) => {
      const far = 75 / Math.hypot(x(1) - x(0), slope * (y(1) - y(0)));
      return line([-far, far].map((d) => [x(w + d), y(height + slope * d)]));
    };
    change(this.graph, { d: line(NUDGES.map((_, i) => i / 18 - 2.1).map((w) => [x(w), y(loss(w))])) });
    change(this.tangent, { d: kink ? "" : straight(w, loss(w), slope(w)) });
    change(this.secant, { d: straight((a + b) / 2, (loss(a) + loss(b)) / 2, found) });
    change(this.run, { d: line([[x(a), y(loss(a))], [x(b), y(loss(a))], [x(b), y(loss(b))]]) });
    change(this.ends, { d: dots([a, b].map((w) => [x(w), y(loss(w))])) });
    this.exact.textContent = kink ? "no slope" : `slope ${show(slope(w))}`;
    this.found.textContent = `${method} ${show(found)}`;
    this.turn(this.point, [x(w), Math.max(8, y(loss(w)))], [w, -2, 5]);
    this.errors.forEach((path, i) => change(path, { d: line(rows.map((r) => at(r[0], r[2 + 2 * i]))) }));
    this.turn(this.knob, at(h, now[central ? 4 : 2]), [Math.log10(h), -16, 0], show(h));
    const colour = central ? "var(--blue)" : null;
    for (const part of [this.top, this.knob]) part.style.setProperty("--orange", colour);
    this.found.style.fill = `var(--${central ? "blue" : "orange"}-text)`;

    const lost = kink ? " At the kink there is no slope; 0 stands in for it."
      : w + h === w ? " w + h is the same number as w."
      : loss(w + h) === loss(w) ? " The loss stays the same number." : "";
    const words = `h = ${show(h)}: forward ${show(now[1])}, off by ${show(now[2], 2)}; ` +
      `central ${show(now[3])}, off by ${show(now[4], 2)}.${lost}`;
    return { rows: [now, ...rows.filter((_, i) => i % 8 === 0)], words };
  }

  python() {
    const { w, h, curve } = this.state;
    const [, , , loss, slope] = CURVES[curve];
    return `${curve === "exp" ? EXP + "\n" : ""}def loss(w):
    return ${loss}

def slope(w):
    return ${slope}

w = ${literal(w)}
powers = [float(f"1e-{k}") for k in range(17)]
for h in [${literal(h)}] + powers:
    forward = (loss(w + h) - loss(w)) / h
    central = (loss(w + h) - loss(w - h)) / (2 * h)
    row = (h, forward, abs(forward - slope(w)),
           central, abs(central - slope(w)))
    print(*[f"{x:.5g}" for x in row])
`;
  }
}

customElements.define("slope-explorer", SlopeExplorer);
