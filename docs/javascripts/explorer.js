// What all explorers share: state in the address, controls, a table of steps, the Python behind it, a line in words.
import { minus, show, typed } from "./format.js";

/**
 * @typedef {object} Field one part of the state: a number, or a choice of `options`
 * @property {string} label
 * @property {number | string} value the default
 * @property {[string, string][]} [options] key and words
 * @property {number} [min]
 * @property {number} [max]
 * @property {boolean} [whole]
 * @property {[number, number]} [powers] a slider from 10^a to 10^b beside the field
 * @property {boolean} [hidden] no control of its own
 * @property {boolean} [anew] a change starts the walk anew
 *
 * @typedef {{ rows: (number | string)[][], words: string }} Report what the table and the line in words show
 */

const SVG = "http://www.w3.org/2000/svg";
const PAUSE = 180; // milliseconds between two steps while it plays
/** @type {Record<string, number[]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
}

/**
 * @param {Element} parent
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {string} [text]
 */
export function mark(parent, name, attributes = {}, text = "") {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  change(element, attributes);
  element.textContent = text;
  return parent.appendChild(element);
}

/**
 * @param {Element} element
 * @param {Record<string, string | number>} attributes
 */
export function change(element, attributes) {
  for (const key in attributes) element.setAttribute(key, String(attributes[key]));
}

/** The way of an arrow key, which then does nothing else. @param {KeyboardEvent} event */
function arrow(event) {
  const way = !event.altKey && !event.ctrlKey && !event.metaKey && WAYS[event.key];
  if (way) event.preventDefault();
  return way;
}

/** @typedef {((value: number) => number) & { back: (place: number) => number, values: [number, number] }} Scale */

/**
 * From values to places in the picture, and back.
 * @param {[number, number]} values
 * @param {[number, number]} places
 * @returns {Scale}
 */
export function scale(values, [p, q]) {
  const [a, b] = values;
  const to = (/** @type {number} */ value) => p + ((value - a) / (b - a)) * (q - p);
  return Object.assign(to, { values, back: (/** @type {number} */ place) => a + ((place - p) / (q - p)) * (b - a) });
}

/**
 * The `d` of a line through points; far places are cut off so that no picture breaks.
 * @param {number[][]} points
 */
export const line = (points) =>
  points.map(([x, y], i) => `${i ? "L" : "M"}${place(x)} ${place(y)}`).join("");

/** @param {number[][]} points the `d` of dots, drawn by round line ends */
export const dots = (points) => points.map(([x, y]) => `M${place(x)} ${place(y)}h0`).join("");

/** @param {number} x */
const place = (x) => Math.round(10 * Math.max(-2000, Math.min(2000, x))) / 10 || 0;

/** Explorers give `title`, `fields` and `columns`, draw what stays in their constructor, and define render and python. */
export class Explorer extends HTMLElement {
  static title = "";
  /** @type {Record<string, Field>} */
  static fields = {};
  /** @type {string[]} */
  static columns = [];

  constructor() {
    super();
    const { title, fields, columns } = this.kind;
    /** @type {Record<string, any>} */
    this.state = {};
    /** @type {Record<string, (HTMLInputElement | HTMLSelectElement)[]>} */
    this.inputs = {};
    this.timer = this.writing = this.wrote = 0;
    this.search = ""; // of the address that the state came from, or was written to
    this.stage = make("div", { class: "ex-stage" });
    this.controls = make("div", { class: "ex-controls" });
    this.says = make("p", { class: "ex-say" });
    this.note = make("p", { class: "ex-note" });
    this.live = make("p", { class: "ex-live", role: "status" });
    /** @type {(string | null)[]} */
    this.told = [];
    this.wrong = ""; // the field that holds what it cannot mean
    this.rows = make("tbody");
    this.code = make("code");
    const head = make("tr", {}, ...columns.map((name) => make("th", { scope: "col" }, name)));
    this.table = make("table", { class: "ex-table" }, make("thead", {}, head), this.rows);
    this.listing = make("pre", { hidden: "" }, this.code);
    const label = `${title}: steps and code`;
    this.box = make("div", { class: "ex-box", tabindex: "0", role: "region", "aria-label": label }, this.table, this.listing);
    this.foot = make("div", { class: "ex-foot" });
    this.body = make("div", { class: "ex", role: "group", "aria-label": title });
    this.body.append(this.stage, this.controls, this.says, this.box, this.foot, this.live);
    for (const name in fields) if (!fields[name].hidden) this.control(name, fields[name]);
    const listing = this.button("Show me the Python", () => this.list(listing), this.foot);
    listing.setAttribute("aria-pressed", "false");
    this.button("Copy link", () => this.copy(this.link().href, "The link to this experiment"), this.foot);
    /** @type {HTMLButtonElement | undefined} */
    this.player = undefined;
    this.copies = this.button("Copy code", () => this.copy(this.python(), "The Python"), this.foot);
    this.copies.hidden = true;
  }

