import { Controller } from "@hotwired/stimulus";

/** Asks how far some work is once a second while the page can be seen; the answer takes this element's place. */
export default class extends Controller {
  static values = { every: { type: Number, default: 1000 } };

  connect() {
    this.timer = setInterval(() => this.ask(), this.everyValue);
  }

  disconnect() {
    clearInterval(this.timer);
  }

  ask() {
    if (document.visibilityState === "visible") this.element.dispatchEvent(new CustomEvent("progress:ask"));
  }
}
