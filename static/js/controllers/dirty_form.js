import { Controller } from "@hotwired/stimulus";

/** Marks a form that was written in with data-dirty, and asks before the page with it is left. */
export default class extends Controller {
  initialize() {
    this.warn = this.warn.bind(this);
    this.mark = this.mark.bind(this);
    this.clear = this.clear.bind(this);
  }

  connect() {
    this.element.addEventListener("input", this.mark);
    this.element.addEventListener("submit", this.clear);
    window.addEventListener("beforeunload", this.warn);
  }

  disconnect() {
    this.element.removeEventListener("input", this.mark);
    this.element.removeEventListener("submit", this.clear);
    window.removeEventListener("beforeunload", this.warn);
  }

  mark() {
    this.element.toggleAttribute("data-dirty", true);
  }

  clear() {
    this.element.removeAttribute("data-dirty");
  }

  warn(event) {
    if (this.element.hasAttribute("data-dirty")) event.preventDefault();
  }
}