  /** @returns {Report} after bringing the picture up to date with `this.state` */
  render() {
    return { rows: [], words: "" };
  }

  /** @returns {string} the program that prints the table */
  python() {
    return "";
  }

  get kind() {
    return /** @type {typeof Explorer} */ (this.constructor);
  }

  connectedCallback() {
    this.id ||= this.localName + ([...document.querySelectorAll(this.localName)].indexOf(this) || "");
    this.append(this.body);
    this.fold();
    this.read();
    this.tell(); // what is there from the start is not announced
    this.live.textContent = "";
  }

  disconnectedCallback() {
    this.stop();
    clearTimeout(this.writing);
  }

  /** With `only="rate step"`, show the picture and these controls, and a button for the rest; not if a link asks for more. */
  fold() {
    const only = this.getAttribute("only")?.split(" ");
    if (!only) return;
    if ([...new URLSearchParams(location.search).keys()].some((key) => key.startsWith(`${this.id}.`))) {
      this.removeAttribute("only");
      return;
    }
    const parts = /** @type {HTMLElement[]} */ ([...this.controls.querySelectorAll("[data-name]")]);
    for (const part of parts) part.hidden = !only.includes(`${part.dataset.name}`);
    const more = this.button("All controls", () => {
      this.removeAttribute("only");
      for (const part of parts) part.hidden = false;
      more.remove();
      /** @type {HTMLElement | null} */
      const first = this.controls.querySelector("input, select, button");
      first?.focus();
    });
    more.classList.add("ex-more");
  }

  // State ---------------------------------------------------------------------

  /** The state from the element's attributes, then from the address; what makes no sense there is told. */
  read() {
    this.stop();
    const given = new URLSearchParams(location.search);
    const problems = [];
    for (const name in this.kind.fields) {
      this.state[name] = this.initial(name);
      const text = given.get(`${this.id}.${name}`);
      if (text === null) continue;
      const value = this.accept(name, text);
      if (value === undefined) problems.push(this.refusal(name, text));
      else this.state[name] = value;
    }
    this.search = location.search;
    this.update(problems.join(" "));
  }

