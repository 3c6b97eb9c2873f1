// The methods that race on a surface: the same operations in JavaScript and in Python.

import { literal } from "./format.js";
import { LIMIT } from "./arithmetic.js";
import { numbered } from "./surfaces.js";

/** @typedef {import("./surfaces.js").Formula} Formula */

/**
 * The weights, a corner on the way to them, the memory as pairs, and the powers of Adam's β's.
 * @typedef {{ theta: number[], via?: number[], powers?: number[], [memory: string]: any }} State
 *
 * @typedef {object} Method
 * @property {string} name
 * @property {string[]} [memory] what it remembers: v and m are shown as arrows, the others as squares
 * @property {(state: State, gradient: Formula, eta: number, beta: number) => State} step
 * @property {number} pace its rate by default, in units of the surface's: below 0 for steps whose length the rate sets
 * @property {string} python named like its key; takes weights and memory, and reads eta, beta and k
 */

const [BETA1, BETA2, EPS, DECAY] = [0.9, 0.999, 1e-8, 0.01];

/** The same for both weights. @param {(...values: number[]) => number} formula @param {number[][]} pairs */
const both = (formula, ...pairs) => [0, 1].map((i) => formula(...pairs.map((pair) => pair[i])));

/**
 * Adam, with weight decay, or with the highest mean of squares.
 * @type {(state: State, gradient: Formula, eta: number, more?: { decay?: number, highest?: boolean }) => State}
 */
function adam({ theta, m, s, top, powers = [1, 1] }, gradient, eta, { decay = 0, highest = false } = {}) {
  const g = gradient(...theta);
  const [p, q] = powers = [powers[0] * BETA1, powers[1] * BETA2];
  m = both((m, g) => BETA1 * m + (1 - BETA1) * g, m, g);
  s = both((s, g) => BETA2 * s + (1 - BETA2) * g * g, s, g);
  if (highest) top = both(Math.max, top, s);
  theta = both((w, m, s) => w - eta * decay * w - (eta * (m / (1 - p))) / (Math.sqrt(s / (1 - q)) + EPS),
    theta, m, top ?? s);
  return { theta, m, s, ...(highest && { top }), powers };
}

/** @type {(name: string, more: string, set?: string, used?: string) => string} */
const python = (name, more, set = "", used = "s") => `def ${name}(theta, m, s${more}, beta1=0.9, beta2=0.999):
    g = np.array(gradient(*theta))
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g * g
${set}    # step k + 1: divide by 1 - beta ** (k + 1)
    m_hat = m / (1 - prod([beta1] * (k + 1)))
    s_hat = ${used} / (1 - prod([beta2] * (k + 1)))
    theta = theta - eta * m_hat / (np.sqrt(s_hat) + 1e-8)
    return [theta, m, s${more}]`;

