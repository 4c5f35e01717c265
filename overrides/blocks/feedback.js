/**
 * “Was this page helpful?” The form works alone; script votes in place, says that an answer is stored only when
 * votebox has said so, and lets the reader change it. What is shown when stands in feedback.css, by data-state.
 *
 * @typedef {import("./outbox.js").Vote} Vote
 * @typedef {import("./outbox.js").Outcome} Outcome
 */
customElements.define("help-feedback", class extends HTMLElement {
  async connectedCallback() {
    await customElements.whenDefined("help-outbox"); // until both scripts are here, the form works alone
    this.outbox = /** @type {any} */ (this.querySelector("help-outbox"));
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.state = /** @type {HTMLElement} */ (this.querySelector(".feedback__state"));
    this.buttons = [...this.querySelectorAll(".feedback__answer")].map((label) => this.button(label));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.add();
    });
    this.querySelector(".feedback__again")?.addEventListener("click", () => this.send());
    this.outbox.addEventListener("outcome", (/** @type {CustomEvent} */ { detail }) => {
      if (detail.id === this.vote?.id) this.settled(detail.outcome);
    });
    this.say("");
    this.recall();
  }

  /**
   * A button in place of a radio button: one press is the whole answer.
   * @param {Element} label
   */
  button(label) {
    const radio = /** @type {HTMLInputElement} */ (label.querySelector("input"));
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.value = radio.value;
    radio.remove();
    button.append(...label.childNodes);
    button.addEventListener("click", () => this.answer(button.value));
    label.replaceWith(button);
    return button;
  }

  /** An answer of an earlier visit that still waits is the reader's answer. */
  recall() {
    // Not by FormData, which would have the browser lay the page out before its time.
    const [page, revision] = ["page", "revision"].map((name) => /** @type {HTMLInputElement} */ (this.form.elements.namedItem(name)).value);
    const kept = this.outbox.kept().find((/** @type {{ vote: Vote }} */ { vote }) => vote.page === page && vote.revision === revision);
    if (!kept) return;
    this.vote = /** @type {Vote} */ (kept.vote);
    this.added = Boolean(this.vote.reason || this.vote.status || this.vote.comment);
    this.say("kept");
  }

  /** @param {string} helpful */
  answer(helpful) {
    if (this.busy) return;
    if (this.vote?.helpful !== helpful) {
      // Another answer is a vote of its own, and the later counts: the first may be stored although it seemed lost.
      const { page, revision } = this.fields();
      this.vote = { id: newId(), page, revision, helpful };
      this.added = false;
      this.toggleAttribute("data-open", false);
    } else if (["thanks", "more"].includes(this.dataset.state ?? "")) {
      this.toggleAttribute("data-open", helpful === "no");
      return;
    }
    this.send();
  }

  /** What else the reader told, after No. */
  add() {
    if (this.busy || !this.vote) return;
    const told = Object.entries(this.fields()).filter(([name, value]) => ["reason", "status", "comment"].includes(name) && value);
    this.vote = { ...this.vote, ...Object.fromEntries(told) };
    this.added = true;
    this.send();
  }

  fields() {
    return /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(this.form)));
  }

  send() {
    if (this.busy) return;
    this.busy = true;
    this.say("sending");
    this.outbox.send(this.vote);
  }

  /** @param {Outcome} outcome */
  settled(outcome) {
    const asked = this.busy;
    this.busy = false;
    if (outcome === "replaced") {
      this.vote = undefined; // by an answer in another tab
      this.say("");
    } else if (outcome !== "stored") {
      this.say(outcome);
    } else if (this.added || this.vote?.helpful === "yes") {
      this.toggleAttribute("data-open", false);
      this.say("thanks");
    } else {
      this.toggleAttribute("data-open", true);
      this.say("more");
      if (asked) /** @type {HTMLElement | null} */ (this.querySelector("[name=reason]"))?.focus();
    }
  }

  /** @param {string} what the name of a text, which is kept in the page so that it speaks its language */
  say(what) {
    const focused = this.contains(document.activeElement) && document.activeElement;
    this.dataset.state = what;
    this.toggleAttribute("data-commented", Boolean(this.vote?.comment));
    /** @type {Element} */ (this.querySelector("code")).textContent = this.vote?.id ?? "";
    this.state.textContent = this.state.dataset[what] ?? "";
    for (const button of this.buttons ?? []) {
      button.setAttribute("aria-pressed", String(button.value === this.vote?.helpful));
    }
    // What was pressed may be gone now, and a keyboard has to go on from somewhere.
    if (focused && !focused.getClientRects().length) this.state.focus();
  }
});

/** A UUID; randomUUID exists on https and localhost alone. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