  /**
   * What a text means for a field, or undefined when it does not fit.
   * @param {string} name
   * @param {string} text
   */
  accept(name, text) {
    const { options, min = -Infinity, max = Infinity, whole } = this.kind.fields[name];
    if (options) return options.some(([key]) => key === text) ? text : undefined;
    const value = typed(text);
    return value >= min && value <= max && (!whole || Number.isInteger(value)) ? value : undefined;
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  refusal(name, text) {
    const { label, options, min, max, whole } = this.kind.fields[name];
    const wanted = options
      ? `one of ${options.map(([key]) => key).join(", ")}`
      : `a ${whole ? "whole " : ""}number from ${minus(String(min))} to ${minus(String(max))}`;
    const found = text.trim() ? `“${text.trim().slice(0, 20)}”` : "nothing";
    return `${label}: expected ${wanted}, found ${found}. It stays ${minus(String(this.state[name]))}.`;
  }

  /** @param {Record<string, any>} values */
  set(values) {
    this.stop();
    if (this.wrong in values) this.wrong = "";
    this.state = { ...this.state, ...values };
    this.update();
  }

  /** @param {string} [problem] told before the line in words */
  update(problem = "") {
    const { rows, words } = this.render();
    if (this.wrong) problem = this.refusal(this.wrong, this.inputs[this.wrong][0].value);
    this.says.textContent = `${problem} ${words}`.trim();
    fill(this.rows, rows);
    if (!this.listing.hidden) this.code.textContent = this.python();
    else this.box.scrollTop = this.box.scrollHeight;
    for (const name in this.inputs) {
      for (const input of this.inputs[name]) {
        const value = input.type === "range" ? String(Math.log10(this.state[name])) : String(this.state[name]);
        if (input.type === "range") input.setAttribute("aria-valuetext", show(this.state[name]));
        else input.setAttribute("aria-invalid", String(name === this.wrong));
        if (input.value !== value && (input.type === "range" || name !== this.wrong)) input.value = value;
      }
    }
    clearTimeout(this.writing);
    this.writing = setTimeout(() => this.write(), Math.max(0, this.wrote + 300 - Date.now()));
  }

  /** The address with this explorer's state in it: all of it in a link to share, else what is not the default. */
  link(whole = true) {
    const url = new URL(location.href);
    for (const name in this.kind.fields) {
      const key = `${this.id}.${name}`;
      if (whole || this.state[name] !== this.initial(name)) url.searchParams.set(key, this.state[name]);
      else url.searchParams.delete(key);
    }
    if (!whole) return url;
    url.searchParams.delete("h"); // the words of a search
    url.hash = this.id;
    return url;
  }

  /** The experiment of the page, at its start. */
  initials() {
    return { ...Object.fromEntries(Object.keys(this.kind.fields).map((name) => [name, this.initial(name)])), steps: 0 };
  }

  /** @param {string} name */
  initial(name) {
    const { options, value } = this.kind.fields[name];
    const own = this.getAttribute(name);
    return own === null ? value : options ? own : Number(own);
  }

  /** What the words and the note say that they did not say before, for screen readers. */
  tell() {
    const now = [this.says.textContent, this.note.textContent];
    const news = now.filter((text) => !this.told.includes(text)).join(" ");
    if (news) this.live.textContent = news;
    this.told = now;
  }

  write() {
    this.wrote = Date.now();
    this.tell();
    const { href } = this.link(false);
    if (href !== location.href) history.replaceState(history.state, "", href);
    this.search = location.search;
  }

  // Controls --------------------------------------------------------------------

  /**
   * A labelled control for a field.
   * @param {string} name
   * @param {Field} field
   */
  control(name, field) {
    const { label, options, powers } = field;
    const input = options
      ? make("select", {}, ...options.map(([value, words]) => make("option", { value }, words)))
      : make("input", { type: "text", autocomplete: "off", spellcheck: "false" });
    this.inputs[name] = [input];
    const box = make("div", { class: "ex-field", "data-name": name }, make("label", { class: "ex-field" }, label, input));
    input.addEventListener("change", () => {
      const value = this.accept(name, input.value);
      if (value !== undefined) return this.set({ [name]: value, ...(field.anew && { steps: 0 }) });
      this.stop();
      this.wrong = name;
      this.update();
    });
    input.addEventListener("input", () => this.stop());
    if (powers) {
      const [min, max] = powers;
      const slider = make("input", { type: "range", min: `${min}`, max: `${max}`, step: "any", "aria-label": `${label}, slider` });
      const glide = (/** @type {number} */ power) =>
        this.set({ [name]: Number((10 ** Math.max(min, Math.min(max, power))).toPrecision(2)) });
      slider.addEventListener("input", () => glide(Number(slider.value)));
      slider.addEventListener("keydown", (event) => {
        const way = arrow(event);
        if (!way) return;
        glide(Number(slider.value) + (way[0] + way[1]) / 20);
      });
      this.inputs[name].push(slider);
      box.append(slider);
    }
    this.controls.append(box);
  }

  /**
   * @param {string} words
   * @param {() => void} action
   * @param {Element} [parent]
   */
  button(words, action, parent = this.controls) {
    const button = make("button", { type: "button", class: "ex-button", "data-name": words.toLowerCase() }, words);
    button.addEventListener("click", action);
    parent.append(button);
    return button;
  }

  /**
   * The place of a pointer in the units of a picture.
   * @param {SVGSVGElement} svg
   * @param {MouseEvent} event
   * @returns {[number, number]}
   */
  at(svg, event) {
    const box = svg.getBoundingClientRect();
    const { width, height } = svg.viewBox.baseVal;
    return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
  }

  /**
   * A picture in the stage.
   * @param {string} viewBox
   * @param {string} label
   */
  picture(viewBox, label) {
    return /** @type {SVGSVGElement} */ (mark(this.stage, "svg", { viewBox, role: "group", "aria-label": label }));
  }

  /**
   * A horizontal axis with as many numbers as there is room for.
   * @param {Element} parent
   * @param {Scale} x
   * @param {number} y
   * @param {string} label
   */
  axis(parent, x, y, label) {
    const [a, b] = x.values;
    const gap = [0.5, 1, 2, 5, 10, 20, 50].find((gap) => x(a + gap) - x(a) > 24) ?? 100;
    mark(parent, "path", { class: "ex-axis", d: line([[x(a), y], [x(b), y]]) });
    for (let v = Math.ceil(a / gap) * gap; v <= b; v += gap) {
      mark(parent, "text", { x: x(v), y: y + 15, "text-anchor": "middle", class: "ex-reading" }, show(v + 0));
    }
    mark(parent, "text", { x: x(b), y: y + 27, "text-anchor": "end" }, label);
  }

  /**
   * A grip to drag, or to move with the arrow keys (with Shift: ten times as far).
   * @param {SVGSVGElement} svg
   * @param {string} label
   * @param {(x: number, y: number) => void} move to a place in the picture
   * @param {(across: number, up: number) => void} nudge by so many small moves
   * @param {string} [name] written below it
   */
  grip(svg, label, move, nudge, name = "") {
    const grip = mark(svg, "g", { class: "ex-grip", role: "slider", tabindex: 0, "aria-label": label });
    mark(grip, "circle", { r: 15, class: "ex-reach" });
    mark(grip, "circle", { r: 6 });
    mark(grip, "text", { y: 27, "text-anchor": "middle" }, name);
    grip.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      grip.focus();
      grip.setPointerCapture(event.pointerId);
    });
    grip.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false }); // no scrolling
    grip.addEventListener("pointermove", (event) => {
      if (grip.hasPointerCapture(event.pointerId)) move(...this.at(svg, event));
    });
    grip.addEventListener("keydown", (event) => {
      const way = arrow(event);
      if (!way) return;
      const far = event.shiftKey ? 10 : 1;
      nudge(far * way[0], far * way[1]);
    });
    return grip;
  }

  /**
   * Put a grip at a place, and tell what it stands for.
   * @param {SVGElement} grip
   * @param {[number, number]} place
   * @param {[number, number, number]} told value, least and most
   * @param {string} [text]
   */
  turn(grip, [x, y], [value, min, max], text = show(value)) {
    change(grip, { transform: `translate(${x} ${y})`, "aria-valuetext": text });
    change(grip, { "aria-valuenow": value, "aria-valuemin": min, "aria-valuemax": max });
  }

  // Walking -------------------------------------------------------------------

  /**
   * The buttons of a walk whose length is the field `steps`.
   * @param {number} most
   * @param {() => boolean} more whether the walk goes on from where it stands
   */
  walks(most, more, parent = this.controls) {
    const go = (by = 0) => this.set({ steps: Math.max(0, Math.min(most, this.state.steps + by)) });
    this.button("Step", () => go(1), parent);
    this.plays(() => {
      const k = this.state.steps;
      this.state.steps = Math.min(most, k + 1 + Math.floor(k / 30)); // several at once in a long walk
      return this.state.steps < most && more();
    }, parent);
    this.button("Undo", () => go(-1), parent);
    this.button("Reset", () => this.state.steps ? go(-most) : this.set(this.initials()), parent);
  }

  /**
   * A button that calls `advance` again and again until it returns false; with reduced motion, at once.
   * @param {() => boolean} advance
   */
  plays(advance, parent = this.controls) {
    const tick = () => {
      let more = advance();
      while (more && matchMedia("(prefers-reduced-motion: reduce)").matches) more = advance();
      if (!more) this.stop();
      this.update();
      if (more) this.timer = setTimeout(tick, PAUSE);
    };
    const button = this.player = this.button("Play", () => {
      if (this.timer) return this.stop();
      button.textContent = "Pause";
      this.timer = setTimeout(tick);
    }, parent);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.player) this.player.textContent = "Play";
  }

  // Link and code ---------------------------------------------------------------

  /** @param {HTMLButtonElement} button */
  list(button) {
    this.listing.hidden = !this.listing.hidden;
    this.table.hidden = !this.listing.hidden;
    this.copies.hidden = this.listing.hidden;
    button.setAttribute("aria-pressed", String(!this.listing.hidden));
    this.update();
    this.box.scrollTop = 0;
  }

  /**
   * @param {string} text
   * @param {string} what
   */
  async copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      this.says.textContent = `${what} is copied.`;
    } catch {
      this.write();
      this.says.textContent = `${what} cannot be copied here. Copy it from the address bar, or select the code.`;
    }
    this.tell();
  }
}

/** What each cell shows, so that a long table is not written anew. @type {WeakMap<Element, number | string>} */
const shown = new WeakMap();

/**
 * Bring a table body up to date, touching only the cells that change.
 * @param {HTMLElement} body
 * @param {(number | string)[][]} rows
 */
function fill(body, rows) {
  while (body.childElementCount > rows.length) body.lastElementChild?.remove();
  rows.forEach((row, i) => {
    const line = body.children[i] ?? body.appendChild(make("tr"));
    while (line.childElementCount > row.length) line.lastElementChild?.remove();
    row.forEach((value, j) => {
      const cell = line.children[j] ?? line.appendChild(make("td"));
      if (Object.is(shown.get(cell), value)) return;
      shown.set(cell, value);
      cell.textContent = typeof value === "number" ? show(value) : value;
    });
  });
}
