// <schedule-explorer>: the rate of each epoch, a handle to move through them, and what a noisy descent makes of it.
import { Explorer, change, line, make, mark, scale } from "./explorer.js";
import { literal, show } from "./format.js";

const MOST = 199; // the last epoch
const LIMIT = 1e6; // a weight beyond it stays there
const P = 2147483647;
const PI = 3.141592653589793;

/**
 * For x from 0 to π, from sums and products alone, as in the Python below: both give the same bits.
 * @param {number} x
 * @returns {number}
 */
function cos(x) {
  if (x > PI / 2) return -cos(PI - x);
  let sum = 1, term = 1;
  for (let n = 2; n < 28; n += 2) {
    term = (-term * x * x) / (n * (n - 1));
    sum = sum + term;
  }
  return sum;
}

const COS = `def cos(x):  # for x from 0 to pi
    if x > pi / 2:
        return -cos(pi - x)
    total = term = 1
    for n in range(2, 28, 2):
        term = -term * x * x / (n * (n - 1))
        total = total + term
    return total

`;

/**
 * @typedef {Record<string, any>} State
 * @type {Record<string, [string, string, (s: State, epoch: number) => number, (s: State) => string]>}
 * words, the field of its own, the rate of an epoch, the same in Python
 */
const SCHEDULES = {
  constant: ["constant", "", (s) => s.rate, () => "return eta"],
  step: [
    "step", "every",
    (s, epoch) => s.rate * 0.5 ** Math.floor(epoch / s.every),
    (s) => `return eta * 0.5 ** (epoch // ${s.every})`,
  ],
  inverse: [
    "1/t", "decay",
    (s, epoch) => s.rate / (1 + s.decay * epoch),
    (s) => `return eta / (1 + ${literal(s.decay)} * epoch)`,
  ],
  cosine: [
    "cosine", "",
    (s, epoch) => (s.rate * (1 + cos((PI * epoch) / s.epochs))) / 2,
    () => "return eta * (1 + cos(pi * epoch / epochs)) / 2",
  ],
  warm: [
    "warm-up, cosine", "warm",
    ({ rate, epochs, warm }, epoch) =>
      epoch < warm ? (rate * (epoch + 1)) / warm
        : (rate * (1 + cos(PI * ((epoch - warm) / (epochs - warm))))) / 2,
    ({ warm }) => `if epoch < ${warm}:
        return eta * (epoch + 1) / ${warm}
    rest = (epoch - ${warm}) / (epochs - ${warm})
    return eta * (1 + cos(pi * rest)) / 2`,
  ],
};

/**
 * When the loop asks for its rate: words, the rate that an epoch gets, the same in Python.
 * @type {Record<string, [string, (at: (epoch: number) => number, epoch: number, eta: number) => number, string]>}
 */
const ASKS = {
  before: ["before the epoch", (at, epoch) => at(epoch), "rate(epoch)"],
  after: ["after the epoch", (at, epoch, eta) => (epoch ? at(epoch - 1) : eta), "rate(epoch - 1) if epoch else eta"],
  one: ["counting from 1", (at, epoch) => at(epoch + 1), "rate(epoch + 1)"],
};

/**
 * Noisy descent on (w − 3)² from 0, five steps in each epoch: the loss after each, as the mean of 20 runs.
 * @param {number[]} rates
 * @param {State} state
 */
function run(rates, { noise, seed }) {
  const total = rates.map(() => 0);
  for (let r = 0, s = seed; r < 20; r++) {
    let w = 0;
    rates.forEach((eta, epoch) => {
      for (let i = 0; i < 5; i++) {
        s = (16807 * s) % P;
        const slope = 2 * (w - 3) + noise * ((2 * s) / P - 1);
        if (Math.abs(w) < LIMIT) w = w - eta * slope;
      }
      total[epoch] = total[epoch] + (w - 3) * (w - 3);
    });
  }
  return total.map((sum) => sum / 20);
}

