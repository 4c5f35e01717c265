/**
 * When will it ship? The rules are the page's own, as data beside the form; `estimate` does with them what
 * src/statusbook/estimate.py does, and a test compares the two. Nothing is sent or stored; the address keeps
 * what was entered, so that it can be sent to somebody.
 *
 * @typedef {{time: string, count?: number, unit?: string}} Step
 * @typedef {{zone: string, holidays: [string, string][], before: Step[], kinds: Step[]}} Rules
 * @typedef {{paid: number, kind: string, processing?: {count: number, unit: string}}} Order
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
  const kind = rules.kinds.find((step) => step.time === order.kind);
  const last = kind && (kind.count ? kind : order.processing);
  if (!last) return null;
  let moment = order.paid;
  return [...rules.before, last].map((amount) => (moment = after(moment, amount, rules)));
}

/**
 * Hours pass on every clock, days on the shop's, business days to their end.
 * @param {number} moment
 * @param {{count?: number, unit?: string}} amount
 * @param {Rules} rules
 */
function after(moment, { count = 0, unit }, rules) {
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

const FIELDS = ["paid", "item", "days"];

customElements.define("help-estimate", class extends HTMLElement {
  connectedCallback() {
    this.rules = /** @type {Rules} */ (JSON.parse(this.querySelector("script")?.textContent ?? ""));
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.result = /** @type {HTMLElement} */ (this.querySelector(".estimate__result"));
    this.said = /** @type {HTMLElement} */ (this.querySelector("[role=status]"));
    this.form.noValidate = true; // the browser's own bubbles vanish, and speak its language, not the page's
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.tell()) history.pushState(null, "", `?${new URLSearchParams(this.entered())}`);
      else /** @type {HTMLElement | null} */ (this.form.querySelector("[aria-invalid=true]"))?.focus();
    });
    this.form.addEventListener("change", () => this.adapt());
    this.form.addEventListener("input", (event) => {
      if (event.target instanceof HTMLElement && event.target.ariaInvalid === "true") this.complain(event.target.id, "");
    });
    addEventListener("popstate", () => this.read());
    this.read();
  }

  /** @param {string} name */
  field(name) {
    return /** @type {HTMLInputElement | HTMLSelectElement} */ (this.form.elements.namedItem(name));
  }

  /** @returns {Record<string, string>} */
  entered() {
    const names = FIELDS.filter((name) => name !== "days" || this.asksForDays());
    return Object.fromEntries(names.map((name) => [name, this.field(name).value]));
  }

  asksForDays() {
    return !this.rules?.kinds.find((kind) => kind.time === this.field("item").value)?.count;
  }

  /** Only what differs from item to item is asked for. */
  adapt() {
    const days = /** @type {HTMLElement} */ (this.field("days").parentElement);
    days.hidden = !this.asksForDays();
  }

  /** What the address says. */
  read() {
    const asked = new URLSearchParams(location.search);
    for (const name of FIELDS) {
      const given = asked.get(name);
      const field = this.field(name);
      if (given !== null) field.value = given;
      if (field instanceof HTMLSelectElement && !field.value) field.selectedIndex = 0;
    }
    this.adapt();
    if (asked.has("paid")) this.tell();
    else this.result.hidden = true;
  }

  /** Shows the dates, or says what is missing. */
  tell() {
    const { paid, item, days } = this.entered();
    // The reader's own midnight: whatever the hour of the payment, it was before that.
    const [year, month, day] = paid.split("-").map(Number);
    const moment = new Date(year, month - 1, day, 23, 59).getTime();
    const count = Number(days);
    const wrong = { paid: Number.isNaN(moment) || year < 2000 || year > 2999, days: this.asksForDays() && !(Number.isInteger(count) && count >= 1 && count <= 365) };
    this.complain("paid", wrong.paid ? this.field("paid").dataset.error ?? "" : "");
    this.complain("days", wrong.days ? this.field("days").dataset.error ?? "" : "");
    const over = wrong.paid || wrong.days ? null : estimate(this.rules, { paid: moment, kind: item, processing: { count, unit: "business day" } });
    this.result.hidden = !over;
    if (!over) {
      this.said.textContent = "";
      return false;
    }
    const words = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", year: "numeric", month: "long", day: "numeric" });
    const pad = (/** @type {number} */ number) => `${number}`.padStart(2, "0");
    const dates = over.map((moment) => {
      const date = new Date(moment);
      const time = document.createElement("time");
      time.dateTime = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
      time.textContent = words.format(date);
      return time;
    });
    const places = this.result.querySelectorAll(".estimate__date");
    places.forEach((place, i) => place.replaceChildren(dates[i]));
    this.result.querySelectorAll("[data-for]").forEach((part) => {
      /** @type {HTMLElement} */ (part).hidden = /** @type {HTMLElement} */ (part).dataset.for !== item;
    });
    this.said.textContent = (this.said.dataset.words ?? "").replace("{date}", dates.at(-1)?.textContent ?? "");
    return true;
  }

  /**
   * @param {string} name
   * @param {string} words empty where nothing is wrong
   */
  complain(name, words) {
    const field = this.field(name);
    const error = /** @type {HTMLElement} */ (this.querySelector(`#${name}-error`));
    field.ariaInvalid = words ? "true" : null;
    error.textContent = words;
  }
});
