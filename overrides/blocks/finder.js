/**
 * Find your status: readers type what their account shows, in any language, or pick it, and see that status
 * alone. Nothing is written twice: what is not meant is left out of sight, and what is shown is the page's own.
 * The address keeps the choice (?status=packaging#packaging), so that it can be sent; without script it leads
 * to the same status by its anchor. Beside each status, a button copies a link to it.
 */
const ADDRESS = new URL("finder.json", import.meta.url);
const LINK = "M10.6 13.4a1 1 0 0 1-1.4 1.4 5 5 0 0 1 0-7l3.5-3.6a5 5 0 0 1 7.1 7.1l-1.5 1.5a7 7 0 0 0-.4-2.4l.4-.5a3 3 0 0 0-4.2-4.2l-3.5 3.5a3 3 0 0 0 0 4.2m2.8-4.2a1 1 0 0 1 1.4 0 5 5 0 0 1 0 7l-3.5 3.6a5 5 0 0 1-7.1-7.1l1.5-1.5a7 7 0 0 0 .4 2.4l-.4.5a3 3 0 0 0 4.2 4.2l3.5-3.5a3 3 0 0 0 0-4.2 1 1 0 0 1 0-1.4";

/** @typedef {{names: Record<string, Record<string, string[]>>, words: Record<string, Record<string, string>>, help: string}} Data */

