import { Controller } from "@hotwired/stimulus";

const TYPED = "form[method=post] :is(textarea, input:not([type=hidden], [type=checkbox], [type=radio]))";

/** A native dialog that opens when a link's answer arrives in it: <a href hx-get hx-target="#dialog" hx-swap="innerHTML">.
    What was typed in it is not thrown away by Esc, a click beside it or the cross: it asks first (layouts/dialog.html). */
export default class extends Controller {
  static targets = ["unsaved"];

  initialize() {
    this.arrived = this.arrived.bind(this);
    this.leave = this.leave.bind(this);
    this.close = this.close.bind(this);
    this.typed = this.typed.bind(this);
    this.escape = this.escape.bind(this);
    this.cancel = this.cancel.bind(this);
    this.listeners = { click: this.leave, input: this.typed, keydown: this.escape, cancel: this.cancel };
  }

  connect() {
    document.addEventListener("htmx:after:settle", this.arrived);
    document.addEventListener("dialog:close", this.close);
    for (const [name, act] of Object.entries(this.listeners)) this.element.addEventListener(name, act);
  }

  disconnect() {
    document.removeEventListener("htmx:after:settle", this.arrived);
    document.removeEventListener("dialog:close", this.close);
    for (const [name, act] of Object.entries(this.listeners)) this.element.removeEventListener(name, act);
  }

  arrived({ target }) {
    if (target !== this.element || this.element.open) return;
    document.querySelector(".menu:popover-open")?.hidePopover();
    this.writtenIn = null;
    this.element.showModal();
    this.element.querySelector("[autofocus], .input, .textarea, .select")?.focus();
  }

  typed({ target }) {
    if (target.matches(TYPED)) this.writtenIn = target;
  }

  leave(event) {
    const outside = event.target === this.element && !this.holds(event);
    const closer = event.target.closest("[data-dialog-close]");
    if (!outside && !closer) return;
    event.preventDefault();
    if (outside || closer.matches("button")) this.tryToClose();
    else this.close();
  }

  // The browser lets a page hold back only the first Esc in a row, when it asks by itself ("cancel").
  escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    if (this.element.querySelector(":popover-open")) return;
    event.preventDefault();
    if (this.isAsking) this.stay();
    else this.tryToClose();
  }

  cancel(event) {
    if (event.target !== this.element || !this.writtenIn || !this.hasUnsavedTarget) return;
    event.preventDefault();
    this.tryToClose();
  }

  tryToClose() {
    if (!this.writtenIn || !this.hasUnsavedTarget) return this.close();
    this.unsavedTarget.hidden = false;
    this.unsavedTarget.querySelector("button").focus();
  }

  stay() {
    this.unsavedTarget.hidden = true;
    this.writtenIn.focus();
  }

  get isAsking() {
    return this.hasUnsavedTarget && !this.unsavedTarget.hidden;
  }

  holds({ clientX, clientY }) {
    const { left, right, top, bottom } = this.element.getBoundingClientRect();
    return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  }

  close() {
    for (const form of this.element.querySelectorAll("form[data-dirty]")) form.removeAttribute("data-dirty");
    this.writtenIn = null;
    this.element.close();
  }
}
