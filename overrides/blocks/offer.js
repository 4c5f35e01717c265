/**
 * One quiet line where the browser prefers another language than the page's. Never a redirect; closing it
 * holds for this page view, since nothing is stored on the reader's device.
 */
customElements.define("help-offer", class extends HTMLElement {
  async connectedCallback() {
    const link = this.wanted();
    if (!link) return;
    const response = await fetch(new URL(this.dataset.offers ?? "", document.baseURI)).catch(() => null);
    const line = response?.ok && (await response.json().catch(() => null))?.[link.hreflang];
    if (line) this.show(link, line);
  }

  /** @returns {HTMLAnchorElement | undefined} The link to the page in the language that the reader likes best, if that is not this. */
  wanted() {
    const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("a[lang][hreflang]")]);
    for (const wanted of navigator.languages) {
      if (matches(document.documentElement.lang, wanted)) return undefined;
      const link = links.find((candidate) => matches(candidate.hreflang, wanted));
      if (link) return link;
    }
    return undefined;
  }

  /**
   * @param {HTMLAnchorElement} link
   * @param {{ direction: string, offer: string, close: string }} line
   */
  show(link, line) {
    const [text, close] = /** @type {[HTMLAnchorElement, HTMLElement]} */ ([...this.querySelectorAll("a, button")]);
    this.lang = link.hreflang;
    this.dir = line.direction;
    text.href = link.href;
    text.hreflang = link.hreflang;
    text.textContent = line.offer;
    close.setAttribute("aria-label", line.close);
    close.addEventListener("click", () => this.remove());
    this.hidden = false;
  }
});

/**
 * Whether a page in `offered` suits a reader who wants `wanted`; Chinese in its two scripts is two languages.
 * @param {string} offered
 * @param {string} wanted
 */
function matches(offered, wanted) {
  const [a, b] = [offered, wanted].map((tag) => {
    const locale = new Intl.Locale(tag === "no" ? "nb" : tag).maximize();
    return locale.language === "zh" ? `zh-${locale.script}` : locale.language;
  });
  return a === b;
}
