/** Asks the preview's server what has changed, as long as somebody looks at the page. */
const LOST = "The preview has ended. Start it again with “make preview”; this page then goes on by itself.";
const PATIENCE = 2000; // milliseconds, after which a server that answers something else is asked again
/** @type {EventSource | undefined} */
let source;
let newest = ""; // the version of which the server has told last
let busy = false;

document.addEventListener("readystatechange", () => {
  keep();
  connect();
  document.addEventListener("visibilitychange", connect); // a browser keeps few connections to a server, and tabs are many
}, { once: true });

function connect() {
  source?.close();
  if (document.hidden) return;
  const events = new EventSource(new URL("/preview/events", location.origin));
  source = events;
  events.onopen = () => say("");
  events.onmessage = ({ data }) => follow(data);
  events.onerror = () => {
    say(LOST);
    if (events.readyState === EventSource.CLOSED) setTimeout(() => events === source && connect(), PATIENCE);
  };
}

/** @param {string} text */
function say(text) {
  const line = document.querySelector(".preview__lost");
  if (line.textContent !== text) line.textContent = text;
}

/**
 * Events that come while a page is fetched lead to one more fetch; one that failed is tried again at the next event.
 * @param {string} version
 */
async function follow(version) {
  newest = version;
  if (busy) return;
  busy = true;
  let tried;
  while (newest !== versionOf(served) && newest !== tried) {
    tried = newest;
    await update().catch(() => {}); // the server has ended meanwhile
  }
  busy = false;
}

async function update() {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const version = versionOf(page);
  if (!version || version === versionOf(served)) return;
  if (!morph(page)) location.reload();
  else unfold();
}

/** @param {Document} page */
function versionOf(page) {
  return page.querySelector("aside.preview")?.dataset.version;
}

// Problems that were closed stay closed until they are others.
let told = "";
document.addEventListener("toggle", ({ target }) => target.matches(".preview__problems") && remember(target), true);
addEventListener("pagehide", () => remember(document.querySelector(".preview__problems"))); // who is quick leaves before the event
unfold();

/** @param {HTMLDetailsElement | null} part */
function remember(part) {
  if (part) sessionStorage.setItem("preview", part.open ? "" : part.textContent);
}

function unfold() {
  const part = document.querySelector(".preview__problems");
  const tells = part?.textContent ?? "";
  if (part && tells !== told) part.open = sessionStorage.getItem("preview") !== tells;
  told = tells;
}
