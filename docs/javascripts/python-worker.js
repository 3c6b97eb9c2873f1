// Python for run-here.js, in a thread of its own: the page stays awake, and a run without end can be ended.
// It is Pyodide, from a folder of this site. What was fetched is kept for reading offline.
const STORE = "fall-line-python"; // the service worker looks here, too
const MOST = 10_000; // characters of output
const RUNNER = `
import sys, traceback, types

def run(source, place):
    """Run a block of a program. Returns None, or the last line of its error and the line of the block."""
    name = f"block {place}"
    if place == 0:
        sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        exec(compile(source, name, "exec"), vars(sys.modules["__main__"]))
    except BaseException as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == name]
        if isinstance(error, SyntaxError) and error.filename == name:
            lines = [error.lineno]
        return [traceback.format_exception_only(error)[-1].strip(), (lines or [0])[-1]]

sys.stdout.reconfigure(write_through=True)
run
`;

/** @type {Promise<any> | undefined} */
let python;
let isShown = false, count = 0; // whether the block that runs is the reader's, and the characters that it has printed
const decoder = new TextDecoder();

/** Fetch what is not here, and say how far it is. @param {Cache} store @param {string} folder @param {Record<string, number>} files their bytes */
async function fetchAll(store, folder, files) {
  for (const { url } of await store.keys()) {
    if (url.includes("/pyodide-") && !url.startsWith(folder)) await store.delete(url); // of another version
  }
  const whole = Object.values(files).reduce((sum, bytes) => sum + bytes);
  let done = 0;
  await Promise.all(Object.entries(files).map(async ([name, bytes]) => {
    if (await store.match(folder + name)) return void (done += bytes);
    const answer = await fetch(folder + name);
    if (!answer.ok || !answer.body) throw new Error(`${answer.status}: ${name}`);
    const kept = store.put(folder + name, answer.clone());
    const reader = answer.body.getReader();
    for (let { value } = await reader.read(); value; { value } = await reader.read()) {
      postMessage({ part: (done += value.length) / whole });
    }
    await kept;
  }));
}

function write(/** @type {Uint8Array} */ bytes) {
  const text = decoder.decode(bytes, { stream: true }).slice(0, isShown ? MOST + 1 - count : 0);
  count += text.length;
  if (count > MOST && text) postMessage({ text: `${text.slice(0, -1)}\n… cut here, at 10,000 characters\n` });
  else if (text) postMessage({ text });
  return bytes.length;
}

async function load(/** @type {string} */ folder) {
  const { loadPyodide } = await import(`${folder}pyodide.mjs`);
  const loaded = await loadPyodide({ indexURL: folder });
  loaded.setStdout({ write });
  loaded.setStderr({ write });
  return { loaded, run: loaded.runPython(RUNNER) };
}

onmessage = async ({ data: { folder, files, wheels, data, blocks } }) => {
  try {
    const store = await caches.open(STORE);
    await fetchAll(store, folder, files);
    const { loaded, run } = await (python ??= load(folder));
    for (const wheel of wheels) await loaded.loadPackage(folder + wheel, { checkIntegrity: false, messageCallback() {} });
    for (const url of data) {
      await store.add(url).catch(() => {}); // offline, the one that was kept
      const kept = await store.match(url);
      if (kept) loaded.FS.writeFile(url.replace(/.*\//, ""), new Uint8Array(await kept.arrayBuffer()));
    }
    postMessage({ isRunning: true });
    for (const [place, { source, isChanged }] of blocks.entries()) {
      [isShown, count] = [place === blocks.length - 1, 0];
      const [error, line] = run(source, place)?.toJs() ?? [];
      if (error && (isShown || isChanged)) return postMessage({ error, line, place }); // some blocks of the page fail on purpose
    }
    postMessage({ isDone: true });
  } catch (error) {
    postMessage({ failure: `${error}` });
  }
};