/** @type {Record<string, Method>} */
export const METHODS = {
  together: {
    name: "together",
    pace: 1,
    step: ({ theta }, gradient, eta) => ({ theta: both((w, g) => w - eta * g, theta, gradient(...theta)) }),
    python: `def together(theta):
    w, b = theta
    slope_w, slope_b = gradient(w, b)
    return [(w - eta * slope_w, b - eta * slope_b)]`,
  },
  descent: {
    name: "descent",
    pace: 1,
    step: (...given) => METHODS.together.step(...given),
    python: `def descent(theta):
    return [theta - eta * np.array(gradient(*theta))]`,
  },
  one_by_one: {
    name: "one at a time",
    pace: 1,
    step({ theta: [w, b] }, gradient, eta) {
      const moved = w - eta * gradient(w, b)[0];
      return { theta: [moved, b - eta * gradient(moved, b)[1]], via: [moved, b] };
    },
    python: `def one_by_one(theta):
    w, b = theta
    w = w - eta * gradient(w, b)[0]  # w moves first
    return [(w, b - eta * gradient(w, b)[1])]`,
  },
  momentum: {
    name: "momentum",
    memory: ["v"],
    pace: 0.5,
    step({ theta, v }, gradient, eta, beta) {
      v = both((v, g) => beta * v + g, v, gradient(...theta));
      return { theta: both((w, v) => w - eta * v, theta, v), v };
    },
    python: `def momentum(theta, v):
    v = beta * v + np.array(gradient(*theta))
    return [theta - eta * v, v]`,
  },
  nesterov: {
    name: "Nesterov",
    memory: ["v"],
    pace: 0.5,
    step({ theta, v }, gradient, eta, beta) {
      v = both((v, g) => beta * v + g, v, gradient(...both((w, v) => w - eta * beta * v, theta, v)));
      return { theta: both((w, v) => w - eta * v, theta, v), v };
    },
    python: `def nesterov(theta, v):
    ahead = theta - eta * beta * v
    v = beta * v + np.array(gradient(*ahead))
    return [theta - eta * v, v]`,
  },
  adagrad: {
    name: "AdaGrad",
    memory: ["s"],
    pace: -5,
    step({ theta, s }, gradient, eta) {
      const g = gradient(...theta);
      s = both((s, g) => s + g * g, s, g);
      return { theta: both((w, g, s) => w - (eta * g) / (Math.sqrt(s) + EPS), theta, g, s), s };
    },
    python: `def adagrad(theta, s):
    g = np.array(gradient(*theta))
    s = s + g * g
    return [theta - eta * g / (np.sqrt(s) + 1e-8), s]`,
  },
  rmsprop: {
    name: "RMSProp",
    memory: ["s"],
    pace: -0.5,
    step({ theta, s }, gradient, eta) {
      const g = gradient(...theta);
      s = both((s, g) => BETA1 * s + (1 - BETA1) * g * g, s, g);
      return { theta: both((w, g, s) => w - (eta * g) / (Math.sqrt(s) + EPS), theta, g, s), s };
    },
    python: `def rmsprop(theta, s, beta=0.9):
    g = np.array(gradient(*theta))
    s = beta * s + (1 - beta) * g * g
    return [theta - eta * g / (np.sqrt(s) + 1e-8), s]`,
  },
  adam: {
    name: "Adam",
    memory: ["m", "s"],
    pace: -1,
    step: (state, gradient, eta) => adam(state, gradient, eta),
    python: python("adam", ""),
  },
  amsgrad: {
    name: "AMSGrad",
    memory: ["m", "s", "top"],
    pace: -1,
    step: (state, gradient, eta) => adam(state, gradient, eta, { highest: true }),
    python: python("amsgrad", ", top", "    top = np.maximum(top, s)\n", "top"),
  },
  adamw: {
    name: "AdamW",
    memory: ["m", "s"],
    pace: -1,
    step: (state, gradient, eta) => adam(state, gradient, eta, { decay: DECAY }),
    python: python("adamw", "", "    theta = theta - eta * 0.01 * theta  # decay\n"),
  },
  sign: {
    name: "sign",
    pace: -0.5,
    step: ({ theta }, gradient, eta) => ({ theta: both((w, g) => w - eta * Math.sign(g), theta, gradient(...theta)) }),
    python: `def sign(theta):
    return [theta - eta * np.sign(gradient(*theta))]`,
  },
};

/** @param {State} state */
export const gone = ({ theta }) => !theta.every((weight) => Math.abs(weight) <= LIMIT);

/**
 * The states of a method from its start on, until it leaves the map.
 * @type {(method: Method, gradient: Formula, eta: number, settings: Record<string, any>) => State[]}
 */
export function walk({ memory = [], step }, gradient, eta, { w, b, beta, steps }) {
  /** @type {State} */
  let state = { theta: [w, b], ...Object.fromEntries(memory.map((name) => [name, [0, 0]])) };
  const path = [state];
  while (path.length <= steps && !gone(state)) path.push(state = step(state, gradient, eta, beta));
  return path;
}

export const RATES = ["rate", "rate2", "rate3", "rate4"]; // the settings that hold them

/**
 * The program of a race. It prints the state of each method before the first step and after each.
 * @type {(surface: string, keys: string[], settings: Record<string, any>, lost: boolean) => string}
 */
export function program(surface, keys, settings, lost) {
  const used = keys.map((key) => METHODS[key]);
  const code = [surface, ...used.map(({ python }) => python)].join("\n\n");
  const arrays = code.includes("np.");
  const memory = used.some(({ memory }) => memory);
  const start = [settings.w, settings.b].map(literal).join(", ");
  const entries = used.map(({ memory = [] }, i) =>
    `    ${keys[i]}: [${[literal(settings[RATES[i]]), "theta", ...memory.map(() => "zero")].join(", ")}],`);
  return [
    ...(arrays ? ["import numpy as np"] : []),
    ...(code.includes("prod(") ? ["from math import prod"] : []),
    settings.surface === "line" ? code : numbered(code),
    "",
    ...(code.includes(", v)") ? [`beta = ${literal(settings.beta)}`] : []),
    `theta = ${arrays ? `np.array([${start}])` : start}`,
    ...(memory ? ["zero = np.zeros(2)"] : []),
    "race = {  # rate, weights, memory",
    ...entries,
    "}",
    `for k in range(${settings.steps + 1}):`,
    `    for step, (eta, theta, *more) in ${lost ? "list(race.items())" : "race.items()"}:`,
    "        row = *theta, loss(*theta), *gradient(*theta)",
    ...(memory ? ["        row = *row, *np.ravel(more)"] : []),
    '        print(k, step.__name__, *[f"{x:.5g}" for x in row])',
    "        race[step] = [eta, *step(theta, *more)]",
    ...(lost ? ["        if max(map(abs, theta)) > 1e6:", "            del race[step]  # it has left the map"] : []),
    "",
  ].join("\n");
}
