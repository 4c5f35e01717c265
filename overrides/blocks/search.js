/**
 * The search: a button that opens a dialog, a field, and Pagefind's answers. Pagefind and its index are
 * loaded when a reader opens the search, and not before.
 */
/** @type {Record<string, string>} */
const SIGNS = { lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", amp: "&" };

// Where scripts may come from only by way of a policy, this one lets Pagefind's worker pass, and nothing else.
/** @type {any} */ (globalThis).trustedTypes?.createPolicy("default", {
  createScriptURL: (/** @type {string} */ url) => {
    const { origin, pathname } = new URL(url, document.baseURI);
    return origin === location.origin && pathname === "/pagefind/pagefind-worker.js" ? url : null;
  },
});

// Letters of Chinese and Japanese, and what stands between them. The first are indexed one by one (statusbook/search.py).
const LETTER = "[\u3005\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]";
const SIGN = "[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff65]";
const LETTERS = new RegExp(LETTER, "g");
const HIRAGANA = /[\u3040-\u309f]/g;
const BLANKS = new RegExp(`(${SIGN}(?:</mark>)?) +(?=(?:<mark>)?${SIGN})`, "g");

customElements.define("help-search", class extends HTMLElement {
  connectedCallback() {
    this.dialog = /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
    this.field = /** @type {HTMLInputElement} */ (this.querySelector("input"));
    this.count = /** @type {HTMLElement} */ (this.querySelector(".search__count"));
    this.results = /** @type {HTMLElement} */ (this.querySelector(".search__results"));
    this.instead = /** @type {HTMLElement} */ (this.querySelector(".search__instead"));
    this.querySelector(".search__open")?.addEventListener("click", () => this.open());
    this.querySelector(".search__close")?.addEventListener("click", () => this.dialog.close());
    this.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      /** @type {HTMLElement | null} */ (this.results.querySelector("a"))?.focus();
    });
    this.field.addEventListener("input", () => this.search(this.field.value.trim()));
    this.dialog.addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest("a");
      if (link || event.target === this.dialog) this.dialog.close(); // a link may lead to this very page
    });
    this.dialog.addEventListener("keydown", (event) => this.walk(event));
  }

  open() {
    this.dialog.showModal();
    this.field.focus();
    this.load().catch(() => {});
  }

  /** @returns {Promise<any>} Pagefind's module; a failed attempt is tried again the next time. */
  load() {
    const address = new URL(this.dataset.pagefind ?? "", document.baseURI);
    this.module ??= import(address.href).catch((error) => {
      this.module = undefined;
      throw error;
    });
    return this.module;
  }

  /** @param {string} words */
  async search(words) {
    this.asked = words;
    if (!words) return this.show([], "");
    try {
      const pagefind = await this.load();
      const found = await find(pagefind, words);
      if (!found || this.asked !== words) return;
      const pages = await Promise.all(found.results.slice(0, 5).map((/** @type {any} */ r) => r.data()));
      if (this.asked !== words) return;
      const sections = pages.flatMap((page) => this.sections(page)).slice(0, 8);
      const { none, one, many } = this.count.dataset;
      const said = sections.length === 0 ? none : sections.length === 1 ? one : many?.replace("{count}", `${sections.length}`);
      this.show(sections, said ?? "", sections.length === 0);
    } catch {
      if (this.asked === words) this.show([], this.count.dataset.failed ?? "", true);
    }
  }

  /**
   * The sections of a page that answer, the best first, or the page itself.
   * @param {any} page
   */
  sections(page) {
    const score = (/** @type {any} */ part) =>
      part.weighted_locations.reduce((/** @type {number} */ sum, /** @type {any} */ place) => sum + place.balanced_score, 0);
    const parts = page.sub_results
      .filter((/** @type {any} */ part) => part.url.includes("#"))
      .sort((/** @type {any} */ a, /** @type {any} */ b) => score(b) - score(a));
    return parts.length ? parts : [{ title: page.meta.title, url: page.url, excerpt: page.excerpt }];
  }

  /**
   * @param {{title: string, url: string, excerpt: string}[]} sections
   * @param {string} said
   * @param {boolean} [instead] whether to offer another way on
   */
  show(sections, said, instead = false) {
    this.count.textContent = said;
    this.instead.hidden = !instead;
    this.results.replaceChildren(...sections.map((section) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const title = document.createElement("span");
      const excerpt = document.createElement("span");
      link.href = section.url;
      title.className = "search__title";
      title.textContent = together(section.title);
      excerpt.className = "search__excerpt";
      excerpt.append(...marked(together(section.excerpt)));
      link.append(title, excerpt);
      item.append(link);
      return item;
    }));
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    if (event.key === "Escape") {
      event.preventDefault(); // in a search field, the first press would empty the field alone
      this.dialog.close();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [this.field, ...this.dialog.querySelectorAll("li a")].filter((stop) => stop.checkVisibility());
    const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (next instanceof HTMLElement) {
      event.preventDefault();
      next.focus();
    }
  }
});

/**
 * What Pagefind finds. Letters without blanks are asked for as a phrase and, if it is nowhere, without the endings around words.
 * @param {any} pagefind
 * @param {string} words
 */
async function find(pagefind, words) {
  const apart = words.replace(LETTERS, " $& ").replace(/[\s"]+/g, " ").trim();
  if (!words.match(LETTERS)) return pagefind.debouncedSearch(words, {}, 120);
  const found = await pagefind.debouncedSearch(`"${apart}"`, {}, 120);
  if (!found) return found;
  // Pagefind misses some phrases whose letters come twice: such pages have all of the letters, and the words.
  const known = found.results.map((/** @type {any} */ r) => r.id), whole = apart.replaceAll(" ", "");
  for (const result of (await pagefind.search(apart)).results.slice(0, 5)) {
    if (!known.includes(result.id) && (await result.data()).content.replaceAll(" ", "").includes(whole)) found.results.push(result);
  }
  const names = apart.replace(HIRAGANA, "").trim();
  return found.results.length || !names ? found : pagefind.search(names);
}

/**
 * A text of the index without the blanks that its letters got there.
 * @param {string} text
 */
function together(text) {
  return text.replace(BLANKS, "$1").replaceAll("</mark><mark>", "");
}

/**
 * Pagefind's excerpt is escaped HTML with <mark>; it becomes text and marks, and never other markup.
 * @param {string} excerpt
 */
function* marked(excerpt) {
  for (const [i, part] of excerpt.split(/<\/?mark>/).entries()) {
    const text = part.replace(/&(lt|gt|quot|#39|#x27|amp);/g, (_, name) => SIGNS[name]);
    if (i % 2) {
      const mark = document.createElement("mark");
      mark.textContent = text;
      yield mark;
    } else {
      yield text;
    }
  }
}
