import { Controller } from "@hotwired/stimulus";

const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/** Keys of the page: an element with data-shortcut="n" is clicked by n; with data-opens="palette" it opens that instead.
    Of two with the same key the later one counts: the page before its frame.
    Esc leaves a field with data-esc-leaves, so that they work again.
    The character counts, not the place of the key. Keys rest while someone writes, and when switched off. */
export default class extends Controller {
  static targets = ["help"];
  static values = { enabled: { type: Boolean, default: true } };

  initialize() {
    this.pressed = this.pressed.bind(this);
    this.clicked = this.clicked.bind(this);
  }

  connect() {
    document.addEventListener("keydown", this.pressed);
    document.addEventListener("click", this.clicked);
  }

  disconnect() {
    document.removeEventListener("keydown", this.pressed);
    document.removeEventListener("click", this.clicked);
  }

  clicked(event) {
    const opener = event.target.closest("[data-opens]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.dispatchEvent(new CustomEvent(`${opener.dataset.opens}:show`));
  }

  pressed(event) {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    if (event.key === "Escape" && event.target.matches?.("[data-esc-leaves]")) return event.target.blur();
    const withControl = event.ctrlKey || event.metaKey;
    if (!withControl && (!this.enabledValue || this.isBusy(event.target))) return;
    const key = withControl ? `Control+${event.key.toUpperCase()}` : event.key;
    if (key === "?") return this.help(event);
    const element = this.elementFor(key);
    if (!element) return;
    event.preventDefault();
    if (element.matches(WRITING)) element.focus();
    else element.click();
  }

  isBusy(target) {
    return target.matches?.(WRITING) || document.querySelector("dialog[open], .menu:popover-open");
  }

  elementFor(key) {
    return [...document.querySelectorAll("[data-shortcut]")].findLast((element) =>
      element.dataset.shortcut.split(" ").includes(key),
    );
  }

  help(event) {
    event.preventDefault();
    document.querySelector(".menu:popover-open")?.hidePopover();
    if (this.hasHelpTarget && !this.helpTarget.open) this.helpTarget.showModal();
  }
}
