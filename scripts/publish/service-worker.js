// The service worker that keeps the whole site, with its search, for reading offline. scripts/publish/offline.py
// publishes it with the list of files.
//
// One load, one version:
// - A page load is answered with the newest complete version in the cache. All later requests of that page are answered
//   from the same version, whatever is published meanwhile and whatever other tabs show.
// - A new version is fetched in the background: only changed files, each checked against its hash. It is used once it is
//   complete. So half a publication, a server's error or a network's log-in page is never kept.
// - Files that the list does not name (notebooks, data sets) come from the network.
//
// One cache holds files by the hash of their content, the file list of each version that an open page uses, and the
// version of each open page, because a browser may stop a worker at any time.
//
// To remove the worker: publish docs/service-worker.js in its place. It deletes the cache and unregisters itself.

const VERSION = "";
/** Paths from the root of the site, and the hashes of what is there. @type {Record<string, string>} */
const FILES = {};

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const ROOT = new URL("./", worker.location.href).href;
const PARALLEL = 4; // fetches: few enough to leave the reader's own first

const open = () => caches.open(`fall-line ${ROOT}`);
/** @param {object | undefined} files @param {string} path */
const names = (files, path) => files !== undefined && Object.hasOwn(files, path);
/** @param {"file" | "version" | "page"} kind @param {string} name */
const key = (kind, name) => `${ROOT}?${kind}=${encodeURIComponent(name)}`;

/** Fetch a file and keep it. Throws when its content has another hash.
 * @param {Cache} store @param {string} path @param {string} hash */
async function keep(store, path, hash) {
  const found = await fetch(ROOT + path, { integrity: `sha256-${hash}`, cache: "no-cache", mode: "same-origin", priority: "low" });
  // A redirected response may not answer a page load, so it is copied.
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
    await Promise.all(Array.from({ length: PARALLEL }, fetching));
    await store.put(key("version", VERSION), new Response(JSON.stringify(FILES)));
  } catch (error) {
    waiting.length = 0;
    // The files fetched so far shorten the next attempt, unless they fill the disk.
    if (/** @type {any} */ (error).name === "QuotaExceededError") await clean(false);
    throw error;
  }
  await worker.skipWaiting();
}

/** Delete the versions that no open page uses, and the files that no version has.
 * @param {boolean} installed whether this version is complete; if not, all versions stay */
async function clean(installed = true) {
  const store = await open();
  const pages = await worker.clients.matchAll({ includeUncontrolled: true, type: "all" });
  const opened = new Set(pages.map(({ id }) => key("page", id)));
  const cached = (await store.keys()).map(({ url }) => url);
  const versions = new Set(installed ? [key("version", VERSION)] : cached.filter((url) => url.startsWith(key("version", ""))));
  for (const url of cached.filter((url) => url.startsWith(key("page", "")))) {
    const version = key("version", (await (await store.match(url))?.text()) ?? "");
    if (opened.has(url)) versions.add(version);
    else if (!versions.has(version)) await store.delete(url); // a page about to open has this version
  }
  const kept = new Set(versions);
  for (const url of versions) {
    for (const hash of Object.values((await (await store.match(url))?.json()) ?? {})) kept.add(key("file", hash));
  }
  for (const url of cached) if (!kept.has(url) && !url.startsWith(key("page", ""))) await store.delete(url);
}

/** The versions of open pages that this worker has seen since it started. @type {Map<string, string>} */
const known = new Map();

/** The files of an open page's version; none for a page that came from the network.
 * @param {Cache} store @param {string} id @returns {Promise<Record<string, string> | undefined>} */
async function filesOf(store, id) {
  const version = known.get(id) ?? (await (await store.match(key("page", id)))?.text());
  if (version) known.set(id, version);
  return version === VERSION ? FILES : version && (await store.match(key("version", version)))?.json();
}

/** A file of a version, from the cache, or fetched again where the browser has evicted it.
 * @param {Cache} store @param {string} path @param {string} hash */
const file = async (store, path, hash) => (await store.match(key("file", hash))) ?? (await keep(store, path, hash));

/** Answer a page load. @param {FetchEvent} event @param {string} path @returns {Promise<Response>} */
async function load(event, path) {
  const store = await open();
  /** @param {string} path */
  const ours = async (path) => {
    const found = await file(store, path, FILES[path]);
    known.set(event.resultingClientId, VERSION);
    event.waitUntil(store.put(key("page", event.resultingClientId), new Response(VERSION)).catch(() => {})); // the disk is full
    return found;
  };
  if (names(FILES, path)) {
    try {
      return await ours(path);
    } catch {} // evicted, and a newer version published: that one, from the network
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

/** Answer any other request of a page. @param {FetchEvent} event @param {string} path @returns {Promise<Response>} */
async function part(event, path) {
  const store = await open();
  const python = path.startsWith("pyodide-") && (await caches.match(event.request, { ignoreVary: true })); // python-worker.js
  if (python) return python;
  const files = await filesOf(store, event.clientId);
  if (files && names(files, path)) return file(store, path, files[path]);
  try {
    return await fetch(event.request, { cache: "no-cache" });
  } catch (error) {
    if (files || !names(FILES, path)) throw error;
    return file(store, path, FILES[path]);
  }
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim().then(() => clean())));
worker.addEventListener("fetch", (event) => {
  const { method, url, mode, headers } = event.request;
  if (method !== "GET" || !url.startsWith(ROOT) || headers.has("range")) return;
  const path = url.slice(ROOT.length).replace(/[?#].*/, "").replace(/(^|\/)index\.html$/, "$1");
  event.respondWith(mode === "navigate" ? load(event, path) : part(event, path));
});
