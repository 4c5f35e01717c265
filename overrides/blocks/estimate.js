/**
 * When will it ship? The rules are the page's own, as data beside the form; `estimate` does with them what
 * src/statusbook/estimate.py does, and a test compares the two. Nothing is sent or stored; the address keeps
 * what was entered, so that it can be sent to somebody.
 *
 * @typedef {{low: number, high: number, unit: string}} Amount its low is 0 where only the latest is known
 * @typedef {{time: string} & Partial<Amount>} Step
 * @typedef {{zone: string, holidays: [string, string][], before: Amount[], kinds: Step[]}} Rules
 * @typedef {{paid: number, kind: string, processing?: Amount}} Order what the product page shows: its two numbers in either order
 */
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** @type {Record<string, Intl.DateTimeFormat>} */
const clocks = {};

/**
 * When each step is over at the latest, in milliseconds since 1970: those before, then the one of the order's kind.
 * Null where nobody can say.
 * @param {Rules} rules
 * @param {Order} order
 */
export function estimate(rules, order) {
  let moment = order.paid;
  return amounts(rules, order)?.map(({ high, unit }) => (moment = after(moment, high, unit, rules))) ?? null;
}

/**
 * When the last step is over at the earliest. Null where only its latest is known.
 * @param {Rules} rules
 * @param {Order} order
 */
export function earliest(rules, order) {
  const all = amounts(rules, order);
  if (!all?.at(-1)?.low) return null;
  return all.reduce((moment, { low, unit }) => (low ? after(moment, low, unit, rules) : moment), order.paid);
}

/**
 * How long each step takes, the one of the order's kind last.
 * @param {Rules} rules
 * @param {Order} order
 */
function amounts(rules, order) {
  const kind = rules.kinds.find((step) => step.time === order.kind);
  const last = /** @type {Amount | undefined} */ (kind && (kind.high ? kind : order.processing));
  if (!last) return null;
  const { low, high, unit } = last;
  return [...rules.before, { low: Math.min(low, high), high: Math.max(low, high), unit }];
}

/**
 * Hours pass on every clock, days on the shop's, business days to their end.
 * @param {number} moment
 * @param {number} count
 * @param {string} unit
 * @param {Rules} rules
 */
function after(moment, count, unit, rules) {
  if (unit === "hour") return moment + count * 60 * MINUTE;
  let local = moment + offset(moment, rules.zone);
  if (unit === "day") return latest(local + count * DAY, rules.zone);
  local = Math.floor(local / DAY) * DAY;
  for (let left = count; left > 0;) {
    local += DAY;
    if (isBusinessDay(local, rules)) left -= 1;
  }
  return latest(local + DAY - MINUTE, rules.zone);
}

/**
 * @param {number} day its midnight, as if it were one in UTC
 * @param {Rules} rules
 */
function isBusinessDay(day, rules) {
  const date = new Date(day);
  const name = date.toISOString().slice(0, 10);
  return date.getUTCDay() % 6 > 0 && !rules.holidays.some(([first, last]) => first <= name && name <= last);
}

/**
 * A time on the zone's clock as a moment; of two that the clock shows twice or skips, the later.
 * @param {number} local as if it were a time in UTC
 * @param {string} zone
 */
function latest(local, zone) {
  const both = [local - offset(local - DAY, zone), local - offset(local + DAY, zone)];
  const fitting = both.filter((moment) => moment + offset(moment, zone) === local);
  return Math.max(...(fitting.length ? fitting : both));
}

/**
 * How far the zone's clock is ahead of UTC.
 * @param {number} moment
 * @param {string} zone
 */
function offset(moment, zone) {
  clocks[zone] ??= new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  });
  const parts = Object.fromEntries(clocks[zone].formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const shown = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return shown - Math.floor(moment / 1000) * 1000;
}

const FIELDS = ["paid", "item", "days", "to"];

