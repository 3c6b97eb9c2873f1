// The map of a loss of two weights: its contours, what moves on it, and words that keep clear of each other.
import { line, mark, scale } from "./explorer.js";
import { show } from "./format.js";

export const [LEFT, RIGHT, TOP, FLOOR] = [22, 240, 8, 198]; // the map's edges
export const COLOURS = ["orange", "blue", "purple", "ink"];

/** The variable of a colour for words. @param {string} colour */
export const ink = (colour) => `var(--${colour}${colour === "ink" ? "" : "-text"})`;

export class TerrainMap {
  /** @param {SVGElement} layer where all is drawn that moves */
  constructor(layer) {
    this.layer = layer;
    this.x = this.y = scale([0, 1], [0, 1]);
    /** @type {number[][]} the loss over the map */
    this.heights = [];
    /** @type {number[][]} where words stand: left, bottom, width, and the least distance of other lines */
    this.taken = [];
  }

  /** Show a surface; returns its contours. @param {import("./surfaces.js").Surface} surface */
  show({ range, levels, loss, minima }) {
    this.x = scale(range[0], [LEFT, RIGHT]);
    this.y = scale(range[1], [FLOOR, TOP]);
    this.heights = Array.from({ length: 56 }, (_, i) => Array.from({ length: 49 }, (_, j) =>
      loss(this.x.back(LEFT + 4 * i), this.y.back(TOP + 4 * j))));
    const lowest = loss(...minima[0]);
    return Array.from({ length: 16 }, (_, n) =>
      this.contour(levels ? levels[0] * levels[1] ** n : lowest + 0.28 * (n || 0.5) ** 2)).join("");
  }

  /** @param {number[]} theta */
  spot = ([w, b]) => [this.x(w), this.y(b)];

  /** Returns the style. @type {(d: string, colour: string, kind?: string, dash?: string) => CSSStyleDeclaration} */
  draw(d, colour, kind = "ex-path", dash = "") {
    const { style } = mark(this.layer, "path", { d, class: kind });
    style.stroke = `var(--${colour})`;
    style.strokeDasharray = dash;
    return style;
  }

  /**
   * Write words at the first of these places at which they touch no others.
   * @type {(words: string, places: number[][], colour: string) => void}
   */
  label(words, places, colour) {
    const width = 6 + 6.6 * words.length;
    for (const place of places) {
      const x = Math.max(LEFT + 3, Math.min(RIGHT - width - 3, place[0] - (place[2] ? width : 0)));
      const y = Math.max(TOP + 11, Math.min(FLOOR - 4, place[1]));
      if (this.taken.some(([p, q, wide, high = 12]) =>
        p < x + width + 2 && x < p + wide + 2 && Math.abs(y - q) < high)) continue;
      this.taken.push([x, y, width]);
      const text = mark(this.layer, "text", place[2] ? { x: x + width, y, "text-anchor": "end" } : { x, y }, words);
      text.style.fill = ink(colour);
      return;
    }
  }

  /** How a vector runs in the picture, longer if it is larger. @param {number[]} vector */
  far = ([p, q]) => [50 * p, -50 * q].map((way) => way / (1 + Math.hypot(p, q)));

  /** Name a method beside its path. @param {string} words @param {number[][]} spots @param {number} i its place */
  name(words, spots, i) {
    const some = [0, 0.1, 0.25, 0.5, 0.75, 1].map((part) => spots[Math.floor(part * (spots.length - 1))]);
    const places = some.flatMap(([x, y]) => [[x + 4, y - 7, 0], [x + 4, y + 15, 0], [x - 4, y - 7, 1], [x - 4, y + 15, 1]]);
    this.label(words, [...places, [LEFT, TOP + 12 * i, 0]], COLOURS[i]);
  }

