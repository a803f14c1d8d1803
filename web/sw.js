// Keeps the pages of the dashboard, so that they open while the daemon is away. What they show is kept by the pages.
//
// The build writes in which files there are and a hash of them all: a new version is a new worker with a shelf of its
// own, and what lies on a shelf belongs together. While the daemon answers, it is asked first.

const files = [/* FILES */];
const shelf = "blend-pages-/* VERSION */";

self.addEventListener("install", (event) => {
  const fresh = files.map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(shelf).then((pages) => pages.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("blend-pages-") && name !== shelf;
  const clear = async () => {
    for (const name of (await caches.keys()).filter(old)) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(clear());
});

/** Every address of the dashboard is the same page. */
const place_of = (request) => (request.mode === "navigate" ? "/" : new URL(request.url).pathname);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const ours = request.method === "GET" && origin === location.origin;
  if (!ours || !files.includes(place_of(request)) || pathname.startsWith("/v1/") || pathname.startsWith("/feed/")) return;
  const kept = async () => (await (await caches.open(shelf)).match(place_of(request))) ?? Response.error();
  const answer = async () => {
    const now = await fetch(request);
    return now.status === 502 || now.status === 504 ? kept() : now; // a proxy with nobody behind it
  };
  event.respondWith(answer().catch(kept));
});
