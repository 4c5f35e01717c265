/** Shows for a while where something on the page is new, without moving anything or writing to the page. */
const MARKED = 2500; // milliseconds
const words = globalThis.Highlight && new Highlight(); // its colour stands in style.html
if (words) CSS.highlights.set("preview", words);

/**
 * @param {Node} node an element, or a text, of which a part may be new
 * @param {number} [start]
 * @param {number} [end]
 */
function mark(node, start = 0, end = node.length) {
  const element = node instanceof Element ? node : node.parentElement;
  if (!element || element.closest(".preview")) return;
  if (element !== node && words) {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    words.add(range);
    setTimeout(() => words.delete(range), MARKED);
  } else {
    const easing = matchMedia("(prefers-reduced-motion: reduce)").matches ? "step-end" : "ease-in";
    const frames = ["var(--accent)", "transparent"].map((colour) => ({ outline: `2px solid ${colour}`, outlineOffset: "2px" }));
    element.animate(frames, { duration: MARKED, easing });
  }
}
