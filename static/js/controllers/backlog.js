import { Controller } from "@hotwired/stimulus";
import htmx from "../htmx.js";

const ROW = "li[data-key]";

/** A list with the chosen row beside it. Where there is room (--room-beside) a row's link opens in the pane, and the pane
    follows j and k; the last link of a row fills the shared menu. The address names the chosen row. */
export default class extends Controller {
  static targets = ["pane"];
  static values = { list: String };

  initialize() {
    for (const name of ["clicked", "focused", "mark"]) this[name] = this[name].bind(this);
  }

  connect() {
    this.element.addEventListener("click", this.clicked);
    this.element.addEventListener("focusin", this.focused);
    document.addEventListener("htmx:after:settle", this.mark);
  }

  disconnect() {
    this.element.removeEventListener("click", this.clicked);
    this.element.removeEventListener("focusin", this.focused);
    document.removeEventListener("htmx:after:settle", this.mark);
    clearTimeout(this.timer);
  }

  clicked(event) {
    const link = event.target.closest(`${ROW} > a`);
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.href.endsWith("/menu")) {
      event.preventDefault();
      htmx.ajax("GET", link.href, { source: link, target: "#row-menu", swap: "innerHTML" });
    } else if (this.hasRoom) {
      event.preventDefault();
      this.show(link.closest(ROW).dataset.key);
    }
  }

  // Walking by keys takes the open pane along.
  focused({ target }) {
    const row = target.closest(ROW);
    if (!row || !this.selected || row.dataset.key === this.selected || !target.matches(":focus-visible")) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(row.dataset.key), 180);
  }

  show(key) {
    clearTimeout(this.timer);
    this.selected = key;
    htmx.ajax("GET", `${this.listValue}/${key}/pane`, { source: this.paneTarget, target: this.paneTarget, swap: "innerHTML" });
    this.paneTarget.scrollTop = 0;
  }

  close(event) {
    event.preventDefault();
    const key = this.selected;
    this.selected = null;
    this.paneTarget.replaceChildren();
    document.getElementById(`requirement-${key}`)?.querySelector("b + a").focus();
  }

  mark() {
    for (const row of this.element.querySelectorAll(ROW)) row.ariaCurrent = row.dataset.key === this.selected ? "true" : null;
  }

  get hasRoom() {
    return getComputedStyle(this.element).getPropertyValue("--room-beside").trim() === "1";
  }

  get selected() {
    return new URL(window.location).searchParams.get("selected");
  }

  set selected(key) {
    const address = new URL(window.location);
    if (key) address.searchParams.set("selected", key);
    else address.searchParams.delete("selected");
    window.history.replaceState(window.history.state, "", address);
    this.mark();
  }
}
