/**
 * Takes votes to votebox. A vote that did not arrive is kept on the reader's device and sent again, with the same id,
 * when a page is opened, when the device is online again, and at growing intervals. Each has a key of its own, so that two
 * tabs cannot overwrite what the other keeps. Nothing is stored on the device before a vote failed.
 *
 * @typedef {{ id: string, page: string, revision: string, helpful: string, reason?: string, status?: string, comment?: string }} Vote
 * @typedef {{ vote: Vote, since: number, notBefore: number }} Kept  both in milliseconds since the Unix epoch
 * @typedef {"stored" | "kept" | "failed" | "refused" | "replaced"} Outcome  failed: neither stored nor kept
 */
const KEY = "help-vote:";
const MOST = 20;
const WEEK = 7 * 24 * 3600 * 1000;
const FINAL = ["stored", "refused", "replaced"];

customElements.define("help-outbox", class extends HTMLElement {
  tries = 0;

  connectedCallback() {
    addEventListener("online", () => {
      this.tries = 0;
      this.retry();
    });
    addEventListener("storage", ({ key, newValue }) => {
      if (key?.startsWith(KEY) && FINAL.includes(newValue ?? "")) this.tell(key.slice(KEY.length), newValue);
    });
    this.retry();
  }

  /**
   * Sends a vote; an earlier answer to the same text that still waits gives way, since the later one counts.
   * What became of it is told by the event “outcome”.
   * @param {Vote} vote
   */
  async send(vote) {
    for (const { vote: { id, page, revision } } of this.kept()) {
      if (id !== vote.id && page === vote.page && revision === vote.revision) {
        await locked(id, {}, () => this.settle(id, "replaced"));
      }
    }
    await locked(vote.id, {}, () => this.post(vote));
  }

  /** @returns {Kept[]} The votes that wait, the oldest first; what has waited for too long is dropped. */
  kept() {
    const found = [];
    try {
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith(KEY))) {
        const kept = parsed(localStorage.getItem(key));
        if (Math.abs(Date.now() - kept?.since) < WEEK) found.push(kept);
        else localStorage.removeItem(key);
      }
    } catch {} // no storage, or none that is allowed
    return found.sort((a, b) => a.since - b.since);
  }

  /** Sends what waits, in any order, so that a vote that always fails is in no other's way. */
  async retry() {
    for (const { vote: { id } } of this.pause() > 0 ? [] : this.kept().sort(() => Math.random() - 0.5)) {
      const outcome = await locked(id, { ifAvailable: true }, (lock) => {
        const kept = lock !== null && this.kept().find(({ vote }) => vote.id === id);
        return kept && this.post(kept.vote);
      });
      if (outcome === "kept") break;
    }
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    if (!this.kept().length) return;
    const step = Math.min(2000 * 2 ** this.tries++, 600_000) * (0.5 + Math.random() / 2);
    this.timer = setTimeout(() => this.retry(), Math.max(step, this.pause()));
  }

  /** The milliseconds for which votebox asked to be left alone. */
  pause() {
    return Math.max(0, ...this.kept().map(({ notBefore }) => notBefore - Date.now()));
  }

  /** @param {Vote} vote */
  async post(vote) {
    const response = await fetch(this.dataset.action ?? "", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(vote),
      keepalive: true,
      signal: AbortSignal.timeout?.(15_000),
    }).catch(() => null);
    // A network that wants a login first answers 200, too, with a page of its own.
    const stored = response?.ok && (await response.json().catch(() => null))?.stored === true;
    if (stored) return this.settle(vote.id, "stored");
    if (response && response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status)) {
      return this.settle(vote.id, "refused");
    }
    return this.tell(vote.id, this.keep(vote, retryAfter(response)) ? "kept" : "failed");
  }

  /**
   * @param {Vote} vote
   * @param {number} notBefore
   */
  keep(vote, notBefore) {
    try {
      const since = parsed(localStorage.getItem(KEY + vote.id))?.since ?? Date.now();
      localStorage.setItem(KEY + vote.id, JSON.stringify({ vote, since, notBefore }));
      for (const old of this.kept().slice(0, -MOST)) localStorage.removeItem(KEY + old.vote.id);
      this.later();
      return true;
    } catch {
      return false;
    }
  }

  /**
   * @param {string} id
   * @param {Outcome} outcome
   */
  settle(id, outcome) {
    this.tries = 0;
    try {
      if (localStorage.getItem(KEY + id) !== null) {
        localStorage.setItem(KEY + id, outcome); // other tabs hear of it
        localStorage.removeItem(KEY + id);
      }
    } catch {}
    return this.tell(id, outcome);
  }

  /**
   * @param {string} id
   * @param {any} outcome
   */
  tell(id, outcome) {
    this.dispatchEvent(new CustomEvent("outcome", { detail: { id, outcome } }));
    return outcome;
  }
});

/**
 * Does something with a vote while no other tab does. Browsers know locks on https and localhost alone; without them a vote may
 * be sent twice at once, and its id makes that harmless.
 * @param {string} id
 * @param {LockOptions} options
 * @param {(lock?: Lock | null) => any} work
 */
function locked(id, options, work) {
  return navigator.locks ? navigator.locks.request(KEY + id, options, work) : work();
}

/** @param {string | null} json */
function parsed(json) {
  try {
    return JSON.parse(json ?? "null");
  } catch {
    return null;
  }
}

/**
 * When a vote may be sent again (RFC 9110, section 10.2.3: seconds or a date); 0 where nothing is asked.
 * @param {Response | null} response
 */
function retryAfter(response) {
  const after = response?.headers.get("Retry-After") ?? "";
  const time = /^\d+$/.test(after) ? Date.now() + Number(after) * 1000 : Date.parse(after);
  return Math.min(time || 0, Date.now() + WEEK);
}
