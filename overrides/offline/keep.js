/**
 * Keeps the pages that a reader has opened, for when there is no network. statusbook/offline.py puts before it BUILD, a
 * hash of all pages; PAGES, the paths of those in the menus; and MISSING, what is shown for one that is not kept, by the
 * folder of its language. Of other addresses (votes, the dashboard, pages.json, whatever is no GET) nothing is kept, and
 * nothing of a query: it may say what a reader has entered.
 */
const PREFIX = "opened-pages-";
const CACHE = PREFIX + BUILD;
const PATIENCE = 3000; // milliseconds, after which a kept page is better than waiting
const HASHED = /^\/assets\/[^/]+\.[0-9a-f]{12}\.\w+$/;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(begin()));
addEventListener("message", (event) => event.waitUntil(keep(event, event.source.url)));
addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (HASHED.test(pathname)) event.respondWith(asset(event, pathname));
  else if (event.request.mode === "navigate" && PAGES.includes(pathname)) event.respondWith(page(event, pathname));
});

/** What an earlier build said may no longer be true, so it goes. */
async function begin() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await registration.navigationPreload?.enable(); // the page is asked for while the worker wakes up
  await clients.claim();
}

/**
 * @param {ExtendableEvent} event
 * @param {string} url  of a page that is open already
 */
async function keep(event, url) {
  const { pathname } = new URL(url);
  if (!PAGES.includes(pathname)) return;
  const response = await fetch(pathname);
  event.waitUntil(store(pathname, response.clone()));
  const html = await response.text();
  for (const [, source] of html.matchAll(/<script[^>]+src="([^"]+)"/g)) await asset(event, new URL(source, url).pathname);
}

/**
 * What the network says; and what is kept, where it says nothing in time, or that the server has failed.
 * @param {FetchEvent} event
 * @param {string} pathname
 */
async function page(event, pathname) {
  const fresh = load(event, pathname);
  event.waitUntil(fresh.catch(() => {})); // it is kept, too, when it comes too late
  const kept = await (await caches.open(CACHE)).match(pathname);
  if (!kept) return fresh.catch(() => missing(pathname));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh.then((response) => (response.status < 500 ? response : kept), () => kept), late]);
}

/**
 * Said here, since browsers know of a page that a worker has asked for in vain only that something is wrong.
 * @param {string} pathname
 */
function missing(pathname) {
  const html = MISSING[pathname.split("/")[1]] ?? MISSING[""];
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/**
 * @param {FetchEvent} event
 * @param {string} pathname
 */
async function load(event, pathname) {
  const response = (await event.preloadResponse) ?? (await fetch(event.request));
  event.waitUntil(store(pathname, response.clone()));
  return response;
}

/**
 * @param {ExtendableEvent} event
 * @param {string} pathname  of a file whose name changes with what is in it
 */
async function asset(event, pathname) {
  const kept = await (await caches.open(CACHE)).match(pathname);
  if (kept) return kept;
  const response = await fetch(pathname);
  event.waitUntil(store(pathname, response.clone()));
  return response;
}

/**
 * @param {string} pathname
 * @param {Response} response
 */
async function store(pathname, response) {
  if (!response.ok || response.redirected) return;
  // Made anew, it does not know the address that it came from, and so no query.
  const copy = new Response(response.body, response);
  await (await caches.open(CACHE)).put(pathname, copy).catch(() => {}); // no room
}