customElements.define("help-estimate", class extends HTMLElement {
  connectedCallback() {
    this.rules = /** @type {Rules} */ (JSON.parse(this.querySelector("script")?.textContent ?? ""));
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.result = /** @type {HTMLElement} */ (this.querySelector(".estimate__result"));
    this.soonest = /** @type {HTMLElement} */ (this.querySelector(".estimate__earliest"));
    this.said = /** @type {HTMLElement} */ (this.querySelector("[role=status]"));
    this.form.noValidate = true; // the browser's own bubbles vanish, and speak its language, not the page's
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.tell()) history.pushState(null, "", `?${new URLSearchParams(this.entered())}`);
      else /** @type {HTMLElement | null} */ (this.form.querySelector("[aria-invalid=true]"))?.focus();
    });
    this.form.addEventListener("change", () => this.adapt());
    this.form.addEventListener("input", (event) => {
      if (event.target instanceof HTMLElement && event.target.ariaInvalid === "true") this.complain(event.target.id, false);
    });
    addEventListener("popstate", () => this.read());
    this.read();
  }

  /** @param {string} name */
  field(name) {
    return /** @type {HTMLInputElement | HTMLSelectElement} */ (this.form.elements.namedItem(name));
  }

  /** @returns {Record<string, string>} without what is not asked for, and without a second number that is not there */
  entered() {
    const all = FIELDS.map((name) => [name, this.field(name).value]);
    return Object.fromEntries(all.filter(([name, value]) => name === "to" ? value && this.asksForDays() : name !== "days" || this.asksForDays()));
  }

  asksForDays() {
    return !this.rules?.kinds.find((kind) => kind.time === this.field("item").value)?.high;
  }

  /** Only what differs from item to item is asked for. */
  adapt() {
    const days = /** @type {HTMLElement} */ (this.querySelector(".estimate__days"));
    days.hidden = !this.asksForDays();
  }

  /** What the address says. */
  read() {
    const asked = new URLSearchParams(location.search);
    for (const name of FIELDS) {
      const field = this.field(name);
      if (location.search) field.value = asked.get(name) ?? "";
      if (field instanceof HTMLSelectElement && !field.value) field.selectedIndex = 0;
    }
    this.adapt();
    if (asked.has("paid")) this.tell();
    else this.result.hidden = true;
  }

  /** Shows the dates, or says what is missing. */
  tell() {
    const { paid, item, days, to } = this.entered();
    const [year, month, day] = paid.split("-").map(Number);
    // The reader's own day: whatever the hour of the payment, it was between these.
    const [begins, ends] = [new Date(year, month - 1, day), new Date(year, month - 1, day, 23, 59)].map((date) => date.getTime());
    const asks = this.asksForDays();
    const wrong = [
      this.complain("paid", Number.isNaN(ends) || year < 2000 || year > 2999),
      this.complain("days", asks && !isCount(days)),
      this.complain("to", asks && (to ? !isCount(to) : this.field("to").validity.badInput)),
    ].includes(true);
    const processing = { low: to ? Number(days) : 0, high: Number(to || days), unit: "business day" };
    const over = wrong ? null : estimate(this.rules, { paid: ends, kind: item, processing });
    this.result.hidden = !over;
    if (!over) {
      this.said.textContent = "";
      return false;
    }
    this.result.querySelectorAll(".estimate__date").forEach((place, i) => place.replaceChildren(written(over[i])));
    const soonest = earliest(this.rules, { paid: begins, kind: item, processing });
    this.soonest.hidden = soonest === null;
    const words = (this.soonest.dataset.words ?? "").split("{date}");
    this.soonest.replaceChildren(...(soonest === null ? [] : [words[0], written(soonest), words[1]]));
    this.result.querySelectorAll("[data-for]").forEach((part) => {
      /** @type {HTMLElement} */ (part).hidden = /** @type {HTMLElement} */ (part).dataset.for !== item;
    });
    const last = written(over[over.length - 1]).textContent ?? "";
    this.said.textContent = `${(this.said.dataset.words ?? "").replace("{date}", last)} ${this.soonest.textContent}`.trim();
    return true;
  }

  /**
   * Says at the field what is wrong with it, or no longer.
   * @param {string} name
   * @param {boolean} wrong
   */
  complain(name, wrong) {
    const field = this.field(name);
    const error = /** @type {HTMLElement} */ (this.querySelector(`#${name}-error`));
    field.ariaInvalid = wrong ? "true" : null;
    error.textContent = wrong ? field.dataset.error ?? "" : "";
    return wrong;
  }
});

/** @param {string} value */
function isCount(value) {
  const count = Number(value);
  return Number.isInteger(count) && count >= 1 && count <= 365;
}

/**
 * A moment's day on the reader's clock, in the page's language.
 * @param {number} moment
 */
function written(moment) {
  const date = new Date(moment);
  const time = document.createElement("time");
  const pad = (/** @type {number} */ number) => `${number}`.padStart(2, "0");
  time.dateTime = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  time.textContent = date.toLocaleDateString(document.documentElement.lang, { weekday: "long", year: "numeric", month: "long", day: "numeric" });
  return time;
}