customElements.define("help-finder", class extends HTMLElement {
  connectedCallback() {
    this.field = /** @type {HTMLInputElement} */ (this.querySelector("input"));
    this.article = /** @type {HTMLElement} */ (this.closest("article"));
    this.headings = /** @type {HTMLElement[]} */ ([...this.article.querySelectorAll(":is(.status, .stages__stage) > :is(h3, h4, h5)[id]")]);
    /** @type {Data} */
    this.data = { names: {}, words: {}, help: "" };
    this.list = Object.assign(document.createElement("ul"), { className: "finder__list", hidden: true });
    this.said = Object.assign(document.createElement("p"), { className: "finder__said" });
    this.said.setAttribute("role", "status");
    this.append(this.list, this.said);
    this.headings.forEach((heading) => heading.after(this.copier(heading)));
    this.copied = Object.assign(document.createElement("p"), { className: "copied" });
    this.copied.setAttribute("role", "status");
    this.append(this.copied);

    this.field.addEventListener("focus", () => this.suggest());
    this.field.addEventListener("input", () => this.suggest());
    this.addEventListener("keydown", (event) => this.walk(event));
    this.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.contains(/** @type {Node} */ (event.relatedTarget))) this.list.hidden = true;
    });
    this.addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest("a[data-id]");
      if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.pick(link.dataset.id ?? "");
    });
    addEventListener("popstate", () => this.read());
    addEventListener("load", () => this.read()); // when the browser has gone to the place in the address, too
    this.read();
  }

  /** Every name of every status; where it cannot be loaded, the page's own names do, and it is tried again. */
  load() {
    this.loading ??= fetch(ADDRESS).then((answer) => answer.json()).then((data) => { this.data = data; }).catch(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  /** @param {string} key */
  word(key) {
    return this.data.words[document.documentElement.lang]?.[key] ?? "";
  }

  async suggest() {
    this.offer();
    await this.load();
    if (document.activeElement === this.field) this.offer();
  }

  /** Lists the statuses that the words in the field may mean. */
  offer() {
    const asked = this.field.value.trim();
    const chosen = this.article.dataset.chosen;
    const found = chosen && asked === label(this.heading(chosen)) ? this.matches("") : this.matches(asked);
    this.list.hidden = !found.length;
    this.list.replaceChildren(...found.map(({ heading, name, language }) => {
      const link = document.createElement("a");
      const tone = [...(heading.closest(".status")?.classList ?? [])].find((one) => one.startsWith("tone--"));
      link.className = `tag ${tone?.replace("tone", "tag")}`;
      link.href = `?status=${heading.id}#${heading.id}`;
      link.dataset.id = heading.id;
      link.append(label(heading));
      if (name && fold(name) !== fold(label(heading))) {
        const other = Object.assign(document.createElement("small"), { lang: language, textContent: name });
        link.append(other);
      }
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
    if (!asked || chosen) return;
    if (found.length || !this.data.help) this.said.textContent = this.word("count").replace("{count}", `${found.length}`);
    else this.said.replaceChildren(`${this.word("none")} `, Object.assign(document.createElement("a"), { href: this.data.help, textContent: this.word("help") }));
  }

  /**
   * The statuses whose names are what was asked, begin with it, have it in them, or stand in it; best first.
   * @param {string} asked
   */
  matches(asked) {
    const wanted = fold(asked);
    const here = document.documentElement.lang;
    const found = this.headings.map((heading) => {
      const names = Object.entries(this.data.names[heading.id] ?? {})
        .sort(([a], [b]) => Number(b === here) - Number(a === here))
        .flatMap(([language, several]) => several.map((name) => ({ heading, name, language })));
      return [{ heading, name: label(heading), language: here }, ...names]
        .map((one) => ({ ...one, score: score(fold(one.name), wanted) }))
        .reduce((best, one) => (one.score > best.score ? one : best));
    });
    return found.filter((one) => one.score).sort((a, b) => b.score - a.score);
  }

  /** @param {string} id */
  heading(id) {
    return this.headings.find((heading) => heading.id === id);
  }

  /** @param {string} id */
  pick(id) {
    history.pushState(null, "", id ? `?status=${id}#${id}` : location.pathname);
    this.show(id);
    if (id) this.heading(id)?.focus({ preventScroll: true });
    else this.field.focus();
    this.scrollIntoView();
  }

  /** What the address says: a status alone, or all. A link to another place on the page shows that. */
  read() {
    const asked = new URLSearchParams(location.search).get("status") ?? "";
    const place = location.hash.slice(1);
    const id = this.heading(place) ? place : !place || place === asked ? asked : "";
    if (!asked || !this.heading(id)) {
      const was = this.article.dataset.chosen;
      this.show("");
      if (was && place) document.getElementById(decodeURIComponent(place))?.scrollIntoView();
      return;
    }
    this.show(id);
    this.load().then(() => this.tell());
    this.scrollIntoView();
  }

  /** @param {string} id the status to show alone; all if it is empty */
  show(id) {
    const heading = this.heading(id);
    this.article.querySelectorAll(".chosen").forEach((part) => part.classList.remove("chosen"));
    if (heading) {
      this.article.dataset.chosen = id;
      const section = heading.closest(".status");
      section?.classList.add("chosen");
      const over = [...this.article.querySelectorAll(":scope > :is(h2, .axis)")].filter((one) => section && one.compareDocumentPosition(section) & 4);
      // The headings that it stands under, so that no level is left out for those who listen.
      [over.findLast((one) => one.matches("h2")), over.at(-1)].forEach((one) => one?.classList.add("chosen"));
      heading.closest(".stages__stage")?.classList.add("chosen");
      heading.tabIndex = -1;
    } else {
      delete this.article.dataset.chosen;
    }
    this.list.hidden = true;
    this.field.value = label(heading);
    this.tell();
  }

  /** Says what is shown, and offers the way back. */
  tell() {
    const heading = this.heading(this.article.dataset.chosen ?? "");
    this.said.textContent = "";
    if (!heading || !this.word("only")) return;
    const all = Object.assign(document.createElement("button"), { type: "button", className: "finder__all", textContent: this.word("all") });
    all.addEventListener("click", () => this.pick(""));
    this.said.append(this.word("only").replace("{status}", label(heading)), " ", all);
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const links = [...this.list.querySelectorAll("a")];
    if (event.key === "Escape" && !this.list.hidden) {
      this.list.hidden = true;
      this.field.focus();
    } else if (event.key === "Enter" && event.target === this.field) {
      event.preventDefault();
      if (!this.list.hidden && (this.field.value.trim() || links.length === 1)) links[0]?.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.list.hidden) this.offer();
      const stops = [this.field, ...this.list.querySelectorAll("a")];
      const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
      const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  }

  /** @param {HTMLElement} heading */
  copier(heading) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy" });
    button.setAttribute("aria-label", (this.dataset.copy ?? "").replace("{status}", label(heading)));
    const [icon, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    icon.setAttribute("class", "icon");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    path.setAttribute("d", LINK);
    icon.append(path);
    button.append(icon);
    button.addEventListener("click", () => this.copy(heading.id));
    return button;
  }

  /** @param {string} id */
  async copy(id) {
    const choice = this.article.dataset.chosen === id ? `?status=${id}` : "";
    const address = new URL(`${location.pathname}${choice}#${id}`, location.href).href;
    const done = await write(address);
    if (!done) {
      history.replaceState(null, "", address);
      await this.load();
    }
    this.copied.textContent = done ? (this.dataset.copied ?? "") : this.word("failed");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.copied.textContent = ""; }, done ? 3000 : 12000);
  }
});

/** @param {Element | undefined} heading */
function label(heading) {
  return heading?.textContent?.trim() ?? "";
}

/**
 * The letters and digits of a name, so that case, accents, width, Arabic and Hebrew marks and punctuation make no
 * difference. A few letters are not decomposed by Unicode; tatweel is a letter to it, and says nothing.
 * @param {string} text
 */
export function fold(text) {
  const plain = text.normalize("NFKD").toUpperCase().replace(/[^\p{L}\p{N}]|ـ/gu, "");
  return plain.replace(/[ØŁĐÆŒ]/g, (letter) => ({ Ø: "O", Ł: "L", Đ: "D", Æ: "AE", Œ: "OE" })[letter] ?? letter).replaceAll("ة", "ه").replaceAll("ى", "ي");
}

/**
 * How well a name fits what was asked, both folded; 0 is not at all.
 * @param {string} name
 * @param {string} wanted
 */
function score(name, wanted) {
  if (!wanted) return 1;
  if (name === wanted) return 4;
  if (name.startsWith(wanted)) return 3;
  if (name.includes(wanted)) return 2;
  return name.length > 1 && wanted.includes(name) ? 1 : 0;
}

/**
 * Copies a text; browsers give the clipboard to secure pages alone, so there is the old way, too.
 * @param {string} text
 */
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "unseen" });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    return done;
  }
}
