// The losses of two weights, and the methods that race on them: the same operations in JavaScript and in Python.

/**
 * @typedef {(w: number, b: number) => any} Formula
 *
 * @typedef {object} Surface
 * @property {string} name
 * @property {Formula} loss
 * @property {Formula} gradient
 * @property {number[][]} minima the lowest first
 * @property {string} python
 */

export const SAMPLES = [[0, -3], [1, 2], [2, 5], [3, 6]];

/** @param {string} loss @param {string} gradient */
const python = (loss, gradient) => `def loss(w, b):
    return ${loss}

def gradient(w, b):
    return ${gradient}`;

/** @type {Record<string, Surface>} */
export const SURFACES = {
  line: {
    name: "line through four samples",
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
    loss: (w, b) => (w - 2) * (w - 2) + (b - 1) * (b - 1),
    gradient: (w, b) => [2 * (w - 2), 2 * (b - 1)],
    minima: [[2, 1]],
    python: python("(w - 2) * (w - 2) + (b - 1) * (b - 1)", "2 * (w - 2), 2 * (b - 1)"),
  },
  ravine: {
    name: "ravine",
    loss: (w, b) => 2 * (w - b - 1) * (w - b - 1) + ((w + b - 3) * (w + b - 3)) / 8,
    gradient: (w, b) => [(w + b - 3) / 4 + 4 * (w - b - 1), (w + b - 3) / 4 - 4 * (w - b - 1)],
    minima: [[2, 1]],
    python: `def loss(w, b):
    u, v = w - b - 1, w + b - 3
    return 2 * u * u + v * v / 8

def gradient(w, b):
    u, v = w - b - 1, w + b - 3
    return v / 4 + 4 * u, v / 4 - 4 * u`,
  },
  saddle: {
    name: "saddle",
    loss: (w, b) => ((w - 1) * (w - 1)) / 2 + ((b * b - 1) * (b * b - 1)) / 4,
    gradient: (w, b) => [w - 1, b * b * b - b],
    minima: [[1, 1], [1, -1]],
    python: python("(w - 1) * (w - 1) / 2 \\\n        + (b * b - 1) * (b * b - 1) / 4", "w - 1, b * b * b - b"),
  },
  valleys: {
    name: "two valleys",
    loss: (w, b) => w * w * ((w * w) / 4 - w / 3 - 1) + (b - w + 1) * (b - w + 1) + 3,
    gradient: (w, b) => [w * (w + 1) * (w - 2) - 2 * (b - w + 1), 2 * (b - w + 1)],
    minima: [[2, 1], [-1, -2]],
    python: `def loss(w, b):
    u = b - w + 1
    return w * w * (w * w / 4 - w / 3 - 1) + u * u + 3

def gradient(w, b):
    u = b - w + 1
    return w * (w + 1) * (w - 2) - 2 * u, 2 * u`,
  },
};

/**
 * The weights, a corner on the way to them, and the method's memory: numbers, or pairs, which are shown as arrows, too.
 * @typedef {{ theta: number[], via?: number[], [memory: string]: any }} State
 *
 * @typedef {object} Method
 * @property {string} name
 * @property {string} colour orange, blue, purple, in this order
 * @property {(theta: number[]) => State} start
 * @property {(state: State, gradient: Formula, eta: number) => State} step
 * @property {string} python named like its key; takes and returns theta and memory, number by number
 */

/** @type {Record<string, Method>} */
export const METHODS = {
  together: {
    name: "together",
    colour: "orange",
    start: (theta) => ({ theta }),
    step({ theta: [w, b] }, gradient, eta) {
      const [p, q] = gradient(w, b);
      return { theta: [w - eta * p, b - eta * q] };
    },
    python: `def together(w, b):
    slope_w, slope_b = gradient(w, b)
    return w - eta * slope_w, b - eta * slope_b`,
  },
  one_by_one: {
    name: "one at a time",
    colour: "blue",
    start: (theta) => ({ theta }),
    step({ theta: [w, b] }, gradient, eta) {
      const moved = w - eta * gradient(w, b)[0];
      return { theta: [moved, b - eta * gradient(moved, b)[1]], via: [moved, b] };
    },
    python: `def one_by_one(w, b):
    w = w - eta * gradient(w, b)[0]
    return w, b - eta * gradient(w, b)[1]  # w has moved`,
  },
};
