import { Controller } from "@hotwired/stimulus";

const MOST = 3;

/** Leaves by itself after a while, but not under the pointer, with the focus in it, or when it tells of a failure. */
export default class extends Controller {
  static values = { after: { type: Number, default: 7000 }, stays: Boolean };

  initialize() {
    this.wait = this.wait.bind(this);
    this.hold = this.hold.bind(this);
  }

  connect() {
    for (const name of ["pointerenter", "focusin"]) this.element.addEventListener(name, this.hold);
    for (const name of ["pointerleave", "focusout"]) this.element.addEventListener(name, this.wait);
    const others = this.element.parentElement.querySelectorAll(":scope > .toast");
    if (others.length > MOST) others[0].remove();
    this.wait();
  }

  disconnect() {
    this.hold();
  }

  wait() {
    this.hold();
    if (!this.staysValue) this.timer = setTimeout(() => this.close(), this.afterValue);
  }

  hold() {
    clearTimeout(this.timer);
  }

  close() {
    this.element.remove();
  }
}
