// <model-explorer>: two weights and tanh learn six points. The weights of the network explorer, the curve, the loss.
import { dots, line, mark, scale } from "./explorer.js";
import { literal, show } from "./format.js";
import { EXP, exp } from "./arithmetic.js";
import { LIMIT, NetworkExplorer, clamp, far, say } from "./network-explorer.js";

const POINTS = [[0.5, 1.5], [1, 3], [1.5, 4], [2, 4.5], [2.5, 5], [3, 5]]; // hours and kilometres
const FLOOR = 260, hours = scale([0, 3.2], [18, 150]), km = scale([0, 6], [FLOOR, 104]);
const tanh = (z = 0) => 1 - 2 / (exp(2 * z) + 1);

class ModelExplorer extends NetworkExplorer {
  static title = "Model explorer";
  static columns = ["k", "loss", "w1", "w2", "slope1", "slope2"];
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    w1: { label: "Start w1", value: 0.1, ...far },
    w2: { label: "Start w2", value: 1, ...far },
    rate: { label: "Rate η", value: 0.1, min: 0, max: 1000 },
    steps: { label: "Steps", value: 0, min: 0, max: 400, whole: true, hidden: true },
  };
  static middles = [92, 228];

  walk() {
    let { w1, w2, rate, steps } = this.state;
    const path = [];
    while (path.length <= steps && !path.at(-1)?.gone) {
      let loss = 0, slope1 = 0, slope2 = 0;
      for (const [x, y] of POINTS) {
        const t = tanh(w1 * x);
        const error = w2 * t - y;
        loss = loss + (error * error) / 6;
        slope1 = slope1 + (2 * error * w2 * (1 - t * t) * x) / 6;
        slope2 = slope2 + (2 * error * t) / 6;
      }
      path.push({ loss, w: [w1, w2], slopes: [slope1, slope2], gone: Math.abs(w1) > LIMIT || Math.abs(w2) > LIMIT });
      [w1, w2] = [w1 - rate * slope1, w2 - rate * slope2];
    }
    return path;
  }

  render() {
    const { frame, state } = this;
    const path = this.walk();
    const k = state.steps = path.length - 1;
    const { loss, w, slopes, gone } = this.now = path[k];
    const most = Math.max(...path.map(({ loss }) => loss));
    const draw = (kind = "", d = "") => mark(frame, "path", { class: kind, d });
    const put = (x = 0, y = 0, text = "", kind = "", anchor = "middle") =>
      mark(frame, "text", { x, y, class: kind, "text-anchor": anchor }, text);
    frame.replaceChildren();
    draw("ex-edge", "M30 36H290M48 32v8m88 0v-8m48 0v8m88 0v-8");
    ["x", "tanh", "ŷ"].forEach((text, i) => {
      mark(frame, "rect", { x: 2 + 142 * i, y: 21, width: 32, height: 30, rx: 15, class: "ex-node" });
      put(18 + 142 * i, 40, text, "ex-num");
    });
    ModelExplorer.middles.forEach((x, i) => {
      put(x, 22, `w${i + 1} = ${show(w[i])}`, "ex-num");
      put(x, 58, `slope ${say(slopes[i])}`, "ex-slope");
      this.turn(this.knobs[i], [x + 4.4 * clamp(w[i]), 36], [w[i], -10, 10]);
    });
    const predict = (x = 0) => w[1] * tanh(w[0] * x);
    const up = (y = 0) => Math.max(92, Math.min(FLOOR + 8, km(y))); // within the picture
    this.axis(frame, hours, FLOOR, "hours");
    put(18, 88, "km", "", "start");
    draw("ex-axis", POINTS.map(([x, y]) => line([[hours(x), km(y)], [hours(x), up(predict(x))]])).join(""));
    draw("ex-path", line(Array.from({ length: 65 }, (_, i) => [hours(i / 20), up(predict(i / 20))])));
    draw("ex-data", dots(POINTS.map(([x, y]) => [hours(x), km(y)])));
    const places = path.map(({ loss }, i) => [186 + (128 * i) / Math.max(20, k), FLOOR - (150 * loss) / most]);
    draw("ex-axis", `M186 ${FLOOR}H314`);
    put(186, 88, `loss, from ${show(most)}`, "ex-num", "start");
    put(314, FLOOR + 15, `step ${k}`, "ex-num", "end");
    draw("ex-path", line(places));
    draw("ex-dots", dots(k < 20 ? places : places.slice(-1)));

    const steep = Math.max(...slopes.map(Math.abs));
    const verdict = gone ? "The weights have left the map. Undo, or take a smaller rate." : steep > 0.1 ? "" :
      steep ? "The ground is nearly level." : "Both slopes are 0: nothing moves.";
    const rows = path.map(({ loss, w, slopes }, k) => [k, loss, ...w, ...slopes].map((value) => value + 0)); // no −0
    return { rows, words: `Step ${k}: loss ${show(loss)}. ${verdict}` };
  }

  python() {
    const { w1, w2, rate, steps } = this.state;
    return `${EXP}
def tanh(z):
    return 1 - 2 / (exp(2 * z) + 1)

hours = [${POINTS.map(([x]) => x).join(", ")}]
km = [${POINTS.map(([, y]) => y).join(", ")}]
w1, w2, eta = ${literal(w1)}, ${literal(w2)}, ${literal(rate)}
for k in range(${steps + 1}):
    loss = slope1 = slope2 = 0
    for x, y in zip(hours, km):
        t = tanh(w1 * x)
        error = w2 * t - y
        loss = loss + error * error / 6
        slope1 = slope1 + 2 * error * w2 * (1 - t * t) * x / 6
        slope2 = slope2 + 2 * error * t / 6
    row = loss, w1, w2, slope1, slope2
    print(k, *[f"{x + 0:.5g}" for x in row])  # + 0: no -0
    w1, w2 = w1 - eta * slope1, w2 - eta * slope2
`;
  }
}

customElements.define("model-explorer", ModelExplorer);
