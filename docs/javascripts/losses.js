// The losses of one weight. Only + − × ÷ and √, in the order of the Python beside them, so that both give the same bits.
import { EXP, LIMIT, exp } from "./arithmetic.js";

/**
 * @typedef {object} Loss
 * @property {string} name
 * @property {(w: number) => number} loss
 * @property {(w: number) => number} slope
 * @property {number[]} minima where the loss is lowest nearby
 * @property {(w: number) => number} curvature how fast the slope changes; NaN at a kink
 * @property {[number, number]} range the weights that the picture shows
 * @property {number} top the highest loss that it shows
 * @property {number} [bottom] the lowest, if not 0
 * @property {string} python
 */

/**
 * The hyperbolic tangent: halve w until it is small, divide down, double back.
 * @param {number} w
 * @returns {number}
 */
function tanh(w) {
  if (Math.abs(w) > 0.5) {
    const half = tanh(w / 2);
    return (2 * half) / (1 + half * half);
  }
  let under = 17;
  for (let n = 15; n > 0; n -= 2) under = n + (w * w) / under;
  return w / under;
}

/** The logarithm of (1 + z) / (1 − z). @param {number} z */
function logarithm(z) {
  let sum = z, power = z;
  for (let n = 3; n < 34; n += 2) {
    power = power * z * z;
    sum = sum + power / n;
  }
  return 2 * sum;
}

/** The logarithm of cosh w, from that of w / 2 where w is large. @param {number} w @returns {number} */
function logcosh(w) {
  const t = tanh(w / 2);
  if (Math.abs(w) <= 1) return logarithm(t * t);
  return 2 * logcosh(w / 2) + logarithm((t * t) / (2 + t * t));
}

const COSH = `def slope(w):  # tanh w: halve w, divide down, double back
    if abs(w) > 0.5:
        half = slope(w / 2)
        return 2 * half / (1 + half * half)
    under = 17
    for n in range(15, 0, -2):
        under = n + w * w / under
    return w / under

def logarithm(z):  # of (1 + z) / (1 - z)
    total = power = z
    for n in range(3, 34, 2):
        power = power * z * z
        total = total + power / n
    return 2 * total

def loss(w):  # log cosh w
    t = slope(w / 2)
    if abs(w) <= 1:
        return logarithm(t * t)
    return 2 * loss(w / 2) + logarithm(t * t / (2 + t * t))
`;

/** As far as numbers reach. @param {number} w */
const decay = (w) => exp(Math.max(-300, Math.min(300, -w)));

/**
 * @param {string} loss
 * @param {string} slope
 */
const python = (loss, slope) => `def loss(w):
    ${loss}

def slope(w):
    ${slope}
`;

/** @type {(a: number, centre: number, rest: number, range: [number, number], top: number) => Omit<Loss, "name" | "python">} */
const parabola = (a, centre, rest, range, top) => ({
  loss: (w) => a * (w - centre) * (w - centre) + rest,
  slope: (w) => 2 * a * (w - centre),
  minima: [centre],
  curvature: () => 2 * a,
  range,
  top,
});

/** The kilometres of the four hikes of Part 1, each of one hour. */
export const HIKES = [2, 3, 3, 4];

