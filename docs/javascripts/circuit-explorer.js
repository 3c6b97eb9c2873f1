// <circuit-explorer>: values forward through a small circuit, slopes backward, gate by gate, then a step of descent.
import { Explorer, make, mark } from "./explorer.js";
import { literal, minus, show } from "./format.js";
import { EXP, exp } from "./arithmetic.js";

const MOST = 260; // steps
const LIMIT = 1e6; // a value beyond it has left
const near = { min: -1000, max: 1000 };

/**
 * @typedef {object} Kind a kind of gate: its value and local slopes, both again as Python, and its slopes in words
 * @property {(v: number[]) => number} value
 * @property {(v: number[], out: number) => number[]} local
 * @property {(names: string[]) => string} code
 * @property {(names: string[], out: string) => string[]} slopes
 * @property {string} words
 */
/** @type {Record<string, Kind>} */
const KINDS = {
  "×": {
    value: ([a, b]) => a * b,
    local: ([a, b]) => [b, a],
    code: ([a, b]) => `${a} * ${b}`,
    slopes: ([a, b]) => [b, a],
    words: "× swaps, the slope in one input is the other input.",
  },
  "+": {
    value: (v) => v.reduce((sum, x) => sum + x),
    local: (v) => v.map(() => 1),
    code: (names) => names.join(" + "),
    slopes: (names) => names.map(() => "1"),
    words: "+ hands on: each local slope is 1.",
  },
  σ: {
    value: ([z]) => 1 / (1 + exp(-z)),
    local: (_, p) => [p * (1 - p)],
    code: ([z]) => `sigmoid(${z})`,
    slopes: (_, p) => [`${p} * (1 - ${p})`],
    words: "σ: the local slope is yhat · (1 − yhat), at most 0.25.",
  },
  "−": {
    value: ([a, b]) => a - b,
    local: () => [1, -1],
    code: (names) => names.join(" - "),
    slopes: () => ["1", "-1"],
    words: "− hands on, and turns the sign for what it takes away.",
  },
  "d²": {
    value: ([d]) => d * d,
    local: ([d]) => [2 * d],
    code: ([d]) => `${d} * ${d}`,
    slopes: ([d]) => [`2 * ${d}`],
    words: "A square doubles: the local slope is 2 · d.",
  },
};

/**
 * @typedef {object} Circuit
 * @property {string} name
 * @property {Record<string, number>} leaves the numbers that go in, and the heights of their wires
 * @property {[string, string, string[], number, number][]} gates name, kind, inputs, place; the last one goes out
 * @property {string[]} learn what descent moves
 */
/** @type {Record<string, Circuit>} */
const CIRCUITS = {
  neuron: {
    name: "a neuron and its loss",
    leaves: { x1: 20, w1: 60, b: 100, x2: 140, w2: 180, y: 220 },
    gates: [
      ["p1", "×", ["x1", "w1"], 76, 40],
      ["p2", "×", ["x2", "w2"], 76, 160],
      ["s", "+", ["p1", "p2", "b"], 130, 100],
      ["yhat", "σ", ["s"], 196, 100],
      ["d", "−", ["yhat", "y"], 262, 100],
      ["L", "d²", ["d"], 328, 100],
    ],
    learn: ["w1", "w2", "b"],
  },
  product: {
    name: "(x1 + x2) · w1",
    leaves: { x1: 60, x2: 140, w1: 200 },
    gates: [["s", "+", ["x1", "x2"], 130, 100], ["p", "×", ["s", "w1"], 268, 100]],
    learn: ["x1", "x2", "w1"],
  },
  twice: {
    name: "x1 · x1 + x1",
    leaves: { x1: 140 },
    gates: [["p", "×", ["x1", "x1"], 130, 80], ["s", "+", ["p", "x1"], 268, 140]],
    learn: ["x1"],
  },
};
const LEAVES = Object.keys(CIRCUITS.neuron.leaves);

const clamp = (v = 0) => Math.max(-10, Math.min(10, v));

/** Four digits, as the Python prints them: no −0. */
const say = (value = 0) => show(value + 0, 4);

/** On a wire, two where there is no room for four. */
const short = (value = 0, room = 7) => (say(value).length > room ? show(value, 2) : say(value));

/**
 * All values and slopes, and the rows of the table that each gate gives, forward and then backward.
 * @param {Circuit} circuit
 * @param {Record<string, number>} leaves
 */
