/**
 * One quiet line where the browser prefers another language than the page's. Never a redirect; closing it
 * holds for this page view, since nothing is stored on the reader's device.
 */
customElements.define("help-offer", class extends HTMLElement {
  connectedCallback() {
    const lines = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("p")]);
    const here = document.documentElement.lang;
    for (const wanted of navigator.languages) {
      if (matches(here, wanted)) return;
      const line = lines.find((candidate) => matches(candidate.lang, wanted));
      if (line) {
        line.hidden = false;
        this.hidden = false;
        line.querySelector("button")?.addEventListener("click", () => this.remove());
        return;
      }
    }
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
