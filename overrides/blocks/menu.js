/**
 * The menu is a <details> that works alone. Script closes it where readers expect that, and keeps the place
 * on the page, and what they chose there, when they change the language.
 */
customElements.define("help-menu", class extends HTMLElement {
  connectedCallback() {
    const details = /** @type {HTMLDetailsElement} */ (this.querySelector("details"));
    const summary = /** @type {HTMLElement} */ (this.querySelector("summary"));
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && details.open) {
        details.open = false;
        summary.focus();
      }
    });
    document.addEventListener("pointerdown", (event) => {
      if (!this.contains(/** @type {Node} */ (event.target))) details.open = false;
    });
    this.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.contains(/** @type {Node} */ (event.relatedTarget))) details.open = false;
    });
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest("a[hreflang]:not(.stale a)");
      if (link instanceof HTMLAnchorElement) [link.search, link.hash] = [location.search, location.hash];
    });
  }
});