/** @type {Record<string, Loss>} */
export const LOSSES = {
  flat: {
    name: "flat bowl 0.2(w − 3)²",
    ...parabola(0.2, 3, 0, [-1.5, 7.5], 20.5),
    python: python("return 0.2 * (w - 3) * (w - 3)", "return 0.4 * (w - 3)"),
  },
  bowl: {
    name: "bowl (w − 3)²",
    ...parabola(1, 3, 0, [-1.5, 7.5], 20.5),
    python: python("return (w - 3) * (w - 3)", "return 2 * (w - 3)"),
  },
  steep: {
    name: "steep bowl 2.2(w − 3)²",
    ...parabola(2.2, 3, 0, [-1.5, 7.5], 20.5),
    python: python("return 2.2 * (w - 3) * (w - 3)", "return 4.4 * (w - 3)"),
  },
  hikes: {
    name: "four hikes",
    ...parabola(1, 3, 0.5, [0.5, 5.5], 7),
    python: python("return (w - 3) * (w - 3) + 0.5", "return 2 * (w - 3)"),
  },
  abs: {
    name: "|w|",
    loss: Math.abs,
    slope: (w) => (w > 0 ? 1 : 0) - (w < 0 ? 1 : 0),
    minima: [0],
    curvature: (w) => (w ? 0 : NaN),
    range: [-4.5, 4.5],
    top: 4.5,
    python: python("return abs(w)", "return (w > 0) - (w < 0)  # 1, 0 or -1"),
  },
  quartic: {
    name: "w⁴",
    loss: (w) => w * w * w * w,
    slope: (w) => 4 * w * w * w,
    minima: [0],
    curvature: (w) => 12 * w * w,
    range: [-2.2, 2.2],
    top: 20,
    python: python("return w * w * w * w", "return 4 * w * w * w"),
  },
  logcosh: {
    name: "log cosh w",
    loss: logcosh,
    slope: tanh,
    minima: [0],
    curvature: (w) => 1 - tanh(w) * tanh(w),
    range: [-4.5, 4.5],
    top: 4.5,
    python: COSH,
  },
  decay: {
    name: "e^(−w)",
    loss: decay,
    slope: (w) => -decay(w),
    minima: [],
    curvature: decay,
    range: [-2, 8],
    top: 7.5,
    python: EXP + "\n" + python(
      "return exp(max(-300, min(300, -w)))  # within all floats",
      "return -loss(w)",
    ),
  },
  cubic: {
    name: "w³/3 − w²/2",
    loss: (w) => (w * w * w) / 3 - (w * w) / 2,
    slope: (w) => w * w - w,
    minima: [1],
    curvature: (w) => 2 * w - 1,
    range: [-1.1, 2.3],
    top: 1.1,
    bottom: -1.1,
    python: python("return w * w * w / 3 - w * w / 2", "return w * w - w"),
  },
  valleys: {
    name: "two valleys",
    loss: (w) => 1 - 0.5 * exp(-4 * (w + 2) * (w + 2)) - exp(-(w - 2) * (w - 2) / 4),
    slope: (w) => 4 * (w + 2) * exp(-4 * (w + 2) * (w + 2)) + ((w - 2) / 2) * exp(-(w - 2) * (w - 2) / 4),
    minima: [-1.99069, 2],
    curvature: (w) =>
      (4 - 32 * (w + 2) * (w + 2)) * exp(-4 * (w + 2) * (w + 2)) +
      (0.5 - ((w - 2) * (w - 2)) / 4) * exp((-(w - 2) * (w - 2)) / 4),
    range: [-5, 11],
    top: 1.15,
    python: EXP + "\n" + python(
      "return 1 - 0.5 * exp(-4 * (w + 2) * (w + 2)) \\\n        - exp(-(w - 2) * (w - 2) / 4)",
      "return 4 * (w + 2) * exp(-4 * (w + 2) * (w + 2)) \\\n        + (w - 2) / 2 * exp(-(w - 2) * (w - 2) / 4)",
    ),
  },
  plateau: {
    name: "plateau",
    loss: (w) => 1 - 1 / (1 + (w - 3) * (w - 3)),
    slope: (w) => (2 * (w - 3)) / ((1 + (w - 3) * (w - 3)) * (1 + (w - 3) * (w - 3))),
    minima: [3],
    curvature: (w) => (2 - 6 * (w - 3) * (w - 3)) / (1 + (w - 3) * (w - 3)) ** 3,
    range: [-7, 13],
    top: 1.15,
    python: python(
      "return 1 - 1 / (1 + (w - 3) * (w - 3))",
      "bend = 1 + (w - 3) * (w - 3)\n    return 2 * (w - 3) / (bend * bend)",
    ),
  },
  cliff: {
    name: "cliff",
    loss: (w) => 0.1 * (w + 1) * (w + 1) + 20 * Math.max(0, 1 - w) * Math.max(0, 1 - w),
    slope: (w) => 0.2 * (w + 1) - 40 * Math.max(0, 1 - w),
    minima: [39.8 / 40.2],
    curvature: (w) => (w < 1 ? 40.2 : 0.2),
    range: [-0.5, 8.5],
    top: 14,
    python: python(
      "dip = max(0, 1 - w)\n    return 0.1 * (w + 1) * (w + 1) + 20 * dip * dip",
      "return 0.2 * (w + 1) - 40 * max(0, 1 - w)",
    ),
  },
};

/**
 * Gradient descent: the weights from the start on, at most `steps` steps, ending beyond LIMIT.
 * @param {(w: number) => number} slope
 * @param {number} w
 * @param {number} eta
 * @param {number} steps
 */
export function descend(slope, w, eta, steps) {
  const path = [w];
  for (let k = 0; k < steps && Math.abs(w) <= LIMIT; k++) {
    w = w - eta * slope(w);
    path.push(w);
  }
  return path;
}

/**
 * What a rate does, from the product of rate and curvature.
 * @param {number} product
 * @returns {"stands still" | "creeps" | "lands" | "leaps" | "bounces" | "diverges"}
 */
export function zone(product) {
  if (product === 0) return "stands still";
  if (Math.abs(product - 1) < 1e-9) return "lands";
  if (Math.abs(product - 2) < 1e-9) return "bounces";
  return product < 1 ? "creeps" : product < 2 ? "leaps" : "diverges";
}