function pass({ gates }, leaves) {
  const v = { ...leaves };
  /** @type {Record<string, number>} */
  const slope = { [gates[gates.length - 1][0]]: 1 };
  const forward = gates.map(([name, kind, from]) => {
    v[name] = KINDS[kind].value(from.map((n) => v[n]));
    return [[name, v[name]]];
  });
  const slopes = [{ ...slope }];
  const backward = gates.toReversed().map(([name, kind, from]) => {
    const rows = KINDS[kind].local(from.map((n) => v[n]), v[name]).map((local, i) => {
      const passes = local * slope[name];
      slope[from[i]] = (slope[from[i]] ?? 0) + passes;
      return [name, v[name], from[i], local, slope[name], passes];
    });
    slopes.push({ ...slope });
    return rows;
  });
  return { v, slope, slopes, moves: [...forward, ...backward] };
}

class CircuitExplorer extends Explorer {
  static title = "Circuit explorer";
  static columns = ["gate", "value", "to", "local", "arrives", "passed"];
  /** @type {Record<string, import("./explorer.js").Field>} */
  static fields = {
    circuit: {
      label: "Circuit", value: "neuron", anew: true,
      options: Object.entries(CIRCUITS).map(([key, { name }]) => [key, name]),
    },
    x1: { label: "x1", value: 2, ...near },
    w1: { label: "w1", value: 0.5, ...near },
    b: { label: "b", value: 1, ...near },
    x2: { label: "x2", value: -1, ...near },
    w2: { label: "w2", value: 1.5, ...near },
    y: { label: "y", value: 1, ...near },
    rate: { label: "Rate η", value: 0.1, min: 0, max: 1000 },
    steps: { label: "Steps", value: 12, min: 0, max: MOST, whole: true, hidden: true },
  };

  constructor() {
    super();
    const svg = this.picture("0 0 340 240", "The circuit: values above its wires, slopes below");
    this.frame = mark(svg, "g");
    this.now = this.walk();
    this.knobs = LEAVES.map((name) => {
      const pull = (v = 0) => this.set({
        [name]: Number(clamp(v).toFixed(1)),
        steps: Math.min(this.state.steps, this.now.moves.length), // from the start again, with all that is shown
      });
      return this.grip(svg, name, (x) => pull((x - 38) / 3.2),
        (across, up) => pull(this.now.v[name] + (across + up) / 10));
    });
    const row = this.controls.appendChild(make("div", { class: "ex-foot" }));
    this.walks(MOST, () => !this.walk().gone, row);
    this.button("Descend", () => {
      const { round, moves } = this.now;
      const steps = (round + 1) * (moves.length + 1) + moves.length;
      if (steps <= MOST) this.set({ steps });
    }, row);
    row.append(this.inputs.rate[0].closest("div") ?? "");
    this.controls.append(this.note);
  }

  /** Where the walk stands: after so many rounds forward, backward and down, and so many moves of the next. */
  walk() {
    const { state } = this;
    const circuit = CIRCUITS[state.circuit ?? "neuron"];
    const { gates, learn } = circuit;
    const last = gates[gates.length - 1][0];
    /** @type {Record<string, number>} */
    let leaves = Object.fromEntries(Object.keys(circuit.leaves).map((name) => [name, state[name]]));
    const length = 2 * gates.length + 1;
    let found = pass(circuit, leaves), round = 0, before = NaN, gone = false;
    while (!gone && (round + 1) * length <= state.steps) {
      for (const name of learn) leaves[name] = leaves[name] - state.rate * found.slope[name];
      before = found.v[last];
      found = pass(circuit, leaves);
      gone = learn.some((name) => Math.abs(leaves[name]) > LIMIT);
      round++;
    }
    return { ...found, circuit, leaves, last, round, before, gone, at: gone ? 0 : state.steps - round * length };
  }