class ScheduleExplorer extends Explorer {
  static title = "Schedule explorer";
  static columns = ["epoch", "rate", "loss", "constant"];
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    schedule: { label: "Schedule", value: "step", options: Object.entries(SCHEDULES).map(([key, s]) => [key, s[0]]) },
    every: { label: "Halve every", value: 3, min: 1, max: 200, whole: true },
    decay: { label: "Decay", value: 1, min: 0, max: 1000 },
    warm: { label: "Warm-up", value: 4, min: 1, max: 200, whole: true },
    rate: { label: "Rate η", value: 0.08, min: 0, max: 1000 },
    epochs: { label: "Epochs", value: 12, min: 2, max: MOST + 1, whole: true },
    noise: { label: "Noise", value: 2, min: 0, max: 100 },
    seed: { label: "Seed", value: 1, min: 1, max: 1e6, whole: true },
    ask: { label: "Ask", value: "before", options: Object.entries(ASKS).map(([key, a]) => [key, a[0]]) },
    steps: { label: "Steps", value: 11, min: 0, max: MOST, whole: true, hidden: true },
  };

  constructor() {
    super();
    const svg = this.picture("0 0 360 276", "The rate of each epoch, and the loss in it");
    this.frame = mark(svg, "g");
    this.x = scale([0, 1], [46, 348]);
    const move = (epoch = 0) => this.set({ steps: Math.max(0, Math.min(this.state.epochs - 1, epoch)) });
    this.knob = this.grip(svg, "Epoch", (left) => move(Math.floor(this.x.back(left))),
      (across, up) => move(this.state.steps + across + up));
    const row = this.controls.appendChild(make("div", { class: "ex-foot" }));
    const ended = () => this.state.steps >= this.state.epochs - 1;
    this.walks(MOST, () => !ended(), row);
    this.player?.addEventListener("click", () => {
      if (this.timer && ended()) this.state.steps = 0; // from the start again
    });
    this.controls.append(this.note);
  }

  /** The state with a warm-up that ends before the epochs do. */
  get plan() {
    return { ...this.state, warm: Math.min(this.state.warm, this.state.epochs - 1) };
  }

  render() {
    const { frame, state, plan } = this;
    const { schedule, epochs, rate, ask } = state;
    const [, own, at] = SCHEDULES[schedule];
    const now = state.steps = Math.min(state.steps, epochs - 1);
    const planned = Array.from({ length: epochs }, (_, epoch) => at(plan, epoch));
    const used = planned.map((_, epoch) => ASKS[ask][1]((epoch) => at(plan, epoch), epoch, rate));
    const losses = run(used, state);
    const plain = run(used.map(() => rate), state);
    const late = ask !== "before";

    for (const [, name] of Object.values(SCHEDULES)) {
      if (!name) continue;
      const field = /** @type {HTMLElement} */ (this.inputs[name][0].closest("div"));
      field.style.display = name === own ? "" : "none";
    }
    const x = this.x = scale([0, epochs], [46, 348]);
    const top = Math.max(...planned, ...used) || 1;
    const y = scale([0, top], [110, 20]);
    const powers = [...losses, ...plain].map((loss) => Math.log10(Math.max(1e-9, loss)));
    const low = Math.floor(Math.min(...powers)), high = Math.max(low + 1, Math.ceil(Math.max(...powers)));
    const down = scale([low, high], [240, 142]);
    frame.replaceChildren();
    const put = (x = 0, y = 0, text = "", anchor = "end") => mark(frame, "text", { x, y, "text-anchor": anchor }, text);
    mark(frame, "path", { class: "ex-axis", d: "M46 20V110H348M46 142V240" });
    mark(frame, "path", { class: "ex-axis", d: line([[x(now + 0.5), 110], [x(now + 0.5), 240]]) });
    this.axis(frame, x, 240, "epoch");
    put(44, 114, "0");
    put(44, 24, show(top, 2));
    put(348, 12, late ? "rate, dashed as planned" : "rate");
    put(44, 244, show(10 ** low, 2));
    put(44, 146, show(10 ** high, 2));
    const stairs = (/** @type {number[]} */ heights) =>
      heights.flatMap((height, epoch) => [[x(epoch), height], [x(epoch + 1), height]]);
    const draw = (/** @type {number[][]} */ points, kind = "ex-path") => mark(frame, "path", { class: kind, d: line(points) });
    draw(stairs(used.map(y)), "ex-loss");
    if (late) draw(stairs(planned.map(y)), "ex-next").style.stroke = "var(--green)";
    const blue = draw(stairs(plain.map((_, i) => down(powers[epochs + i])).slice(0, now + 1)));
    blue.style.stroke = "var(--blue)";
    draw(stairs(losses.map((_, i) => down(powers[i])).slice(0, now + 1)));
    put(46, 134, "loss:", "start");
    put(74, 134, "this schedule", "start").style.fill = "var(--orange-text)";
    put(348, 134, "the constant rate").style.fill = "var(--blue-text)";
    const told = `Epoch ${now}: rate ${show(used[now])}`;
    this.turn(this.knob, [x(now + 0.5), y(used[now])], [now, 0, epochs - 1], told);

    this.note.textContent = late
      ? `The plan for epoch ${now} is the rate ${show(planned[now])}${planned[now] === used[now] ? "" : ", not this one"}.`
      : "Loss (w − 3)², five noisy steps an epoch, mean of 20 runs.";
    const gone = losses[now] > LIMIT * LIMIT / 4 ? " The weight has left. Take a smaller rate." : "";
    const cut = schedule === "warm" && plan.warm < state.warm ? ` The warm-up is cut to ${plan.warm}.` : "";
    const words = `${told}. Loss ${show(losses[now])}, at the constant rate ${show(plain[now])}.${gone}${cut}`;
    return { rows: losses.slice(0, now + 1).map((loss, i) => [String(i), used[i], loss, plain[i]]), words };
  }

  python() {
    const { schedule, rate, epochs, noise, seed, ask, steps } = this.state;
    const wavy = schedule === "cosine" || schedule === "warm";
    return `${wavy ? `from math import pi\n\n${COS}` : ""}eta, epochs = ${literal(rate)}, ${epochs}

def rate(epoch):
    ${SCHEDULES[schedule][3](this.plan)}

def used(epoch):
    return ${ASKS[ask][2]}

def run(rate):  # 20 runs of noisy descent on (w - 3)²
    s, total = ${seed}, [0.0] * epochs
    for k in range(20):
        w = 0.0
        for epoch in range(epochs):
            step = rate(epoch)
            for i in range(5):
                s = 16807 * s % ${P}  # looks random
                noise = ${literal(noise)} * (2 * s / ${P} - 1)
                slope = 2 * (w - 3) + noise
                if abs(w) < 1e6:
                    w = w - step * slope
            total[epoch] = total[epoch] + (w - 3) * (w - 3)
    return [sum / 20 for sum in total]

losses, plain = run(used), run(lambda epoch: eta)
for epoch in range(${steps + 1}):
    row = used(epoch), losses[epoch], plain[epoch]
    print(epoch, *[f"{x:.5g}" for x in row])
`;
  }
}

customElements.define("schedule-explorer", ScheduleExplorer);
