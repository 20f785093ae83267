import { Controller } from "@hotwired/stimulus";
import htmx from "../htmx.js";

const WRITING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/** The menus of a long list: each row [data-key] has a plain link .more to its menu, which opens in the one menu of the page
    instead; m asks where to move the row that has the focus. */
export default class extends Controller {
  initialize() {
    this.clicked = this.clicked.bind(this);
    this.pressed = this.pressed.bind(this);
  }

  connect() {
    this.element.addEventListener("click", this.clicked);
    this.element.addEventListener("keydown", this.pressed);
  }

  disconnect() {
    this.element.removeEventListener("click", this.clicked);
    this.element.removeEventListener("keydown", this.pressed);
  }

  clicked(event) {
    const link = event.target.closest("a.more");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.ask(link.href, link, "#row-menu");
  }

  pressed(event) {
    if (event.key !== "m" || event.altKey || event.ctrlKey || event.metaKey || event.target.matches(WRITING)) return;
    if (document.body.dataset.shortcutsEnabledValue === "false") return;
    const link = event.target.closest("[data-key]")?.querySelector("a.more");
    if (!link) return;
    event.preventDefault();
    this.ask(link.href.replace(/menu$/, "moving"), event.target, "#dialog");
  }

  ask(address, source, target) {
    htmx.ajax("GET", address, { source, target, swap: "innerHTML" });
  }
}
