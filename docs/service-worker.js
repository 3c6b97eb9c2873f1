// The worker of a site that is not kept for reading offline, as in the preview: it removes what an earlier one has
// kept, and itself. In the finished site scripts/publish/offline.py puts the real one in its place.
const leaving = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const home = new URL("./", leaving.location.href).href;

leaving.addEventListener("install", (event) => event.waitUntil(leaving.skipWaiting()));
leaving.addEventListener("activate", (event) =>
  event.waitUntil(Promise.all([caches.delete(`fall-line ${home}`), leaving.registration.unregister()])));
