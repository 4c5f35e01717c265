/**
 * Makes the page that is shown what is served by now. The page as it was served is kept beside it, and what differs between
 * that and the page as it is served now is done to the one that is shown, and nothing else: what scripts have added, and
 * what a reader has typed, opened or chosen, is in neither, and stays.
 */
const READERS = "help-contents, help-estimate, help-notices"; // they read what is in them once, when they start
/** @type {WeakMap<Node, Node>} For each node as it was served, the node on the page. */
const shown = new WeakMap();
/** @type {Document} The page as it was served. */
let served;
/** @type {Set<Element>} Those that have to start anew. */
let readers;
let stale = false; // whether a script has taken away what was to be changed

/** When all is read and no module has run yet. */
function keep() {
  served = /** @type {Document} */ (document.cloneNode(true));
  join(served, document);
}

/**
 * @param {Document} page as it is served now
 * @returns {boolean} false where only loading it again will do
 */
function morph(page) {
  if (scripts(page) !== scripts(served) || page.documentElement.lang !== served.documentElement.lang) return false;
  const places = inView();
  const finders = headings(page) === headings(served) ? [] : document.querySelectorAll("help-finder");
  readers = new Set(finders);
  patch(served.documentElement, page.documentElement);
  served = page;
  if (finders.length) document.querySelectorAll("article .copy").forEach((button) => button.remove());
  page.querySelectorAll(`${READERS}, help-finder`).forEach((part) => readers.has(shown.get(part)) && restart(part));
  const [place, top] = places.find(([element]) => element.isConnected) ?? [];
  if (place) scrollBy({ top: place.getBoundingClientRect().top - top, behavior: "instant" });
  return !stale;
}

/** @param {Document} page */
function scripts(page) {
  return [...page.querySelectorAll("script:not([type*=json])")].map((script) => script.outerHTML).join("");
}

/**
 * What the finder reads, to put a button beside each.
 * @param {Document} page
 */
function headings(page) {
  return [...page.querySelectorAll("article :is(h3, h4, h5)[id]")].map((heading) => heading.outerHTML).join("");
}

/**
 * What stands at the top of the window, and how far from it, when that is not the top of the page: it is to stay
 * there. Browsers see to that, but none in every layout.
 */
function inView() {
  const places = scrollY ? document.querySelectorAll("main :is(h1, h2, h3, h4, h5, p, li, tr, figure):not(help-contents *, dialog *)") : [];
  return [...places].map((element) => /** @type {const} */ ([element, element.getBoundingClientRect().top]))
    .filter(([element, top]) => top >= 0 && top < innerHeight && element.offsetParent); // without one it is hidden or fixed
}

/**
 * @param {Node} part as it is served
 * @param {Node} node the same on the page
 */
function join(part, node) {
  shown.set(part, node);
  part.childNodes.forEach((child, i) => join(child, node.childNodes[i]));
}

/**
 * Does to the page what makes `is` of `was`.
 * @param {Node} was
 * @param {Node} is
 */
function patch(was, is) {
  const node = shown.get(was);
  shown.set(is, node);
  if (was.nodeType !== Node.ELEMENT_NODE) {
    if (was.data !== is.data) rewrite(node, was.data, is.data);
    return;
  }
  for (const name of new Set([...was.getAttributeNames(), ...is.getAttributeNames()])) {
    if (was.getAttribute(name) !== is.getAttribute(name)) assign(node, name, was, is);
  }
  const pairs = align([...was.childNodes], [...is.childNodes]);
  const kept = new Set(pairs.values());
  const gone = [...was.childNodes].filter((child) => !kept.has(child));
  const come = [...is.childNodes].filter((child) => !pairs.has(child));
  for (const child of gone) {
    touch(shown.get(child));
    shown.get(child).remove();
  }
  if (gone.some(counts) && !come.some(counts) && !node.matches("body, main, article")) mark(node);
  for (const child of [...is.childNodes].reverse()) { // so that there is what it has to stand before
    if (pairs.has(child)) patch(pairs.get(child), child);
    else insert(child, node);
  }
}

/**
 * @param {Element} node
 * @param {string} name
 * @param {Element} was
 * @param {Element} is
 */
function assign(node, name, was, is) {
  touch(node);
  mark(node);
  if (name === "class") { // scripts have theirs there, too
    node.classList.remove(...[...was.classList].filter((one) => !is.classList.contains(one)));
    node.classList.add(...is.classList);
  } else if (is.hasAttribute(name)) {
    node.setAttribute(name, is.getAttribute(name));
  } else {
    node.removeAttribute(name);
  }
}

/**
 * @param {Node} part
 * @param {Element} parent
 */
function insert(part, parent) {
  const node = document.importNode(part, true);
  join(part, node);
  const next = shown.get(part.nextSibling);
  if (next) next.before(node);
  else parent.append(node);
  touch(node);
  if (counts(node)) mark(node);
}

/**
 * Changes no more of a text than differs, so that a selection in the rest stays.
 * @param {Text} text
 * @param {string} was
 * @param {string} is
 */
function rewrite(text, was, is) {
  const [before, after] = common(was, is);
  const end = is.length - after;
  if (text.data === was) text.replaceData(before, was.length - before - after, is.slice(before, end));
  else text.data = is;
  if (text.parentElement?.matches("script")) touch(text); // what a reader counts with
  stale ||= !text.isConnected;
  mark(text, is.slice(0, before).search(/\S*$/), end + is.slice(end).search(/\s|$/));
}

/** @param {Node} node */
function touch(node) {
  stale ||= !node.isConnected;
  const reader = (node instanceof Element ? node : node.parentElement)?.closest(READERS);
  if (reader) readers.add(reader);
}

/**
 * Has a custom element start anew, as it is served now; what is typed in it stays.
 * @param {Element} part as it is served
 */
function restart(part) {
  const [old, active] = [shown.get(part), document.activeElement];
  const node = document.importNode(part, true);
  join(part, node);
  node.scrollIntoView = () => {}; // the reader is somewhere already
  old.replaceWith(node);
  delete node.scrollIntoView;
  if (node.localName === "help-finder") { // so that it says at once what it said, and nothing moves
    [node.data, node.loading] = [old.data, old.loading];
    node.tell();
  }
  for (const field of old.querySelectorAll("input[id], select[id]")) {
    const now = document.getElementById(field.id);
    if (!now) continue;
    if (now.value !== field.value) {
      now.value = field.value;
      now.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (field !== active) continue;
    now.focus({ preventScroll: true });
    if (field.selectionStart !== null) now.setSelectionRange?.(field.selectionStart, field.selectionEnd);
  }
}
