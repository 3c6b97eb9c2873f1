// The losses of two weights: the same operations in JavaScript and in Python.

import { literal } from "./format.js";

/**
 * @typedef {(...theta: number[]) => any} Formula of w and b
 *
 * @typedef {object} Surface
 * @property {string} name
 * @property {Formula} loss
 * @property {Formula} gradient
 * @property {number[][]} minima the lowest first
 * @property {string} python
 * @property {[[number, number], [number, number]]} range of w and of b, on the map
 * @property {[number, number]} [levels] the lowest contour, and how often higher the next one is
 * @property {[number, number]} start
 * @property {[number, number]} rates for steps along the gradient, and for steps of a length
 */

export const SAMPLES = [[0, -3], [1, 2], [2, 5], [3, 6]];

/** @type {Pick<Surface, "range" | "start" | "rates">} */
const COMMON = { range: [[-1.9, 3.7], [-2.9, 2]], start: [-1, -1], rates: [0.2, 0.2] };

/** @type {Record<string, [number, number, string]>} the cosine and sine of some angles */
const TURNS = {
  0: [1, 0, ""],
  30: [Math.sqrt(3) / 2, 1 / 2, "sqrt(3) / 2, 1 / 2"],
  45: [Math.sqrt(1 / 2), Math.sqrt(1 / 2), "sqrt(1 / 2), sqrt(1 / 2)"],
  60: [1 / 2, Math.sqrt(3) / 2, "1 / 2, sqrt(3) / 2"],
};

/** Python with the weights w1 and w2 in the place of w and b. @param {string} code */
export const numbered = (code) => code.replace(/\bw\b/g, "w1").replace(/\bb\b/g, "w2");

/** @param {string} loss @param {string} gradient */
const python = (loss, gradient) => `def loss(w, b):
    return ${loss}

def gradient(w, b):
    return ${gradient}`;

/**
 * The ravine of curvatures 1 and kappa, turned by an angle.
 * @type {(kappa: number, angle: number) => Omit<Surface, "name">}
 */
export function ravine(kappa, angle) {
  const [c, s, turn] = TURNS[angle];
  const turned = turn ? "p, q = c * w + s * b, c * b - s * w\n    " : "";
  const [p, q] = turn ? ["p", "q"] : ["w", "b"];
  return {
    loss(w, b) {
      const [p, q] = [c * w + s * b, c * b - s * w];
      return (p * p + kappa * q * q) / 2;
    },
    gradient(w, b) {
      const [p, q] = [c * w + s * b, c * b - s * w];
      return [c * p - s * kappa * q, s * p + c * kappa * q];
    },
    minima: [[0, 0]],
    range: [[-5, 5], [-4.375, 4.375]],
    levels: [kappa / 50, 2.5],
    start: [-4, 2],
    rates: [Number((1.75 / kappa).toPrecision(2)), 0.2],
    python: `${turn && `from math import sqrt\n\nc, s = ${turn}\n`}kappa = ${literal(kappa)}

def loss(w, b):
    ${turned}return (${p} * ${p} + kappa * ${q} * ${q}) / 2

def gradient(w, b):
    ${turned}return ${turn ? "c * p - s * kappa * q, s * p + c * kappa * q" : "w, kappa * b"}`,
  };
}