  render() {
    const { frame, state } = this;
    const now = this.now = this.walk();
    const { circuit, v, moves, slopes, leaves, last, round, before, gone, at } = now;
    const { gates, learn } = circuit;
    const n = gates.length;
    state.steps = round * (2 * n + 1) + at;
    const slope = at < n ? {} : slopes[at - n];
    const put = (x = 0, y = 0, text = "", kind = "ex-num") =>
      mark(frame, "text", { x, y, class: kind, "text-anchor": "middle" }, text);
    frame.replaceChildren();
    /** @type {Record<string, number[]>} */
    const places = {};
    LEAVES.forEach((name, i) => {
      const used = name in leaves, y = circuit.leaves[name];
      this.knobs[i].style.visibility = used ? "" : "hidden";
      const field = /** @type {HTMLElement} */ (this.inputs[name][0].closest("div"));
      field.style.visibility = used ? "" : "hidden";
      if (!used) return;
      places[name] = [4, y];
      this.turn(this.knobs[i], [38 + 3.2 * clamp(v[name]), y], [v[name], -10, 10]);
      put(38, y - 9, `${name} = ${short(v[name])}`);
      if (name in slope) put(38, y + 17, short(slope[name], 9), "ex-slope");
    });
    gates.forEach(([name, , from, x, y]) => {
      places[name] = [x, y];
      from.forEach((to, i) => {
        const [left, top] = places[to];
        const beside = from[1 - i] === to ? 8 * i - 4 : 0; // one number, twice
        mark(frame, "path", { class: "ex-edge", d: `M${left} ${top + beside}H${x + beside}V${y}` });
      });
    });
    gates.forEach(([name, kind, , x, y], i) => {
      const node = mark(frame, "circle", { cx: x, cy: y, r: 11, class: "ex-node" });
      const here = at > n ? i === 2 * n - at : i === at - 1;
      if (here) node.style.stroke = "var(--orange)";
      put(x, y + 4, kind);
      const out = name === last, middle = x + (out ? -20 : 32);
      if (i < at) put(middle, y - (out ? 30 : 17), out ? `${name} = ${short(v[name])}` : name);
      if (i < at && !out) put(middle, y - 6, short(v[name]));
      if (name in slope) put(middle, y + (out ? 28 : 15), out ? "slope 1" : short(slope[name]), "ex-slope");
    });

    const weights = learn.map((name) => [name, v[name]]);
    const rows = [...weights, ...moves.slice(0, at).flat()];
    const clean = (/** @type {number | string} */ cell) => (typeof cell === "number" ? say(cell) : cell);
    const names = learn.join(", ").replace(/, (\w+)$/, " and $1");
    this.note.textContent = round
      ? `Descent step ${round}: ${last} from ${say(before)} to ${say(v[last])}.`
      : `Descend moves ${names} by −η · slope.`;
    return { rows: rows.map((row) => row.map(clean)), words: this.words() };
  }

  words() {
    const { circuit: { gates }, v, moves, slope, leaves, round, gone, at } = this.now;
    const n = gates.length;
    if (gone) return "The numbers have left the picture. Undo, or take a smaller rate.";
    if (!at) return round ? "New numbers. Step carries them forward." : "Step carries the numbers forward, gate by gate.";
    const [name, kind, from] = gates[at > n ? 2 * n - at : at - 1];
    const rows = moves[at - 1];
    if (at <= n) {
      const sum = minus(KINDS[kind].code(from)).replaceAll("*", "×");
      return `Forward ${at} of ${n}: ${name} = ${sum} = ${say(v[name])}.`;
    }
    const passed = rows.map(([, , to, , , passes]) => `${to} gets ${say(Number(passes))}`).join(", ");
    const met = at === 2 * n && Object.keys(leaves).length === 1
      ? ` Slopes that meet add up: x1 has ${say(slope.x1)}.` : "";
    return `Backward ${at - n} of ${n}, ${name}: ${KINDS[kind].words} ${say(slope[name])} arrives; ${passed}.${met}`;
  }

  python() {
    const { circuit: { gates, learn }, last, round, moves, at } = this.now;
    const leaves = Object.keys(this.now.leaves);
    const pair = (name = "") => `("${name}", ${name})`;
    const count = learn.length + moves.slice(0, at).flat().length;
    const lines = [`rows = [${learn.map(pair).join(", ")}]`];
    for (const [name, kind, from] of gates) {
      lines.push(`${name} = ${KINDS[kind].code(from)}`, `rows.append(${pair(name)})`);
    }
    lines.push(`slope = {"${last}": 1}`);
    for (const [name, kind, from] of gates.toReversed()) {
      KINDS[kind].slopes(from, name).forEach((local, i) => lines.push(`send("${name}", ${name}, "${from[i]}", ${local})`));
    }
    for (const name of learn) lines.push(`${name} = ${name} - eta * slope["${name}"]`);
    const sigmoid = `${EXP}
def sigmoid(z):
    return 1 / (1 + exp(-z))

`;
    return `${gates.some(([, kind]) => kind === "σ") ? sigmoid : ""}def send(gate, value, to, local):
    passes = local * slope[gate]
    slope[to] = slope.get(to, 0) + passes
    rows.append((gate, value, to, local, slope[gate], passes))

${leaves.map((name) => `${name} = ${literal(this.state[name])}`).join("\n")}
eta = ${literal(this.state.rate)}
for k in range(${round + 1}):
    ${lines.join("\n    ")}

for row in rows[:${count}]:
    row = [x if type(x) is str else f"{x + 0:.4g}" for x in row]
    print(*row)
`;
  }
}

customElements.define("circuit-explorer", CircuitExplorer);
