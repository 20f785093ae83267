import { Controller } from "@hotwired/stimulus";
import { announce } from "../announce.js";

/** Copies a text; for a link without one, its address. data-copy-done-value says that it is done. */
export default class extends Controller {
  static values = { text: String, done: String };

  async copy(event) {
    event.preventDefault();
    await navigator.clipboard.writeText(this.textValue || this.element.href);
    this.element.toggleAttribute("data-copied", true);
    announce(this.doneValue);
    setTimeout(() => this.element.removeAttribute("data-copied"), 1600);
  }
}
