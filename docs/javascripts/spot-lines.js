// "Which line is wrong?" The lines of the code above such a form can be clicked, and answer it.
const NAME = /^line (\d+)$/;

/** The radio buttons of a form by the number of their line; none when it asks for something else.
 * @param {HTMLFormElement} form */
function choices(form) {
  const labels = [...form.querySelectorAll("fieldset label")];
  const numbers = labels.map((label) => Number(NAME.exec(label.textContent?.trim() ?? "")?.[1]));
  return new Map(numbers.every(Boolean) ? numbers.map((number, k) => [number, labels[k].querySelector("input")]) : []);
}

/** The last code above a form. @param {HTMLFormElement} form */
const codeAbove = (form) => /** @type {HTMLElement | undefined} */ ([...document.querySelectorAll(".highlight code")]
  .filter((code) => code.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1));

/** Put each line of a block into an element. The text, and so what is copied, stays. @param {HTMLElement} code */
function split(code) {
  const lines = [document.createElement("span")];
  for (const node of [...code.childNodes]) {
    const [first, ...more] = node instanceof Text ? node.data.split("\n") : [node];
    lines[lines.length - 1].append(first);
    for (const text of more) {
      lines.push(document.createElement("span"));
      lines[lines.length - 1].append(text);
    }
  }
  if (!lines[lines.length - 1].textContent) lines.pop();
  code.replaceChildren(...lines.flatMap((line) => [line, "\n"]));
  return lines;
}

/** @param {HTMLFormElement} form @param {Map<number, HTMLInputElement | null>} inputs @param {HTMLElement} code */
function connect(form, inputs, code) {
  const verdict = /** @type {HTMLElement} */ (form.querySelector(".verdict"));
  const lines = split(code), full = lines.filter((line) => line.textContent?.trim());
  const place = (/** @type {HTMLElement} */ line) => lines.indexOf(line) + 1;
  code.className = "spot";
  code.setAttribute("role", "radiogroup");
  code.setAttribute("aria-label", "Lines of the code. Arrow keys move, Enter answers.");

  /** @param {HTMLElement} chosen @param {boolean} focus */
  const reach = (chosen, focus) => {
    for (const line of full) line.tabIndex = line === chosen ? 0 : -1;
    if (focus) chosen.focus();
  };
  /** Mark the line that was answered last, if any. @param {HTMLElement} [chosen] */
  const mark = (chosen) => {
    for (const line of full) {
      const kind = line !== chosen ? "" : verdict.classList.contains("is-right") ? "right" : "wrong";
      line.setAttribute("role", "radio");
      line.setAttribute("aria-checked", `${line === chosen}`);
      line.setAttribute("aria-label", `${place(line)}${kind && `, ${kind}`}: ${line.textContent?.trim()}`);
      line.className = kind && `is-${kind}`;
    }
    reach(chosen ?? full[0], false);
  };
  const show = () => mark(lines.find((line) => inputs.get(place(line))?.checked));
  /** @param {HTMLElement} line */
  const answer = (line) => {
    for (const input of inputs.values()) if (input) input.checked = input === inputs.get(place(line));
    if (inputs.has(place(line))) return form.requestSubmit();
    verdict.className = "verdict is-wrong";
    verdict.textContent = `Not line ${place(line)}. This line is fine.`;
    mark(line);
  };

  form.addEventListener("submit", show); // after answers.js has judged it
  code.onclick = ({ target }) => {
    const line = full.find((each) => each.contains(/** @type {Node} */ (target)));
    if (line && getSelection()?.isCollapsed) answer(line); // else the reader has marked some text
  };
  code.onkeydown = (event) => {
    const at = full.indexOf(/** @type {HTMLElement} */ (event.target)), last = full.length - 1;
    const to = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (to === undefined && !["Enter", " "].includes(event.key))) return;
    event.preventDefault();
    if (to === undefined) answer(full[at]);
    else reach(full[to], true);
  };
  if (verdict.className === "verdict") verdict.textContent = "Click a line of the code, or choose one and check it.";
  show();
}

/** Set up all such forms of the page, once each. */
export function setUpLines() {
  for (const form of document.querySelectorAll("form")) {
    const inputs = choices(form), code = inputs.size ? codeAbove(form) : undefined;
    if (code && !code.classList.contains("spot")) connect(form, inputs, code);
  }
}
