import { Controller } from "@hotwired/stimulus";
import { TICK } from "../drag.js";

/** Ticked rows: shift takes a range, the count follows, Esc clears. Ticks are the check boxes named keys. The bar is shown
    by CSS (:has), not from here. */
export default class extends Controller {
  static targets = ["count", "all"];

  initialize() {
    for (const name of ["clicked", "pressed", "show"]) this[name] = this[name].bind(this);
  }

  connect() {
    this.element.addEventListener("click", this.clicked);
    this.element.addEventListener("keydown", this.pressed);
    document.addEventListener("htmx:after:settle", this.show);
    this.show();
  }

  disconnect() {
    this.element.removeEventListener("click", this.clicked);
    this.element.removeEventListener("keydown", this.pressed);
    document.removeEventListener("htmx:after:settle", this.show);
  }

  clicked(event) {
    if (event.target.matches('[data-selection-target~="all"]')) this.tickAll(event.target.checked);
    if (!event.target.matches(TICK)) return;
    if (event.shiftKey && this.last) this.tickRange(this.last, event.target);
    this.last = event.target;
    this.show();
  }

  pressed(event) {
    if (event.key === "Escape" && this.ticked.length) this.clear();
  }

  tickRange(from, to) {
    const ticks = this.ticks;
    const [first, last] = [ticks.indexOf(from), ticks.indexOf(to)].sort((a, b) => a - b);
    for (const tick of ticks.slice(Math.max(first, 0), last + 1)) tick.checked = to.checked;
  }

  tickAll(checked) {
    for (const tick of this.ticks) tick.checked = checked;
    this.show();
  }

  clear() {
    this.tickAll(false);
  }

  get ticks() {
    return [...this.element.querySelectorAll(TICK)];
  }

  get ticked() {
    return this.ticks.filter((tick) => tick.checked);
  }

  show() {
    const count = this.ticked.length;
    for (const box of this.allTargets) {
      box.checked = count > 0 && count === this.ticks.length;
      box.indeterminate = count > 0 && !box.checked;
    }
    for (const element of this.countTargets) {
      const sentence = count === 1 ? element.dataset.one : element.dataset.many;
      const text = count ? sentence.replace("{count}", new Intl.NumberFormat(document.documentElement.lang).format(count)) : "";
      if (element.textContent !== text) element.textContent = text;
    }
  }
}
