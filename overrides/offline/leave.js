/**
 * For readers whose browser kept pages when mkdocs.yml said “offline: true”: takes the place of keep.js, deletes what it
 * kept, and itself. Browsers ask for this address again when such a reader opens a page; were there nothing, keep.js
 * would stay for good. No page registers it.
 */
const PREFIX = "opened-pages-";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const kept = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(kept.map((name) => caches.delete(name)));
  await registration.unregister();
}
