// The terrain of the home page: the functions that its Python block defines. A test compares the two.

/** @typedef {[x: number, y: number]} Point */

export const WIDTH = 4; // the map shows x from -4 to 4 and y from -3 to 3
export const HEIGHT = 3;

const HILLS = [[-0.1, 0.6, 1.5], [-2.2, 0.8, -1.6], [0.3, -1.5, -2.2], [2.2, 1, -1.8]]; // x, y, height

/** @param {number} x @param {number} y */
export function height(x, y) {
  const bumps = HILLS.map(([a, b, h]) => h * Math.exp(-((x - a) ** 2) - (y - b) ** 2));
  return (x * x + y * y) / 12 + bumps.reduce((sum, bump) => sum + bump);
}

/** @param {number} x @param {number} y */
export function slope(x, y, h = 1e-4) {
  return [
    (height(x + h, y) - height(x - h, y)) / (2 * h),
    (height(x, y + h) - height(x, y - h)) / (2 * h),
  ];
}

/** @param {number} x @param {number} y */
export function descend(x, y, eta = 0.15, steps = 25) {
  /** @type {Point[]} */
  const path = [[x, y]];
  for (let k = 0; k < steps; k++) {
    const [east, north] = slope(x, y);
    [x, y] = [x - eta * east, y - eta * north];
    path.push([x, y]);
  }
  return path;
}

/**
 * Which hollow a point lies in, in words, or undefined when it lies in none.
 * @param {Point} point @returns {string | undefined}
 */
export function hollow([x, y]) {
  const names = ["western", "southern", "eastern"];
  const near = HILLS.slice(1).findIndex(([a, b]) => Math.hypot(x - a, y - b) < 0.3);
  return names[near];
}
