// A square of cells in a picture, coarse at first, then finer, found in small slices of time that never block the tab.
import { change, mark } from "./explorer.js";

export const CELLS = 96; // side by side
const SIZES = [12, 6, 3, 1]; // of the blocks, in cells
const SLICE = 8; // milliseconds of work at a time
const PAUSE = 120; // milliseconds to look at a picture before it gets finer
const UNITS = 2; // of the picture, for a cell
let patterns = 0;

/**
 * A fill of a colour with strokes of paper, told apart without colours, too.
 * @param {Element} svg
 * @param {string} colour
 * @param {string} d
 */
export function hatch(svg, colour, d) {
  const id = `hatch-${patterns++}`;
  const pattern = mark(svg, "pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse" });
  mark(pattern, "rect", { width: 6, height: 6 }).style.fill = colour;
  mark(pattern, "path", { d }).style.stroke = "var(--paper)";
  return `url(#${id})`;
}

export class Cells {
  /**
   * @param {Element} parent
   * @param {number} left
   * @param {number} top
   * @param {string[]} fills of each kind of cell
   */
  constructor(parent, left, top, fills) {
    this.left = left;
    this.top = top;
    this.grid = new Int8Array(CELLS * CELLS); // row by row from the top, the kind of each cell; −1: none yet
    this.timer = 0;
    this.paths = fills.map((fill) => {
      const path = mark(parent, "path", { "shape-rendering": "crispEdges" });
      path.style.fill = fill;
      return path;
    });
  }

  /**
   * Find the kinds of all cells anew.
   * @param {(across: number, up: number) => number} kind at a place from 0 to 1 in both directions
   * @param {() => void} done
   */
  start(kind, done) {
    this.stop();
    this.grid.fill(-1);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches; // then only the finest is shown
    let level = 0, n = 0;
    const slice = () => {
      const end = performance.now() + SLICE;
      const size = SIZES[level], row = CELLS / size;
      for (; n < row * row && performance.now() < end; n++) {
        const i = (n % row) * size, j = Math.floor(n / row) * size;
        const found = kind((i + size / 2) / CELLS, 1 - (j + size / 2) / CELLS);
        for (let k = j; k < j + size; k++) this.grid.fill(found, k * CELLS + i, k * CELLS + i + size);
      }
      const whole = n === row * row;
      if (whole) [level, n] = [level + 1, 0];
      const all = level === SIZES.length;
      if (all || !still) this.draw();
      if (!all) this.timer = setTimeout(slice, whole && !still ? PAUSE : 0);
      else done();
    };
    this.timer = setTimeout(slice);
  }

  stop() {
    clearTimeout(this.timer);
  }

  /** How many cells are of a kind. @param {number} kind */
  count(kind) {
    return this.grid.reduce((sum, each) => sum + Number(each === kind), 0);
  }

  /** A path for each kind: its cells, those side by side in one. */
  draw() {
    const d = this.paths.map(() => "");
    for (let from = 0, to = 0; from < this.grid.length; from = to) {
      const kind = this.grid[from];
      while (this.grid[to] === kind && (to === from || to % CELLS)) to++;
      const x = this.left + UNITS * (from % CELLS), y = this.top + UNITS * Math.floor(from / CELLS);
      if (kind >= 0) d[kind] += `M${x} ${y}h${UNITS * (to - from)}v${UNITS}H${x}z`;
    }
    this.paths.forEach((path, kind) => change(path, { d: d[kind] }));
  }
}
