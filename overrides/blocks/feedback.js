/**
 * “Was this page helpful?” The form works alone; script votes in place, says so only when votebox has said
 * that the vote is stored, and keeps the answer when it could not be sent.
 */
customElements.define("help-feedback", class extends HTMLElement {
  connectedCallback() {
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.more = /** @type {HTMLElement} */ (this.querySelector(".feedback__more"));
    this.state = /** @type {HTMLElement} */ (this.querySelector(".feedback__state"));
    this.again = /** @type {HTMLButtonElement} */ (this.querySelector(".feedback__again"));
    this.send = /** @type {HTMLButtonElement} */ (this.querySelector(".feedback__send"));
    this.voteId = newId();
    this.buttons = [...this.querySelectorAll(".feedback__answer")].map((label) => this.button(label));
    this.send.hidden = true;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.vote();
    });
    this.again.addEventListener("click", () => this.vote());
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
    button.setAttribute("aria-pressed", "false");
    radio.remove();
    button.append(...label.childNodes);
    button.addEventListener("click", () => this.answer(button.value));
    label.replaceWith(button);
    return button;
  }

  /** @param {string} helpful */
  answer(helpful) {
    if (this.answered === "stored" || this.busy) return;
    // An answer that seemed lost may be stored after all; another one is a vote of its own, and the later counts.
    if (this.helpful && this.helpful !== helpful) this.voteId = newId();
    this.helpful = helpful;
    for (const button of this.buttons ?? []) {
      button.setAttribute("aria-pressed", String(button.value === helpful));
    }
    this.vote();
  }

  /** The vote as it stands: page, revision, answer and, after No, what else the reader told. */
  body() {
    const fields = Object.fromEntries(new FormData(this.form).entries());
    const vote = { id: this.voteId, page: fields.page, revision: fields.revision, helpful: this.helpful };
    if (this.helpful === "yes") return vote;
    const told = ["reason", "status", "comment"].filter((name) => fields[name]);
    return Object.assign(vote, Object.fromEntries(told.map((name) => [name, fields[name]])));
  }

  async vote() {
    if (this.busy) return;
    this.busy = true;
    this.again.hidden = true;
    this.say("sending", "sending");
    const body = JSON.stringify(this.body());
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
        keepalive: true,
        signal: AbortSignal.timeout(15_000),
      });
      if (response.ok) this.stored();
      else this.failed(response.status < 500 && response.status !== 429 ? "refused" : "failed");
    } catch {
      this.failed("failed");
    } finally {
      this.busy = false;
    }
  }

  stored() {
    const asked = this.answered === "stored" || this.helpful === "yes";
    this.answered = "stored";
    this.buttons?.forEach((button) => button.toggleAttribute("aria-disabled", true));
    if (asked) {
      this.form.hidden = true;
      this.say("thanks", "done");
      this.state.tabIndex = -1;
      if (this.contains(document.activeElement) || document.activeElement === document.body) this.state.focus();
      return;
    }
    this.say("more", "done");
    this.more.dataset.open = "";
    this.send.hidden = false;
    this.more.before(this.state);
    /** @type {HTMLElement | null} */ (this.more.querySelector("input"))?.focus();
  }

  /** @param {"failed" | "refused"} why */
  failed(why) {
    this.say(why, "failed");
    this.again.hidden = why === "refused";
  }

  /**
   * @param {string} what the name of the text, kept in the page so that it speaks its language
   * @param {string} kind
   */
  say(what, kind) {
    this.state.dataset.kind = kind;
    this.state.textContent = this.state.dataset[what] ?? "";
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