/** @type {Record<string, Surface>} */
export const SURFACES = {
  line: {
    name: "line through four samples",
    ...COMMON,
    loss: (w, b) => SAMPLES.reduce((total, [x, y]) => total + ((w * x + b - y) * (w * x + b - y)) / 4, 0),
    gradient: (w, b) => [
      SAMPLES.reduce((total, [x, y]) => total + (2 * (w * x + b - y) * x) / 4, 0),
      SAMPLES.reduce((total, [x, y]) => total + (2 * (w * x + b - y)) / 4, 0),
    ],
    minima: [[3, -2]],
    python: `x, y = [0, 1, 2, 3], [-3, 2, 5, 6]

def loss(w, b):
    total = 0
    for xi, yi in zip(x, y):
        error = w * xi + b - yi
        total = total + error * error / 4
    return total

def gradient(w, b):
    slope_w = slope_b = 0
    for xi, yi in zip(x, y):
        error = w * xi + b - yi
        slope_w = slope_w + 2 * error * xi / 4
        slope_b = slope_b + 2 * error / 4
    return slope_w, slope_b`,
  },
  bowl: {
    name: "round bowl",
    ...COMMON,
    loss: (w, b) => (w - 2) * (w - 2) + (b - 1) * (b - 1),
    gradient: (w, b) => [2 * (w - 2), 2 * (b - 1)],
    minima: [[2, 1]],
    python: python("(w - 2) * (w - 2) + (b - 1) * (b - 1)", "2 * (w - 2), 2 * (b - 1)"),
  },
  ravine: {
    name: "ravine",
    ...ravine(25, 0),
  },
  rosenbrock: {
    name: "Rosenbrock’s valley",
    loss: (w, b) => (1 - w) * (1 - w) + 100 * (b - w * w) * (b - w * w),
    gradient: (w, b) => [2 * (w - 1) - 400 * w * (b - w * w), 200 * (b - w * w)],
    minima: [[1, 1]],
    range: [[-2, 2], [-1, 2.5]],
    levels: [0.3, 3],
    start: [-1.2, 1],
    rates: [0.001, 0.05],
    python: `def loss(w, b):
    u = b - w * w
    return (1 - w) * (1 - w) + 100 * u * u

def gradient(w, b):
    u = b - w * w
    return 2 * (w - 1) - 400 * w * u, 200 * u`,
  },
  saddle: {
    name: "saddle",
    ...COMMON,
    loss: (w, b) => ((w - 1) * (w - 1)) / 2 + ((b * b - 1) * (b * b - 1)) / 4,
    gradient: (w, b) => [w - 1, b * b * b - b],
    minima: [[1, 1], [1, -1]],
    start: [-1, 0.1],
    python: python("(w - 1) * (w - 1) / 2 \\\n        + (b * b - 1) * (b * b - 1) / 4", "w - 1, b * b * b - b"),
  },
  himmelblau: {
    name: "Himmelblau’s four minima",
    loss(w, b) {
      const u = w * w + b - 11, v = w + b * b - 7;
      return u * u + v * v;
    },
    gradient(w, b) {
      const u = w * w + b - 11, v = w + b * b - 7;
      return [4 * w * u + 2 * v, 2 * u + 4 * b * v];
    },
    minima: [[3, 2], [-2.805118, 3.131313], [-3.77931, -3.283186], [3.584428, -1.848127]],
    range: [[-6, 6], [-5.25, 5.25]],
    levels: [3, 2],
    start: [0, 0],
    rates: [0.01, 0.2],
    python: `def loss(w, b):
    u, v = w * w + b - 11, w + b * b - 7
    return u * u + v * v

def gradient(w, b):
    u, v = w * w + b - 11, w + b * b - 7
    return 4 * w * u + 2 * v, 2 * u + 4 * b * v`,
  },
  valleys: {
    name: "two valleys",
    ...COMMON,
    loss: (w, b) => w * w * ((w * w) / 4 - w / 3 - 1) + (b - w + 1) * (b - w + 1) + 3,
    gradient: (w, b) => [w * (w + 1) * (w - 2) - 2 * (b - w + 1), 2 * (b - w + 1)],
    minima: [[2, 1], [-1, -2]],
    start: [0.2, 1.5],
    python: `def loss(w, b):
    u = b - w + 1
    return w * w * (w * w / 4 - w / 3 - 1) + u * u + 3

def gradient(w, b):
    u = b - w + 1
    return w * (w + 1) * (w - 2) - 2 * u, 2 * u`,
  },
};
