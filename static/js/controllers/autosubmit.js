import { Controller } from "@hotwired/stimulus";

/** Applies a form of filters as soon as something changes, and keeps empty values out of the address. Its button, marked
    data-autosubmit-target="apply", is shown by CSS only where there is no script. */
export default class extends Controller {
  disconnect() {
    clearTimeout(this.timer);
  }

  soon({ target }) {
    if (!target.matches("[type=search], [type=text]")) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.element.requestSubmit(), 250);
  }

  now({ target }) {
    if (target.matches("[type=search], [type=text]")) return;
    clearTimeout(this.timer);
    this.element.requestSubmit();
    this.isSent = true;
    setTimeout(() => (this.isSent = false));
  }

  /** Enter in a field is a change, and then a submit by the browser itself: one of them is enough. */
  once(event) {
    if (!this.isSent) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  prune({ formData }) {
    for (const [name, value] of [...formData]) {
      if (value === "") formData.delete(name);
    }
  }
}
