import { Controller } from "@hotwired/stimulus";
import { opener } from "../lanes.js";

const WRITING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/** A list walked by keys: j and k go from row to row, x ticks. A row is [data-key]; what opens it takes the focus. */
export default class extends Controller {
  initialize() {
    this.pressed = this.pressed.bind(this);
  }

  connect() {
    document.addEventListener("keydown", this.pressed);
  }

  disconnect() {
    document.removeEventListener("keydown", this.pressed);
  }

  pressed(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || this.isResting(event.target)) return;
    if (event.key === "j") this.go(1, event);
    else if (event.key === "k") this.go(-1, event);
    else if (event.key === "x") this.tick(event);
  }

  isResting(target) {
    const off = document.body.dataset.shortcutsEnabledValue === "false";
    return off || target.matches?.(WRITING) || document.querySelector("dialog[open], .menu:popover-open");
  }

  get rows() {
    return [...this.element.querySelectorAll("[data-key]")];
  }

  get row() {
    return document.activeElement?.closest?.("[data-key]");
  }

  go(step, event) {
    const rows = this.rows;
    const at = rows.indexOf(this.row);
    const next = at < 0 ? rows[0] : rows[at + step];
    if (!next) return;
    event.preventDefault();
    opener(next)?.focus();
  }

  tick(event) {
    const box = this.element.contains(this.row) && this.row.querySelector('input[type="checkbox"]');
    if (!box) return;
    event.preventDefault();
    box.click();
  }
}
