import { Controller } from "@hotwired/stimulus";
import { Changes } from "../changes.js";
import htmx from "../htmx.js";
import { markStale } from "../stale.js";

const BUSY = "html[data-dragging], [data-moving], .menu:popover-open";
// What a morph leaves alone can be written in meanwhile.
const KEPT = "[hx-morph-skip]";
const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select";

/** Follows what others change. Elements that name the thing ("requirement:REQ-42"), its kind ("requirement") or the verb in
    data-live fetch themselves again from data-live-src and are morphed, but not while something is dragged, written or open.
    A page nobody looks at does not listen (a browser has six connections to a server); it catches up when looked at. */
export default class extends Controller {
  static targets = ["note"];
  static values = { url: String, changes: String, number: Number, every: { type: Number, default: 10_000 } };

  connect() {
    this.hints = new Set();
    this.changes = new Changes({
      url: this.urlValue,
      changesUrl: this.changesValue,
      number: this.numberValue,
      every: this.everyValue,
      heard: (change) => this.heard(change),
      tell: (isConnected) => this.tell(isConnected),
    });
    this.look();
  }

  disconnect() {
    this.rest();
    clearTimeout(this.timer);
  }

  look() {
    if (document.hidden) this.rest();
    else if (this.urlValue) this.changes.listen();
  }

  rest() {
    this.changes.rest();
    clearTimeout(this.noteTimer);
  }

  // A short break is not worth a word.
  tell(isConnected) {
    clearTimeout(this.noteTimer);
    if (!this.hasNoteTarget) return;
    if (isConnected) this.noteTarget.hidden = true;
    else
      this.noteTimer = setTimeout(() => {
        this.noteTarget.hidden = false;
      }, 4000);
  }

  heard({ entity, key, verb }) {
    for (const hint of [`${entity}:${key}`, entity, verb]) this.hints.add(hint);
    this.soon(120);
  }

  soon(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), delay);
  }

  refresh() {
    markStale(this.hints);
    this.hints.clear();
    if (document.querySelector(BUSY)) return this.soon(400);
    for (const element of document.querySelectorAll("[data-stale]")) if (this.isDue(element)) this.fetch(element);
    if (document.querySelector("[data-stale]")) this.soon(1000);
  }

  // The outermost brings what is inside of it along.
  isDue(element) {
    return element.matches("[data-stale]") && !element.parentElement.closest("[data-stale]") && !this.isWritten(element);
  }

  isWritten(element) {
    const focused = document.activeElement;
    return (
      element.querySelector("form[data-dirty]") || (element.contains(focused) && focused.matches(WRITING) && !focused.closest(KEPT))
    );
  }

  fetch(element) {
    for (const stale of [element, ...element.querySelectorAll("[data-stale]")]) stale.removeAttribute("data-stale");
    htmx.ajax("GET", element.dataset.liveSrc, { source: element, target: element, swap: "outerMorph", live: true });
  }
}
