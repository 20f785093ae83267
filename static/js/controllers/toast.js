import { Controller } from "@hotwired/stimulus";

const MOST = 3;

/** One of at most a few: the oldest leaves for it, and so does one that says the same. Leaves by itself after a while, but
    not under the pointer, with the focus in it, or when it tells of a failure. */
export default class extends Controller {
  static values = { after: { type: Number, default: 7000 }, stays: Boolean };

  initialize() {
    this.wait = this.wait.bind(this);
    this.hold = this.hold.bind(this);
  }

  connect() {
    for (const name of ["pointerenter", "focusin"]) this.element.addEventListener(name, this.hold);
    for (const name of ["pointerleave", "focusout"]) this.element.addEventListener(name, this.wait);
    this.makeRoom();
    this.wait();
  }

  disconnect() {
    this.hold();
  }

  makeRoom() {
    const others = [...this.element.parentElement.querySelectorAll(":scope > .toast")].filter((one) => one !== this.element);
    const repeated = others.filter((one) => said(one) === said(this.element));
    for (const one of repeated) one.remove();
    const rest = others.filter((one) => !repeated.includes(one));
    for (const one of rest.slice(0, Math.max(0, rest.length - MOST + 1))) one.remove();
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

function said(toast) {
  return toast.querySelector("span").textContent;
}
