// "Edit and run": the reader changes a block of code where it stands, and runs it in this browser (python-worker.js).
import { place } from "./progress.js";

const IMPORT = /^\s*(?:import|from)\s+(numpy|torch|jax|keras|optax|distributed)\b/m;
const DATA = /["']([\w-]+\.csv(?:\.gz)?)["']/g;
const ROOT = new URL("..", import.meta.url).href;
const FOLDER = `${ROOT}${/** @type {HTMLElement} */ (document.querySelector("[data-python]")).dataset.python}/`;

/** @typedef {Record<string, number>} Sizes by the names of files, in bytes */
/** @typedef {{ files: Sizes, numpy: Sizes, megabytes: number, more: number }} Listed Python, NumPy, what each takes to fetch */
/** @type {Promise<Listed> | undefined} */
let listing;
/** @type {Worker | undefined} */
let worker; // it keeps Python from run to run
/** @type {Block | undefined} */
let running;

/** What there is to fetch: asked for once. @returns {Promise<Listed>} */
const list = () => (listing ??= fetch(`${FOLDER}files.json`).then((answer) => answer.json()));

/** @template {keyof HTMLElementTagNameMap} T @param {T} name @param {object} properties @param {(Node | string)[]} children */
function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** @param {string} textContent @param {() => void} onclick */
const button = (textContent, onclick, className = "") => make("button", { type: "button", textContent, onclick, className });

/** The first line that sets the name that an assignment sets. @param {string} assignment */
const assigns = (assignment) => new RegExp(`^( *)${assignment.split(" = ")[0]} = .*$`, "m");

/** A block of code on the page. */
class Block {
  text = make("textarea", { className: "code-text", spellcheck: false, autocapitalize: "off", wrap: "off", ariaLabel: "Code. Shift and Enter run it." });
  status = make("p", { className: "run-status", role: "status" });
  bar = make("progress", { hidden: true, ariaLabel: "Fetching Python" });
  stop = button("Stop", () => this.end("Stopped."));
  tools = make("div", { className: "run-tools" }, button("Run", () => this.run()), this.stop, button("Reset", () => this.restore()), this.bar, this.status);
  printed = make("samp", {});
  yours = make("div", { className: "output yours", role: "group", ariaLabel: "Your output" },
    make("span", { className: "output-label", ariaHidden: "true" }, "Yours"), make("pre", { tabIndex: 0 }, this.printed));
  timer = 0;

  /** @param {Element} box @param {Block[]} above */
  constructor(box, above) {
    this.box = box;
    this.above = above;
    this.copy = /** @type {HTMLElement} */ (box.querySelector(".copy-code"));
    this.original = box.querySelector("code")?.textContent?.replace(/\n$/, "") ?? "";
    this.key = `code ${place()} ${this.original}`;
    this.source = this.original;
    try {
      this.source = localStorage.getItem(this.key) ?? this.original;
    } catch {} // blocked
    this.edit = button("Edit and run", () => this.open(), "edit-code");
    this.copy.before(this.edit);
    this.stop.hidden = true;
    this.text.oninput = () => this.write(this.text.value);
    this.text.onkeydown = (event) => {
      if (event.key !== "Enter" || !event.shiftKey) return;
      event.preventDefault();
      this.run();
    };
    if (this.isChanged) this.show();
  }

  get isChanged() { return this.source !== this.original; }

  /** Take what the reader writes, and keep it. @param {string} source */
  write(source) {
    this.source = source;
    if (this.text.value !== source) this.text.value = source;
    this.text.rows = source.split("\n").length;
    this.box.classList.remove("has-error");
    try {
      if (this.isChanged) localStorage.setItem(this.key, source);
      else localStorage.removeItem(this.key);
    } catch {}
  }

  /** Put the text area in place of the code. */
  show() {
    this.write(this.source);
    this.text.setSelectionRange(0, 0);
    this.box.classList.add("is-edited");
    this.box.append(this.text, this.tools);
    this.copy.dataset.clipboardTarget = `#${this.box.id} textarea`;
  }

  async open() {
    this.show();
    this.text.focus();
    const listed = await list().catch(() => this.fail());
    if (!listed || await caches.match(`${FOLDER}pyodide.asm.wasm`)) return;
    const size = listed.megabytes + (this.program().some(({ source }) => IMPORT.test(source)) ? listed.more : 0);
    this.status.textContent = `The first run fetches Python: ${size} MB, once. It is kept for offline use.`;
  }

  /** The blocks to run, this one last. As in the build, those above that need a missing library are left out. */
  program() {
    return [...this.above.filter(({ source }) => (IMPORT.exec(source)?.[1] ?? "numpy") === "numpy"), this];
  }

  async run() {
    running?.end("Stopped: another block runs.");
    running = this;
    this.printed.textContent = "";
    this.box.classList.remove("has-error");
    this.status.textContent = "Python starts.";
    this.stop.hidden = false;
    const blocks = this.program(), source = blocks.map((block) => block.source).join("\n");
    const library = IMPORT.exec(this.source)?.[1] ?? IMPORT.exec(source)?.[1];
    const listed = await list().catch(() => this.fail());
    if (!listed || running !== this) return;
    const { files, numpy } = listed;
    const wheels = library ? Object.keys(numpy) : [];
    if (library && (library !== "numpy" || !wheels.length)) return this.refuse(library.replace("numpy", "NumPy"));
    worker ??= new Worker(new URL("./python-worker.js", import.meta.url), { type: "module" });
    worker.onerror = () => this.fail();
    worker.onmessage = ({ data }) => this.hear(data, blocks);
    worker.postMessage({
      folder: FOLDER, files: library ? { ...files, ...numpy } : files, wheels,
      data: [...source.matchAll(DATA)].map(([, name]) => `${ROOT}datasets/${name}`),
      blocks: blocks.map(({ source, isChanged }) => ({ source, isChanged })),
    });
  }

  /** What the worker says. @param {Record<string, any>} said @param {Block[]} blocks */
  hear({ part, isRunning, text, failure, error, line, place: at, isDone }, blocks) {
    this.bar.hidden = part === undefined;
    this.bar.value = part ?? 0;
    if (isRunning) {
      this.status.textContent = "Running.";
      this.timer = setTimeout(() => (this.status.textContent = "Still running after 10 seconds. Stop ends it."), 10_000);
      const below = this.box.nextElementSibling;
      (below?.matches(".output:not(.yours)") ? below : this.box).after(this.yours);
    }
    if (text) this.printed.append(text);
    if (failure) this.fail();
    if (error) {
      const failed = blocks[at];
      this.printed.append(error);
      failed.box.classList.toggle("has-error", line > 0);
      failed.text.style.setProperty("--line", `${line - 1}`);
      this.finish(failed === this ? `Stopped by an error in line ${line}.` : `A block above, as you changed it, stopped in line ${line}.`);
    }
    if (isDone) {
      const above = blocks.length - 1, changed = blocks.slice(0, -1).filter(({ isChanged }) => isChanged).length;
      this.finish(!above ? "Ran this block." : `Ran the code above (${above} ${above > 1 ? "blocks" : "block"}, ${changed || "none"} changed by you), then this block.`);
    }
  }

  finish(/** @type {string} */ status) {
    clearTimeout(this.timer);
    this.stop.hidden = this.bar.hidden = true;
    this.status.textContent = status;
    if (running === this) running = undefined;
  }

  /** End the run, at once. */
  end(/** @type {string} */ status) {
    worker?.terminate();
    worker = undefined;
    this.finish(status);
  }

  fail() {
    listing = undefined;
    this.end("Python could not be fetched. Try again when you are online.");
  }

  refuse(/** @type {string} */ library) {
    this.finish(`This block needs ${library}: `);
    const { href } = /** @type {HTMLAnchorElement} */ (document.querySelector("a[download]"));
    this.status.append(make("a", { href, download: "" }, "download the notebook"), ".");
  }

  /** Bring the page's code back. */
  restore() {
    if (running === this) this.end("");
    this.write(this.original);
    for (const each of [this.text, this.tools, this.yours]) each.remove();
    this.box.classList.remove("is-edited");
    this.copy.dataset.clipboardTarget = `#${this.box.id} code`;
    this.edit.focus();
  }

  /** Run the block with an assignment in place of the one to the same name. @param {string} assignment */
  try(assignment) {
    this.write(this.source.replace(assigns(assignment), `$1${assignment}`));
    this.show();
    this.box.scrollIntoView({ block: "center" });
    this.run();
  }
}

/** Set up the blocks of the page, and the experiments in its text. */
export async function setUpRuns() {
  const style = make("link", { rel: "stylesheet", href: new URL("run-here.css", import.meta.url).href });
  document.head.append(style);
  await new Promise((done) => (style.onload = done));
  /** @type {Block[]} */
  const blocks = [];
  for (const box of document.querySelectorAll(".language-python.highlight")) blocks.push(new Block(box, [...blocks]));
  for (const code of document.querySelectorAll("code.try")) {
    const assignment = code.textContent ?? "";
    const block = blocks.findLast(({ box, original }) => assigns(assignment).test(original)
      && box.compareDocumentPosition(code) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (block) code.replaceWith(button(assignment, () => block.try(assignment), "try"));
  }
}
