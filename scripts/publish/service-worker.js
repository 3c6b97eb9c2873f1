// The worker that keeps the whole site for reading offline. scripts/offline.py publishes it with the list of files.
//
// The rule: one load, one version.
// - A page that is loaded gets the newest version that is here whole. All that it asks for later comes from the same
//   version, however many are published meanwhile, and however many tabs are open.
// - A new version is fetched in the background, only what has changed, each file checked against its hash. It counts
//   once all of it is here; until then nothing has happened. So half a publication, a server's error or the
//   log-in page of a network are never kept.
// - The theme follows links by fetching the next page into the one that is open. A page of an older version, and
//   one that came from the network before there was a worker, gets no other page that way: it is answered 304, the
//   theme then loads the page as a link does, and the load begins with the newest version.
// - What the list does not name (notebooks, data sets, the zip) is the network's.
//
// One cache holds everything: files by the hash of their contents, the list of each version that a page still
// uses, and which version each page belongs to, because a browser may end a worker at any time.
//
// To take it back: publish docs/service-worker.js in its place. It removes the cache and itself.

const VERSION = "";
/** Paths from the root of the site, and the hashes of what is there. @type {Record<string, string>} */
const FILES = {};

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const ROOT = new URL("./", worker.location.href).href;
const AT_ONCE = 4; // fetches: enough to be quick, few enough to leave the reader's own first

const open = () => caches.open(`fall-line ${ROOT}`);
/** @param {object | undefined} files @param {string} path */
const names = (files, path) => files !== undefined && Object.hasOwn(files, path);
/** @param {"file" | "version" | "page"} kind @param {string} name */
const key = (kind, name) => `${ROOT}?${kind}=${encodeURIComponent(name)}`;

/** Fetch a file as a version has it, and keep it. Throws where it is another.
 * @param {Cache} store @param {string} path @param {string} hash */
async function keep(store, path, hash) {
  const found = await fetch(ROOT + path, { integrity: `sha256-${hash}`, cache: "no-cache", mode: "same-origin", priority: "low" });
  // What was redirected may not answer the load of a page, so it is made anew.
  const plain = found.redirected ? new Response(await found.blob(), { headers: found.headers }) : found;
  await store.put(key("file", hash), plain.clone());
  return plain;
}

/** The files of this version that are not here. @param {Cache} store */
async function missing(store) {
  const here = new Set((await store.keys()).map(({ url }) => url));
  return [...new Map(Object.entries(FILES).map(([path, hash]) => [hash, path]))].filter(([hash]) => !here.has(key("file", hash)));
}

async function install() {
  const store = await open();
  const waiting = await missing(store);
  const fetching = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await keep(store, next[1], next[0]);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, fetching));
    await store.put(key("version", VERSION), new Response(JSON.stringify(FILES)));
  } catch (error) {
    waiting.length = 0;
    // What is here already shortens the next attempt, unless it is what fills the disk.
    if (/** @type {any} */ (error).name === "QuotaExceededError") await sweep(false);
    throw error;
  }
  if ((await missing(store)).length) throw new Error("the cache was emptied meanwhile");
  await worker.skipWaiting();
}

/** Forget the versions that no open page belongs to, and the files that only they had.
 * @param {boolean} installed whether this version is to stay */
async function sweep(installed = true) {
  const store = await open();
  const pages = await worker.clients.matchAll({ includeUncontrolled: true, type: "all" });
  const alive = new Set(pages.map(({ id }) => key("page", id)));
  const here = (await store.keys()).map(({ url }) => url);
  const kept = new Set(installed ? [key("version", VERSION)] : here.filter((url) => url.startsWith(key("version", ""))));
  for (const url of here.filter((url) => url.startsWith(key("page", "")))) {
    const version = key("version", (await (await store.match(url))?.text()) ?? "");
    if (alive.has(url)) kept.add(version);
    else if (!kept.has(version)) await store.delete(url); // of this version a page may be about to open
  }
  for (const url of [...kept]) {
    for (const hash of Object.values((await (await store.match(url))?.json()) ?? {})) kept.add(key("file", hash));
  }
  for (const url of here) if (!kept.has(url) && !url.startsWith(key("page", ""))) await store.delete(url);
}

/** The versions of pages, as far as this worker has been awake. @type {Map<string, string>} */
const known = new Map();

/** The files of the version that a page belongs to; none for a page that came from the network.
 * @param {Cache} store @param {string} id @returns {Promise<Record<string, string> | undefined>} */
async function filesOf(store, id) {
  const version = known.get(id) ?? (await (await store.match(key("page", id)))?.text());
  if (version) known.set(id, version);
  return version === VERSION ? FILES : version && (await store.match(key("version", version)))?.json();
}

/** A file of a version: kept, or fetched again where the browser has dropped it.
 * @param {Cache} store @param {string} path @param {string} hash */
const file = async (store, path, hash) => (await store.match(key("file", hash))) ?? (await keep(store, path, hash));

/** Answer the load of a page. @param {FetchEvent} event @param {string} path @returns {Promise<Response>} */
async function load(event, path) {
  const store = await open();
  /** @param {string} path */
  const ours = async (path) => {
    const found = await file(store, path, FILES[path]);
    known.set(event.resultingClientId, VERSION);
    event.waitUntil(store.put(key("page", event.resultingClientId), new Response(VERSION)).catch(() => {})); // disk full
    return found;
  };
  if (names(FILES, path)) {
    try {
      return await ours(path);
    } catch {} // dropped by the browser, and a newer one published: that one, from the network
  }
  try {
    return await fetch(event.request, { cache: "no-cache" });
  } catch (error) {
    const { search } = new URL(event.request.url);
    if (names(FILES, `${path}/`)) return Response.redirect(`${ROOT}${path}/${search}`);
    const lost = FILES["404.html"] && (await ours("404.html"));
    if (!lost) throw error;
    return new Response(lost.body, { status: 404, headers: lost.headers });
  }
}

/** Answer what a page asks for. @param {FetchEvent} event @param {string} path @returns {Promise<Response>} */
async function part(event, path) {
  const store = await open();
  const files = await filesOf(store, event.clientId);
  if (files !== FILES && /(^|\/)$/.test(path)) return new Response(null, { status: 304 });
  if (files && names(files, path)) return file(store, path, files[path]);
  try {
    return await fetch(event.request, { cache: "no-cache" });
  } catch (error) {
    if (files || !names(FILES, path)) throw error;
    return file(store, path, FILES[path]);
  }
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim().then(() => sweep())));
worker.addEventListener("fetch", (event) => {
  const { method, url, mode, headers } = event.request;
  if (method !== "GET" || !url.startsWith(ROOT) || headers.has("range")) return;
  const path = url.slice(ROOT.length).replace(/[?#].*/, "").replace(/(^|\/)index\.html$/, "$1");
  event.respondWith(mode === "navigate" ? load(event, path) : part(event, path));
});