  /**
   * Draw a vector; returns how it runs in the picture.
   * @type {(theta: number[], vector: number[], colour: string, title: string) => number[]}
   */
  arrow(theta, vector, colour, title) {
    const [x, y] = this.spot(theta);
    const [u, v] = this.far(vector);
    const tip = [x + u, y + v];
    const [left, right] = [0.1, -0.1].map((side) => [x + 0.8 * u + side * v, y + 0.8 * v - side * u]);
    this.draw(line([[x, y], tip, left, tip, right]), colour);
    const end = u < 0 ? 1 : 0;
    const places = [0, 9, 20].flatMap((off) => [end, 1 - end].flatMap((side) =>
      [-6 - off / 2, 13 + off / 2, off / 2].map((down) => [tip[0] + (side ? -off : off), tip[1] + down, side])));
    if (u || v) this.label(title, places, colour);
    return [u, v];
  }

  /**
   * The gradient, named beside the paths, and its right angle with the contour.
   * @type {(theta: number[], slopes: number[], states: import("./methods.js").State[]) => void}
   */
  slope(theta, slopes, states) {
    const [x, y] = this.spot(theta);
    if (x < LEFT || x > RIGHT || y < TOP || y > FLOOR) return; // off the map
    this.taken.push(...states.map((state) => this.spot(state.theta)).map(([p, q]) => [p - 2, q + 3.5, 4, 9]));
    const [u, v] = this.arrow(theta, slopes, "vermilion", "gradient");
    const side = 7 / Math.hypot(u, v);
    const corner = [[u, v], [u - v, v + u], [-v, u]];
    if (side < 1) this.draw(line(corner.map(([p, q]) => [x + p * side, y + q * side])), "ink");
  }

  /**
   * What a method remembers: arrows against v and m, as steps run; the last mean or sum of squares as a rectangle.
   * @type {(state: import("./methods.js").State, titles: string[], colour: string) => void}
   */
  memory(state, titles, colour) {
    const { theta } = state;
    for (const title of titles.slice(0, 1)) {
      if (title !== "s") this.arrow(theta, state[title].map((/** @type {number} */ part) => -part), colour, `−${title}`);
    }
    const last = titles[titles.length - 1];
    if (last && last !== "v") this.square(theta, state[last].map(Math.sqrt), colour, `√${last}`);
  }

  /**
   * Draw a rectangle around a place, with such sides: what divides the step of each weight.
   * @type {(theta: number[], sides: number[], colour: string, title: string) => void}
   */
  square(theta, sides, colour, title) {
    const [x, y] = this.spot(theta);
    const [u, v] = this.far(sides).map((side) => Math.abs(side) / 2);
    const { style } = mark(this.layer, "rect", { x: x - u, y: y - v, width: 2 * u, height: 2 * v, "fill-opacity": 0.15 });
    style.fill = style.stroke = `var(--${colour})`;
    if (u || v) this.label(title, [[x + u + 2, y + v, 0], [x - u - 2, y + v, 1], [x + u + 2, y - v, 0], [x - u - 2, y - v, 1]], colour);
  }

  /** Cover what leaves the map, and number its height. */
  frame() {
    const { layer, y } = this;
    const d = `M0 0H360V228H0ZM${LEFT} ${TOP}V${FLOOR}H${RIGHT}V${TOP}Z`;
    mark(layer, "path", { d, "fill-rule": "evenodd" }).style.fill = "var(--paper)";
    const gap = y(0) - y(1) > 24 ? 1 : 2;
    for (let n = gap * Math.ceil(y.values[0] / gap); y(n) > TOP + 12; n += gap) {
      mark(layer, "text", { x: 16, y: y(n) + 4, class: "ex-reading", "text-anchor": "end" }, show(n + 0));
    }
  }

  /** A contour, from small squares: it enters and leaves where an edge has the height. @param {number} height */
  contour(height) {
    let d = "";
    this.heights.slice(1).forEach((_, i) => {
      for (let j = 1; j < this.heights[0].length; j++) {
        const corners = [[i, j - 1], [i + 1, j - 1], [i + 1, j], [i, j]];
        const above = corners.map(([p, q]) => this.heights[p][q] - height);
        const cuts = corners.flatMap(([p, q], n) => {
          const [r, s] = corners[(n + 1) % 4];
          const part = above[n] / (above[n] - above[(n + 1) % 4]);
          return part >= 0 && part < 1 ? [[LEFT + 4 * (p + part * (r - p)), TOP + 4 * (q + part * (s - q))]] : [];
        });
        while (cuts[1]) d += line(cuts.splice(0, 2));
      }
    });
    return d;
  }
}
