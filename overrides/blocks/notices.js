/**
 * Shows each notice from its first day to its last, by the reader's calendar, so that a page that was built once
 * stays right.
 */
customElements.define("help-notices", class extends HTMLElement {
  connectedCallback() {
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => `${part}`.padStart(2, "0")).join("-");
    this.querySelectorAll("p").forEach((notice) => {
      const { begins = "", until = "" } = notice.dataset;
      notice.hidden = today < begins || today > until;
    });
  }
});
